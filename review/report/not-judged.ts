import { policyCarriers, readElsewhere, resourceKinds } from "../estate/resource-kinds";
import { holdingTypes } from "../growth/losses";
import { networkTypes } from "../growth/network-rules";
import { openingsOf } from "../growth/opening-kinds";
import { protectingSettings, protectors } from "../growth/protecting-settings";
import type { Snapshot } from "../input/resource";
import type { NotJudged } from "./not-judged-type";
import type { Report } from "./report";

export type { NotJudged } from "./not-judged-type";

const judgedByName = /^aws_(iam|ssoadmin)_/;

const judged = new Set([
  ...Object.keys(policyCarriers),
  ...Object.keys(resourceKinds),
  ...Object.keys(protectors),
  ...readElsewhere,
  ...holdingTypes,
  ...networkTypes,
  ...protectingSettings.flatMap(({ types }) => types),
  "aws_kms_grant",
  "aws_lambda_function_url",
  "aws_lambda_permission",
]);

/** What changed, by type; all that there is where there is nothing to compare with. */
export function notJudged(
  stacks: readonly { readonly before?: Snapshot; readonly after: Snapshot }[],
): readonly NotJudged[] {
  const counts = new Map<string, number>();
  for (const { before, after } of stacks) {
    const old = new Map((before?.resources ?? []).map((resource) => [resource.address, resource]));
    for (const { mode, type, address, values, unknown } of after.resources) {
      if (mode === "data" || judged.has(type) || judgedByName.test(type) || openingsOf(type).length > 0)
        continue;
      const was = old.get(address);
      const isSame =
        was !== undefined &&
        Object.keys(unknown).length === 0 &&
        JSON.stringify(was.values) === JSON.stringify(values);
      if (!isSame) counts.set(type, (counts.get(type) ?? 0) + 1);
    }
  }
  return [...counts].map(([type, count]) => ({ type, count })).sort((a, b) => (a.type < b.type ? -1 : 1));
}

/** For people: what the list of types is. */
export function notJudgedTitle({ comparedWith }: Pick<Report, "comparedWith">): string {
  const what = comparedWith === "nothing" ? "Of these types" : "Changed, and of these types";
  return `${what} only policies in them and roles that they act as are judged`;
}

/** `aws_route (2)` */
export function notJudgedNames({ notJudged: types }: Pick<Report, "notJudged">): readonly string[] {
  return types.map(({ type, count }) => (count === 1 ? type : `${type} (${count})`));
}
