/**
 * What moto does otherwise than AWS. The copy of a stack for the emulator goes round it; the project's own output does not.
 */

/** Arguments that it takes but does not give back: Terraform would want to set them again in every plan. */
const forgotten: Readonly<Record<string, readonly string[]>> = {
  aws_kms_key: ["rotation_period_in_days"],
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
  return mapValues(Object.fromEntries(known), (ofType, type) =>
    mapValues(ofType, (resource) => withIgnored(without(resource, forgotten[type] ?? []), respaced[type])),
  );
}

function without(resource: Resource, names: readonly string[]): Resource {
  return Object.fromEntries(Object.entries(resource).filter(([name]) => !names.includes(name)));
}

function withIgnored(resource: Resource, names: readonly string[] | undefined): Resource {
  return names === undefined ? resource : { ...resource, lifecycle: { ignore_changes: names } };
}

function mapValues<In, Out>(
  object: Readonly<Record<string, In>>,
  change: (value: In, key: string) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}
