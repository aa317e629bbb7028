import { partitionOfRegion } from "../../../lib/rules/partitions";
import type { Place } from "../../../lib/rules/rule";
import { sections } from "../configuration";
import type { Complain, GoodConfig, Path } from "../good-part";
import { ruleOf } from "../types";
import { visitTexts } from "../visit-texts";

/**
 * Values that name another region, account or partition than the stacks have. Whatever key a value has: its rule says
 * what must be the same.
 */
export function checkPlaces(config: GoodConfig, complain: Complain): void {
  visitTexts(sections, config, (type, value, path) => {
    const rule = ruleOf(type);
    const message = rule?.elsewhere?.(value, placeOf(path, config));
    if (message !== undefined) complain(path, message, rule?.page);
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
