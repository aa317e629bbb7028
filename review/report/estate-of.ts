import { buildEstate } from "../estate/build-estate";
import type { Estate } from "../estate/estate";
import { readInputs, type ReadOptions } from "../input/read-inputs";
import { UserError } from "../user-error";

/** Everything as it is after the change. */
export function estateOf(paths: readonly string[], options: ReadOptions): Estate {
  const inputs = readInputs(paths, options);
  return buildEstate(inputs.map(({ stack, scope, after: snapshot }) => ({ stack, scope, snapshot })));
}

/**
 * The ARN of a principal that is called by its name.
 * @throws UserError with the names that there are
 */
export function principalNamed({ principals }: Estate, name: string): string {
  if (name.startsWith("arn:") || name === "*" || name.endsWith(".amazonaws.com")) return name;
  const found = principals.filter((each) => each.name === name || each.address === name);
  if (found.length === 1) return found[0]!.arn;
  const names = principals.map((each) => each.name).join(", ") || "none";
  throw new UserError(
    found.length === 0
      ? `There is no principal ${name}. Principals of the input: ${names}.`
      : `${name} is ${found.length} principals: name the ARN. ${found.map(({ arn }) => arn).join(", ")}`,
  );
}
