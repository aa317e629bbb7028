import type { DeployedScope } from "./attributes";
import type { DeployedStack } from "./deployed";
import type { NamedPolicy, PolicyDocument } from "./policy-document";

/** Context keys of a request. An `undefined` takes away what the harness sets by itself. */
export type Context = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Somebody who makes requests to the resources of a stack. */
export interface Principal {
  /** For messages: `role street-signs-execution`. */
  readonly title: string;
  /**
   * How iam-simulate must be told: a session ARN for a role, a user ARN, the name of a service.
   * A session and not the role ARN, for only then do permissions boundaries and resource policies meet as in AWS.
   */
  readonly requester: string;
  readonly account?: string;
  readonly identityPolicies: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
  /** What AWS itself says of this principal in every request. */
  readonly context: Context;
  /** The stack whose resource policies decide along. */
  readonly stack: DeployedStack;
}

/** The widest identity policy: with it, only resource policies and boundaries decide. */
export const everything: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [{ Sid: "Everything", Effect: "Allow", Action: "*", Resource: "*" }],
};

interface Identity {
  readonly stack: DeployedStack;
  readonly name: string;
  readonly policies: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
  /** @default - the stack's account */
  readonly account?: string;
  /** @default - a role at path "/" */
  readonly roleArn?: string;
}

export function roleSession(identity: Identity): Principal {
  const account = identity.account ?? identity.stack.account;
  const { partition } = identity.stack;
  return {
    title: `role ${identity.name}`,
    requester: `arn:${partition}:sts::${account}:assumed-role/${identity.name}/conformance`,
    account,
    identityPolicies: identity.policies,
    boundary: identity.boundary,
    context: {
      ...ofAccount(account),
      "aws:PrincipalArn": identity.roleArn ?? roleArn(identity.stack, account, identity.name),
      "aws:PrincipalType": "AssumedRole",
    },
    stack: identity.stack,
  };
}

export function user(identity: Identity): Principal {
  const { stack, name } = identity;
  const arn = `arn:${stack.partition}:iam::${stack.account}:user/${name}`;
  return {
    title: `user ${name}`,
    requester: arn,
    account: stack.account,
    identityPolicies: identity.policies,
    boundary: identity.boundary,
    context: {
      ...ofAccount(stack.account),
      "aws:PrincipalArn": arn,
      "aws:PrincipalType": "User",
      "aws:username": name,
    },
    stack,
  };
}

export function service(stack: DeployedStack, name: string): Principal {
  return {
    title: name,
    requester: name,
    identityPolicies: [],
    context: { "aws:PrincipalIsAWSService": "true", "aws:PrincipalServiceName": name },
    stack,
  };
}

export function roleArn(scope: DeployedScope, account: string, name: string): string {
  return `arn:${scope.partition}:iam::${account}:role/${name}`;
}

function ofAccount(account: string): Context {
  return { "aws:PrincipalAccount": account, "aws:PrincipalIsAWSService": "false" };
}
