import { Token } from "cdktf";
import { AwsPage } from "../aws-page";
import { labelAttributeNameRule } from "../rules/labeling-job";
import { shown } from "../validation/check-input";
import type { Problem } from "../validation/problems";
import type { BuiltInTask } from "./built-in-task";
import { LabelAttributeRefSuffix } from "./label-attribute-ref-suffix";

/** What there is to say about a label attribute name: what AWS rejects, and what it only advises against. */
export interface LabelAttributeNameReview {
  /** Why AWS would refuse the name. Empty for a good one. */
  readonly problems: readonly Problem[];
  /** What is allowed and probably not meant. */
  readonly warnings: readonly Problem[];
}

/**
 * Checks a label attribute name: the key of the label in each line of the output manifest. Tokens pass.
 *
 * @param task the job's task type; leave it out for a custom workflow, which has no rule on `-ref`
 * @param property what the user calls the name
 */
export function reviewLabelAttributeName(
  name: string,
  task?: BuiltInTask,
  property = "labelAttributeName",
): LabelAttributeNameReview {
  const given: unknown = name;
  if (typeof given !== "string")
    return { problems: [{ property, message: `got ${shown(given)}; a text is needed` }], warnings: [] };
  if (Token.isUnresolved(name)) return { problems: [], warnings: [] };
  const told = (page: string, ...messages: readonly (string | undefined)[]): Problem[] =>
    messages.filter((message) => message !== undefined).map((message) => ({ property, message, page }));
  return {
    problems: told(
      AwsPage.createLabelingJobApi,
      labelAttributeNameRule.problem(name),
      refProblem(name, task),
    ),
    warnings: told(AwsPage.outputData, refWarning(name, task)),
  };
}

function refProblem(name: string, task: BuiltInTask | undefined): string | undefined {
  const isRef = name.endsWith("-ref");
  if (task?.labelAttributeRefSuffix === LabelAttributeRefSuffix.REQUIRED && !isRef) {
    return `got "${name}"; with ${task.type} it must end in -ref, as the label is a file in S3: "${name}-ref"`;
  }
  if (task?.labelAttributeRefSuffix === LabelAttributeRefSuffix.FORBIDDEN && isRef) {
    return `got "${name}"; with ${task.type} it must not end in -ref`;
  }
  return undefined;
}

function refWarning(name: string, task: BuiltInTask | undefined): string | undefined {
  const isOdd =
    task?.labelAttributeRefSuffix === LabelAttributeRefSuffix.DISCOURAGED && name.endsWith("-ref");
  return isOdd
    ? `got "${name}"; -ref announces a file in S3, but ${task.type} writes the label itself`
    : undefined;
}
