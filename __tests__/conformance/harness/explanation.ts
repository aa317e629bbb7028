import type { RequestAnalysis } from "@cloud-copilot/iam-simulate";

import type { SimulatedRequest } from "./simulate";

type PolicyAnalysis = NonNullable<RequestAnalysis["resourceAnalysis"] | RequestAnalysis["identityAnalysis"]>;
type StatementAnalysis = PolicyAnalysis["allowStatements"][number];
type Explained = StatementAnalysis["explain"];

/** More of them hide the one that matters. */
const nearestShown = 4;

/** Tells which statements decided a request, and which of the others came near. */
export function explanationOf(
  { principal, action, resource }: SimulatedRequest,
  analysis: RequestAnalysis,
  resourcePolicy?: string,
): string {
  const lines = [`${principal.title}: ${action} on ${resource}: ${analysis.result}`];
  const add = (title: string, policies: PolicyAnalysis | undefined) => {
    if (policies !== undefined) lines.push(...explainedPolicies(title, policies).map((line) => `  ${line}`));
  };
  if (principal.account !== undefined) add("identity policies", analysis.identityAnalysis);
  add("permissions boundary", analysis.permissionBoundaryAnalysis);
  if (resourcePolicy !== undefined) add(resourcePolicy, analysis.resourceAnalysis);
  return lines.join("\n");
}

function explainedPolicies(title: string, policies: PolicyAnalysis): string[] {
  const decided = [
    ...policies.denyStatements.map((statement) => `${title}: denied by ${nameOf(statement)}`),
    ...policies.allowStatements.map((statement) => `${title}: allowed by ${nameOf(statement)}`),
  ];
  if (policies.allowStatements.length > 0) return decided;
  const near = nearestOf(policies.unmatchedStatements.filter(({ explain }) => explain.effect === "Allow"));
  const nearly = near.flatMap((statement) => [
    `  ${nameOf(statement)} does not:`,
    ...failures(statement.explain).map((failure) => `    ${failure}`),
  ]);
  const headline = near.length > 0 ? "nothing allows it; nearest:" : "nothing allows it or comes near";
  return [...decided, `${title}: ${headline}`, ...nearly];
}

function nameOf({ policyId, statement, explain }: StatementAnalysis): string {
  const sid = statement.sid() ?? `statement ${explain.identifier}`;
  return policyId === undefined ? sid : `${policyId} / ${sid}`;
}

/** Statements that name the action come first; without any, those that name the resource. */
function nearestOf(statements: readonly StatementAnalysis[]): readonly StatementAnalysis[] {
  const weight = ({ explain }: StatementAnalysis) =>
    4 * Number(explain.actionMatch) +
    2 * Number(explain.resourceMatch && namesResources(explain)) +
    2 * Number(explain.principalMatch !== "NoMatch" && explain.principals !== undefined) +
    Number(explain.conditionMatch && explain.conditions !== undefined);
  return statements
    .filter((statement) => weight(statement) >= 2)
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, nearestShown);
}

/** `"*"` fits everything and so is no sign of nearness. */
function namesResources({ resources }: Explained): boolean {
  return listed(resources).some(({ matches, resource }) => matches && resource !== "*");
}

function failures(explain: Explained): string[] {
  const result: string[] = [];
  const fail = (part: string, values: readonly string[]) => result.push(`${part}: ${values.join(", ")}`);
  if (!explain.actionMatch)
    fail(
      "has other actions",
      listed(explain.actions).map(({ action }) => action),
    );
  if (!explain.resourceMatch) {
    const resources = listed(explain.resources).map(
      ({ resource, resolvedValue }) => resolvedValue ?? resource,
    );
    fail("has other resources", resources);
  }
  if (explain.principalMatch === "NoMatch") {
    fail(
      "has other principals",
      listed(explain.principals).map(({ principal }) => principal),
    );
  }
  for (const condition of explain.conditions ?? []) {
    if (condition.matches) continue;
    const wanted = listed(condition.values).map(({ value, resolvedValue }) => resolvedValue ?? value);
    const got = condition.failedBecauseMissing
      ? "the request does not have it"
      : `the request has ${[condition.resolvedConditionKeyValue ?? condition.unmatchedValues ?? []].flat().join(", ")}`;
    fail(`condition ${condition.operator} ${condition.conditionKeyValue}`, [
      `${wanted.join(" or ")} (${got})`,
    ]);
  }
  return result;
}

function listed<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}
