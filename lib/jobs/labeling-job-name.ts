import { Token } from "cdktf";
import { AwsPage } from "../aws-page";
import { jobNameRule } from "../rules/labeling-job";
import { shown } from "../validation/check-input";
import type { Problem } from "../validation/problems";

/** Most characters in the name of a labeling job. */
export const longestLabelingJobName = 63;

/** Characters kept free after a job name prefix, for a suffix such as `-20261122-103000`. */
const labelingJobRunSuffixLength = 16;

/**
 * What is wrong with the name of a labeling job. Tokens pass.
 *
 * Two rules that no check here can see: a name is taken for good once a job had it, and names that differ
 * only in upper and lower case are the same.
 */
export function labelingJobNameProblems(name: string, property = "labelingJobName"): readonly Problem[] {
  const given: unknown = name;
  if (typeof given !== "string") return [{ property, message: `got ${shown(given)}; a text is needed` }];
  const message = jobNameRule.problem(name);
  return message === undefined ? [] : [{ property, message, page: jobNameRule.page }];
}

/**
 * What is wrong with the beginning that the names of a workflow's jobs share. Each run adds a suffix of its
 * own, as the name of a job can never be used again. Tokens pass.
 *
 * @param runSuffixLength characters that the suffix needs, with its hyphen
 */
export function labelingJobNamePrefixProblems(
  prefix: string,
  property = "labelingJobNamePrefix",
  runSuffixLength = labelingJobRunSuffixLength,
): readonly Problem[] {
  const given: unknown = prefix;
  if (typeof given !== "string") return [{ property, message: `got ${shown(given)}; a text is needed` }];
  if (Token.isUnresolved(prefix)) return [];
  const room = longestLabelingJobName - runSuffixLength;
  const wrong = [
    ...(/^[a-zA-Z0-9][a-zA-Z0-9-]*$/.test(prefix)
      ? []
      : ["the prefix of job names has letters, digits and hyphens only, and begins with a letter or digit"]),
    ...(prefix.length > room
      ? [
          `the prefix has at most ${room} characters, as the suffix of a run takes ${runSuffixLength} of the job name's ${longestLabelingJobName}`,
        ]
      : []),
  ];
  return wrong.map((rule) => ({
    property,
    message: `got "${prefix}"; ${rule}`,
    page: AwsPage.createLabelingJobApi,
  }));
}
