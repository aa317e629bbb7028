import type { z } from "zod";
import { shownPath } from "./shown-path";

/** Where in a configuration a key is known: `workflows[].customTask`. */
interface Home {
  readonly path: readonly string[];
  /** The kind of workflow, or whatever a `type` says, that the section is of. */
  readonly kind?: string;
}

const list = "[]";

/** Sections that know `key`, of the whole schema. */
function homesOf(key: string, type: z.core.$ZodType, path: readonly string[] = [], kind?: string): Home[] {
  const { def } = (type as z.core.$ZodTypes)._zod;
  if (def.type === "object") {
    const below = Object.entries(def.shape).flatMap(([name, member]) =>
      homesOf(key, member, [...path, name], kind),
    );
    return Object.hasOwn(def.shape, key) ? [{ path, kind }, ...below] : below;
  }
  if (def.type === "array") return homesOf(key, def.element, [...path, list], kind);
  if (def.type === "union") {
    const { discriminator } = def as z.core.$ZodDiscriminatedUnionDef;
    return def.options.flatMap((option) => {
      const values = discriminator === undefined ? undefined : option._zod.propValues?.[discriminator];
      const [value] = values ?? [];
      return homesOf(key, option, path, typeof value === "string" ? value : kind);
    });
  }
  if (def.type === "pipe") return homesOf(key, def.in, path, kind);
  return "innerType" in def ? homesOf(key, def.innerType, path, kind) : [];
}

/**
 * Where a key belongs that stands where nobody knows it, as the end of a sentence. The nearest section counts: one below,
 * the same in a workflow of another type, one above.
 */
export function rightHome(
  key: string,
  holder: readonly PropertyKey[],
  schema: z.core.$ZodType,
): string | undefined {
  const here = holder.map((step) => (typeof step === "number" ? list : String(step)));
  const homes = homesOf(key, schema);
  const isAt = (home: Home, path: readonly string[]) => home.path.join("/") === path.join("/");
  const beginsWith = (path: readonly string[], with_: readonly string[]) =>
    with_.every((step, index) => path[index] === step);
  const below = homes.filter(({ path }) => path.length > here.length && beginsWith(path, here));
  if (below.length > 0) {
    const nearest = below.reduce((one, other) => (other.path.length < one.path.length ? other : one));
    const way = nearest.path.slice(here.length).filter((step) => step !== list);
    return `it belongs under ${way.join(".")}`;
  }
  const kinds = new Set(homes.filter((home) => isAt(home, here)).map(({ kind }) => kind));
  if (kinds.size > 0) return `it belongs to the type ${[...kinds].join(" or ")}, and this is another one`;
  const above = homes.filter(({ path }) => path.length < here.length && beginsWith(here, path));
  const [nearest] = above.sort((one, other) => other.path.length - one.path.length);
  if (nearest !== undefined) {
    return nearest.path.length === 0
      ? "it belongs to the top of the file, without indentation"
      : `it belongs to ${shownPath(holder.slice(0, nearest.path.length))}, beside ${String(holder[nearest.path.length])}`;
  }
  const [only, ...others] = new Set(homes.map(({ path }) => path.join(".").replaceAll(`.${list}`, list)));
  if (only === undefined || others.length > 1) return undefined;
  return `it belongs to ${[only, ...others].join(" or ")}`;
}
