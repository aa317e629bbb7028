import type { Statement } from "../../lib/access/policy";

/** Why a statement is there that the user of this library wrote for a function: its Sid begins with `Own`. */
export function reasonOfOwn({ sid }: Statement): string | undefined {
  return sid !== undefined && /^Own[A-Za-z0-9]/.test(sid)
    ? "the owner of this configuration wrote it, this library did not; the output own_statements has the reason"
    : undefined;
}
