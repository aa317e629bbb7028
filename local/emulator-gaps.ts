/**
 * What moto does otherwise than AWS. The copy of a stack for the emulator goes round it; the project's own output does not.
 */

/** Arguments that it takes but does not give back: Terraform would want to set them again in every plan. */
const forgotten: Readonly<Record<string, readonly string[]>> = {
  aws_kms_key: ["rotation_period_in_days"],
  aws_lambda_function: ["dead_letter_config", "kms_key_arn"],
  aws_sns_topic: [
    "signature_version",
    "lambda_failure_feedback_role_arn",
    "lambda_success_feedback_role_arn",
    "lambda_success_feedback_sample_rate",
    "sqs_failure_feedback_role_arn",
    "sqs_success_feedback_role_arn",
    "sqs_success_feedback_sample_rate",
  ],
};

/** The same of one value: it takes 0, which stops a function, for none. */
const forgottenValues: Readonly<Record<string, Resource>> = {
  aws_lambda_function: { reserved_concurrent_executions: 0 },
};

/** Arguments that it gives back with other white space. */
const respaced: Readonly<Record<string, readonly string[]>> = { aws_sqs_queue: ["redrive_policy"] };

/** Resources that it does not know: the provider would wait for them for ever. */
const unknown: readonly string[] = ["aws_sqs_queue_redrive_allow_policy"];

type Resource = Readonly<Record<string, unknown>>;
/** Resources of a stack by type and name. */
export type Resources = Readonly<Record<string, Readonly<Record<string, Resource>>>>;

/** The resources as the emulator can keep them. */
export function forMoto(resources: Resources): Resources {
  const known = Object.entries(resources).filter(([type]) => !unknown.includes(type));
  const changed = mapValues(Object.fromEntries(known), (ofType, type) =>
    mapValues(ofType, (resource) => withIgnored(without(resource, type), respaced[type])),
  );
  return openForUploads(changed);
}

const bucketPolicy = "aws_s3_bucket_policy";

/**
 * It takes a denial under a condition for a denial of everything to everybody: buckets that the stack itself puts
 * objects into go without such statements, or nothing could be put there. So do buckets for access logs: looking for the
 * statement that lets S3 write, it stumbles over one for everybody. Other buckets keep them.
 */
function openForUploads(resources: Resources): Resources {
  const filled = new Set(objectsOf(resources).map(({ bucket }) => bucketName(resources, bucket)));
  const { [bucketPolicy]: policies, ...others } = resources;
  if (policies === undefined) return resources;
  const opened = mapValues(policies, (resource) =>
    filled.has(bucketName(resources, resource["bucket"])) || takesLogs(resource)
      ? withoutDenials(resource)
      : resource,
  );
  return { ...others, [bucketPolicy]: opened };
}

function takesLogs({ policy }: Resource): boolean {
  return String(policy).includes("logging.s3.amazonaws.com");
}

function objectsOf(resources: Resources): Resource[] {
  return Object.values(resources["aws_s3_object"] ?? {});
}

/** A bucket's name as it is, or of the bucket of this stack that it refers to. */
function bucketName(resources: Resources, value: unknown): unknown {
  const [, name = ""] = /^\$\{aws_s3_bucket\.([^.]+)\.(?:bucket|id)\}$/.exec(String(value)) ?? [];
  return resources["aws_s3_bucket"]?.[name]?.["bucket"] ?? value;
}

function withoutDenials(resource: Resource): Resource {
  const { Statement, ...rest } = JSON.parse(String(resource["policy"])) as {
    readonly Statement: readonly { readonly Effect: string; readonly Condition?: object }[];
  };
  const kept = Statement.filter(({ Effect, Condition }) => Effect !== "Deny" || Condition === undefined);
  return { ...resource, policy: JSON.stringify({ ...rest, Statement: kept }) };
}

function without(resource: Resource, type: string): Resource {
  const isForgotten = (name: string, value: unknown) =>
    forgotten[type]?.includes(name) || forgottenValues[type]?.[name] === value;
  return Object.fromEntries(Object.entries(resource).filter(([name, value]) => !isForgotten(name, value)));
}

function withIgnored(resource: Resource, names: readonly string[] | undefined): Resource {
  return names === undefined ? resource : { ...resource, lifecycle: { ignore_changes: names } };
}

/** The same object, with each value changed. */
export function mapValues<In, Out>(
  object: Readonly<Record<string, In>>,
  change: (value: In, key: string) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}
