import type { z } from "zod";
import { partitionOfRegion } from "../../lib/rules/partitions";
import type { Place, Rule } from "../../lib/rules/rule";
import { allowed } from "./allowed";
import { ruleOf } from "./value";

type Given = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

/**
 * Values that name another region, account or partition than the stacks have. Whatever key a value has: its rule says
 * what must be the same.
 */
export function checkPlaces(schema: z.core.$ZodType, config: Given, context: z.core.$RefinementCtx): void {
  for (const { rule, value, path } of ruledValues(schema, config, [])) {
    if (typeof value !== "string" || rule.problem(value) !== undefined) continue;
    const message = rule.elsewhere?.(value, placeOf(path, config));
    if (message === undefined) continue;
    context.addIssue({ code: "custom", path: [...path], message: allowed(message, rule.page) });
  }
}

/** Where something must be that stands at a path. */
function placeOf(path: Path, config: Given): Partial<Place> {
  // The state may be kept in another region and account than everything else.
  const { region, account } =
    path[0] === "backend" ? { ...mapping(config.backend), account: undefined } : config;
  const partition = typeof region === "string" ? partitionOfRegion(region) : undefined;
  const rails = path[2] === "guardRails" ? mapping(listItem(config.access, path[1]).guardRails) : {};
  return {
    partition,
    // A guard rail for several regions may name keys of each.
    region: typeof region === "string" && rails.onlyRegions === undefined ? region : undefined,
    account: typeof account === "string" ? account : undefined,
  };
}

interface RuledValue {
  readonly rule: Rule;
  readonly value: unknown;
  readonly path: Path;
}

/** Every value that its type has a rule for, in a configuration of which anything may be wrong. */
function ruledValues(type: z.core.$ZodType, value: unknown, path: Path): RuledValue[] {
  if (value === undefined) return [];
  const rule = ruleOf(type);
  if (rule !== undefined) return [{ rule, value, path }];
  const { def } = (type as z.core.$ZodTypes)._zod;
  if (def.type === "object") {
    return Object.entries(def.shape).flatMap(([key, member]) =>
      ruledValues(member, mapping(value)[key], [...path, key]),
    );
  }
  if (def.type === "array") {
    const items = Array.isArray(value) ? (value as unknown[]) : [];
    return items.flatMap((item, index) => ruledValues(def.element, item, [...path, index]));
  }
  if (def.type === "record") {
    return Object.entries(mapping(value)).flatMap(([key, item]) =>
      ruledValues(def.valueType, item, [...path, key]),
    );
  }
  if (def.type === "union") {
    const { discriminator } = def as z.core.$ZodDiscriminatedUnionDef;
    return def.options
      .filter((option) => isKind(option, discriminator, value))
      .flatMap((option) => ruledValues(option, value, path));
  }
  if (def.type === "pipe") return ruledValues(def.in, value, path);
  return "innerType" in def ? ruledValues(def.innerType, value, path) : [];
}

/** Whether a mapping is of the kind that an option of a discriminated union describes. */
function isKind(option: z.core.$ZodType, discriminator: string | undefined, value: unknown): boolean {
  if (discriminator === undefined) return true;
  return option._zod.propValues?.[discriminator]?.has(mapping(value)[discriminator] as string) === true;
}

function mapping(value: unknown): Given {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Given) : {};
}

function listItem(list: unknown, index: string | number | undefined): Given {
  return mapping(Array.isArray(list) ? list[Number(index)] : undefined);
}
