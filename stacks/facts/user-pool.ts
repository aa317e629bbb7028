import type { GoodConfig } from "../config/good-part";

/** Id of the workers' user pool, if the configuration has it: a new pool has one only once it is made. */
export function knownUserPoolId({
  userPool,
  existing,
}: NonNullable<GoodConfig["workforce"]>): string | undefined {
  return userPool?.existing?.userPoolId ?? existing?.userPool?.userPoolId;
}
