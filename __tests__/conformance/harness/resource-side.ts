import { defaultKeyPolicy } from "./keys";
import type { NamedPolicy, PolicyDocument } from "./policy-document";
import type { SimulatedRequest } from "./simulate";

/** Account that owns the resource. A bucket's ARN does not tell: `aws:ResourceAccount` in the context does. */
export function accountOf({ resource, context, principal }: SimulatedRequest): string {
  const told = Object.entries(context ?? {}).find(
    ([key]) => key.toLowerCase() === "aws:resourceaccount",
  )?.[1];
  if (typeof told === "string") return told;
  const inArn = resource.split(":")[4] ?? "";
  if (/^\d{12}$/.test(inArn)) return inArn;
  // Listing and creating happen in the caller's own account; buckets, unless told otherwise, are the stack's.
  return resource === "*" ? (principal.account ?? principal.stack.account) : principal.stack.account;
}

/** The policy that the owner of the resource has laid on it. */
export function resourcePolicyFor(request: SimulatedRequest): NamedPolicy | undefined {
  const { stack } = request.principal;
  const own = ownResourcePolicy(request);
  if (own !== undefined) return own.document && { name: own.name, document: own.document };
  if (request.principal.account !== stack.account) {
    throw new Error(
      `Nothing in the stack says what ${request.principal.title} may do with ${request.resource}, which is not in it`,
    );
  }
  const owner = accountOf(request);
  if (owner !== stack.account) {
    // The other side is taken to agree, so that this side's policies are what is tested.
    return { name: `consent of ${owner}`, document: consent(stack.partition, stack.account) };
  }
  if (!isKey(request.resource)) return undefined;
  return { name: "default key policy", document: defaultKeyPolicy(stack.partition, owner) };
}

/** Undefined when the resource is not in the stack; without a document when it is and has no policy. */
function ownResourcePolicy({
  action,
  resource,
  principal,
}: SimulatedRequest): { readonly name: string; readonly document?: PolicyDocument } | undefined {
  const { stack } = principal;
  if (action.toLowerCase().startsWith("sts:")) {
    const role = Object.values(stack.roles).find(({ arn }) => arn === resource);
    if (role === undefined) return undefined;
    if (role.trustPolicy === undefined)
      throw new Error(`The trust policy of the role ${role.name} is not in the stack`);
    return { name: `trust policy of ${role.name}`, document: role.trustPolicy };
  }
  if (isKey(resource)) {
    const key = stack.keys.find(({ arn }) => arn === resource);
    const document = key?.policy ?? defaultKeyPolicy(stack.partition, stack.account);
    return key && { name: `key policy of ${key.aliases[0] ?? key.keyId}`, document };
  }
  const [, , service, , , name = ""] = resource.split(":");
  const owned = {
    s3: stack.buckets[name.split("/")[0] ?? ""],
    sns: Object.values(stack.topics).find(({ arn }) => arn === resource),
    sqs: Object.values(stack.queues).find(({ arn }) => arn === resource),
  }[service ?? ""];
  return owned && { name: `policy of ${owned.name}`, document: owned.policy };
}

/** What AWS puts into the context of every such request. */
export function contextOf(request: SimulatedRequest): Record<string, string | string[]> {
  const { principal, action, resource } = request;
  const { stack } = principal;
  const owner = accountOf(request);
  const [service] = action.toLowerCase().split(":");
  const key = stack.keys.find(({ arn }) => arn === resource);
  const context: Record<string, string | readonly string[] | undefined> = {
    ...principal.context,
    "aws:SecureTransport": "true",
    // IAM has a single endpoint for the whole partition.
    "aws:RequestedRegion": service === "iam" ? undefined : stack.region,
    "aws:ResourceAccount": resource === "*" ? undefined : owner,
    "s3:ResourceAccount": service === "s3" && resource !== "*" ? owner : undefined,
    "kms:CallerAccount": service === "kms" ? principal.account : undefined,
    "kms:ResourceAliases": key !== undefined && key.aliases.length > 0 ? key.aliases : undefined,
    ...Object.fromEntries(
      Object.entries(key?.tags ?? {}).map(([name, value]) => [`aws:ResourceTag/${name}`, value]),
    ),
  };
  const present = Object.entries(context).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, typeof value === "string" ? value : [...value]] as const],
  );
  return Object.fromEntries(present);
}

function isKey(resource: string): boolean {
  return /^arn:[\w-]+:kms:[^:]*:\d{12}:key\//.test(resource);
}

function consent(partition: string, caller: string): PolicyDocument {
  const principal = { AWS: `arn:${partition}:iam::${caller}:root` };
  return {
    Version: "2012-10-17",
    Statement: [
      { Sid: "OtherSideAgrees", Effect: "Allow", Principal: principal, Action: "*", Resource: "*" },
    ],
  };
}
