import type { JudgedResource } from "./judged-stacks";

interface Control {
  /** Security Hub's, CIS's and scanners' names of it. */
  readonly ids: string;
  readonly wants: string;
  /** Resources that it is about. */
  readonly type: string;
  readonly passes: (resource: JudgedResource, all: readonly JudgedResource[]) => boolean;
  /** Why some do not pass, and what makes them. */
  readonly because?: string;
}

interface PolicyStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | Readonly<Record<string, string | readonly string[]>>;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const list = <Item>(value: Item | readonly Item[] | undefined): readonly Item[] =>
  value === undefined ? [] : ([value].flat() as readonly Item[]);

function statements({ values }: JudgedResource): readonly PolicyStatement[] {
  const { Statement } = JSON.parse(values["policy"] as string) as { Statement: readonly PolicyStatement[] };
  return Statement;
}

const allowed = (resource: JudgedResource): readonly PolicyStatement[] =>
  statements(resource).filter(({ Effect }) => Effect === "Allow");

const isNotPublic = (resource: JudgedResource): boolean =>
  allowed(resource).every(
    ({ Principal, Condition }) =>
      !list(Principal === "*" ? "*" : Principal?.["AWS"]).includes("*") || Condition !== undefined,
  );

const deniesWithoutTls = (resource: JudgedResource): boolean =>
  statements(resource).some(
    ({ Effect, Principal, Condition }) =>
      Effect === "Deny" && Principal === "*" && Condition?.["Bool"]?.["aws:SecureTransport"] === "false",
  );

/** Whether a resource of another type names this one in `key`. */
const hasBeside =
  (type: string, key = "bucket") =>
  ({ stack, type: own, name, values }: JudgedResource, all: readonly JudgedResource[]): boolean =>
    all.some(
      (other) =>
        other.stack === stack &&
        other.type === type &&
        [values[key], `\${${own}.${name}.${key}}`].includes(other.values[key]),
    );

