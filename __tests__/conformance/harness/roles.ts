import type { DeployedStack } from "./deployed";
import managedPolicies from "./managed-policies.json";
import { type NamedPolicy, parsePolicy, policyOf, type PolicyDocument } from "./policy-document";
import { type Principal, roleArn, roleSession } from "./principal";
import type { ResolvedResource } from "./references";

export interface DeployedPolicy extends NamedPolicy {
  readonly arn: string;
}

/** A role of the stack, and the principal that its sessions are. */
export interface DeployedRole extends Principal {
  readonly name: string;
  readonly arn: string;
  /** Not known of a role that the stack only attaches policies to. */
  readonly trustPolicy?: PolicyDocument;
}

/** A role while its policies are being gathered from the resources that attach them. */
type GrowingRole = { -readonly [K in keyof DeployedRole]: DeployedRole[K] } & {
  identityPolicies: NamedPolicy[];
};

export function readPolicies(stack: DeployedStack): Readonly<Record<string, DeployedPolicy>> {
  const policies = stack.resourcesOf("aws_iam_policy").map((resource): [string, DeployedPolicy] => {
    const name = resource.text("name");
    return [name, { name, arn: resource.attribute("arn"), document: policyOf(resource, "policy") }];
  });
  return Object.fromEntries(policies);
}

/** @param documents policies by ARN that no stack contains */
export function readRoles(
  stack: DeployedStack,
  documents: Readonly<Record<string, PolicyDocument>>,
): Readonly<Record<string, DeployedRole>> {
  const roles = new Map<string, GrowingRole>();

  const policyByArn = (arn: string, resource: ResolvedResource): NamedPolicy => {
    const own = Object.values(stack.policies).find((policy) => policy.arn === arn);
    const document = own?.document ?? documents[arn] ?? awsManagedPolicy(arn, stack.partition);
    if (document !== undefined) return { name: own?.name ?? arn, document };
    throw new Error(
      `${resource.address} names the policy ${arn}, which is neither in the stack nor in managed-policies.json: ` +
        "give its document in options.documents",
    );
  };

  // A role that was brought in is known by the policies that the stack gives it.
  const attachedTo = (resource: ResolvedResource): GrowingRole => {
    const name = resource.text("role");
    const role = roles.get(name) ?? growingRole(stack, name, roleArn(stack, stack.account, name));
    roles.set(name, role);
    return role;
  };

  for (const resource of stack.resourcesOf("aws_iam_role")) {
    const role = growingRole(stack, resource.text("name"), resource.attribute("arn"));
    role.trustPolicy = policyOf(resource, "assume_role_policy");
    role.identityPolicies.push(...inlinePolicies(resource));
    role.identityPolicies.push(
      ...textsOf(resource, "managed_policy_arns").map((arn) => policyByArn(arn, resource)),
    );
    const boundary = resource.optionalText("permissions_boundary");
    if (boundary !== undefined) role.boundary = policyByArn(boundary, resource);
    if (roles.has(role.name)) throw new Error(`${resource.address}: a second role has the name ${role.name}`);
    roles.set(role.name, role);
  }
  for (const resource of stack.resourcesOf("aws_iam_role_policy")) {
    const name = resource.optionalText("name") ?? resource.address;
    attachedTo(resource).identityPolicies.push({ name, document: policyOf(resource, "policy") });
  }
  for (const resource of stack.resourcesOf("aws_iam_role_policy_attachment")) {
    attachedTo(resource).identityPolicies.push(policyByArn(resource.text("policy_arn"), resource));
  }
  return Object.fromEntries(roles);
}

function growingRole(stack: DeployedStack, name: string, arn: string): GrowingRole {
  const identityPolicies: NamedPolicy[] = [];
  return {
    ...roleSession({ stack, name, roleArn: arn, policies: identityPolicies }),
    name,
    arn,
    identityPolicies,
  };
}

function inlinePolicies(resource: ResolvedResource): readonly NamedPolicy[] {
  const blocks = [resource.configuration["inline_policy"] ?? []].flat() as {
    name?: string;
    policy?: string;
  }[];
  return blocks.flatMap((block, index) => {
    if (block.policy === undefined) return [];
    const at = `inline_policy[${index}]`;
    const text = resource.resolve(block.policy, `${at}.policy`);
    const name = resource.resolve(block.name ?? at, `${at}.name`);
    return [{ name, document: parsePolicy(text, `${resource.address}.${at}.policy`) }];
  });
}

function textsOf(resource: ResolvedResource, attribute: string): readonly string[] {
  const values = [resource.configuration[attribute] ?? []].flat() as string[];
  return values.map((value, index) => resource.resolve(value, `${attribute}[${index}]`));
}

function awsManagedPolicy(arn: string, partition: string): PolicyDocument | undefined {
  const prefix = `arn:${partition}:iam::aws:policy/`;
  const known: Readonly<Record<string, { readonly document: object }>> = managedPolicies.policies;
  const policy = arn.startsWith(prefix) ? known[arn.slice(prefix.length)] : undefined;
  if (policy === undefined) return undefined;
  // AWS keeps a copy for each partition; the fixture is that of `aws`.
  const text = JSON.stringify(policy.document).replaceAll('"arn:aws:', `"arn:${partition}:`);
  return JSON.parse(text) as PolicyDocument;
}
