/** What people call the resources that a stack is about. Settings of these (versioning of a bucket, …) are only counted. */
const words: Readonly<Record<string, readonly [one: string, many: string]>> = {
  aws_iam_role: ["role", "roles"],
  aws_iam_policy: ["policy", "policies"],
  aws_iam_group: ["group", "groups"],
  aws_s3_bucket: ["bucket", "buckets"],
  aws_kms_key: ["key", "keys"],
  aws_lambda_function: ["function", "functions"],
  aws_sns_topic: ["topic", "topics"],
  aws_sqs_queue: ["queue", "queues"],
  aws_cloudwatch_metric_alarm: ["alarm", "alarms"],
  aws_cloudwatch_log_group: ["log group", "log groups"],
  aws_ssm_parameter: ["parameter", "parameters"],
  aws_s3_object: ["file in S3", "files in S3"],
  aws_sagemaker_labeling_job: ["labeling job", "labeling jobs"],
  aws_cognito_user_pool: ["user pool", "user pools"],
  aws_sagemaker_workforce: ["workforce", "workforces"],
  aws_sagemaker_workteam: ["work team", "work teams"],
};

/** Counts by kind, in the order of the table: `role` to 1, `policies` to 3. */
export function countsByKind(types: readonly string[]): Readonly<Record<string, number>> {
  const counted = Object.entries(words).map(([type, [one, many]]) => {
    const count = types.filter((other) => other === type).length;
    return [count === 1 ? one : many, count] as const;
  });
  return Object.fromEntries(counted.filter(([, count]) => count > 0));
}