const decrypts = new Set(["kms:*", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncrypt*"]);

const controls: readonly Control[] = [
  {
    ids: "S3.2, S3.3, S3.8; CIS 2.1.4; CKV_AWS_53–56; AVD-AWS-0086, 0087, 0091, 0093",
    wants: "all four blocks of public access",
    type: "aws_s3_bucket_public_access_block",
    passes: ({ values }) =>
      ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"].every(
        (key) => values[key] === true,
      ),
  },
  {
    ids: "AVD-AWS-0094; CKV2_AWS_6",
    wants: "each bucket has such a block",
    type: "aws_s3_bucket",
    passes: hasBeside("aws_s3_bucket_public_access_block"),
  },
  {
    ids: "S3.5; CIS 2.1.1; CKV_AWS_379",
    wants: "bucket policies deny requests without TLS",
    type: "aws_s3_bucket_policy",
    passes: deniesWithoutTls,
  },
  {
    ids: "S3.6; CKV_AWS_70",
    wants: "bucket policies let no stranger in",
    type: "aws_s3_bucket_policy",
    passes: isNotPublic,
  },
  {
    ids: "S3.9; CKV_AWS_18; AVD-AWS-0089",
    wants: "access logs",
    type: "aws_s3_bucket",
    passes: hasBeside("aws_s3_bucket_logging"),
    because:
      "Off by default, as logs cost storage: `buckets.accessLogBucket` (`AccessLogBucket` in an app) makes the bucket for them or takes one that exists, and turns them on; data events of CloudTrail tell more. A bucket for access logs has none itself: S3 would log its own log files.",
  },
  {
    ids: "S3.10, S3.13; CKV2_AWS_61",
    wants: "a life cycle",
    type: "aws_s3_bucket",
    passes: hasBeside("aws_s3_bucket_lifecycle_configuration"),
  },
  {
    ids: "S3.12; CKV2_AWS_65",
    wants: "no access control lists",
    type: "aws_s3_bucket_ownership_controls",
    passes: ({ values }) =>
      (values["rule"] as { object_ownership?: string }).object_ownership === "BucketOwnerEnforced",
  },
  {
    ids: "S3.14; CKV_AWS_21; AVD-AWS-0090",
    wants: "versions",
    type: "aws_s3_bucket",
    passes: hasBeside("aws_s3_bucket_versioning"),
  },
  {
    ids: "S3.17; CKV_AWS_145; AVD-AWS-0132",
    wants: "a customer managed key",
    type: "aws_s3_bucket_server_side_encryption_configuration",
    passes: ({ values }) => JSON.stringify(values["rule"]).includes('"sse_algorithm":"aws:kms"'),
    because:
      "Only a bucket for access logs has S3's own keys: S3 delivers no access logs to a bucket with a KMS key.",
  },
  {
    ids: "S3.7; CKV_AWS_144",
    wants: "replication to another region",
    type: "aws_s3_bucket",
    passes: hasBeside("aws_s3_bucket_replication_configuration"),
    because:
      "Not made: data must not leave its region unasked. Add `aws_s3_bucket_replication_configuration` to an existing bucket that is brought in.",
  },
  {
    ids: "S3.11; CKV2_AWS_62",
    wants: "event notifications",
    type: "aws_s3_bucket",
    passes: hasBeside("aws_s3_bucket_notification"),
    because: "Only where they feed a streaming job (`s3Events`). There is nobody else to be told.",
  },
  {
    ids: "CKV_AWS_186",
    wants: "objects on a customer managed key",
    type: "aws_s3_object",
    passes: ({ values }) => values["kms_key_id"] !== undefined,
    because:
      "Templates and label files hold no data, and who deploys needs no right to the key so ([decision 13](decisions/0013-worker-task-templates.md)).",
  },
  {
    ids: "KMS.4; CIS 3.6; CKV_AWS_7; AVD-AWS-0065",
    wants: "keys rotate",
    type: "aws_kms_key",
    passes: ({ values }) => values["enable_key_rotation"] === true,
  },
  {
    ids: "KMS.5; CKV_AWS_33",
    wants: "key policies let no stranger in",
    type: "aws_kms_key",
    passes: isNotPublic,
  },
  {
    ids: "KMS.1; CKV_AWS_287, 288; AVD-AWS-0057",
    wants: "no policy decrypts with every key of the account",
    type: "aws_iam_policy",
    passes: (policy) =>
      allowed(policy).every(
        ({ Action, Resource }) =>
          !list(Action).some((action) => decrypts.has(action)) ||
          !list(Resource).some((arn) => arn === "*" || arn.endsWith(":key/*")),
      ),
    because:
      "A key of another stack has no ARN that is known in the first plan: the statement names its alias in a condition, at which this control does not look.",
  },
  {
    ids: "SNS.1; CKV_AWS_26; AVD-AWS-0095, 0136",
    wants: "topics on a customer managed key",
    type: "aws_sns_topic",
    passes: ({ values }) => values["kms_master_key_id"] !== undefined,
  },
  {
    ids: "SNS.4; CKV_AWS_169",
    wants: "topics let no stranger in",
    type: "aws_sns_topic_policy",
    passes: isNotPublic,
  },
  {
    ids: "SQS.1; CKV_AWS_27; AVD-AWS-0096, 0135",
    wants: "queues on a customer managed key",
    type: "aws_sqs_queue",
    passes: ({ values }) => values["kms_master_key_id"] !== undefined,
  },
  {
    ids: "SQS.3; CKV_AWS_168; AVD-AWS-0097",
    wants: "queues let no stranger in, and allow no `sqs:*`",
    type: "aws_sqs_queue_policy",
    passes: (policy) =>
      isNotPublic(policy) && allowed(policy).every(({ Action }) => !list(Action).includes("sqs:*")),
  },
  {
    ids: "Lambda.2; CKV_AWS_363",
    wants: "a runtime that AWS still supports",
    type: "aws_lambda_function",
    passes: ({ values }) => /^(nodejs2[24]\.x|python3\.1[2-4])$/.test(String(values["runtime"])),
  },
  {
    ids: "Lambda.3; CKV_AWS_117",
    wants: "functions in a VPC",
    type: "aws_lambda_function",
    passes: ({ values }) => values["vpc_config"] !== undefined,
    because: "They talk to S3 and STS only. `settings.vpcConfig` puts them into one.",
  },
  {
    ids: "Lambda.7; CKV_AWS_50; AVD-AWS-0066",
    wants: "active tracing",
    type: "aws_lambda_function",
    passes: ({ values }) => (values["tracing_config"] as { mode?: string } | undefined)?.mode === "Active",
    because: "Ground Truth starts no trace. `settings.tracing` turns it on.",
  },
  {
    ids: "CKV_AWS_173",
    wants: "environment variables on a customer managed key",
    type: "aws_lambda_function",
    passes: ({ values }) => values["environment"] === undefined || values["kms_key_arn"] !== undefined,
    because:
      "Variables are on Lambda's own key: they name roles and places, and no secret belongs into them.",
  },
  {
    ids: "CKV_AWS_115",
    wants: "a limit of concurrency",
    type: "aws_lambda_function",
    passes: ({ values }) => values["reserved_concurrent_executions"] !== undefined,
    because:
      "It is taken from what the account has. `settings.reservedConcurrentExecutions` sets it where other functions must be kept from starving.",
  },
  {
    ids: "CKV_AWS_116",
    wants: "dead letters",
    type: "aws_lambda_function",
    passes: ({ values }) => values["dead_letter_config"] !== undefined,
    because: "Ground Truth calls functions and waits for the answer: a failed call is no lost event.",
  },
  {
    ids: "CKV_AWS_272",
    wants: "signed code",
    type: "aws_lambda_function",
    passes: ({ values }) => values["code_signing_config_arn"] !== undefined,
    because:
      "The plan names the hash of the archive. `settings.codeSigningConfigArn` demands it of code in S3, where a pipeline has signed it.",
  },
  {
    ids: "IAM.1; CIS 1.16; CKV_AWS_62, 63; AVD-AWS-0057",
    wants: "no policy allows everything",
    type: "aws_iam_policy",
    passes: (policy) => allowed(policy).every(({ Action }) => !list(Action).includes("*")),
  },
  {
    ids: "IAM.21",
    wants: "no policy allows a whole service",
    type: "aws_iam_policy",
    passes: (policy) =>
      allowed(policy).every(({ Action }) => !list(Action).some((action) => /^[^:]+:\*$/.test(action))),
  },
  {
    ids: "CKV_AWS_290, 355, 356",
    wants: 'no `Resource: "*"`',
    type: "aws_iam_policy",
    passes: (policy) => allowed(policy).every(({ Resource }) => !list(Resource).includes("*")),
    because:
      "Actions that have no resource type. Each such statement has its reason in [permissions](permissions.md), and `review` shows it.",
  },
  {
    ids: "IAM.2; CIS 1.15; CKV_AWS_40; AVD-AWS-0143",
    wants: "policies hang on groups and roles, not on users",
    type: "aws_iam_user_policy_attachment",
    passes: () => false,
    because:
      "Only in the example, to show that it can be done: `jane.doe`. `attachTo.groups` and Identity Center are the usual way.",
  },
  {
    ids: "CloudWatch.16; CKV_AWS_338",
    wants: "logs kept for a year",
    type: "aws_cloudwatch_log_group",
    passes: ({ values }) => Number(values["retention_in_days"]) >= 365,
  },
  {
    ids: "CKV_AWS_158; AVD-AWS-0017",
    wants: "logs on a customer managed key",
    type: "aws_cloudwatch_log_group",
    passes: ({ values }) => values["kms_key_id"] !== undefined,
  },
  {
    ids: "CloudWatch.15, CloudWatch.17; CKV_AWS_319",
    wants: "alarms tell somebody",
    type: "aws_cloudwatch_metric_alarm",
    passes: ({ values }) => list(values["alarm_actions"] as string[]).length > 0,
  },
  {
    ids: "Cognito.1",
    wants: "threat protection",
    type: "aws_cognito_user_pool",
    passes: ({ values }) => values["user_pool_add_ons"] !== undefined,
    because:
      "It is charged by the month and user: `threatProtection: true` turns it on. Administrators make all accounts, and an authenticator app is required.",
  },
  {
    ids: "Cognito.3",
    wants: "strong passwords",
    type: "aws_cognito_user_pool",
    passes: ({ values }) => {
      const policy = values["password_policy"] as Record<string, unknown>;
      const kinds = ["lowercase", "uppercase", "numbers", "symbols"].map((kind) => policy[`require_${kind}`]);
      return Number(policy["minimum_length"]) >= 8 && kinds.every((each) => each === true);
    },
  },
  {
    ids: "Cognito.5",
    wants: "a second factor",
    type: "aws_cognito_user_pool",
    passes: ({ values }) => values["mfa_configuration"] === "ON",
  },
  {
    ids: "Cognito.6",
    wants: "protection against deletion",
    type: "aws_cognito_user_pool",
    passes: ({ values }) => values["deletion_protection"] === "ACTIVE",
  },
];

/** @throws where a control fails without a reason, or is about nothing that the examples have */
export function controlsSection(resources: readonly JudgedResource[]): string {
  const judged = controls.map((control) => {
    const its = resources.filter(({ type }) => type === control.type);
    const passed = its.filter((resource) => control.passes(resource, resources)).length;
    if (its.length === 0) throw new Error(`${control.ids}: the examples have no ${control.type}.`);
    if (passed < its.length && control.because === undefined) {
      const failed = its.filter((resource) => !control.passes(resource, resources));
      throw new Error(`${control.ids}: ${failed.map(({ stack, name }) => `${stack}/${name}`).join(", ")}`);
    }
    return { ...control, passed, count: its.length };
  });
  const rows = judged.map(({ ids, wants, type, passed, count, because }) => {
    const why = passed === count ? "" : because!;
    return `| ${ids} | ${wants} | \`${type}\` | ${passed} of ${count} | ${why} |`;
  });
  const whole = judged.filter(({ passed, count }) => passed === count).length;
  return [
    `${controls.length} controls: ${whole} hold of every resource, ${controls.length - whole} have a reason.`,
    "",
    "| Controls | What they want | Of | Pass | Why the others do not |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}
