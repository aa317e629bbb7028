import type { PrincipalName, Statement } from "./policy";
import type { Truth } from "./truth";

/*
 * Who makes a request, and how a `Principal` element names it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */

type RequesterKind = "role" | "session" | "user" | "federated user" | "root" | "other" | "anonymous";

export interface Requester {
  readonly kind: RequesterKind;
  /** As in `AccessRequest`. */
  readonly name: string;
  /** Of a role, session, user, federated user or root. */
  readonly account?: string;
  /** `aws:PrincipalArn`: for a session the ARN of its role, without the path, which a session's ARN does not have. */
  readonly arn?: string;
}

export function requester(name: string): Requester {
  if (name === "anonymous") return { kind: "anonymous", name };
  const [, partition, service, , account, ...rest] = name.split(":");
  const resource = rest.join(":");
  if (!name.startsWith("arn:") || account === undefined) return { kind: "other", name };
  if (service === "sts" && resource.startsWith("assumed-role/")) {
    const [, role] = resource.split("/");
    return { kind: "session", name, account, arn: `arn:${partition}:iam::${account}:role/${role}` };
  }
  if (service === "sts" && resource.startsWith("federated-user/")) {
    return { kind: "federated user", name, account, arn: name };
  }
  if (service !== "iam") return { kind: "other", name };
  if (resource.startsWith("role/")) return { kind: "role", name, account, arn: name };
  if (resource.startsWith("user/")) return { kind: "user", name, account, arn: name };
  if (resource === "root") return { kind: "root", name, account, arn: name };
  return { kind: "other", name };
}

/** How closely a `Principal` element names somebody. What it then allows by itself depends on it. */
export type Naming =
  /** A user, a session or a service by its own name. */
  | "itself"
  /** A session by its role, a federated user by its user. */
  | "its role"
  | "everyone"
  /** By its account: the account's identity policies decide then. */
  | "its account";

/** All ways in which the names of an element mean `who`. */
export function namings(names: readonly PrincipalName[], who: Requester): Set<Naming> {
  const found = new Set<Naming>();
  for (const { kind, name } of names) {
    if (name === "*") found.add("everyone");
    else if (who.kind === "anonymous") continue;
    else if (name === who.name) found.add(who.kind === "role" ? "its role" : "itself");
    else if (kind === "AWS") {
      if (who.account !== undefined && accountNamed(name) === who.account) found.add("its account");
      else if (roleOrUserOf(who, name)) found.add("its role");
    }
  }
  return found;
}

/** @returns the account, if an account as a whole is named: by its number or its root */
export function accountNamed(name: string): string | undefined {
  return /^(?:(\d{12})|arn:[^:]*:iam::(\d{12}):root)$/.exec(name)?.slice(1).find(Boolean);
}

function roleOrUserOf(who: Requester, name: string): boolean {
  const named = requester(name);
  if (named.account !== who.account) return false;
  if (who.kind === "session") return named.kind === "role" && lastPart(name) === lastPart(who.arn ?? "");
  return (
    who.kind === "federated user" &&
    named.kind === "user" &&
    name.slice(name.indexOf(":user/") + 6) === who.name.slice(who.name.indexOf("/") + 1)
  );
}

const lastPart = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);

/**
 * Whether a statement of a resource policy is about `who`, and how it names it.
 * @param bounded whether `who` has a permissions boundary
 */
export function statementNames(
  { principal, effect }: Statement,
  who: Requester,
  bounded: boolean,
): { readonly truth: Truth; readonly namings: ReadonlySet<Naming> } {
  const nobody = { truth: "no", namings: new Set<Naming>() } as const;
  if (principal === undefined) return nobody;
  const found = namings(principal.names, who);
  if (!principal.not) return found.size > 0 ? { truth: "yes", namings: found } : nobody;
  const all = new Set<Naming>(["everyone"]);
  // AWS: NotPrincipal with Deny always denies principals with a permissions boundary (access_policies_boundaries.html),
  // and can deny who is listed without the account and, for a session, without the role (…_elements_notprincipal.html).
  const always = bounded && effect === "Deny" && who.account !== undefined;
  if (found.size === 0 || always) return { truth: "yes", namings: all };
  if (effect === "Allow" || found.has("everyone")) return nobody;
  const complete = who.account === undefined || found.has("its account") || who.kind === "root";
  return complete ? nobody : { truth: "maybe", namings: all };
}

/** Condition keys that follow from who makes the request. Keys in lower case. */
export function requesterKeys(who: Requester): Map<string, string> {
  const keys = new Map<string, string>();
  const service = who.kind === "other" && who.name.endsWith(".amazonaws.com");
  if (who.arn !== undefined) keys.set("aws:principalarn", who.arn);
  if (who.account !== undefined) keys.set("aws:principalaccount", who.account);
  if (who.kind !== "anonymous") keys.set("aws:principalisawsservice", String(service));
  if (service) keys.set("aws:principalservicename", who.name);
  if (who.kind === "user") keys.set("aws:username", lastPart(who.name));
  return keys;
}
