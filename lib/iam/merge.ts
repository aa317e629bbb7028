import type { PolicyPrincipal, PolicyStatement } from "./statement";

/**
 * One statement that says what both say, or undefined if there is none.
 *
 * Two statements merge when they carry the same Sid (it is what reviewers read) and differ in at most one of actions,
 * resources and principals: a union in two dimensions would allow pairs that neither allowed.
 */
export function merged(a: PolicyStatement, b: PolicyStatement): PolicyStatement | undefined {
  if (a.sid !== b.sid || a.effect !== b.effect || !same(a.when, b.when)) return undefined;
  const sameActions = sameSet(a.actions, b.actions);
  const sameResources = sameSet(a.resources, b.resources);
  const samePrincipal = same(a.principal, b.principal);
  if (sameActions && samePrincipal) return { ...a, resources: union(a.resources, b.resources) };
  if (sameResources && samePrincipal) return { ...a, actions: union(a.actions, b.actions)! };
  if (sameActions && sameResources) {
    const principal = mergedPrincipal(a.principal, b.principal);
    return principal && { ...a, principal };
  }
  return undefined;
}

function mergedPrincipal(a?: PolicyPrincipal, b?: PolicyPrincipal): PolicyPrincipal | undefined {
  if (a?.aws && b?.aws) return { aws: union(a.aws, b.aws) };
  if (a?.service && b?.service) return { service: union(a.service, b.service) };
  return undefined;
}

function union(a?: readonly string[], b?: readonly string[]): readonly string[] | undefined {
  return a === undefined && b === undefined ? undefined : [...new Set([...(a ?? []), ...(b ?? [])])];
}

function sameSet(a?: readonly string[], b?: readonly string[]): boolean {
  return same(a && [...a].sort(), b && [...b].sort());
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
