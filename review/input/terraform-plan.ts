import { withoutKeys } from "./address";
import { ConfigurationReferences } from "./configuration-references";
import type { Changes, PlanInput } from "./plan-input";
import { isObject, type Json, type JsonObject, type PlanResource, type Snapshot } from "./resource";
import { ownProvider, providerOfPlan } from "./scope";

interface ResourceChange {
  readonly address: string;
  readonly type: string;
  readonly mode?: string;
  readonly deposed?: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before?: Json;
    readonly after?: Json;
    readonly after_unknown?: Json;
  };
}

interface StateModule {
  readonly resources?: readonly {
    readonly address: string;
    readonly type: string;
    readonly mode?: string;
    readonly values?: Json;
  }[];
  readonly child_modules?: readonly StateModule[];
}

const none: JsonObject = {};
const object = (value: Json | undefined): JsonObject | undefined => (isObject(value) ? value : undefined);

/** `terraform show -json` of a plan. HCP Terraform gives out the same format. */
export function readPlan(stack: string, plan: JsonObject): PlanInput {
  const changes = (plan["resource_changes"] ?? []) as unknown as readonly ResourceChange[];
  const before: PlanResource[] = [];
  const after: PlanResource[] = [];
  const notes: string[] = [];
  const counts = { add: 0, change: 0, destroy: 0 };
  const listed = new Set<string>();
  const destroyed: string[] = [];
  const hidden: string[] = [];
  const providers = providersByAddress(plan);
  for (const each of changes) {
    const { address, change } = each;
    if (each.deposed !== undefined) continue;
    const { actions } = change;
    const mode = each.mode === "data" ? "data" : "managed";
    listed.add(address);
    if (mode === "managed") count(actions, counts);
    if (actions.includes("delete")) destroyed.push(address);
    const resource = (values: JsonObject, unknown: JsonObject): PlanResource => ({
      stack,
      address,
      type: each.type,
      mode,
      values,
      unknown,
      ...providers.get(withoutKeys(address)),
    });
    const old = object(change.before);
    if (old !== undefined) before.push(resource(old, none));
    if (actions.includes("forget")) {
      // It leaves the state, not AWS: what it allows goes on.
      notes.push(`${address} is no longer managed from here on, and stays in AWS as it is.`);
      if (old !== undefined) after.push(resource(old, none));
    } else if (!actions.every((action) => action === "delete")) {
      if (mode === "managed" && object(change.after) === undefined) hidden.push(address);
      else after.push(resource(object(change.after) ?? none, object(change.after_unknown) ?? none));
    }
  }
  const prior = stateResources(stack, object(object(plan["prior_state"])?.["values"]), "data");
  for (const resource of prior) {
    if (listed.has(resource.address)) continue;
    before.push(resource);
    after.push(resource);
  }
  if (changes.length === 0) {
    after.push(...stateResources(stack, object(plan["planned_values"])));
  }
  if (plan["errored"] === true)
    notes.push("The plan ended with an error: it shows only a part of the change.");
  if (plan["complete"] === false) {
    notes.push(
      "Terraform says that the plan is not complete (-target, or deferred changes): the rest is not seen.",
    );
  }
  const rootModule = object(plan["configuration"])?.["root_module"];
  return {
    kind: "plan",
    stack,
    // A plan that only creates has a before as well: nothing.
    before: snapshot(before, rootModule),
    after: { ...snapshot(after, rootModule), hidden },
    changes: counts,
    destroyed,
    notes,
  };
}

/** Of resources with another provider than the stack's, by address without keys: where that provider works. */
function providersByAddress(plan: JsonObject): ReadonlyMap<string, Pick<PlanResource, "provider">> {
  const found = new Map<string, Pick<PlanResource, "provider">>();
  const own = ownProvider(plan);
  const visit = (module: Json | undefined, path: string): void => {
    if (!isObject(module)) return;
    for (const { address, provider_config_key: key } of listOf(module["resources"])) {
      if (typeof address !== "string" || typeof key !== "string" || key === own) continue;
      found.set(`${path}${address}`, { provider: providerOfPlan(plan, key) });
    }
    const calls = isObject(module["module_calls"]) ? module["module_calls"] : {};
    for (const [name, call] of Object.entries(calls)) {
      if (isObject(call)) visit(call["module"], `${path}module.${name}.`);
    }
  };
  visit(object(plan["configuration"])?.["root_module"], "");
  return found;
}

const listOf = (value: Json | undefined) =>
  Array.isArray(value) ? (value as readonly Json[]).filter(isObject) : [];

/** `terraform show -json` of a state. */
export function readState(stack: string, state: JsonObject): PlanInput {
  return {
    kind: "state",
    stack,
    after: snapshot(stateResources(stack, object(state["values"])), undefined),
    notes: [],
  };
}

function snapshot(resources: readonly PlanResource[], rootModule: Json | undefined): Snapshot {
  const references = new ConfigurationReferences(rootModule, resources);
  return { resources, sourceOf: (resource, attribute) => references.sourceOf(resource, attribute) };
}

function stateResources(
  stack: string,
  values: JsonObject | undefined,
  onlyMode?: "data",
): readonly PlanResource[] {
  const found: PlanResource[] = [];
  const visit = (module: StateModule): void => {
    for (const each of module.resources ?? []) {
      const mode = each.mode === "data" ? "data" : "managed";
      if (onlyMode !== undefined && mode !== onlyMode) continue;
      const { address, type } = each;
      found.push({ stack, address, type, mode, values: object(each.values) ?? none, unknown: none });
    }
    for (const child of module.child_modules ?? []) visit(child);
  };
  const root = values?.["root_module"];
  if (isObject(root)) visit(root);
  return found;
}

function count(actions: readonly string[], counts: { -readonly [Name in keyof Changes]: number }): void {
  if (actions.includes("create")) counts.add += 1;
  if (actions.includes("update")) counts.change += 1;
  if (actions.includes("delete")) counts.destroy += 1;
}
