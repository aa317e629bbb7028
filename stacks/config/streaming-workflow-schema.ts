import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { BuiltInTask } from "../../lib/jobs/built-in-task";
import { reviewLabelAttributeName } from "../../lib/jobs/label-attribute-name";
import { labelingJobNameProblems } from "../../lib/jobs/labeling-job-name";
import { allowed } from "./allowed";
import { alarmsSchema } from "./alarm-schema";
import { answersSchema } from "./answer-schema";
import { streamingBucketsSchema } from "./bucket-schema";
import { checkBuckets } from "./bucket-use";
import { besideFieldChecks } from "./cross-field";
import { checkTemplatePlace, customTaskSchema } from "./custom-task-keys";
import { jobKeys } from "./job-schema";
import { section } from "./section";
import { existingTopic } from "./topic-schema";
import { isTaskType, keyKeys, nameKeys, placeKeys, roleKeys, taskKeys } from "./workflow-keys";
import { principalArnRule } from "../../lib/rules/iam";
import { value } from "./value";
import { s3FolderRule, eventSuffixRule } from "../../lib/rules/s3";

const noAutomatedLabeling = allowed(
  "streaming jobs have no automated labeling; leave it out, or use a built-in workflow",
  AwsPage.automatedLabeling,
);
const eventsRule = "a list of S3 events is allowed, each with a location";
const publishersRule = "a list of ARNs of roles and users is allowed, at least one";

const s3Event = section({
  location: value(s3FolderRule).describe(
    "Where new objects are labeled: one of the inputs, or a folder in one.",
  ),
  suffix: value(eventSuffixRule).optional().describe("Only objects whose key ends so: .jpg. Default: all."),
});

/** A workflow whose data objects come in one by one while its labeling job runs. */
export const streamingWorkflowSchema = section(
  {
    ...nameKeys,
    type: z.literal("streaming").describe("Kind of workflow: data objects come in over a topic."),
    taskType: taskKeys.taskType
      .optional()
      .describe("What workers do, by AWS's name of the task type. Default: what customTask says."),
    customTask: customTaskSchema
      .optional()
      .describe("A task of your own, instead of taskType: template and annotation functions."),
    ...placeKeys,
    buckets: streamingBucketsSchema,
    ...keyKeys,
    jobName: z
      .string("a job name has 1 to 63 letters, digits and hyphens")
      .optional()
      .describe(
        "Name of the one labeling job; AWS never gives it free again. " +
          "Default: jobs are named <namePrefix>-<workflow>-<run>, each with its queue.",
      ),
    labelAttributeName: z
      .string("a label attribute name has 1 to 127 letters, digits and hyphens")
      .optional()
      .describe("Label attribute name of the jobs, to be checked here. Default: not checked."),
    inputTopic: existingTopic
      .optional()
      .describe("Where data objects come in. Default: a new topic <namePrefix>-<workflow>-input."),
    upstream: z
      .string("the name of another streaming workflow is allowed")
      .optional()
      .describe("Name of the workflow whose answers are the data objects of this one."),
    publishers: z
      .array(value(principalArnRule), publishersRule)
      .min(1, publishersRule)
      .optional()
      .describe(
        "Roles and users that send data objects. Those of another account need a policy of their own too.",
      ),
    s3Events: z
      .array(s3Event, eventsRule)
      .optional()
      .describe("New objects in S3 that become data objects. Not for text."),
    outputTopic: existingTopic
      .optional()
      .describe("Where answers go out. Default: a new topic <namePrefix>-<workflow>-output."),
    answers: answersSchema.optional().describe("Who gets the answers. Default: nobody, and synth warns."),
    alarms: alarmsSchema
      .optional()
      .describe("Alarms on queues and topics. {} takes the defaults. Default: none."),
    ...roleKeys,
    ...jobKeys,
  },
  { automatedLabeling: noAutomatedLabeling },
)
  .superRefine(checkBuckets, besideFieldChecks)
  .superRefine(checkTask, besideFieldChecks)
  .superRefine(checkTemplatePlace, besideFieldChecks)
  .superRefine(checkNames, besideFieldChecks)
  .superRefine(checkSource, besideFieldChecks)
  .superRefine(checkAlarms, besideFieldChecks)
  .meta({ oneOf: [{ required: ["taskType"] }, { required: ["customTask"] }] });

