import { AwsPage } from "../../lib/aws-page";

/** Why a resource of a type is in a stack of this package, and the page that says so. */
interface ResourceReason {
  readonly reason: string;
  readonly page?: string;
}

/** Resources that the ready stacks make. */
export const resourceReasons: Readonly<Record<string, ResourceReason>> = {
  aws_iam_role: {
    reason: "Who may act: labeling jobs, functions or people assume it.",
    page: AwsPage.executionRole,
  },
  aws_iam_policy: {
    reason: "What a role, user or group may do, each statement with its reason.",
    page: AwsPage.executionRole,
  },
  aws_iam_role_policy_attachment: { reason: "Gives the policy to the role.", page: AwsPage.iamPolicyReview },
  aws_iam_group_policy_attachment: {
    reason: "Gives the policy to the group.",
    page: AwsPage.iamPolicyReview,
  },
  aws_iam_user_policy_attachment: { reason: "Gives the policy to the user.", page: AwsPage.iamPolicyReview },
  aws_iam_group: { reason: "A group for people who get the same rights.", page: AwsPage.iamPolicyReview },
  aws_kms_key: {
    reason: "Encrypts the data at rest; its policy says who may use it, and nobody else can.",
    page: AwsPage.labelingKey,
  },
  aws_kms_alias: { reason: "The name by which the key is known before it exists.", page: AwsPage.kmsAliases },
  aws_s3_bucket: {
    reason: "Keeps the data that workers see, or their answers.",
    page: AwsPage.inputManifest,
  },
  aws_s3_bucket_cors_configuration: {
    reason: "Without this rule workers' browsers show no objects.",
    page: AwsPage.corsUpdate,
  },
  aws_s3_bucket_lifecycle_configuration: {
    reason: "Removes uploads that broke off, and old objects where the configuration says so.",
    page: AwsPage.s3Lifecycle,
  },
  aws_s3_bucket_notification: {
    reason: "Tells the input topic of new objects, so that the job labels them.",
    page: AwsPage.streamingTopics,
  },
  aws_s3_bucket_ownership_controls: {
    reason: "All objects belong to the bucket's account: access lists are off.",
    page: AwsPage.s3BucketPolicies,
  },
  aws_s3_bucket_policy: {
    reason: "Refuses requests without TLS, and whom the configuration shuts out.",
    page: AwsPage.s3TlsOnly,
  },
  aws_s3_bucket_public_access_block: {
    reason: "No policy can open the bucket to the public.",
    page: AwsPage.s3BucketPolicies,
  },
  aws_s3_bucket_server_side_encryption_configuration: {
    reason: "New objects are encrypted with the workflow's key.",
    page: AwsPage.labelingKey,
  },
  aws_s3_bucket_versioning: { reason: "What is overwritten or deleted by mistake can be had back." },
  aws_s3_object: {
    reason:
      "The worker task template, under a name with its hash: a job keeps the version that it began with.",
    page: AwsPage.workerTaskTemplate,
  },
  aws_sns_topic: {
    reason: "Data objects come in, answers go out, or alarms are told by it.",
    page: AwsPage.streamingTopics,
  },
  aws_sns_topic_policy: {
    reason: "Who may send to the topic and listen to it.",
    page: AwsPage.snsAccessPolicies,
  },
  aws_sns_topic_subscription: {
    reason: "Brings messages of the topic to who reads them.",
    page: AwsPage.snsToSqs,
  },
  aws_sqs_queue: {
    reason: "Answers wait in it to be read; those that nobody can digest go to the dead letters.",
    page: AwsPage.streamingOutput,
  },
  aws_sqs_queue_policy: {
    reason: "Who may send to the queue and read from it.",
    page: AwsPage.snsToEncryptedSqs,
  },
  aws_sqs_queue_redrive_allow_policy: {
    reason: "Only its own queue may send dead letters here.",
    page: AwsPage.sqsSecurity,
  },
  aws_cloudwatch_metric_alarm: {
    reason: "Tells operators when objects or answers get stuck.",
    page: AwsPage.streamingQueue,
  },
  aws_cloudwatch_log_group: {
    reason: "Made beforehand, so that entries are encrypted and do not stay for ever.",
    page: AwsPage.logsRetention,
  },
  aws_lambda_function: {
    reason: "Prepares data objects for workers, or makes their answers into labels.",
    page: AwsPage.annotationFunctions,
  },
  aws_lambda_permission: { reason: "Who may call the function.", page: AwsPage.annotationFunctions },
  aws_ssm_parameter: {
    reason: "Tells other stacks an ARN or a name, as the output of the same name does.",
    page: AwsPage.ssmParameters,
  },
  aws_s3_bucket_logging: { reason: "S3 writes an entry for each access there.", page: AwsPage.s3AccessLogs },
  aws_cognito_user_pool: { reason: "The accounts of workers.", page: AwsPage.privateWorkforce },
  aws_cognito_user_group: { reason: "The workers of one team.", page: AwsPage.privateWorkforce },
  aws_cognito_user_pool_client: {
    reason: "How the worker portal signs workers in.",
    page: AwsPage.privateWorkforce,
  },
  aws_cognito_managed_user_pool_client: {
    reason: "Gives the client the address of the worker portal, known only once the workforce is there.",
    page: AwsPage.privateWorkforce,
  },
  aws_cognito_user_pool_domain: { reason: "Where workers sign in.", page: AwsPage.privateWorkforce },
  aws_sagemaker_workforce: {
    reason: "All who label in this account and region.",
    page: AwsPage.createWorkforceApi,
  },
  aws_sagemaker_workteam: {
    reason: "A team that labeling jobs send tasks to.",
    page: AwsPage.createWorkTeamApi,
  },
};
