import { conditionHolds } from "./condition";
import type { Context, Pattern } from "./pattern";
import { actionPattern, matches, resourcePattern } from "./pattern";
import type { Patterns, Statement } from "./policy";
import type { Truth } from "./truth";
import { allHold, truthOf } from "./truth";

/** What a statement is matched against, but for its principal. */
export interface Call {
  readonly action: string;
  readonly resource: string;
  /** Keys in lower case. */
  readonly context: Context;
}

/** Whether action, resource and conditions of a statement hold. */
export function statementHolds(statement: Statement, call: Call): Truth {
  return allHold([actionHolds, resourceHolds, conditionsHold], (test) => test(statement, call));
}

function actionHolds({ action }: Statement, call: Call): Truth {
  const lower = call.action.toLowerCase();
  const some = actionPatterns(action).some((pattern) => matches(pattern, lower, call.context));
  return truthOf(some !== action.not);
}

/** A statement without `Resource` is about the resource that has the policy. */
function resourceHolds({ resource, variables }: Statement, call: Call): Truth {
  if (resource === undefined) return "yes";
  const some = resourcePatterns(resource, variables).some((pattern) =>
    matches(pattern, call.resource, call.context),
  );
  return truthOf(some !== resource.not);
}

function conditionsHold({ conditions, variables }: Statement, { context }: Call): Truth {
  return allHold(conditions, (condition) =>
    conditionHolds(condition, context.get(condition.key.toLowerCase()), context, variables),
  );
}

const actions = new WeakMap<Patterns, readonly Pattern[]>();
const resources = new WeakMap<Patterns, readonly Pattern[]>();

export function actionPatterns(element: Patterns): readonly Pattern[] {
  return keptIn(actions, element, () => element.patterns.map(actionPattern));
}

export function resourcePatterns(element: Patterns, variables: boolean): readonly Pattern[] {
  return keptIn(resources, element, () => element.patterns.map((text) => resourcePattern(text, variables)));
}

function keptIn(
  kept: WeakMap<Patterns, readonly Pattern[]>,
  element: Patterns,
  make: () => readonly Pattern[],
): readonly Pattern[] {
  let found = kept.get(element);
  if (found === undefined) kept.set(element, (found = make()));
  return found;
}