export type StreamingWorkflowConfig = z.infer<typeof streamingWorkflowSchema>;

interface Task {
  readonly taskType?: unknown;
  readonly customTask?: unknown;
}

function checkTask({ taskType, customTask }: Task, context: z.core.$RefinementCtx): void {
  const rule = "exactly one of taskType and customTask is allowed";
  if (taskType === undefined && customTask === undefined) {
    context.addIssue({ code: "custom", message: `has neither taskType nor customTask; ${rule}` });
  } else if (taskType !== undefined && customTask !== undefined) {
    context.addIssue({ code: "custom", path: ["customTask"], message: `excludes taskType; ${rule}` });
  }
}

interface Names {
  readonly taskType?: unknown;
  readonly jobName?: unknown;
  readonly labelAttributeName?: unknown;
}

function checkNames({ taskType, jobName, labelAttributeName }: Names, context: z.core.$RefinementCtx): void {
  const task = isTaskType(taskType) ? BuiltInTask.of(taskType) : undefined;
  const found = [
    ...(typeof jobName === "string" ? labelingJobNameProblems(jobName, "jobName") : []),
    ...(typeof labelAttributeName === "string"
      ? reviewLabelAttributeName(labelAttributeName, task).problems
      : []),
  ];
  for (const { property, message, page } of found) {
    context.addIssue({ code: "custom", path: [property], message: allowed(message, page) });
  }
}

interface Source {
  readonly upstream?: unknown;
  readonly inputTopic?: { readonly existing?: unknown };
  readonly outputTopic?: { readonly existing?: unknown };
  readonly publishers?: unknown;
  readonly s3Events?: unknown;
}

/** Data objects come in by one topic; that of an upstream workflow is open to that workflow only. */
function checkSource(workflow: Source, context: z.core.$RefinementCtx): void {
  const complain = (path: string[], message: string) =>
    context.addIssue({ code: "custom", path, message: allowed(message, AwsPage.streamingJob) });

  for (const key of ["inputTopic", "publishers", "s3Events"] as const) {
    if (workflow.upstream === undefined || workflow[key] === undefined) continue;
    complain([key], "excludes upstream, whose answers alone are the data objects then; keep one of the two");
  }
  const { inputTopic, outputTopic } = workflow;
  if (typeof inputTopic?.existing === "string" && inputTopic.existing === outputTopic?.existing) {
    const message =
      "is the input topic too, so Ground Truth would label its own answers. Choose another topic";
    complain(["outputTopic", "existing"], message);
  }
}

interface Watched {
  readonly jobName?: unknown;
  readonly answers?: { readonly queue?: unknown };
  readonly alarms?: Readonly<Record<string, unknown>>;
}

/** A threshold of something that is not watched would be passed over in silence. */
function checkAlarms({ jobName, answers, alarms }: Watched, context: z.core.$RefinementCtx): void {
  const complain = (threshold: string, message: string) => {
    if (alarms?.[threshold] === undefined) return;
    context.addIssue({ code: "custom", path: ["alarms", threshold], message });
  };
  if (jobName === undefined) {
    const message =
      "is of Ground Truth's queue, and an alarm watches one queue, known before the job starts: give a jobName";
    for (const threshold of ["oldestMessageDays", "backlog", "idleDays"]) complain(threshold, message);
  }
  if (answers?.queue === undefined) {
    complain("deadLetters", "is of the dead letters of answers.queue, which is not there; add it");
  }
}
