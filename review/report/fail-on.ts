import { changeClasses, classSlug, growthClasses } from "../growth/change";
import { UserError } from "../user-error";
import type { Report } from "./report";

/** What `--fail-on` takes: `growth`, or a class. */
export type FailOn = string;

export const failOnValues: readonly FailOn[] = ["growth", ...changeClasses.map(classSlug)];

/**
 * The classes of `wanted` that were found, each with how often.
 * @throws UserError when there is nothing to compare with: a gate that can never close is no gate
 */
export function failing({ changes, comparedWith }: Report, wanted: readonly FailOn[]): readonly string[] {
  if (wanted.length === 0) return [];
  if (comparedWith === "nothing") {
    throw new UserError("--fail-on needs something to compare with: give a plan, or --against.");
  }
  const classes = changeClasses.filter(
    (each) => wanted.includes(classSlug(each)) || (wanted.includes("growth") && growthClasses.includes(each)),
  );
  return classes.flatMap((each) => {
    const count = changes.filter((change) => change.class === each).length;
    return count === 0 ? [] : [`${each} (${count})`];
  });
}
