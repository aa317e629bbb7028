import type { Construct } from "constructs";
import { LabelingKey } from "../lib/encryption/labeling-key";
import { KeyUse } from "../lib/permissions/key-use";
import { StackScope } from "../lib/scope/stack-scope";
import type { NewKeyConfig } from "./config/key-schema";
import type { Sharing } from "./facts/sharing";
import { dataUsersOf, type Holder, notNamed, redriversOf, type PeopleOfFile } from "./data-users";

/**
 * A key that a stack makes, as its configuration asks for it. It lets in whoever brings data to the workflows that use it or
 * reads their answers, as far as their ARNs are known.
 */
export function makeKey(
  stack: Construct,
  id: string,
  { alias, description }: { readonly alias: string; readonly description: string },
  config: NewKeyConfig | undefined,
  sharing: Sharing,
  file: PeopleOfFile,
): LabelingKey {
  const { dataUsers = [] } = config ?? {};
  const coming = dataUsers.filter((arn) => sharing.makesRole(arn));
  const key = new LabelingKey(stack, id, {
    alias,
    description,
    administrators: config?.administrators,
    dataUsers: dataUsers.filter((arn) => !coming.includes(arn)),
    deletionWindowInDays: config?.deletionWindowInDays,
    rotationPeriodInDays: config?.rotationPeriodInDays,
    preventDestroy: config?.preventDestroy,
  });
  // KMS refuses principals that do not exist, and their stacks are deployed after this one.
  key.grantToPrincipals(KeyUse.DATA_THROUGH_S3, coming);
  const users = sharing.usersOfKey(alias);
  const scope = StackScope.of(stack);
  const people = users.flatMap(({ name }) => dataUsersOf(name, file, scope));
  key.grantToPrincipals(KeyUse.DATA_THROUGH_S3, arnsOf(notNamed(people, dataUsers)));
  const redrivers = users.flatMap((workflow) => redriversOf(workflow, file, scope));
  key.grantToPrincipals(KeyUse.DEAD_LETTERS, arnsOf(redrivers));
  return key;
}

function arnsOf(holders: readonly Holder[]): string[] {
  return [...new Set(holders.flatMap(({ arn }) => arn ?? []))];
}
