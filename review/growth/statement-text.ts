import { operatorTitle, type Condition, type Patterns, type Statement } from "../../lib/access/policy";

/** A statement as IAM writes it, for people who compare it with the plan. */
export function statementJson(statement: Statement): Record<string, unknown> {
  const { sid, effect, principal, action, resource, conditions } = statement;
  const one = (values: readonly string[]) => (values.length === 1 ? values[0] : values);
  return {
    ...(sid !== undefined && { Sid: sid }),
    Effect: effect,
    ...(principal && { [principal.not ? "NotPrincipal" : "Principal"]: principalJson(statement) }),
    [action.not ? "NotAction" : "Action"]: one(action.patterns),
    ...(resource && { [resource.not ? "NotResource" : "Resource"]: one(resource.patterns) }),
    ...(conditions.length > 0 && { Condition: conditionJson(conditions) }),
  };
}

function principalJson({ principal }: Statement): unknown {
  const names = principal?.names ?? [];
  if (names.length === 1 && names[0]!.name === "*") return "*";
  const kinds = [...new Set(names.map(({ kind }) => kind))];
  return Object.fromEntries(
    kinds.map((kind) => {
      const values = names.filter((name) => name.kind === kind).map(({ name }) => name);
      return [kind, values.length === 1 ? values[0] : values];
    }),
  );
}

function conditionJson(conditions: readonly Condition[]): Record<string, Record<string, unknown>> {
  const block: Record<string, Record<string, unknown>> = {};
  for (const condition of conditions) {
    const { key, values } = condition;
    (block[operatorTitle(condition)] ??= {})[key] = values.length === 1 ? values[0] : values;
  }
  return block;
}

/** `StringEquals aws:SourceAccount 111122223333` */
export function conditionText(condition: Condition): string {
  return `${operatorTitle(condition)} ${condition.key} ${listed(condition.values)}`;
}

/** What became of a statement, in few words. Undefined when it is the same. */
export function difference(before: Statement, after: Statement): string | undefined {
  const parts: string[] = [];
  parts.push(...patternsDifference("Action", before.action, after.action));
  parts.push(...patternsDifference("Resource", before.resource, after.resource));
  const principals = (of: Statement) =>
    of.principal && {
      not: of.principal.not,
      patterns: of.principal.names.map(({ kind, name }) => (kind === "AWS" ? name : `${kind} ${name}`)),
    };
  parts.push(...patternsDifference("Principal", principals(before), principals(after)));
  const [old, now] = [before.conditions.map(conditionText), after.conditions.map(conditionText)];
  const gone = old.filter((each) => !now.includes(each));
  const added = now.filter((each) => !old.includes(each));
  if (gone.length > 0 && added.length > 0)
    parts.push(`the condition became ${listed(added)} instead of ${listed(gone)}`);
  else if (gone.length > 0) parts.push(`the condition ${listed(gone)} is gone`);
  else if (added.length > 0) parts.push(`the condition ${listed(added)} is new`);
  if (parts.length === 0) return undefined;
  const text = parts.join("; ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function patternsDifference(
  name: string,
  before: Patterns | undefined,
  after: Patterns | undefined,
): string[] {
  if (before === undefined && after === undefined) return [];
  const old = before?.patterns ?? [];
  const now = after?.patterns ?? [];
  if ((before?.not ?? false) !== (after?.not ?? false)) {
    const title = (not: boolean | undefined) => (not === true ? `Not${name}` : name);
    return [`${title(before?.not)} ${listed(old)} became ${title(after?.not)} ${listed(now)}`];
  }
  const title = after?.not === true || before?.not === true ? `Not${name}` : name;
  const added = now.filter((each) => !old.includes(each));
  const gone = old.filter((each) => !now.includes(each));
  if (added.length > 0 && gone.length > 0)
    return [`${title} became ${listed(added)} instead of ${listed(gone)}`];
  if (added.length > 0) return [`${title} now also has ${listed(added)}`];
  return gone.length > 0 ? [`${title} no longer has ${listed(gone)}`] : [];
}

/** At most five of a list, and how many there are beyond. */
export function listed(values: readonly string[]): string {
  const shown = values.slice(0, 5).join(", ");
  return values.length > 5 ? `${shown} and ${values.length - 5} more` : shown;
}

/** A statement without what IAM does not look at: name, order, repetition. */
export function meaning({ effect, principal, action, resource, conditions, variables }: Statement): string {
  const sorted = (patterns: Patterns | undefined, lower: boolean) =>
    patterns && {
      not: patterns.not,
      patterns: [...new Set(patterns.patterns.map((each) => (lower ? each.toLowerCase() : each)))].sort(),
    };
  return JSON.stringify([
    effect,
    variables,
    principal && [principal.not, principal.names.map(({ kind, name }) => `${kind} ${name}`).sort()],
    sorted(action, true),
    sorted(resource, false),
    conditions
      .map(
        (each) =>
          `${operatorTitle(each)} ${each.key.toLowerCase()} ${JSON.stringify([...each.values].sort())}`,
      )
      .sort(),
  ]);
}
