import { arnOf } from "../input/arn-of";
import type { Snapshot } from "../input/resource";
import type { Scope } from "../input/scope";
import type { Change } from "./change";
import { openingsOf } from "./opening-kinds";
import { same } from "./values";

/** Resources that are new or changed and let somebody in, or data out, beside all policies. */
export function newOpenings(
  stack: string,
  scope: Scope,
  before: Snapshot | undefined,
  after: Snapshot,
): readonly Change[] {
  const old = new Map((before?.resources ?? []).map((resource) => [resource.address, resource]));
  return after.resources.flatMap((now): Change[] => {
    if (now.mode === "data") return [];
    const was = old.get(now.address);
    return openingsOf(now.type).flatMap(({ attributes, opensNothing, class: kind, what }): Change[] => {
      const changed = attributes.filter((each) => !same(now.values[each], was?.values[each]));
      if (was !== undefined && changed.length === 0) return [];
      const isHidden = attributes.some((each) => now.unknown[each] === true && was !== undefined);
      if (!isHidden && opensNothing?.(now.values, was?.values ?? {}, before) === true) return [];
      return [
        {
          class: kind,
          stack,
          address: now.address,
          about: now.address,
          arn: arnOf(now, scope) ?? now.address,
          what,
          because: was === undefined ? "It is new." : `${changed.join(", ")} changed.`,
        },
      ];
    });
  });
}
