import type { AccessSide } from "../../lib/access/growth";
import type { Statement } from "../../lib/access/policy";
import { glob } from "../actions/action-data";
import { policyOfResource } from "../estate/build-estate";
import type { Estate, EstateResource } from "../estate/estate";
import type { Change } from "./change";
import { growsBy } from "./side";

const administers = "kms:PutKeyPolicy";

/**
 * Keys whose policy nobody can change from here on: not even the account itself gets in again, and only AWS's support
 * can help (docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html).
 */
export function keysWithoutAdministrator(before: Estate, after: Estate): readonly Change[] {
  const old = new Map(before.resources.map((resource) => [resource.arn, resource]));
  return after.resources.flatMap((key): Change[] => {
    if (key.kind !== "key" || hasAdministrator(key)) return [];
    const was = old.get(key.arn);
    if (was !== undefined && !hasAdministrator(was)) return [];
    const { stack, arn, name, policies } = key;
    return [
      {
        class: "loses data or a key",
        stack,
        arn,
        about: name,
        address: policies[0]?.place.address ?? key.address,
        what: `Nobody may change the policy of ${name} from here on: its key policy gives ${administers} to nobody.`,
        page: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
      },
    ];
  });
}

/** What cannot be seen may give it: that is told as not decided. */
function hasAdministrator(key: EstateResource): boolean {
  const policy = policyOfResource(key);
  if (policy === undefined || policy.unseen !== undefined || !key.made) return true;
  const side: AccessSide = { policies: [policy] };
  const surroundings = { resource: key.arn, resourceAccount: key.account };
  return policy.statements
    .filter((statement) => statement.effect === "Allow" && coversIt(statement) && namesSomebody(statement))
    .some((statement) => growsBy(statement, administers, { policies: [] }, side, surroundings) !== undefined);
}

function coversIt({ action }: Statement): boolean {
  return action.patterns.some((pattern) => glob(pattern)(administers)) !== action.not;
}

/** Services do not change policies. */
function namesSomebody({ principal }: Statement): boolean {
  return principal !== undefined && (principal.not || principal.names.some(({ kind }) => kind !== "Service"));
}
