import { isObject, type Json, type JsonObject } from "./resource";

/*
 * What the readers of plans, states and stacks rely on. Somebody who made a file by hand, or cut one down, is told
 * the place; nothing that cannot be read is left out without a word.
 */

/** Places of a plan or state where it is not as Terraform writes it. */
export function planProblems(plan: JsonObject): readonly string[] {
  const configuration = plan["configuration"];
  const prior = plan["prior_state"];
  return [
    ...listProblems(plan["resource_changes"], "resource_changes", changeProblems),
    ...stateProblems(plan["planned_values"], "planned_values"),
    ...stateProblems(plan["values"], "values"),
    ...(isObject(prior) ? stateProblems(prior["values"], "prior_state.values") : []),
    ...(isObject(configuration)
      ? configuredProblems(configuration["root_module"], "configuration.root_module")
      : []),
  ];
}

/** The same of a `cdk.tf.json`. */
export function stackProblems(stack: JsonObject): readonly string[] {
  return ["resource", "data"].flatMap((part) =>
    mapProblems(stack[part], part, (byName, place) =>
      mapProblems(byName, place, (values, at) => (isObject(values) ? [] : [wrong(at, "an object", values)])),
    ),
  );
}

function changeProblems(each: JsonObject, place: string): readonly string[] {
  const { change } = each;
  if (!isObject(change)) return [...named(each, place), wrong(`${place}.change`, "an object", change)];
  const { actions } = change;
  const known = Array.isArray(actions) && actions.every((action) => typeof action === "string");
  return [
    ...named(each, place),
    ...(known ? [] : [wrong(`${place}.change.actions`, "a list of texts", actions)]),
  ];
}

function stateProblems(values: Json | undefined, place: string): readonly string[] {
  if (values === undefined || values === null) return [];
  if (!isObject(values)) return [wrong(place, "an object", values)];
  const module = (its: JsonObject, at: string): readonly string[] => [
    ...listProblems(its["resources"], `${at}.resources`, named),
    ...listProblems(its["child_modules"], `${at}.child_modules`, module),
  ];
  const root = values["root_module"];
  return isObject(root) ? module(root, `${place}.root_module`) : [];
}

function configuredProblems(module: Json | undefined, place: string): readonly string[] {
  if (!isObject(module)) return [];
  return [
    ...listProblems(module["resources"], `${place}.resources`, ({ address }, at) =>
      typeof address === "string" ? [] : [wrong(`${at}.address`, "a text", address)],
    ),
    ...mapProblems(module["module_calls"], `${place}.module_calls`, (call, at) =>
      isObject(call) ? configuredProblems(call["module"], `${at}.module`) : [wrong(at, "an object", call)],
    ),
  ];
}

function named(each: JsonObject, place: string): readonly string[] {
  return ["address", "type"].flatMap((name) =>
    typeof each[name] === "string" ? [] : [wrong(`${place}.${name}`, "a text", each[name])],
  );
}

function listProblems(
  list: Json | undefined,
  place: string,
  problems: (each: JsonObject, place: string) => readonly string[],
): readonly string[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) return [wrong(place, "a list", list)];
  return (list as readonly Json[]).flatMap((each, index) => {
    const at = `${place}[${index}]`;
    return isObject(each) ? problems(each, at) : [wrong(at, "an object", each)];
  });
}

function mapProblems(
  map: Json | undefined,
  place: string,
  problems: (each: Json, place: string) => readonly string[],
): readonly string[] {
  if (map === undefined || map === null) return [];
  if (!isObject(map)) return [wrong(place, "an object", map)];
  return Object.entries(map).flatMap(([name, each]) => problems(each, `${place}.${name}`));
}

function wrong(place: string, wanted: string, value: Json | undefined): string {
  const is = value === undefined ? "is missing" : `is ${JSON.stringify(value).slice(0, 60)}`;
  return `${place} ${is}; Terraform writes ${wanted} there`;
}
