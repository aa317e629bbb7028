import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import type { RequestContext } from "../../../lib/access/request";

/*
 * The simulator without its checks of the request: whether AWS knows such an action, resource or key. Random requests
 * and random documents have combinations that AWS does not have. Its own door for this, `runUnsafeSimulation`, fails
 * for every request with a resource policy (0.1.173), so its core is asked.
 */
const load = createRequire(__filename);
const root = dirname(require.resolve("@cloud-copilot/iam-simulate"));
const { authorize } = load(join(root, "core_engine/CoreSimulatorEngine.js"));
const { AwsRequestImpl } = load(join(root, "request/request.js"));
const { RequestContextImpl } = load(join(root, "requestContext.js"));
const { DiscoveryContextKeyConstraints } = load(join(root, "context_keys/discoveryContextKeyConstraints.js"));
const { anonymousPrincipal } = load(root);
const { loadPolicy } = load(require.resolve("@cloud-copilot/iam-policy", { paths: [root] }));

export interface Documents {
  readonly identity?: readonly object[];
  readonly boundary?: object;
  readonly resource?: object;
}

interface SimulatedResult {
  readonly result: "Allowed" | "ImplicitlyDenied" | "ExplicitlyDenied";
  /** What the policy of the resource says by itself. */
  readonly byResource: string;
}

const loaded = new WeakMap<object, unknown>();

function policy(document: object): unknown {
  let known = loaded.get(document);
  if (known === undefined) loaded.set(document, (known = loadPolicy(document, { name: "policy" })));
  return known;
}

/** What the simulator says. */
export function simulated(
  request: { principal: string; action: string; resource: string; context?: RequestContext },
  { identity = [], boundary, resource }: Documents,
  resourceAccount: string,
): SimulatedResult {
  const { result, resourceAnalysis } = authorize({
    request: new AwsRequestImpl(
      request.principal === "anonymous" ? anonymousPrincipal : request.principal,
      { resource: request.resource, accountId: resourceAccount },
      request.action,
      new RequestContextImpl(request.context ?? {}),
    ),
    identityPolicies: identity.map(policy),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy: resource && policy(resource),
    permissionBoundaries: boundary && [policy(boundary)],
    simulationParameters: {
      simulationMode: "Strict",
      discoveryContextKeyConstraints: new DiscoveryContextKeyConstraints([]),
    },
    serviceSettings: {},
  });
  return { result, byResource: resourceAnalysis.result };
}
