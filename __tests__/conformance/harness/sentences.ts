import type { DeployedRole } from "./roles";
import type { Context, Principal } from "./principal";
import { simulate, type SimulatedRequest } from "./simulate";

/** A resource by ARN, or one of the stack's own. */
export type Target = string | { readonly arn: string };
/** What is done (the test's name), its IAM action, on what, and what the request says besides. */
export type Deed = readonly [sentence: string, action: string, resource: Target, context?: Context];
/** Who assumes the role (the test's name), and what the request says besides. */
type Assumption = readonly [sentence: string, principal: Principal, context?: Context];

/** One test for each row: `can <sentence>`. */
export function mayDo(principal: Principal, rows: readonly Deed[]): void {
  tests("can", deeds(principal, rows), requireAllowed, callerOf(mayDo));
}

/** One test for each row: `cannot <sentence>`. */
export function mayNotDo(principal: Principal, rows: readonly Deed[]): void {
  tests("cannot", deeds(principal, rows), requireDenied, callerOf(mayNotDo));
}

/** One test for each row: `can be assumed by <sentence>`. */
export function mayAssume(role: DeployedRole, rows: readonly Assumption[]): void {
  tests("can be assumed by", assumptions(role, rows), requireAllowed, callerOf(mayAssume));
}

/** One test for each row: `cannot be assumed by <sentence>`. */
export function mayNotAssume(role: DeployedRole, rows: readonly Assumption[]): void {
  tests("cannot be assumed by", assumptions(role, rows), requireDenied, callerOf(mayNotAssume));
}

/** @throws with the nearest statements unless the request is allowed */
export async function requireAllowed(request: SimulatedRequest): Promise<void> {
  const verdict = await simulate(request);
  if (!verdict.allowed) throw new Error(`Should be allowed and is not.\n${verdict.explanation}`);
}

/** @throws with the statement that allows it unless the request is denied */
export async function requireDenied(request: SimulatedRequest): Promise<void> {
  const verdict = await simulate(request);
  if (verdict.allowed) throw new Error(`Should be denied and is allowed.\n${verdict.explanation}`);
}

type Case = readonly [sentence: string, request: SimulatedRequest];

function deeds(principal: Principal, rows: readonly Deed[]): readonly Case[] {
  return rows.map(([sentence, action, target, context]) => {
    const resource = typeof target === "string" ? target : target.arn;
    return [sentence, { principal, action, resource, context }];
  });
}

function assumptions(role: DeployedRole, rows: readonly Assumption[]): readonly Case[] {
  return rows.map(([sentence, principal, context]) => {
    return [sentence, { principal, action: "sts:AssumeRole", resource: role.arn, context }];
  });
}

function tests(
  prefix: string,
  cases: readonly Case[],
  check: (request: SimulatedRequest) => Promise<void>,
  caller: string,
): void {
  if (cases.length === 0) throw new Error("A table without rows tests nothing");
  for (const [sentence, request] of cases) {
    test(`${prefix} ${sentence}`, async () => {
      try {
        await check(request);
      } catch (error) {
        // The table is the place to look at, not the harness.
        if (error instanceof Error) error.stack = `${error.name}: ${error.message}\n${caller}`;
        throw error;
      }
    });
  }
}

function callerOf(table: (...args: never[]) => void): string {
  const holder = { stack: "" };
  Error.captureStackTrace(holder, table);
  return holder.stack.split("\n").slice(1).join("\n");
}
