const sagemaker = (page: string) => `docs.aws.amazon.com/sagemaker/latest/dg/${page}.html`;
const api = (page: string) => `docs.aws.amazon.com/sagemaker/latest/APIReference/${page}.html`;
const iam = (page: string) => `docs.aws.amazon.com/IAM/latest/UserGuide/${page}.html`;
const kms = (page: string) => `docs.aws.amazon.com/kms/latest/developerguide/${page}.html`;
const s3 = (page: string) => `docs.aws.amazon.com/AmazonS3/latest/userguide/${page}.html`;
const sns = (page: string) => `docs.aws.amazon.com/sns/latest/dg/${page}.html`;
const sqs = (page: string) =>
  `docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/${page}.html`;

/** The AWS pages that this library follows. A permission, a rule or an error names the page that it rests on. */
export const AwsPage = {
  executionRole: sagemaker("sms-security-permission-execution-role"),
  createLabelingJob: sagemaker("sms-create-labeling-job-api"),
  createLabelingJobApi: api("API_CreateLabelingJob"),
  humanTaskConfig: api("API_HumanTaskConfig"),
  automatedLabeling: sagemaker("sms-automated-labeling"),
  labelingKey: sagemaker("sms-security-kms-permissions"),
  logGroups: sagemaker("logging-cloudwatch"),
  taskTypes: sagemaker("sms-task-types"),
  outputData: sagemaker("sms-data-output"),
  annotationFunctions: sagemaker("sms-custom-templates-step3-lambda-permissions"),
  streamingJob: sagemaker("sms-streaming-labeling-job"),
  streamingSend: sagemaker("sms-streaming-how-it-works-send-data"),
  streamingS3: sagemaker("sms-streaming-s3-setup"),
  streamingOutput: sagemaker("sms-streaming-how-it-works-output-data"),
  streamingCreate: sagemaker("sms-streaming-create-labeling-job-api"),
  streamingQueue: sagemaker("sms-streaming-how-it-works-sqs"),
  streamingTopics: sagemaker("sms-create-sns-input-topic"),
  confusedDeputy: sagemaker("security-confused-deputy-prevention"),
  iamQuotas: iam("reference_iam-quotas"),
  logsRetention: "docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
  logsEncryption: "docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
  kmsQuotas: kms("resource-limits"),
  snsQuotas: "docs.aws.amazon.com/general/latest/gr/sns.html",
  sqsQuotas: sqs("quotas-policies"),
  iamNames: iam("reference_identifiers"),
  iamBoundaries: iam("access_policies_boundaries"),
  iamRoleSession: iam("id_roles_update-role-settings"),
  kmsKeyPolicy: kms("key-policy-overview"),
  kmsKeyAdministrators: kms("key-policy-default"),
  kmsViaService: kms("conditions-kms"),
  kmsRotation: kms("rotate-keys"),
  kmsDeletion: kms("deleting-keys"),
  kmsAliases: kms("kms-alias"),
  s3BucketNames: s3("bucketnamingrules"),
  s3ObjectKeys: s3("object-keys"),
  s3TlsOnly: s3("security-best-practices"),
  s3Kms: s3("UsingKMSEncryption"),
  s3Lifecycle: s3("object-lifecycle-mgmt"),
  s3AccessLogs: s3("enable-server-access-logging"),
  s3Notifications: s3("grant-destinations-permissions-to-s3"),
  snsSecurity: sns("sns-security-best-practices"),
  snsEncryption: sns("sns-key-management"),
  snsAccessPolicies: sns("sns-access-policy-use-cases"),
  snsToSqs: sns("subscribe-sqs-queue-to-sns-topic"),
  snsToEncryptedSqs: sns("sns-enable-encryption-for-topic-sqs-queue-subscriptions"),
  snsTopicNames: "docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html",
  sqsSecurity: sqs("sqs-security-best-practices"),
  sqsEncryption: sqs("sqs-key-management"),
  sqsConsume: sqs("sqs-overview-of-managing-access"),
} as const;
