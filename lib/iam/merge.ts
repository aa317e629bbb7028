import type { PolicyConditions, PolicyPrincipal, PolicyStatement } from "./statement";

/**
 * One statement that says what both say, or undefined if there is none.
 *
 * Two statements merge when they carry the same Sid (it is what reviewers read) and differ in at most one of actions,
 * resources and principals: a union in two dimensions would allow pairs that neither allowed. Principals may also be named
 * by `ArnEquals` on `aws:PrincipalArn`.
 */
export function merged(a: PolicyStatement, b: PolicyStatement): PolicyStatement | undefined {
  if (a.sid !== b.sid || a.effect !== b.effect) return undefined;
  const sameActions = sameSet(a.actions, b.actions);
  const sameResources = sameSet(a.resources, b.resources);
  const samePrincipal = same(a.principal, b.principal);
  if (!same(a.when, b.when)) {
    const when = mergedPrincipalArns(a.when, b.when);
    return sameActions && sameResources && samePrincipal && when ? { ...a, when } : undefined;
  }
  if (sameActions && samePrincipal) return { ...a, resources: union(a.resources, b.resources) };
  if (sameResources && samePrincipal) return { ...a, actions: union(a.actions, b.actions)! };
  if (sameActions && sameResources) {
    const principal = mergedPrincipal(a.principal, b.principal);
    return principal && { ...a, principal };
  }
  return undefined;
}

/** Conditions that differ in nothing but whom they name. */
function mergedPrincipalArns(a?: PolicyConditions, b?: PolicyConditions): PolicyConditions | undefined {
  const [inA, inB] = [a?.ArnEquals?.[principalArn], b?.ArnEquals?.[principalArn]];
  if (inA === undefined || inB === undefined) return undefined;
  const naming = (when: PolicyConditions | undefined, arns: readonly string[]): PolicyConditions => ({
    ...when,
    ArnEquals: { ...when?.ArnEquals, [principalArn]: arns },
  });
  return same(naming(a, []), naming(b, [])) ? naming(a, union(inA, inB)!) : undefined;
}

const principalArn = "aws:PrincipalArn";

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
