import { z } from "zod";
import type * as lib from "../../lib";
import { AwsPage } from "../../lib/aws-page";
import { automatedLabelingProblem } from "../../lib/jobs/automated-labeling-tasks";
import { BuiltInTaskType } from "../../lib/jobs/built-in-task-type";
import { PermissionStyle } from "../../lib/permissions/style";
import * as rules from "../../lib/rules";
import { allowed, oneType } from "./allowed";
import { bucketsSchema, streamingBucketsSchema } from "./bucket-schema";
import { customTaskSchema } from "./function-schema";
import { jobKeys } from "./job-schema";
import { workflowKeySchema } from "./key-schema";
import { executionRoleSchema, permissionsSchema } from "./role-schema";
import { exactlyOne, notBeside, onlyWith, type Relation } from "./relations";
import {
  alarmsSchema,
  answersSchema,
  deliveryLogsSchema,
  existingTopic,
  jobEventsSchema,
} from "./messaging-schema";
import { section } from "./section";
import { taskTypesCalled } from "./task-type-names";
import { allOf, flag, location, many, must, needed, oneWord, optional, propsOf } from "./types";

const logGroupSchema = section(
  propsOf<lib.LabelingLogGroupProps>("LabelingLogGroupProps")({
    retentionInDays: must(rules.logRetentionRule),
  }),
);

/** Keys of a workflow of whatever kind, in the order in which people read them. */
const nameKeys = {
  name: needed(rules.stackNameRule, "Name of the workflow and of its stack; no other workflow has it."),
};

const taskType = oneWord("a task type", BuiltInTaskType, AwsPage.taskTypes, taskTypesCalled);

const placeKeys = {
  inputs: many(location(rules.s3LocationRule), {
    allowed: "a list of S3 locations is allowed, at least one",
    from: 1,
  }).describe(
    "Every place the job reads: data objects, manifest, label categories, template. s3://bucket/folder/ is all that is in a folder; " +
      "a name with an extension and no slash at its end is one file.",
  ),
  output: needed(location(rules.s3FolderRule), "Where Ground Truth writes the answers: s3://bucket/prefix/."),
};

const keyKeys = {
  encryptionKey: workflowKeySchema
    .default({ create: {} })
    .describe("The key that encrypts the workflow's data. Default: a new one."),
};

const roleKeys = {
  executionRole: executionRoleSchema
    .default({})
    .describe("The role that the labeling job runs as. Default: a new one."),
  permissions: permissionsSchema
    .default({ style: PermissionStyle.LEAST_PRIVILEGE, hardening: {} })
    .describe("How the role's policies are written."),
  jobEvents: optional(jobEventsSchema, "Whom EventBridge tells of the end of jobs. Default: nobody."),
  logGroup: optional(
    logGroupSchema,
    "Makes /aws/sagemaker/LabelingJobs, the log group that all jobs of the account share in the region: in one workflow only. Default: Ground Truth makes it, and keeps entries for ever.",
  ),
  ...jobKeys,
};

const onlyWhenEnabled: Relation = {
  check: ({ enabled, encryptVolume, vpcConfig }, complain) => {
    if (enabled !== false) return;
    if (encryptVolume === true) {
      const message = "true, but automated labeling is not enabled, and without it there is no volume";
      complain("encryptVolume", allowed(message, AwsPage.labelingKey));
    }
    if (vpcConfig !== undefined) {
      const message = "is of training, but automated labeling is not enabled; enable it, or take it out";
      complain("vpcConfig", allowed(message, AwsPage.labelingJobResourceConfig));
    }
  },
};

const automatedLabelingSchema = section(
  {
    enabled: needed(flag, "A model labels part of the objects; the role may train it and run it."),
    ...propsOf<lib.AutomatedLabelingOptions>("AutomatedLabelingOptions")({
      encryptVolume: flag,
      vpcConfig: section(propsOf<lib.TrainingVpcConfig>("TrainingVpcConfig")(allOf(rules.trainingVpcRules))),
    }),
  },
  [onlyWhenEnabled],
);

const automatable: Relation = {
  check: ({ taskType: type, automatedLabeling }, complain) => {
    const { enabled } = (automatedLabeling ?? {}) as { readonly enabled?: unknown };
    const problem = enabled === true && isTaskType(type) ? automatedLabelingProblem(type) : undefined;
    if (problem !== undefined) {
      complain("automatedLabeling.enabled", allowed(problem, AwsPage.automatedLabeling));
    }
  },
};

/** A workflow on one of the task types that AWS hosts the annotation functions for. */
const builtInWorkflowSchema = section(
  {
    ...nameKeys,
    type: z.literal("built-in").describe("Kind of workflow: AWS hosts the annotation functions."),
    taskType: needed(taskType, "What workers do, by AWS's name of the task type."),
    ...placeKeys,
    buckets: bucketsSchema,
    ...keyKeys,
    automatedLabeling: optional(
      automatedLabelingSchema,
      "A model labels too. Default: people label everything.",
    ),
    ...roleKeys,
  },
  [automatable],
);

