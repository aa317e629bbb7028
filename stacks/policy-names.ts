import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Token, type TerraformStack } from "cdktf";

interface RepeatedName {
  readonly name: string;
  readonly stack: string;
  /** The stack that makes the other policy. */
  readonly first: string;
}

/**
 * Policies that IAM would take for the same, as it compares names without case. A role's further policies have a number
 * behind its name, and how many there are shows only when the stacks are built.
 */
export function repeatedPolicyNames(stacks: ReadonlyMap<string, TerraformStack>): RepeatedName[] {
  const firsts = new Map<string, string>();
  return [...stacks].flatMap(([stack, construct]) =>
    construct.node
      .findAll()
      .map((one) => (one instanceof IamPolicy ? one.nameInput : undefined))
      .filter((name) => name !== undefined)
      .flatMap((name) => {
        if (Token.isUnresolved(name)) return [];
        const key = name.toLowerCase();
        const first = firsts.get(key);
        if (first === undefined) firsts.set(key, stack);
        return first === undefined ? [] : [{ name, stack, first }];
      }),
  );
}
