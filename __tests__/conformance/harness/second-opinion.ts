import { isConditionKeyArray, typeForContextKey } from "@cloud-copilot/iam-simulate";

import { allows } from "../../../lib/access/evaluation";
import { parsePolicy, type Policy } from "../../../lib/access/policy";
import type { Decision, Verdict } from "../../../lib/access/request";
import type { NamedPolicy } from "./policy-document";
import type { SimulatedRequest } from "./simulate";

/** What a request was asked with, and what the simulator said. */
interface FirstOpinion {
  readonly request: SimulatedRequest;
  readonly resource: string;
  readonly resourceAccount: string;
  /** As the simulator saw it: keys that the action does not know are left out. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  readonly resourcePolicy?: NamedPolicy;
  readonly result: "Allowed" | "ImplicitlyDenied" | "ExplicitlyDenied";
}

const same: Readonly<Record<FirstOpinion["result"], Verdict>> = {
  Allowed: "allowed",
  ImplicitlyDenied: "implicitly denied",
  ExplicitlyDenied: "explicitly denied",
};

/**
 * Asks `lib/access` the same: every row of the conformance tests is evaluated twice.
 * @throws when the two do not agree
 */
export async function askAgain(opinion: FirstOpinion): Promise<void> {
  const decision = await secondOpinion(opinion);
  if (decision.verdict === same[opinion.result]) return;
  const { principal, action } = opinion.request;
  throw new Error(
    `Two evaluators disagree on ${principal.title}, ${action} on ${opinion.resource}: ` +
      `iam-simulate says ${opinion.result}, lib/access says ${decision.verdict}, as ${decision.because}`,
  );
}

async function secondOpinion(opinion: FirstOpinion): Promise<Decision> {
  const { principal, action } = opinion.request;
  const context: Record<string, string | readonly string[]> = {};
  for (const [key, value] of Object.entries(opinion.context)) {
    const type = await typeForContextKey(key).catch(() => undefined);
    context[key] = type !== undefined && isConditionKeyArray(type) ? [value].flat() : value;
  }
  return allows(
    {
      principal: principal.requester,
      action,
      resource: opinion.resource,
      resourceAccount: opinion.resourceAccount,
      context,
    },
    {
      identity: principal.identityPolicies.map(parsed),
      ...(principal.boundary && { boundary: parsed(principal.boundary) }),
      ...(opinion.resourcePolicy && { resource: parsed(opinion.resourcePolicy) }),
    },
  );
}

const known = new WeakMap<object, Policy>();

/** Each document is read once: there are thousands of rows. */
function parsed({ name, document }: NamedPolicy): Policy {
  let policy = known.get(document);
  if (policy === undefined) known.set(document, (policy = parsePolicy(name, document)));
  return policy;
}
