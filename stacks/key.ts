import type { Construct } from "constructs";
import { LabelingKey } from "../lib/encryption/labeling-key";
import { KeyUse } from "../lib/permissions/key-use";
import type { NewKeyConfig } from "./config/key-schema";
import type { Sharing } from "./config/sharing";

/** A key that a stack makes, as its configuration asks for it. */
export function makeKey(
  stack: Construct,
  id: string,
  { alias, description }: { readonly alias: string; readonly description: string },
  config: NewKeyConfig | undefined,
  sharing: Sharing,
): LabelingKey {
  const { dataUsers = [] } = config ?? {};
  const coming = dataUsers.filter((arn) => sharing.makesRole(arn));
  const key = new LabelingKey(stack, id, {
    alias,
    description,
    administrators: config?.administrators,
    dataUsers: dataUsers.filter((arn) => !coming.includes(arn)),
    deletionWindowInDays: config?.deletionWindowDays,
    rotationPeriodInDays: config?.rotationPeriodDays,
    preventDestroy: config?.preventDestroy,
  });
  // KMS refuses principals that do not exist, and their stacks are deployed after this one.
  key.grantToPrincipals(KeyUse.DATA_THROUGH_S3, coming);
  return key;
}
