import { listOf, type PolicyDocument, type PolicyStatement, statementsOf } from "./policy-document";

/** A statement as a flat set of facts: `Action: sqs:SendMessage`, `Condition StringEquals sns:Protocol: sqs`. */
interface Facts {
  readonly title: string;
  readonly sid?: string;
  readonly all: ReadonlySet<string>;
}

interface DifferenceOptions {
  /** Statements are the same when they say the same, whatever they are called. @default false */
  readonly ignoreSids?: boolean;
}

/**
 * What a policy says otherwise than expected. The order of statements and of lists plays no part, nor whether a
 * single value stands in a list, nor repetition.
 */
export function statementDifferences(
  actual: PolicyDocument | readonly PolicyStatement[],
  expected: PolicyDocument | readonly PolicyStatement[],
  options: DifferenceOptions = {},
): string[] {
  const got = statementsOf(actual).map((statement, index) => factsOf(statement, index, options));
  const wanted = statementsOf(expected).map((statement, index) => factsOf(statement, index, options));
  const surplus = got.filter((facts) => !wanted.some((other) => same(facts, other)));
  // First those that have a namesake, lest another statement take it.
  const namesakes = (facts: Facts) =>
    Number(facts.sid !== undefined && wanted.some(({ sid }) => sid === facts.sid));
  surplus.sort((a, b) => namesakes(b) - namesakes(a));
  let missing = wanted.filter((facts) => !got.some((other) => same(facts, other)));

  const differences: string[] = [];
  for (const facts of surplus) {
    const counterpart = nearest(facts, missing);
    if (counterpart === undefined) {
      differences.push(`${facts.title}: not expected: ${[...facts.all].join("; ")}`);
      continue;
    }
    missing = missing.filter((other) => other !== counterpart);
    for (const fact of without(counterpart, facts)) differences.push(`${facts.title}: lacks ${fact}`);
    for (const fact of without(facts, counterpart)) differences.push(`${facts.title}: has besides ${fact}`);
  }
  return [...differences, ...missing.map(({ title, all }) => `${title}: missing: ${[...all].join("; ")}`)];
}

function factsOf(
  statement: PolicyStatement,
  index: number,
  { ignoreSids = false }: DifferenceOptions,
): Facts {
  const { Sid, Effect, Principal, NotPrincipal, Condition, ...lists } = statement;
  const all = new Set<string>([`Effect: ${Effect}`]);
  if (!ignoreSids) all.add(`Sid: ${Sid ?? "none"}`);
  for (const [element, values] of Object.entries(lists)) {
    for (const value of listOf(values)) all.add(`${element}: ${value}`);
  }
  for (const [element, principal] of Object.entries({ Principal, NotPrincipal })) {
    if (principal === undefined) continue;
    // IAM reads the bare star as this.
    const byKind = typeof principal === "string" ? { AWS: principal } : principal;
    for (const [kind, values] of Object.entries(byKind)) {
      for (const value of listOf(values)) all.add(`${element} ${kind}: ${value}`);
    }
  }
  for (const [operator, keys] of Object.entries(Condition ?? {})) {
    for (const [key, values] of Object.entries(keys)) {
      for (const value of listOf(values)) all.add(`Condition ${operator} ${key}: ${value}`);
    }
  }
  return { title: Sid ?? `statement ${index + 1}`, sid: Sid, all };
}

function same(a: Facts, b: Facts): boolean {
  return a.all.size === b.all.size && without(a, b).length === 0;
}

function without(a: Facts, b: Facts): readonly string[] {
  return [...a.all].filter((fact) => !b.all.has(fact));
}

/** The statement that was most likely meant: of the same Sid, else that which shares most beside the effect. */
function nearest(facts: Facts, candidates: readonly Facts[]): Facts | undefined {
  const bySid = candidates.find(({ sid }) => sid !== undefined && sid === facts.sid);
  if (bySid !== undefined) return bySid;
  const shared = (other: Facts) => facts.all.size - without(facts, other).length;
  const [best] = [...candidates].sort((a, b) => shared(b) - shared(a));
  return best !== undefined && shared(best) > 1 ? best : undefined;
}
