import type { z } from "zod";
import { partitionOfRegion } from "../../../lib/rules/partitions";
import type { Place, Rule } from "../../../lib/rules/rule";
import { allowed } from "../allowed";
import { sections } from "../configuration";
import type { Complain, GoodConfig, Path } from "../good-part";
import { ruleOf } from "../types";

/**
 * Values that name another region, account or partition than the stacks have. Whatever key a value has: its rule says
 * what must be the same.
 */
export function checkPlaces(config: GoodConfig, complain: Complain): void {
  visit(sections, config, [], (rule, value, path) => {
    const message = rule.elsewhere?.(value, placeOf(path, config));
    if (message !== undefined) complain(path, allowed(message, rule.page));
  });
}

/** Where something must be that stands at a path. */
function placeOf(path: Path, { region: own, account, backend, access }: GoodConfig): Partial<Place> {
  // The state may be kept in another region and account than everything else.
  const isState = path[0] === "backend";
  const region = isState ? backend?.type === "s3" && backend.region : own;
  // A guard rail for several regions may name keys of each.
  const isOfRegions =
    path[2] === "guardRails" && access?.[Number(path[1])]?.guardRails?.onlyRegions !== undefined;
  return {
    partition: region ? partitionOfRegion(region) : undefined,
    region: region && !isOfRegions ? region : undefined,
    account: isState ? undefined : account,
  };
}

/** Every text that its type has a rule for. */
function visit(
  type: z.core.$ZodType,
  value: unknown,
  path: Path,
  see: (rule: Rule, value: string, path: Path) => void,
): void {
  if (value === undefined) return;
  const rule = ruleOf(type);
  if (rule !== undefined) {
    if (typeof value === "string") see(rule, value, path);
    return;
  }
  const { def } = (type as z.core.$ZodTypes)._zod;
  const parts = value as Readonly<Record<string, unknown>>;
  if (def.type === "object") {
    for (const [key, member] of Object.entries(def.shape)) visit(member, parts[key], [...path, key], see);
  } else if (def.type === "array") {
    (value as unknown[]).forEach((item, index) => visit(def.element, item, [...path, index], see));
  } else if (def.type === "record") {
    for (const [key, item] of Object.entries(parts)) visit(def.valueType, item, [...path, key], see);
  } else if (def.type === "union") {
    const { discriminator } = def as z.core.$ZodDiscriminatedUnionDef;
    const kind = parts[discriminator] as string;
    const option = def.options.find((one) => one._zod.propValues?.[discriminator]?.has(kind));
    if (option !== undefined) visit(option, value, path, see);
  } else if (def.type === "pipe") visit(def.in, value, path, see);
  else if ("innerType" in def) visit(def.innerType, value, path, see);
}
