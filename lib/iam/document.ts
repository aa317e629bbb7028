import { checkArguments } from "../validation/check-input";
import type { PolicyPrincipal, PolicyStatement } from "./statement";
import { escapeForTerraform, isRenderable } from "./terraform-string";

/**
 * A policy document as a string for Terraform: the same statements give the same bytes, and IAM's `${…}` variables are
 * escaped. Members stand in the order in which people read them; actions are sorted, resources keep their order.
 *
 * @throws Error when a value is a list, number, map or lazy token: CDKTF would write these as garbage
 */
export function renderPolicy(statements: readonly PolicyStatement[]): string {
  const isSound =
    Array.isArray(statements) &&
    statements.every((one: unknown) => Array.isArray((one as PolicyStatement | null)?.actions));
  if (!isSound) checkArguments("renderPolicy", [statements]);
  return `{"Version":"2012-10-17","Statement":${renderStatements(statements)}}`;
}

/** Statements as a JSON list, to be put into a policy that somebody else keeps. */
export function renderStatements(statements: readonly PolicyStatement[]): string {
  const sids = uniqueSids(statements.map(({ sid }) => sid));
  const rendered = statements.map((statement, index) =>
    renderStatement(sids[index] === statement.sid ? statement : { ...statement, sid: sids[index]! }),
  );
  return `[${rendered.join(",")}]`;
}

/** Statements are values: written once, however often CDKTF resolves the policy that they stand in. */
const written = new WeakMap<PolicyStatement, string>();

/** One statement, under its own Sid. */
export function renderStatement(statement: PolicyStatement): string {
  const known = written.get(statement) ?? JSON.stringify(render(statement));
  written.set(statement, known);
  return known;
}

/** IAM refuses two statements with one Sid: the second `S3ReadInput` becomes `S3ReadInput2`. */
export function uniqueSids(sids: readonly string[]): string[] {
  const used = new Set<string>();
  return sids.map((sid) => {
    let unique = sid;
    for (let number = 2; used.has(unique); number += 1) unique = `${sid}${number}`;
    used.add(unique);
    return unique;
  });
}

function render(statement: PolicyStatement): Record<string, unknown> {
  const { sid, effect, principal, actions, resources, when } = statement;
  const text = (values: readonly string[]) => scalarIfSingle(values.map((value) => escaped(sid, value)));
  return {
    Sid: sid,
    Effect: effect,
    ...(principal && { Principal: renderPrincipal(principal, text) }),
    Action: text([...new Set(actions)].sort()),
    ...(resources && { Resource: text([...new Set(resources)]) }),
    ...(when && { Condition: mapValues(when, (keys) => mapValues(keys, text)) }),
  };
}

function renderPrincipal(principal: PolicyPrincipal, text: (values: readonly string[]) => unknown): unknown {
  if (principal.everyone) return "*";
  return {
    ...(principal.aws && { AWS: text(principal.aws) }),
    ...(principal.service && { Service: text(principal.service) }),
  };
}

function escaped(sid: string, value: unknown): string {
  // Templates and tokens have one.
  if (typeof value === "string" && !value.includes("{")) return value;
  if (!isRenderable(value)) {
    throw new Error(
      `policy statement ${sid}: ${JSON.stringify(value)} is not a string or a string token. ` +
        "A list, map or lazy value cannot stand in a policy: name its elements, e.g. with Fn.element or Token.asString.",
    );
  }
  return escapeForTerraform(value);
}

function scalarIfSingle(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? values[0]! : values;
}

function mapValues<In, Out>(
  record: Readonly<Record<string, In>>,
  change: (value: In) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
