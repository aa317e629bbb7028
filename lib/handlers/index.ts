export * from "./annotated-object";
export { answerAccessVariable, answerReader } from "./answer-access";
export {
  answerLocations,
  answerLocationsVariable,
  executionRoles,
  executionRolesVariable,
  LimitedReader,
} from "./answer-locations";
export * from "./consolidation/all-answers";
export * from "./consolidation/bounding-boxes";
export * from "./consolidation/choices";
export * from "./consolidation/majority-vote";
export * from "./consolidation/merged-boxes";
export * from "./consolidation/merged-spans";
export * from "./consolidation/ready-handler";
export * from "./consolidation/ready-label";
export * from "./consolidation/ready-settings";
export * from "./consolidation/task-object";
export * from "./consolidation/text-spans";
export * from "./every-object-once";
export { HandlerFault } from "./handler-fault";
export * from "./object-reader";
export { readPayload } from "./payload";
export * from "./post-annotation-contract";
export * from "./post-annotation-event";
export * from "./post-annotation-handler";
export * from "./pre-annotation-contract";
export * from "./pre-annotation-event";
export * from "./pre-annotation-handler";
export * from "./response-size";
export type { PostAnnotationOptions } from "./run-consolidation";
export * from "./s3-object-reader";
