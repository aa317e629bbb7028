import { type RunSimulationResults, runSimulation, typeForContextKey } from "@cloud-copilot/iam-simulate";

import { onAllResources } from "./contested";
import { carriesEncryptionContext, isEncryptionContext, withStandIns } from "./encryption-context";
import { explanationOf } from "./explanation";
import type { Context, Principal } from "./principal";
import { accountOf, contextOf, resourcePolicyFor } from "./resource-side";
import { askAgain } from "./second-opinion";

export interface SimulatedRequest {
  readonly principal: Principal;
  readonly action: string;
  readonly resource: string;
  readonly context?: Context;
}

export interface Verdict {
  readonly allowed: boolean;
  readonly result: "Allowed" | "ImplicitlyDenied" | "ExplicitlyDenied";
  /** Which statements decided, and which nearly would have. */
  readonly explanation: string;
}

/**
 * What AWS would say to one request, by all the policies that the stack holds.
 *
 * @throws when no such request can exist: a typing mistake must not pass for a denial
 */
export async function simulate(request: SimulatedRequest): Promise<Verdict> {
  const { principal, action } = request;
  refuseUnevaluableResource(request);
  const resource = standInFor(request);
  const account = accountOf(request);
  const resourcePolicy = resourcePolicyFor(request);
  const given = await givenContext(request);
  if (Object.keys(given).some(isEncryptionContext) && !(await carriesEncryptionContext(action))) {
    throw invalid(request, `${action} carries no encryption context`);
  }
  const context = {
    ...withoutAll(contextOf(request), Object.keys(request.context ?? {})),
    ...given,
  };
  const result = await runSimulation(
    {
      request: {
        principal: principal.requester,
        action,
        resource: { resource, accountId: account },
        contextVariables: withStandIns(context),
      },
      identityPolicies: principal.identityPolicies.map(({ name, document }) => ({
        name,
        policy: withStandIns(document),
      })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: resourcePolicy && withStandIns(resourcePolicy.document),
      permissionBoundaryPolicies: principal.boundary && [
        { name: principal.boundary.name, policy: withStandIns(principal.boundary.document) },
      ],
    },
    { simulationMode: "Strict" },
  );
  if (result.resultType === "error") throw invalid(request, reasonsOf(result.errors));
  if (result.resultType === "wildcard") throw invalid(request, "name one concrete resource");
  const unknown = (result.result.ignoredContextKeys ?? []).filter((key) => key in given);
  if (unknown.length > 0) {
    throw invalid(request, `${action} on this kind of resource does not know ${unknown.join(", ")}`);
  }
  await askAgain({
    request,
    resource,
    resourceAccount: account,
    context: withoutAll(context, result.result.ignoredContextKeys ?? []),
    resourcePolicy,
    result: result.overallResult,
  });
  return {
    allowed: result.overallResult === "Allowed",
    result: result.overallResult,
    explanation: explanationOf(request, result.result.analysis, resourcePolicy?.name),
  };
}

/** The simulator takes a wildcard for "any of these", which would let a `mayDo` pass by the wrong statement. */
function refuseUnevaluableResource(request: SimulatedRequest): void {
  const { action, resource } = request;
  const reason = onAllResources[action.toLowerCase()]?.reason;
  if (reason !== undefined && resource !== "*") throw invalid(request, `ask for "*": ${reason}`);
  if (resource === "*" || (resource.startsWith("arn:") && !/[*?]/.test(resource))) return;
  throw invalid(request, 'the resource must be "*" or one ARN without wildcards');
}

/** The resource itself, except for an action that is to be granted on `"*"` only: one that nothing else covers. */
function standInFor({ action, resource, principal: { stack } }: SimulatedRequest): string {
  const standIn = onAllResources[action.toLowerCase()]?.standIn;
  if (standIn === undefined) return resource;
  const [service] = action.toLowerCase().split(":");
  return `arn:${stack.partition}:${service}:${stack.region}:${stack.account}:${standIn}`;
}

async function givenContext(request: SimulatedRequest): Promise<Record<string, string | string[]>> {
  const given: Record<string, string | string[]> = {};
  for (const [key, value] of Object.entries(request.context ?? {})) {
    if (value === undefined) continue;
    if (typeof value === "string") {
      given[key] = value;
      continue;
    }
    // The simulator would quietly keep the first value only.
    const type = await typeForContextKey(key).catch(() => undefined);
    if (type !== undefined && !type.startsWith("ArrayOf"))
      throw invalid(request, `${key} has one value only`);
    given[key] = [...value];
  }
  return given;
}

function withoutAll(context: Record<string, string | string[]>, keys: readonly string[]) {
  const gone = new Set(keys.map((key) => key.toLowerCase()));
  return Object.fromEntries(Object.entries(context).filter(([key]) => !gone.has(key.toLowerCase())));
}

function reasonsOf({
  message,
  ...details
}: Extract<RunSimulationResults, { resultType: "error" }>["errors"]): string {
  const known: Readonly<Record<string, string>> = {
    "invalid.service": "there is no such service",
    "invalid.action": "there is no such action",
    "must.use.wildcard": 'the action has no resource types, so the resource must be "*"',
    "no.resource.types": "the action does not work on this kind of resource",
    "multiple.resource.types": "the resource could be of several kinds",
  };
  const more = Object.keys(details).length > 0 ? `\n${JSON.stringify(details, undefined, 2)}` : "";
  return `${known[message] ?? message}${more}`;
}

function invalid({ principal, action, resource }: SimulatedRequest, why: string): Error {
  return new Error(`No such request can be made: ${principal.title}, ${action} on ${resource}: ${why}`);
}
