/**
 * Arguments that moto takes but does not give back, by resource type. Terraform would want to set them again in every
 * plan, so the copy of a stack for the emulator goes without them.
 */
const forgotten: Readonly<Record<string, readonly string[]>> = {
  aws_kms_key: ["rotation_period_in_days"],
};

/** Resources of a stack by type and name. */
export type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

export function withoutForgottenArguments(resources: Resources): Resources {
  return mapValues(resources, (ofType, type) => {
    const names = forgotten[type];
    return names === undefined
      ? ofType
      : mapValues(ofType, (resource) =>
          Object.fromEntries(Object.entries(resource).filter(([name]) => !names.includes(name))),
        );
  });
}

function mapValues<In, Out>(
  object: Readonly<Record<string, In>>,
  change: (value: In, key: string) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}
