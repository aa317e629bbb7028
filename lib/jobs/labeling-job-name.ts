import { Token } from "cdktf";
import { AwsPage } from "../aws-page";
import { shown } from "../validation/check-input";
import type { Problem } from "../validation/problems";

/** Most characters in the name of a labeling job. */
export const longestLabelingJobName = 63;

/** Characters kept free after a job name prefix, for a suffix such as `-20261122-103000`. */
export const labelingJobRunSuffixLength = 16;

/**
 * What is wrong with the name of a labeling job. Tokens pass.
 *
 * Two rules that no check here can see: a name is taken for good once a job had it, and names that differ
 * only in upper and lower case are the same.
 */
export function labelingJobNameProblems(name: string, property = "labelingJobName"): readonly Problem[] {
  const form = /^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/;
  return problems(name, property, longestLabelingJobName, form, [
    "a job name has letters, digits and hyphens only, and begins and ends with a letter or digit",
    `a job name has at most ${longestLabelingJobName} characters`,
  ]);
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
  const room = longestLabelingJobName - runSuffixLength;
  return problems(prefix, property, room, /^[a-zA-Z0-9][a-zA-Z0-9-]*$/, [
    "the prefix of job names has letters, digits and hyphens only, and begins with a letter or digit",
    `the prefix has at most ${room} characters, as the suffix of a run takes ${runSuffixLength} of the job name's ${longestLabelingJobName}`,
  ]);
}

function problems(
  text: string,
  property: string,
  longest: number,
  form: RegExp,
  [formTold, length]: readonly [form: string, length: string],
): readonly Problem[] {
  const given: unknown = text;
  if (typeof given !== "string") return [{ property, message: `got ${shown(given)}; a text is needed` }];
  if (Token.isUnresolved(text)) return [];
  const wrong = [...(form.test(text) ? [] : [formTold]), ...(text.length > longest ? [length] : [])];
  return wrong.map((rule) => ({
    property,
    message: `got "${text}"; ${rule}`,
    page: AwsPage.createLabelingJobApi,
  }));
}
