import { resolve } from "node:path";
import { AwsPage } from "../../lib/aws-page";
import { readyHandlerFile } from "../../lib/functions/ready-handler-file";
import { readyTemplate } from "../../lib/jobs/ready-template/ready-template";
import { readyTask } from "../../lib/jobs/ready-template/ready-task";
import { UserError } from "../../review/user-error";
import type { PreAnnotationConfig } from "../../stacks/config/function-schema";
import type { RunnableCode } from "../../tasks/preview/run-pre-annotation";
import type { ConfiguredWorkflow } from "../configured-workflow";
import { shownFile } from "../shown-file";

/** Where the template of a workflow is. */
type TemplateSource = { readonly file: string } | { readonly uri: string } | { readonly ready: string };

/** The pre-annotation function of a workflow. */
export type PreAnnotation =
  /** AWS's own, of a built-in task. */
  | "hosted"
  /** The template reads the line of the manifest. */
  | "none"
  | { readonly code: RunnableCode; readonly environment: Readonly<Record<string, string>> }
  /** Runs in Lambda only. */
  | { readonly elsewhere: string };

/** What a preview needs to know of a workflow. */
export interface WorkflowParts {
  readonly template: TemplateSource;
  readonly preAnnotation: PreAnnotation;
  /** Labels of the job, as far as the configuration names them. */
  readonly labels: readonly string[];
  /** Label attribute name of the job before. */
  readonly earlierLabel?: string;
}

/** @throws UserError when the workflow has no template that could be shown */
export function workflowParts(of: ConfiguredWorkflow): WorkflowParts {
  const { workflow } = of;
  const custom = workflow.type === "built-in" ? undefined : workflow.customTask;
  const earlierLabel = earlierLabelOf(of);
  const labels = workflow.job?.labels ?? [];
  const given = workflow.job?.template ?? custom?.template;
  const preAnnotation = custom === undefined ? ("hosted" as const) : preAnnotationOf(custom.preAnnotation);
  return { template: templateOf(of, given, earlierLabel), preAnnotation, labels, earlierLabel };
}

function templateOf(
  { workflow, task }: ConfiguredWorkflow,
  given: { readonly file?: string; readonly existing?: string } | undefined,
  earlierLabel: string | undefined,
): TemplateSource {
  if (given?.file !== undefined) return { file: given.file };
  if (given?.existing !== undefined) return { uri: given.existing };
  if (task === undefined) {
    throw new UserError(`${workflow.name} has no template: name one under template, with file`);
  }
  const ready = readyTask(task.type);
  if (ready === undefined) {
    throw new UserError(
      `Workers of ${task.type} see a page of AWS's own, which cannot be shown here (${AwsPage.taskTypes})`,
    );
  }
  const { shortInstruction, fullInstruction } = workflow.job?.instructions ?? {};
  return {
    ready: readyTemplate({
      taskType: task.type,
      shortInstructions: shortInstruction,
      fullInstructions: fullInstruction,
      earlierLabelAttributeName: ready.earlier === undefined ? undefined : earlierLabel,
    }),
  };
}

/** The attribute that an audit is about. Any will do for a preview where the configuration has no job. */
function earlierLabelOf({ config, workflow, task }: ConfiguredWorkflow): string | undefined {
  const previous = workflow.job?.previousJob;
  const kind = task && readyTask(task.type)?.earlier;
  if (previous?.labelAttributeName !== undefined) return previous.labelAttributeName;
  const before = config.workflows.find(({ name }) => name === previous?.workflow);
  if (before !== undefined)
    return before.job?.labelAttributeName ?? (kind === "mask" ? `${before.name}-ref` : before.name);
  return kind === undefined ? undefined : kind === "mask" ? "earlier-ref" : "earlier";
}

function preAnnotationOf(config: PreAnnotationConfig | undefined): PreAnnotation {
  if (config === undefined) return "none";
  const { entry, ready, directory, handler, runtime, external = [], settings } = config;
  const environment = settings?.environment ?? {};
  if (ready !== undefined) {
    return {
      code: { kind: "entry", file: readyHandlerFile(ready), handler: "handler", external },
      environment,
    };
  }
  if (entry !== undefined)
    return {
      code: { kind: "entry", file: resolve(entry), handler: handler ?? "handler", external },
      environment,
    };
  const isPython = runtime?.startsWith("python") === true;
  if (directory !== undefined && (isPython || runtime?.startsWith("nodejs") === true)) {
    return {
      code: { kind: "directory", folder: resolve(directory), handler: handler!, isPython },
      environment,
    };
  }
  const what =
    directory === undefined
      ? (config.zip ?? config.s3 ?? config.imageUri ?? config.existing)!
      : `${shownFile(directory)} (${runtime})`;
  return { elsewhere: what };
}
