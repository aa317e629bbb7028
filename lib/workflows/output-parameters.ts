import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Token } from "cdktf";
import type { Construct } from "constructs";
import { AwsPage } from "../aws-page";
import { logicalId, snakeCase } from "../scope/short-logical-ids";
import { InvalidInputError } from "../validation/problems";

/** Characters that a parameter of the standard tier holds, which costs nothing. */
const mostCharacters = 4096;

/**
 * Writes what an output tells into Parameter Store, for stacks that read no state: `<path>/<output>`, a list as StringList, and
 * of a mapping a parameter for each key, `<path>/<output>/<key>`.
 *
 * @param ids of the output, as they make its name
 * @throws InvalidInputError for a value that the free tier does not hold
 */
export function addParameters(scope: Construct, path: string, ids: readonly string[], value: unknown): void {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    for (const [key, one] of Object.entries(value)) addParameters(scope, path, [...ids, key], one);
    return;
  }
  const [output = "", ...keys] = ids;
  const name = [path, snakeCase(output), ...keys].join("/");
  const text = Array.isArray(value) ? value.join(",") : String(value);
  const problem = fault(value, text);
  if (problem !== undefined) {
    const property = "ssmParameterPath";
    const message = `would write ${name}, ${problem}`;
    throw new InvalidInputError(`outputs of "${scope.node.path}"`, [
      { property, message, page: AwsPage.ssmParameters },
    ]);
  }
  const parameter = new SsmParameter(scope, `${ids.join("-")}Parameter`, {
    name,
    type: Array.isArray(value) ? "StringList" : "String",
    tier: "Standard",
    // ARNs and names are no secrets, and a reviewer sees them in the plan.
    insecureValue: text,
  });
  parameter.overrideLogicalId(logicalId(ids));
}

function fault(value: unknown, text: string): string | undefined {
  if (Array.isArray(value) && value.some((one) => !Token.isUnresolved(one) && String(one).includes(","))) {
    return "a list of which an item has a comma, and Parameter Store separates items by commas. Name it without";
  }
  // What Terraform fills in is an ARN or an id, and short.
  if (Token.isUnresolved(text) || text.length <= mostCharacters) return undefined;
  return `with ${text.length} characters; the standard tier of Parameter Store, which is free, holds ${mostCharacters}`;
}
