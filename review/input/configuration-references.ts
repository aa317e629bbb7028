import { parseAddress, withoutKeys } from "./address";
import {
  isObject,
  nothingKnown,
  type AttributeSource,
  type Json,
  type JsonObject,
  type PlanResource,
} from "./resource";

/*
 * The member `configuration` of a plan: which resource an attribute refers to while its value is still unknown.
 * Locals are not in it, so a reference that goes through one ends there and is told as what it is.
 */

interface ConfiguredModule {
  readonly resources?: readonly ConfiguredResource[];
  readonly module_calls?: Readonly<Record<string, { expressions?: JsonObject; module?: ConfiguredModule }>>;
  readonly outputs?: Readonly<Record<string, { expression?: Json }>>;
}

interface ConfiguredResource {
  readonly address: string;
  readonly expressions?: JsonObject;
}

/** Deeper than any real chain of variables and outputs: a guard against a plan that was made up. */
const deepest = 20;

export class ConfigurationReferences {
  private readonly byConfiguredAddress = new Map<string, PlanResource[]>();
  private readonly modules = new Map<string, ConfiguredModule>();
  private readonly expressions = new Map<string, JsonObject>();

  public constructor(rootModule: unknown, resources: readonly PlanResource[]) {
    for (const resource of resources) {
      const key = withoutKeys(resource.address);
      const known = this.byConfiguredAddress.get(key);
      if (known === undefined) this.byConfiguredAddress.set(key, [resource]);
      else known.push(resource);
    }
    if (isObject(rootModule)) this.remember(rootModule, "");
  }

  public sourceOf(resource: PlanResource, attribute: string): AttributeSource {
    const expression = this.expressions.get(withoutKeys(resource.address))?.[attribute];
    if (expression === undefined) return nothingKnown;
    const address = parseAddress(resource.address);
    if (address === undefined) return nothingKnown;
    const found = new Set<PlanResource>();
    const expressions = referencesIn(expression);
    for (const reference of expressions) this.follow(reference, address.module, address.key, found, 0);
    return { resources: [...found], expressions };
  }

  private remember(module: ConfiguredModule, path: string): void {
    this.modules.set(path, module);
    for (const { address, expressions } of module.resources ?? []) {
      if (expressions !== undefined) this.expressions.set(joined(path, address), expressions);
    }
    for (const [name, call] of Object.entries(module.module_calls ?? {})) {
      if (call.module !== undefined) this.remember(call.module, joined(path, `module.${name}`));
    }
  }

  /** @param module the module with its keys that the reference stands in */
  private follow(
    reference: string,
    module: string,
    key: string,
    found: Set<PlanResource>,
    depth: number,
  ): void {
    if (depth > deepest) return;
    const [, variable] = /^var\.([\w-]+)/.exec(reference) ?? [];
    if (variable !== undefined) return this.followVariable(variable, module, found, depth);
    const [, child, childKey = "", output] =
      /^module\.([\w-]+)(\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.([\w-]+)/.exec(reference) ?? [];
    if (child !== undefined && output !== undefined) {
      return this.followOutput(joined(module, `module.${child}${childKey}`), output, key, found, depth);
    }
    const address = parseAddress(reference);
    if (address === undefined) return;
    const configured = joined(
      withoutKeys(module),
      `${address.mode === "data" ? "data." : ""}${address.type}.${address.name}`,
    );
    const there = (this.byConfiguredAddress.get(configured) ?? []).filter((candidate) => {
      const its = parseAddress(candidate.address)!;
      // A module that is called several times is named without its key where all calls are meant.
      const sameModule = its.module === module || withoutKeys(its.module) === module;
      return sameModule && (address.key === "" || its.key === address.key);
    });
    const sameKey = there.filter((candidate) => key !== "" && parseAddress(candidate.address)!.key === key);
    for (const resource of address.key === "" && sameKey.length > 0 ? sameKey : there) found.add(resource);
  }

  private followVariable(name: string, module: string, found: Set<PlanResource>, depth: number): void {
    const last = /^(?:(.*)\.)?module\.([\w-]+)(\[(?:\d+|"(?:[^"\\]|\\.)*")\])?$/.exec(module);
    if (last === null) return;
    const [, parent = "", call = "", key = ""] = last;
    const expression = this.modules.get(withoutKeys(parent))?.module_calls?.[call]?.expressions?.[name];
    for (const reference of referencesIn(expression)) this.follow(reference, parent, key, found, depth + 1);
  }

  private followOutput(
    module: string,
    output: string,
    key: string,
    found: Set<PlanResource>,
    depth: number,
  ): void {
    const expression = this.modules.get(withoutKeys(module))?.outputs?.[output]?.expression;
    for (const reference of referencesIn(expression)) this.follow(reference, module, key, found, depth + 1);
  }
}

/** Terraform lists `aws_iam_role.r.id` and, after it, the shorter `aws_iam_role.r`: only the longest says something. */
function referencesIn(expression: Json | undefined): readonly string[] {
  const all = new Set<string>();
  collect(expression, all);
  return [...all].filter(
    (reference) =>
      ![...all].some((other) => other.startsWith(`${reference}.`) || other.startsWith(`${reference}[`)),
  );
}

function collect(expression: Json | undefined, into: Set<string>): void {
  if (Array.isArray(expression)) {
    for (const item of expression as readonly Json[]) collect(item, into);
  } else if (isObject(expression)) {
    for (const [name, value] of Object.entries(expression)) {
      if (name === "references" && Array.isArray(value)) {
        for (const item of value as readonly Json[]) if (typeof item === "string") into.add(item);
      } else if (name !== "constant_value") collect(value, into);
    }
  }
}

function joined(module: string, rest: string): string {
  return module === "" ? rest : `${module}.${rest}`;
}
