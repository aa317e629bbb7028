export { AwsPage } from "./aws-page";
export { type IKeyLifetime } from "./encryption/key-lifetime";
export { type ILabelingKey, LabelingKey, type LabelingKeyProps } from "./encryption/labeling-key";
export {
  AnswerAccess,
  type AnswersToConsolidate,
  type IAnnotationFunction,
  type IPostAnnotationFunction,
  type IPreAnnotationFunction,
} from "./functions/annotation-function";
export { type AnnotationFunctionProps, type FunctionRoleOptions } from "./functions/annotation-function-base";
export {
  type ExistingAnnotationFunctionProps,
  type ExistingPostAnnotationFunctionProps,
} from "./functions/existing-annotation-function";
export {
  type FunctionData,
  type FunctionRights,
  type FunctionStatement,
  InputAccess,
} from "./functions/function-rights";
export { type CodeSurroundings, FunctionCode, type FunctionCodeConfig } from "./functions/function-code";
export {
  type ArchiveProps,
  type EntryProps,
  type ImageProps,
  type S3ObjectProps,
} from "./functions/function-code-props";
export { FunctionArchitecture, type FunctionSettings, type FunctionVpc } from "./functions/function-settings";
export {
  PostAnnotationFunction,
  type PostAnnotationFunctionProps,
} from "./functions/post-annotation-function";
export { PreAnnotationFunction, type PreAnnotationFunctionProps } from "./functions/pre-annotation-function";
export { ReadyHandler } from "./functions/ready-handler";
export { type ArnParts, formatArn, parseArn } from "./iam/arn";
export { renderPolicy } from "./iam/document";
export { type IGrantee } from "./iam/grantee";
export {
  allow,
  deny,
  type PolicyConditions,
  type WrittenConditions,
  type PolicyPrincipal,
  type PolicyStatement,
  type StatementBody,
} from "./iam/statement";
export { AnnotationType } from "./jobs/annotation-type";
export { BuiltInTask } from "./jobs/built-in-task";
export { BuiltInTaskType } from "./jobs/built-in-task-type";
export { ContentClassifier } from "./jobs/content-classifier";
export { EditsAllowed } from "./jobs/edits-allowed";
export { type LabelAttributeNameReview, reviewLabelAttributeName } from "./jobs/label-attribute-name";
export { LabelAttributeType } from "./jobs/label-attribute-type";
export {
  type FrameAttribute,
  type LabelAttribute,
  type LabelCategories,
  type LabelInstructions,
} from "./jobs/label-categories";
export {
  type ILabelCategoryFile,
  LabelCategoryFile,
  type LabelCategoryFileProps,
} from "./jobs/label-category-file";
export { LabelingJob } from "./jobs/labeling-job";
export {
  type ExistingLabelingJobProps,
  type ILabelingJob,
  type LabelingJobProps,
  type StoppingConditions,
} from "./jobs/labeling-job-props";
export { type ILabelingJobWorkflow, type JobEventLocation } from "./jobs/labeling-job-workflow";
export { LabelingJobStatus } from "./jobs/labeling-job-status";
export { LabelAttributeRefSuffix } from "./jobs/label-attribute-ref-suffix";
export { labelingJobNamePrefixProblems, labelingJobNameProblems } from "./jobs/labeling-job-name";
export { type ReadyTemplateCategory, type ReadyTemplateProps } from "./jobs/ready-template/ready-template";
export { TaskFamily } from "./jobs/task-family";
export { TaskVariant } from "./jobs/task-variant";
export { type TrainingVpcConfig } from "./jobs/training-vpc-config";
export {
  type IWorkerTaskTemplate,
  WorkerTaskTemplate,
  type WorkerTaskTemplateProps,
} from "./jobs/worker-task-template";
export { type DeployerStateBackend } from "./permissions/deployer/state-backend";
export { type Hardening } from "./permissions/hardening";
export { type KeyTarget } from "./permissions/key-target";
export { KeyUse } from "./permissions/key-use";
export { PermissionStyle } from "./permissions/style";
export { type TrustedService } from "./permissions/people/program-trust";
export { type GuardRails } from "./permissions/people/guard-rails";
export { Auditor, type AuditorProps } from "./roles/auditor";
export { ConsoleUser, type ConsoleUserProps } from "./roles/console-user";
export { Deployer, type DeployerProps } from "./roles/deployer";
export { ExecutionRole, type ExecutionRoleProps } from "./roles/execution-role";
export { type IExecutionRole, type PermissionOptions } from "./roles/execution-role-grants";
export { FunctionAuthor, type FunctionAuthorProps } from "./roles/function-author";
export { JobCreator, type JobCreatorProps } from "./roles/job-creator";
export type { IAnswerQueue } from "./roles/i-answer-queue";
export { JobOperator, type JobOperatorProps } from "./roles/job-operator";
export { KeyAdministrator, type KeyAdministratorProps } from "./roles/key-administrator";
export { Grantee } from "./roles/grantee";
export {
  type ILabelingWorkflow,
  type IWorkerTaskTemplateObjects,
  type LabelingResources,
  type PeoplesWorkflow,
} from "./roles/labeling-resources";
export { Persona, type PersonaProps, type PersonaRoleProps } from "./roles/persona";
export { VendorSubscriber } from "./roles/vendor-subscriber";
export { type WorkflowPersonaProps } from "./roles/workflow-persona";
export { WorkforceManager, type WorkforceManagerProps } from "./roles/workforce-manager";
export { type WorkforceResources } from "./roles/workforce-resources";
export { FunctionRole, type FunctionRoleProps } from "./roles/function-role";
export { type ExistingRoleProps } from "./roles/existing-execution-role";
export { type AwsScope } from "./scope/aws-scope";
export { ProviderScope, type ProviderScopeProps } from "./scope/provider-scope";
export { ShortLogicalIds } from "./scope/short-logical-ids";
export { StackScope } from "./scope/stack-scope";
export { AccessLogBucket, type AccessLogBucketProps } from "./storage/access-log-bucket";
export { CorsVariant } from "./storage/cors-variant";
export {
  type ExistingBucketProps,
  LabelingBucket,
  type LabelingBucketProps,
} from "./storage/labeling-bucket";
export { type ILabelingBucket } from "./storage/labeling-bucket-base";
export { type ObjectNotification, type TopicNotification } from "./storage/bucket-notifications";
export { S3Location } from "./storage/s3-location";
export { type VpcRestriction } from "./storage/vpc-restriction";
export { type ILabelingTopic, LabelingTopic, type LabelingTopicProps } from "./streaming/labeling-topic";
export { NewObjectEvents, type NewObjectEventsProps } from "./streaming/new-object-events";
export { AnswerQueue, type AnswerQueueProps } from "./streaming/answer-queue";
export { type DeliveryLogs, type TopicDeliveryLogs } from "./streaming/delivery-logs";
export {
  StreamingAlarms,
  type StreamingAlarmsProps,
  type StreamingAlarmThresholds,
} from "./streaming/streaming-alarms";
export {
  FunctionSubscription,
  type FunctionSubscriptionProps,
  QueueSubscription,
  type QueueSubscriptionProps,
} from "./streaming/topic-subscriptions";
export { InvalidInputError, type Problem } from "./validation/problems";
export { OidcClientSecret } from "./workforce/oidc-client-secret";
export { type OidcProvider } from "./workforce/oidc-provider";
export { PresignedLinkRestriction } from "./workforce/presigned-link-restriction";
export {
  type ExistingWorkforceProps,
  type IPrivateWorkforce,
  PrivateWorkforce,
  type PrivateWorkforceProps,
} from "./workforce/private-workforce";
export { type IWorkTeam, WorkTeam, type WorkTeamProps } from "./workforce/work-team";
export { WorkTeamKind, workTeamKind } from "./workforce/work-team-kind";
export { type IWorkTeamTopic, WorkTeamTopic, type WorkTeamTopicProps } from "./workforce/work-team-topic";
export { WorkerMfa } from "./workforce/worker-mfa";
export {
  type IWorkerUserPool,
  type WorkerMessage,
  WorkerUserPool,
  type WorkerUserPoolProps,
} from "./workforce/worker-user-pool";
export { type WorkforceVpc } from "./workforce/workforce-network";
export {
  type AutomatedLabelingOptions,
  BuiltInWorkflow,
  type BuiltInWorkflowProps,
} from "./workflows/built-in-workflow";
export { type CustomTask } from "./workflows/custom-task";
export { CustomWorkflow, type CustomWorkflowProps } from "./workflows/custom-workflow";
export { FailedObjectsAlarm, type FailedObjectsAlarmProps } from "./workflows/failed-objects-alarm";
export {
  type EventTransformer,
  type LabelingJobEventDeadLetters,
  LabelingJobEvents,
  type LabelingJobEventsProps,
  type LabelingJobEventTargets,
} from "./workflows/labeling-job-events";
export { LabelingOutputs, type LabelingOutputsProps } from "./workflows/labeling-outputs";
export { type LabelingWorkflowProps } from "./workflows/labeling-workflow";
export { LabelingLogGroup, type LabelingLogGroupProps } from "./workflows/labeling-log-group";
export {
  type S3EventOptions,
  StreamingWorkflow,
  type StreamingWorkflowProps,
} from "./workflows/streaming-workflow";
