/** What AWS takes of one attribute of a Terraform resource, from its API reference or quotas. */
interface ServiceLimit {
  readonly type: string;
  /** The way to it; `*` for each item of a list or mapping. */
  readonly attribute: string;
  readonly least?: number;
  /** Characters of a text, or items of a list. White space of an IAM policy is not counted. */
  readonly most: number;
  readonly form?: RegExp;
  readonly page: string;
}

const aws = (path: string) => `docs.aws.amazon.com/${path}.html`;
const iamQuotas = aws("IAM/latest/UserGuide/reference_iam-quotas");
const createFunction = aws("lambda/latest/api/API_CreateFunction");
const lambdaVpc = aws("lambda/latest/api/API_VpcConfig");
const buckets = aws("AmazonS3/latest/userguide/bucketnamingrules");
const createQueue = aws("AWSSimpleQueueService/latest/APIReference/API_CreateQueue");
const queuePolicies = aws("AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies");
const createTopic = aws("sns/latest/api/API_CreateTopic");
const topicPolicies = aws("sns/latest/dg/sns-access-policy-language-api-permissions-reference");
const kmsLimits = aws("kms/latest/developerguide/resource-limits");
const createWorkteam = aws("sagemaker/latest/APIReference/API_CreateWorkteam");
const createWorkforce = aws("sagemaker/latest/APIReference/API_CreateWorkforce");
const iamName = /^[\w+=,.@-]+$/;
const iamPath = /^\/([\w+=,.@-]+\/)*$/;

export const serviceLimits: readonly ServiceLimit[] = [
  { type: "aws_iam_role", attribute: "name", most: 64, form: iamName, page: iamQuotas },
  { type: "aws_iam_role", attribute: "path", most: 512, form: iamPath, page: iamQuotas },
  {
    type: "aws_iam_role",
    attribute: "description",
    most: 1000,
    page: aws("IAM/latest/APIReference/API_CreateRole"),
  },
  { type: "aws_iam_role", attribute: "assume_role_policy", most: 2048, page: iamQuotas },
  { type: "aws_iam_policy", attribute: "name", most: 128, form: iamName, page: iamQuotas },
  { type: "aws_iam_policy", attribute: "path", most: 512, form: iamPath, page: iamQuotas },
  { type: "aws_iam_policy", attribute: "description", most: 1000, page: iamQuotas },
  { type: "aws_iam_policy", attribute: "policy", most: 6144, page: iamQuotas },
  { type: "aws_iam_group", attribute: "name", most: 128, form: iamName, page: iamQuotas },
  { type: "aws_iam_user", attribute: "name", most: 64, form: iamName, page: iamQuotas },
  {
    type: "aws_s3_bucket",
    attribute: "bucket",
    least: 3,
    most: 63,
    form: /^[a-z0-9][a-z0-9.-]+[a-z0-9]$/,
    page: buckets,
  },
  {
    type: "aws_s3_bucket_policy",
    attribute: "policy",
    most: 20_480,
    page: aws("AmazonS3/latest/userguide/bucket-policies"),
  },
  { type: "aws_s3_object", attribute: "key", most: 1024, page: aws("AmazonS3/latest/userguide/object-keys") },
  { type: "aws_sqs_queue", attribute: "name", most: 80, form: /^[\w-]+$/, page: createQueue },
  { type: "aws_sqs_queue_policy", attribute: "policy", most: 8192, page: queuePolicies },
  { type: "aws_sns_topic", attribute: "name", most: 256, form: /^[\w-]+$/, page: createTopic },
  { type: "aws_sns_topic_policy", attribute: "policy", most: 30_720, page: topicPolicies },
  {
    type: "aws_lambda_function",
    attribute: "function_name",
    most: 64,
    form: /^[\w-]+$/,
    page: createFunction,
  },
  { type: "aws_lambda_function", attribute: "description", most: 256, page: createFunction },
  { type: "aws_lambda_function", attribute: "handler", most: 128, form: /^\S+$/, page: createFunction },
  { type: "aws_lambda_function", attribute: "layers", most: 5, page: createFunction },
  { type: "aws_lambda_function", attribute: "vpc_config.subnet_ids", most: 16, page: lambdaVpc },
  { type: "aws_lambda_function", attribute: "vpc_config.security_group_ids", most: 5, page: lambdaVpc },
  {
    type: "aws_cloudwatch_log_group",
    attribute: "name",
    most: 512,
    form: /^[.\-_/#A-Za-z0-9]+$/,
    page: aws("AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup"),
  },
  {
    type: "aws_cloudwatch_metric_alarm",
    attribute: "alarm_name",
    most: 255,
    page: aws("AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm"),
  },
  {
    type: "aws_cloudwatch_metric_alarm",
    attribute: "alarm_description",
    most: 1024,
    page: aws("AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm"),
  },
  {
    type: "aws_kms_alias",
    attribute: "name",
    most: 256,
    form: /^alias\/(?!aws\/)[a-zA-Z0-9/_-]+$/,
    page: aws("kms/latest/APIReference/API_CreateAlias"),
  },
  {
    type: "aws_kms_key",
    attribute: "description",
    most: 8192,
    page: aws("kms/latest/APIReference/API_CreateKey"),
  },
  { type: "aws_kms_key", attribute: "policy", most: 32_768, page: kmsLimits },
  {
    type: "aws_sagemaker_workteam",
    attribute: "workteam_name",
    most: 63,
    form: /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/,
    page: createWorkteam,
  },
  { type: "aws_sagemaker_workteam", attribute: "description", most: 200, page: createWorkteam },
  { type: "aws_sagemaker_workteam", attribute: "member_definition", most: 10, page: createWorkteam },
  {
    type: "aws_sagemaker_workforce",
    attribute: "workforce_name",
    most: 63,
    form: /^[a-zA-Z0-9]([a-zA-Z0-9-])*$/,
    page: createWorkforce,
  },
  { type: "aws_sagemaker_workforce", attribute: "source_ip_config.cidrs", most: 10, page: createWorkforce },
  {
    type: "aws_cognito_user_pool",
    attribute: "name",
    most: 128,
    form: /^[\w\s+=,.@-]+$/,
    page: aws("cognito-user-identity-pools/latest/APIReference/API_CreateUserPool"),
  },
  {
    type: "aws_lambda_permission",
    attribute: "statement_id",
    most: 100,
    form: /^[\w-]+$/,
    page: aws("lambda/latest/api/API_AddPermission"),
  },
];