/** A workflow with a worker template and annotation functions of one's own. */
const customWorkflowSchema = section(
  {
    ...nameKeys,
    type: z.literal("custom").describe("Kind of workflow: template and annotation functions are your own."),
    ...placeKeys,
    buckets: bucketsSchema,
    customTask: customTaskSchema
      .default({})
      .describe("Template and annotation functions. Default: named by whoever makes the job."),
    ...keyKeys,
    ...roleKeys,
  },
  [],
  {
    automatedLabeling: noAutomatedLabeling("custom workflows"),
    taskType: allowed(
      "the task of a custom workflow is its template and its functions; leave it out, or use a built-in workflow",
      AwsPage.customWorkflow,
    ),
  },
);

function noAutomatedLabeling(kind: string): string {
  const message = `${kind} have no automated labeling; leave it out, or use a built-in workflow`;
  return allowed(message, AwsPage.automatedLabeling);
}

const s3Event = section(
  propsOf<lib.S3EventOptions>("S3EventOptions")({
    location: must(location(rules.s3FolderRule)),
    suffix: rules.eventSuffixRule,
  }),
);

/** A threshold of something that is not watched would be passed over in silence. */
const watched: Relation = {
  check: ({ labelingJobName, answers, alarms }, complain) => {
    const known = { labelingJobName, ...(answers as object | undefined) };
    const inAlarms = (key: string, other: string, message: string) =>
      onlyWith(key, other, message).check({ ...known, ...(alarms as object | undefined) }, (_, told) =>
        complain(`alarms.${key}`, told),
      );
    const ofJob =
      "is of Ground Truth's queue, and an alarm watches one queue, known before the job starts: give a labelingJobName";
    for (const key of ["oldestMessageDays", "backlog", "idleDays"]) inAlarms(key, "labelingJobName", ofJob);
    inAlarms("deadLetters", "queue", "is of the dead letters of answers.queue, which is not there; add it");
  },
};

/** A workflow whose data objects come in one by one while its labeling job runs. */
const streamingWorkflowSchema = section(
  {
    ...nameKeys,
    type: z.literal("streaming").describe("Kind of workflow: data objects come in over a topic."),
    taskType: optional(taskType, "What workers do, by AWS's name of it. Default: what customTask says."),
    customTask: optional(customTaskSchema, "Your own task, instead of taskType: template and functions."),
    ...placeKeys,
    buckets: streamingBucketsSchema,
    ...keyKeys,
    labelingJobName: optional(
      rules.jobNameRule,
      "Name of the one labeling job; AWS never gives it free again. Default: jobs are named <namePrefix>-<workflow>-<run>, each with its queue.",
    ),
    ...propsOf<lib.StreamingWorkflowProps>("StreamingWorkflowProps")({
      labelAttributeName: rules.labelAttributeNameRule,
      upstream: z.string("the name of another streaming workflow is allowed"),
      s3Events: many(s3Event, { allowed: "a list of S3 events is allowed, each with a location" }),
    }),
    inputTopic: optional(existingTopic, "Data objects come in here. Default: <namePrefix>-<workflow>-input."),
    publishers: optional(
      rules.list("ARNs of roles and users", rules.principalArnRule),
      "Roles and users that send data objects. Those of another account need a policy of their own too.",
    ),
    outputTopic: optional(existingTopic, "Answers go out here. Default: <namePrefix>-<workflow>-output."),
    answers: optional(answersSchema, "Who gets the answers. Default: nobody, and synth warns."),
    deliveryLogs: optional(
      deliveryLogsSchema,
      "Logs in CloudWatch Logs what became of the messages of the input and output topics that are made: each that fails. Default: no log.",
    ),
    alarms: optional(alarmsSchema, "Alarms on queues and topics. {} takes the defaults. Default: none."),
    ...roleKeys,
  },
  [
    exactlyOne(["taskType", "customTask"]),
    notBeside(
      "upstream",
      ["inputTopic", "publishers", "s3Events"],
      "excludes upstream, whose answers alone are the data objects then; keep one of the two",
      AwsPage.streamingJob,
    ),
    watched,
  ],
  { automatedLabeling: noAutomatedLabeling("streaming jobs") },
);

/** A workflow of any kind; `type` says which. */
export const workflowSchema = z.discriminatedUnion(
  "type",
  [builtInWorkflowSchema, streamingWorkflowSchema, customWorkflowSchema],
  { error: oneType("a workflow", ["built-in", "streaming", "custom"]) },
);

/** What a workflow of any type says, with defaults filled in. */
export type WorkflowConfig = z.infer<typeof workflowSchema>;
/** What a workflow of type `built-in` says, with defaults filled in. */
export type BuiltInWorkflowConfig = z.infer<typeof builtInWorkflowSchema>;
/** What a workflow of type `custom` says, with defaults filled in. */
export type CustomWorkflowConfig = z.infer<typeof customWorkflowSchema>;
/** What a workflow of type `streaming` says, with defaults filled in. */
export type StreamingWorkflowConfig = z.infer<typeof streamingWorkflowSchema>;

/** What workflows of every kind have. */
export type CommonWorkflowConfig = Pick<
  StreamingWorkflowConfig,
  Exclude<keyof BuiltInWorkflowConfig & keyof StreamingWorkflowConfig & keyof CustomWorkflowConfig, "type">
>;

function isTaskType(value: unknown): value is BuiltInTaskType {
  return Object.values<unknown>(BuiltInTaskType).includes(value);
}
