import type { Construct, IConstruct } from "constructs";
import type { Problems } from "../validation/problems";
import { StackScope } from "./stack-scope";

/**
 * Adds that something stands where another AWS provider has another region or account: policies on its side would be
 * written for that place.
 *
 * @param because why it is to be here, which ends the sentence "it is made in us-east-1; …"
 */
export function checkOnePlace(
  problems: Problems,
  property: string,
  thing: IConstruct | undefined,
  user: Construct,
  because: string,
): void {
  if (thing === undefined) return;
  const there = StackScope.of(thing).stated;
  const here = StackScope.of(user).stated;
  for (const part of ["region", "account"] as const) {
    if (there[part] === undefined || here[part] === undefined || there[part] === here[part]) continue;
    const which = part === "region" ? "in" : "in the account";
    const message = `got ${thing.node.path}, which is made for a provider ${which} ${there[part]}; ${because}, here ${here[part]}`;
    return problems.add(property, message);
  }
}

/** Adds that the key of something stands where another AWS provider has another region or account. */
export function checkKeyPlace(problems: Problems, key: IConstruct | undefined, user: Construct): void {
  checkOnePlace(problems, "encryptionKey", key, user, "a key encrypts in its own region and account");
}
