import { Token } from "cdktf";
import { AwsPage } from "../aws-page";
import { shown } from "../validation/check-input";
import type { Problem } from "../validation/problems";
import type { BuiltInTask } from "./built-in-task";
import { LabelAttributeRefSuffix } from "./label-attribute-ref-suffix";

const longest = 127;
const reserved: readonly string[] = ["source", "source-ref"];

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
  const told = (messages: readonly (string | undefined)[], page: string): Problem[] =>
    messages
      .filter((message) => message !== undefined)
      .map((message) => ({ property, message: `got "${name}"; ${message}`, page }));
  return {
    problems: told(
      [formProblem(name), lengthProblem(name), meaningProblem(name), refProblem(name, task)],
      AwsPage.createLabelingJobApi,
    ),
    warnings: told([refWarning(name, task)], AwsPage.outputData),
  };
}

function formProblem(name: string): string | undefined {
  if (name.includes("$")) {
    return "it cannot hold $: streaming jobs write the object's id under $<name>-object-id";
  }
  if (/^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/.test(name)) return undefined;
  return "it has letters, digits and hyphens only, and begins and ends with a letter or digit";
}

function lengthProblem(name: string): string | undefined {
  return name.length > longest ? `it has ${name.length} characters, ${longest} are allowed` : undefined;
}

function meaningProblem(name: string): string | undefined {
  if (reserved.includes(name)) return `${reserved.join(" and ")} name the object itself`;
  if (name.endsWith("-metadata"))
    return "it cannot end in -metadata, under which Ground Truth writes the metadata";
  return undefined;
}

function refProblem(name: string, task: BuiltInTask | undefined): string | undefined {
  const isRef = name.endsWith("-ref");
  if (task?.labelAttributeRefSuffix === LabelAttributeRefSuffix.REQUIRED && !isRef) {
    return `with ${task.type} it must end in -ref, as the label is a file in S3: "${name}-ref"`;
  }
  if (task?.labelAttributeRefSuffix === LabelAttributeRefSuffix.FORBIDDEN && isRef) {
    return `with ${task.type} it must not end in -ref`;
  }
  return undefined;
}

function refWarning(name: string, task: BuiltInTask | undefined): string | undefined {
  const isOdd =
    task?.labelAttributeRefSuffix === LabelAttributeRefSuffix.DISCOURAGED && name.endsWith("-ref");
  return isOdd ? `-ref announces a file in S3, but ${task.type} writes the label itself` : undefined;
}
