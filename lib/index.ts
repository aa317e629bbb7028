export { AwsPage } from "./aws-page";
export { type ILabelingKey, LabelingKey, type LabelingKeyProps } from "./encryption/labeling-key";
export { type ArnParts, formatArn, parseArn } from "./iam/arn";
export { renderPolicy } from "./iam/document";
export { type IGrantee } from "./iam/grantee";
export {
  allow,
  deny,
  type PolicyConditions,
  type PolicyPrincipal,
  type PolicyStatement,
  type StatementBody,
} from "./iam/statement";
export { BuiltInTask } from "./jobs/built-in-task";
export { BuiltInTaskType } from "./jobs/built-in-task-type";
export { type LabelAttributeNameReview, reviewLabelAttributeName } from "./jobs/label-attribute-name";
export { LabelAttributeRefSuffix } from "./jobs/label-attribute-ref-suffix";
export { labelingJobNamePrefixProblems, labelingJobNameProblems } from "./jobs/labeling-job-name";
export { TaskFamily } from "./jobs/task-family";
export { TaskVariant } from "./jobs/task-variant";
export { type Hardening } from "./permissions/hardening";
export { type KeyTarget } from "./permissions/key-target";
export { PermissionStyle } from "./permissions/style";
export { ExecutionRole, type ExecutionRoleProps } from "./roles/execution-role";
export { type IExecutionRole, type PermissionOptions } from "./roles/execution-role-grants";
export { type ExistingRoleProps } from "./roles/existing-execution-role";
export { type AwsScope } from "./scope/aws-scope";
export { StackScope } from "./scope/stack-scope";
export { CorsVariant } from "./storage/cors-variant";
export {
  type ExistingBucketProps,
  LabelingBucket,
  type LabelingBucketProps,
} from "./storage/labeling-bucket";
export { type ILabelingBucket } from "./storage/labeling-bucket-base";
export { type TopicNotification } from "./storage/bucket-notifications";
export { S3Location } from "./storage/s3-location";
export { type ILabelingTopic, LabelingTopic, type LabelingTopicProps } from "./streaming/labeling-topic";
export { AnswerQueue, type AnswerQueueProps } from "./streaming/answer-queue";
export { type TopicDeliveryLogs } from "./streaming/delivery-logs";
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
export {
  type AutomatedLabelingOptions,
  BuiltInWorkflow,
  type BuiltInWorkflowProps,
} from "./workflows/built-in-workflow";
export { type LabelingWorkflowProps } from "./workflows/labeling-workflow";
export { LabelingLogGroup, type LabelingLogGroupProps } from "./workflows/labeling-log-group";
export {
  type S3EventOptions,
  StreamingWorkflow,
  type StreamingWorkflowProps,
} from "./workflows/streaming-workflow";
