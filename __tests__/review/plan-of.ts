import { account } from "../account";
/** Resources by address, each with its values: what a made-up plan holds before or after. */
export type Resources = Readonly<Record<string, object>>;

/** Of one resource: attributes that AWS tells during the apply, and what the configuration takes them from. */
export type Unknowns = Readonly<
  Record<
    string,
    Readonly<Record<string, { readonly tree?: unknown; readonly references?: readonly string[] }>>
  >
>;

/** A plan as `terraform show -json` prints it, from one set of resources to another. */
export function planOf(
  before: Resources,
  after: Resources,
  unknowns: Unknowns = {},
): Record<string, unknown> {
  const addresses = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return {
    format_version: "1.2",
    configuration: {
      provider_config: {
        aws: {
          expressions: {
            region: { constant_value: "eu-west-1" },
            allowed_account_ids: { constant_value: ["111122223333"] },
          },
        },
      },
      root_module: {
        resources: Object.entries(unknowns).map(([address, attributes]) => ({
          address,
          expressions: Object.fromEntries(
            Object.entries(attributes).flatMap(([name, { references }]) =>
              references === undefined ? [] : [[name, { references }]],
            ),
          ),
        })),
      },
    },
    resource_changes: addresses.map((address) => {
      const [was, is] = [before[address], after[address]];
      const actions =
        was === undefined
          ? ["create"]
          : is === undefined
            ? ["delete"]
            : [JSON.stringify(was) === JSON.stringify(is) ? "no-op" : "update"];
      return {
        address,
        mode: "managed",
        type: address.split(".").at(-2),
        change: {
          actions,
          before: was ?? null,
          after: is ?? null,
          after_unknown: Object.fromEntries(
            Object.entries(unknowns[address] ?? {}).map(([name, { tree = true }]) => [name, tree]),
          ),
        },
      };
    }),
  };
}

export const document = (...statements: readonly object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

export const role = (name: string, of = account) => `arn:aws:iam::${of}:role/${name}`;
export const root = (of = account) => `arn:aws:iam::${of}:root`;

const trust = document({
  Effect: "Allow",
  Principal: { Service: "sagemaker.amazonaws.com" },
  Action: "sts:AssumeRole",
});

/** A role with one inline policy. */
export const roleWith = (...statements: readonly object[]): Resources => ({
  "aws_iam_role.reader": { name: "reader", path: "/", assume_role_policy: trust },
  "aws_iam_role_policy.reader": { name: "reader", role: "reader", policy: document(...statements) },
});

export const roleTrusting = (...statements: readonly object[]): Resources => ({
  "aws_iam_role.reader": { name: "reader", path: "/", assume_role_policy: document(...statements) },
});

export const bucketWith = (...statements: readonly object[]): Resources => ({
  "aws_s3_bucket.labels": { bucket: "labels" },
  ...(statements.length > 0 && {
    "aws_s3_bucket_policy.labels": { bucket: "labels", policy: document(...statements) },
  }),
});

export const keyWith = (...statements: readonly object[]): Resources => ({
  "aws_kms_key.key": {
    arn: `arn:aws:kms:eu-west-1:${account}:key/0a1b2c3d-0000-4000-8000-000000000000`,
    key_id: "0a1b2c3d-0000-4000-8000-000000000000",
    policy: document(...statements),
  },
});

export const queueWith = (...statements: readonly object[]): Resources => ({
  "aws_sqs_queue.answers": { name: "answers", arn: `arn:aws:sqs:eu-west-1:${account}:answers` },
  "aws_sqs_queue_policy.answers": {
    queue_url: `https://sqs.eu-west-1.amazonaws.com/${account}/answers`,
    policy: document(...statements),
  },
});
