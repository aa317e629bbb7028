import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { BuiltInTask, BuiltInTaskType, TaskFamily, TaskVariant } from "../../lib";
import { ConfigurationError, readLocatedConfig, synthesize, workflowStacks } from "../../stacks";
import { requestProblems } from "../jobs/model-problems";
import { scratchFolder } from "../scratch-folder";
import { bySid, type TerraformJson } from "../synthesized";

const folder = scratchFolder();
beforeAll(() => {
  writeFileSync(
    join(folder, "page.html"),
    `<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
<crowd-form>{{ task.input.taskObject | grant_read_access }}<crowd-input name="a"></crowd-input></crowd-form>\n`,
  );
});

const team = { name: "drawers", description: "People who draw" };
const base = {
  namePrefix: "acme",
  region: "eu-west-1",
  account: "111122223333",
  workforce: { userPool: { create: { domain: "acme-labeling" } }, teams: [team] },
};
const manifestS3Uri = "s3://acme-raw/job/input.manifest";

interface Synthesized {
  readonly stacks: Record<string, TerraformJson>;
  readonly warnings: readonly string[];
}

/** The stacks of a configuration, by name. */
function synthesized(config: unknown): Synthesized {
  const file = join(folder, "ground-truth.yaml");
  writeFileSync(file, typeof config === "string" ? config : stringify(config));
  const outdir = mkdtempSync(join(folder, "out-"));
  const { config: read, places } = readLocatedConfig(file);
  const warnings = synthesize(read, outdir, workflowStacks, places);
  const names = [...read.workflows.map(({ name }) => name), ...(read.access === undefined ? [] : ["access"])];
  const stacks = names.map((name) => {
    const text = readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8");
    return [name, JSON.parse(text) as TerraformJson] as const;
  });
  return { stacks: Object.fromEntries(stacks), warnings };
}

/** `<line>:<column> <path>: <message>` of everything that is wrong. */
function problemsOf(config: unknown): string[] {
  try {
    synthesized(config);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map(
      ({ place, path, message }) => `${place?.replace(/^.*yaml:/, "")} ${path}: ${message}`,
    );
  }
  return [];
}

function requestOf(stack: TerraformJson | undefined): Record<string, unknown> {
  return stack!.output!.labeling_job_request!.value as Record<string, unknown>;
}

/** Names of workflows begin with a letter and have 40 characters. */
function nameOf(taskType: BuiltInTaskType): string {
  return `t-${taskType.toLowerCase()}`.replace("semanticsegmentation", "segmentation");
}

/** A workflow of a task type with a job in as few lines as there can be. */
function workflow(taskType: BuiltInTaskType) {
  const { family, variant } = BuiltInTask.of(taskType);
  const isAudit = variant !== TaskVariant.BASE;
  const needsInstructions =
    taskType === BuiltInTaskType.NAMED_ENTITY_RECOGNITION ||
    [TaskFamily.VIDEO_FRAME, TaskFamily.POINT_CLOUD_3D].includes(family);
  const before = {
    manifestS3Uri: "s3://acme-before/j/manifests/output/output.manifest",
    labelAttributeName: "old-ref",
  };
  return {
    name: nameOf(taskType),
    type: "built-in",
    taskType,
    inputs: ["s3://acme-raw/job/", "s3://acme-before/"],
    output: `s3://acme-labels/${nameOf(taskType)}/`,
    // Names of roles have 64 characters.
    executionRole: { name: `labeling-${Object.values(BuiltInTaskType).indexOf(taskType)}` },
    job: {
      ...(isAudit ? { previousJob: before } : { manifestS3Uri }),
      ...(taskType === BuiltInTaskType.PASS_THROUGH
        ? { template: { existing: "s3://acme-raw/job/page.html" } }
        : { labels: ["stop", "yield"] }),
      ...(needsInstructions && {
        instructions: { shortInstruction: "Mark it.", fullInstruction: "Mark all of it." },
      }),
    },
  };
}

const streaming = {
  name: "letters",
  type: "streaming",
  taskType: "TextClassificationMultiLabel",
  inputs: ["s3://acme-letters/job/"],
  output: "s3://acme-labels/letters/",
  publishers: ["arn:aws:iam::111122223333:role/letter-box"],
  job: { labels: ["invoice", "complaint"] },
};
const custom = {
  name: "price-tags",
  type: "custom",
  inputs: ["s3://acme-raw/job/"],
  output: "s3://acme-labels/prices/",
  customTask: { template: { file: "page.html" } },
  job: { manifestS3Uri },
};

describe("the output labeling_job_request", () => {
  const types = Object.values(BuiltInTaskType);
  let requests: Record<string, unknown>[];
  let texts: string[];
  beforeAll(() => {
    const { stacks } = synthesized({ ...base, workflows: [...types.map(workflow), streaming, custom] });
    requests = Object.values(stacks).map(requestOf);
    texts = requests.map((request) => JSON.stringify(request));
  });

  /** As it is once the key is there. */
  const deployed = (text: string) =>
    JSON.parse(
      text.replaceAll("${aws_kms_key.key.arn}", "arn:aws:kms:eu-west-1:111122223333:key/0"),
    ) as unknown;

  it("of every task type, of a streaming and of a custom workflow is what the API model asks for", () => {
    expect(requests).toHaveLength(types.length + 2);
    expect(texts.flatMap((text) => requestProblems("CreateLabelingJob", deployed(text)))).toEqual([]);
  });

  it("holds nothing that the first plan does not know but the ARN of the new key", () => {
    const unknown = texts.flatMap((text) => text.match(/\$\{[^}]*\}/g) ?? []);
    expect([...new Set(unknown)]).toEqual(["${aws_kms_key.key.arn}"]);
  });

  it("passes the validation of botocore", () => {
    const script = `
import json, sys
from botocore.session import get_session
from botocore.validate import ParamValidator
shape = get_session().get_service_model("sagemaker").operation_model("CreateLabelingJob").input_shape
print(json.dumps([ParamValidator().validate(one, shape).generate_report() for one in json.load(sys.stdin)]))`;
    const input = JSON.stringify(texts.map(deployed));
    const { status, stdout, stderr, error } = spawnSync("python3", ["-c", script], {
      input,
      encoding: "utf8",
    });
    if (error !== undefined || /No module named 'botocore'/.test(stderr)) {
      console.warn("NOT TESTED: botocore's own validation of 26 requests. It needs python3 with botocore.");
      return;
    }
    expect([status, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toEqual(texts.map(() => ""));
  }, 60_000);
});

describe("a job in a few lines", () => {
  it("has the only team of the section workforce, the tags of the file and a ready template with its labels", () => {
    const { stacks } = synthesized({
      ...base,
      tags: { unit: "vision" },
      workflows: [workflow(BuiltInTaskType.BOUNDING_BOX)],
    });
    const stack = stacks["t-boundingbox"];
    expect(requestOf(stack)).toMatchObject({
      LabelAttributeName: "t-boundingbox",
      HumanTaskConfig: {
        WorkteamArn: "arn:aws:sagemaker:eu-west-1:111122223333:workteam/private-crowd/drawers",
        UiConfig: {
          UiTemplateS3Uri: expect.stringMatching(
            /^s3:\/\/acme-raw\/job\/templates\/acme-t-boundingbox-\w{12}\.liquid\.html$/,
          ) as string,
        },
      },
      Tags: [{ Key: "unit", Value: "vision" }],
    });
    const objects = Object.keys(stack!.resource.aws_s3_object!).map((name) => name.replace(/_\w{12}$/, ""));
    expect(objects.sort()).toEqual(["job_labels", "job_template"]);
  });

  it("takes the output manifest, the label and the labels of the job of another workflow, wherever that stands in the file", () => {
    const check = {
      ...workflow(BuiltInTaskType.ADJUSTMENT_BOUNDING_BOX),
      inputs: ["s3://acme-raw/job/", "s3://acme-labels/t-boundingbox/"],
      job: { previousJob: { workflow: "t-boundingbox" } },
    };
    const { stacks } = synthesized({ ...base, workflows: [check, workflow(BuiltInTaskType.BOUNDING_BOX)] });
    const { LabelingJobName: name } = requestOf(stacks["t-boundingbox"]);
    expect(requestOf(stacks["t-adjustmentboundingbox"])).toMatchObject({
      InputConfig: {
        DataSource: {
          S3DataSource: {
            ManifestS3Uri: `s3://acme-labels/t-boundingbox/${String(name)}/manifests/output/output.manifest`,
          },
        },
      },
    });
    const { aws_s3_object: objects } = stacks["t-adjustmentboundingbox"]!.resource;
    const contents = Object.values(objects!).map(({ content }) => content as string);
    expect(contents.some((content) => content.includes('"label": "stop"'))).toBe(true);
    // The ready template shows the boxes of the job before.
    expect(contents.some((content) => content.includes('manifestLine["t-boundingbox"]'))).toBe(true);
  });

  it("may decrypt what the job before wrote: both sides of the key say so", () => {
    const check = {
      ...workflow(BuiltInTaskType.ADJUSTMENT_BOUNDING_BOX),
      inputs: ["s3://acme-raw/job/", "s3://acme-labels/t-boundingbox/"],
      job: { previousJob: { workflow: "t-boundingbox" } },
    };
    const { stacks } = synthesized({ ...base, workflows: [check, workflow(BuiltInTaskType.BOUNDING_BOX)] });
    const [{ policy: keyPolicy } = {}] = Object.values(stacks["t-boundingbox"]!.resource.aws_kms_key!);
    const reader = `arn:aws:iam::111122223333:role/${check.executionRole.name}`;
    expect(JSON.stringify(Object.values(bySid(keyPolicy)))).toContain(reader);
    const [{ policy } = {}] = Object.values(stacks["t-adjustmentboundingbox"]!.resource.aws_iam_policy!);
    expect(policy).toContain("alias/acme-t-boundingbox");
  });

  it("of a streaming workflow puts its files where S3 tells nobody of them", () => {
    const { stacks } = synthesized({
      ...base,
      workflows: [
        {
          ...streaming,
          name: "frames",
          taskType: "BoundingBox",
          inputs: ["s3://acme-dashcam/frames/", "s3://acme-dashcam/job/"],
          buckets: { existing: [{ name: "acme-dashcam", manageNotifications: true }] },
          s3Events: [{ location: "s3://acme-dashcam/frames/" }],
        },
      ],
    });
    expect(requestOf(stacks.frames)).toMatchObject({
      LabelingJobName: expect.stringMatching(/^acme-frames-/) as string,
      LabelCategoryConfigS3Uri: expect.stringMatching(/^s3:\/\/acme-dashcam\/job\/labels\//) as string,
    });
  });

  it("is started by Terraform, and then the stack asks for a provider that can", () => {
    const described = workflow(BuiltInTaskType.BOUNDING_BOX);
    const { stacks } = synthesized({
      ...base,
      workflows: [{ ...described, job: { ...described.job, asResource: true } }],
    });
    const { resource, terraform } = stacks["t-boundingbox"]!;
    expect(terraform.required_providers).toEqual({
      aws: { source: "hashicorp/aws", version: ">= 6.29.0, < 7.0.0" },
    });
    const [job] = Object.values(resource.aws_sagemaker_labeling_job!);
    expect(job!.labeling_job_name).toBe(requestOf(stacks["t-boundingbox"]).LabelingJobName);
    expect(job!.depends_on).toEqual(
      expect.arrayContaining(["aws_iam_role_policy_attachment.execution_role_attachment", "aws_kms_key.key"]),
    );
  });

  it("leaves the other stacks of the file as they are: they ask for no newer provider", () => {
    const described = workflow(BuiltInTaskType.BOUNDING_BOX);
    const { stacks } = synthesized({
      ...base,
      workflows: [
        { ...workflow(BuiltInTaskType.IMAGE_CLASSIFICATION_SINGLE_LABEL), name: "before", job: undefined },
        { ...described, job: { ...described.job, asResource: true } },
      ],
    });
    expect(stacks.before!.terraform.required_providers).toEqual({
      aws: { source: "hashicorp/aws", version: ">= 5.100.0, < 7.0.0" },
    });
  });

  it("has no name that lasts without a warning", () => {
    const warningsOf = (named: object) => {
      const described = workflow(BuiltInTaskType.BOUNDING_BOX);
      return synthesized({ ...base, workflows: [{ ...described, job: { ...described.job, ...named } }] })
        .warnings;
    };
    expect(warningsOf({ asResource: true, labelingJobName: "signs-1" })).toEqual([
      expect.stringContaining('labelingJobName: "signs-1" stays taken for ever'),
    ]);
    expect(warningsOf({ asResource: true, run: "1" })).toEqual([]);
    expect(warningsOf({ labelingJobName: "signs-1" })).toEqual([]);
  });

  it("is a right of whoever deploys it: start, stop, and its role to SageMaker", () => {
    const described = workflow(BuiltInTaskType.BOUNDING_BOX);
    const { stacks } = synthesized({
      ...base,
      workflows: [{ ...described, job: { ...described.job, asResource: true } }],
      access: [{ persona: "deployer" }],
    });
    const { LabelingJobName: name } = requestOf(stacks["t-boundingbox"]);
    const policies = Object.values(stacks.access!.resource.aws_iam_policy!).map(
      ({ policy }) => policy as string,
    );
    const statements = Object.assign({}, ...policies.map(bySid)) as ReturnType<typeof bySid>;
    expect(statements.LabelingJobs!.Action).toContain("sagemaker:CreateLabelingJob");
    expect(statements.LabelingJobs!.Resource).toContain(
      `arn:aws:sagemaker:eu-west-1:111122223333:labeling-job/${String(name)}`,
    );
    expect(JSON.stringify(statements)).toContain('"iam:PassedToService":"sagemaker.amazonaws.com"');
  });

  it("has an alarm on objects that fail, if somebody is to be told", () => {
    const described = workflow(BuiltInTaskType.BOUNDING_BOX);
    const topic = "arn:aws:sns:eu-west-1:111122223333:operators";
    const failedObjectsAlarm = { topic: { existing: topic }, failedObjects: 3 };
    const { stacks } = synthesized({
      ...base,
      workflows: [{ ...described, job: { ...described.job, failedObjectsAlarm } }],
      access: [{ persona: "deployer" }],
    });
    const stack = stacks["t-boundingbox"]!;
    const [alarm] = Object.values(stack.resource.aws_cloudwatch_metric_alarm!);
    expect(alarm).toMatchObject({
      alarm_name: "acme-t-boundingbox-failed-objects",
      namespace: "AWS/SageMaker",
      metric_name: "DatasetObjectsLabelingFailed",
      dimensions: { LabelingJobName: requestOf(stack).LabelingJobName },
      threshold: 3,
      alarm_actions: [topic],
    });
    const required = stack.output!.required_alarm_policy_statements!.value as Record<string, string>;
    expect(required[topic]).toContain("cloudwatch.amazonaws.com");
    expect(JSON.stringify(stacks.access!.resource.aws_iam_policy)).toContain(
      ":alarm:acme-t-boundingbox-failed-objects",
    );
  });

  it("has files that people may not overwrite", () => {
    const { stacks } = synthesized({
      ...base,
      workflows: [workflow(BuiltInTaskType.BOUNDING_BOX)],
      access: [{ persona: "job-creator" }],
    });
    const policies = JSON.stringify(stacks.access!.resource.aws_iam_policy);
    expect(policies).toContain("job/labels/acme-t-boundingbox-*.labels.json");
    expect(policies).toContain("job/templates/acme-t-boundingbox-*.liquid.html");
  });
});

/** The file, with lines that tests spoil. */
function text(job: readonly string[], taskType = "BoundingBox", more: readonly string[] = []): string {
  return [
    "namePrefix: acme",
    "region: eu-west-1",
    "workforce:",
    "  userPool: { create: { domain: acme-labeling } }",
    "  teams:",
    "    - { name: drawers, description: People }",
    "    - { name: readers, description: People }",
    "workflows:",
    "  - name: signs",
    "    type: built-in",
    `    taskType: ${taskType}`,
    "    inputs: [s3://acme-raw/]",
    "    output: s3://acme-labels/",
    "    job:",
    ...job.map((line) => `      ${line}`),
    ...more,
  ].join("\n");
}

const right = ["workTeam: drawers", "manifestS3Uri: s3://acme-raw/input.manifest", "labels: [a, b]"];

/** What a key was called before it took AWS's word. */
const olderNames = {
  title: "taskTitle",
  description: "taskDescription",
  keywords: "taskKeywords",
  jobName: "labelingJobName",
  manifest: "manifestS3Uri",
  labelFile: "labelCategoryConfigS3Uri",
  workersPerObject: "numberOfHumanWorkersPerDataObject",
  timeLimitSeconds: "taskTimeLimitInSeconds",
  availabilitySeconds: "taskAvailabilityLifetimeInSeconds",
  maxConcurrentTasks: "maxConcurrentTaskCount",
  initialModelArn: "initialActiveLearningModelArn",
  edits: "editsAllowed",
};
const olderNamesBelow: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  instructions: { short: "shortInstruction", full: "fullInstruction" },
  stoppingConditions: {
    humanLabeledObjects: "maxHumanLabeledObjectCount",
    labeledPercentage: "maxPercentageOfInputDatasetLabeled",
  },
  previousJob: { manifest: "manifestS3Uri", jobName: "labelingJobName" },
  "frameAttributes[0]": { values: "enum", required: "isRequired", edits: "editsAllowed" },
};

it("is told the word of AWS in place of each older one", () => {
  const below = Object.entries(olderNamesBelow).map(([place, names]) => {
    const keys = `{ ${Object.keys(names)
      .map((name) => `${name}: x`)
      .join(", ")} }`;
    return place.endsWith("[0]") ? `${place.slice(0, -3)}: [${keys}]` : `${place}: ${keys}`;
  });
  const told = problemsOf(text([...Object.keys(olderNames).map((key) => `${key}: x`), ...below])).join("\n");
  for (const [place, names] of Object.entries({ "": olderNames, ...olderNamesBelow })) {
    for (const [old, now] of Object.entries(names)) {
      const path = ["workflows[0].job", ...(place === "" ? [] : [place]), old].join(".");
      expect(told).toContain(`${path}: is called ${now} now`);
    }
  }
});

describe("a mistake in a job is told with its place", () => {
  it.each<readonly [what: string, job: readonly string[], taskType: string, problem: string]>([
    [
      "no team among two",
      right.slice(1),
      "BoundingBox",
      "15:7 workflows[0].job.workTeam: is missing; the section workforce has 2 teams: drawers, readers",
    ],
    [
      "a team that is misspelt",
      ["workTeam: drawrs", ...right.slice(1)],
      "BoundingBox",
      '15:17 workflows[0].job.workTeam: "drawrs" is no team of the section workforce, which has drawers, readers; did you mean "drawers"?',
    ],
    [
      "the public crowd",
      ["workTeam: arn:aws:sagemaker:eu-west-1:394669845002:workteam/public-crowd/default", ...right.slice(1)],
      "BoundingBox",
      "15:17 workflows[0].job.workTeam: got",
    ],
    [
      "an unknown key",
      [...right, "taskTitel: Signs"],
      "BoundingBox",
      '18:7 workflows[0].job.taskTitel: unknown key; did you mean "taskTitle"?',
    ],
    [
      "an alarm that tells nobody",
      [...right, "failedObjectsAlarm: { failedObjects: 0 }"],
      "BoundingBox",
      "workflows[0].job.failedObjectsAlarm.topic: is missing",
    ],
    [
      "a title without end",
      [...right, `taskTitle: ${"x".repeat(129)}`],
      "BoundingBox",
      "18:18 workflows[0].job.taskTitle: got",
    ],
    [
      "ten workers",
      [...right, "numberOfHumanWorkersPerDataObject: 10"],
      "BoundingBox",
      "18:42 workflows[0].job.numberOfHumanWorkersPerDataObject: got 10; whole workers from 1 to 9 are allowed",
    ],
    [
      "two workers on frames",
      [...right, "numberOfHumanWorkersPerDataObject: 2"],
      "VideoObjectDetection",
      "18:42 workflows[0].job.numberOfHumanWorkersPerDataObject: got 2; VideoObjectDetection takes 1",
    ],
    [
      "a time in words",
      [...right, "taskTimeLimitInSeconds: an hour"],
      "BoundingBox",
      '18:31 workflows[0].job.taskTimeLimitInSeconds: got "an hour"',
    ],
    [
      "no manifest",
      [right[0]!, right[2]!],
      "BoundingBox",
      "15:7 workflows[0].job.manifestS3Uri: is missing; a job needs the input manifest",
    ],
    [
      "a manifest elsewhere",
      [right[0]!, "manifestS3Uri: s3://acme-other/a.manifest", right[2]!],
      "BoundingBox",
      "16:22 workflows[0].job.manifestS3Uri: s3://acme-other/a.manifest lies in none of the workflow's inputs",
    ],
    [
      "one class",
      [...right.slice(0, 2), "labels: [a]"],
      "ImageClassificationSingleLabel",
      "17:15 workflows[0].job.labels: got 1; ImageClassificationSingleLabel needs at least 2",
    ],
    [
      "a label twice",
      [...right.slice(0, 2), "labels: [a, a]"],
      "BoundingBox",
      '17:19 workflows[0].job.labels[1]: "a" is there already',
    ],
    [
      "a number as a label",
      [...right.slice(0, 2), "labels: [1, 2]"],
      "BoundingBox",
      "17:16 workflows[0].job.labels[0]: got 1, a number: put it in quotes",
    ],
    [
      "no labels",
      right.slice(0, 2),
      "BoundingBox",
      "15:7 workflows[0].job.labels: is missing; BoundingBox needs a label category file",
    ],
    [
      "labels beside a file of labels",
      [...right, "labelCategoryConfigS3Uri: s3://acme-raw/labels.json"],
      "BoundingBox",
      "17:15 workflows[0].job.labels: excludes labelCategoryConfigS3Uri",
    ],
    [
      "no instructions for named entities",
      right,
      "NamedEntityRecognition",
      "15:7 workflows[0].job.instructions: is missing; NamedEntityRecognition tells workers",
    ],
    [
      "a template beside AWS's worker UI",
      [...right, "template: { existing: s3://acme-raw/page.html }"],
      "VideoObjectDetection",
      "18:17 workflows[0].job.template: is for tasks without a worker UI of AWS",
    ],
    [
      "instructions beside a template of one's own",
      [
        ...right,
        "template: { existing: s3://acme-raw/page.html }",
        "instructions: { shortInstruction: a, fullInstruction: b }",
      ],
      "BoundingBox",
      "19:21 workflows[0].job.instructions: are for the ready template; yours has its own",
    ],
    [
      "no template for a pass-through",
      right,
      "PassThrough",
      "15:7 workflows[0].job.template: is missing; PassThrough shows workers a worker task template of your own",
    ],
    [
      "an adjustment of nothing",
      right,
      "AdjustmentBoundingBox",
      "15:7 workflows[0].job.previousJob: is missing; AdjustmentBoundingBox is about labels",
    ],
    [
      "a job before and its manifest",
      [...right, "previousJob: { workflow: other, manifestS3Uri: s3://acme-raw/a.manifest }"],
      "BoundingBox",
      "18:20 workflows[0].job.previousJob: has workflow and manifestS3Uri",
    ],
    [
      "a job before that nobody knows",
      [right[0]!, right[2]!, "previousJob: { workflow: sings }"],
      "BoundingBox",
      '17:32 workflows[0].job.previousJob.workflow: no workflow is named "sings"; did you mean "signs"?',
    ],
    [
      "itself as the job before",
      [right[0]!, right[2]!, "previousJob: { workflow: signs }"],
      "BoundingBox",
      '17:32 workflows[0].job.previousJob.workflow: "signs" is this workflow itself',
    ],
    [
      "a manifest without its label",
      [right[0]!, right[2]!, "previousJob: { manifestS3Uri: s3://acme-raw/a.manifest }"],
      "BoundingBox",
      "workflows[0].job.previousJob.labelAttributeName: is missing; give workflow, or manifestS3Uri and labelAttributeName",
    ],
    ...["source-ref", "a-metadata"].map(
      (label) =>
        [
          `a job before under the label ${label}`,
          [
            right[0]!,
            right[2]!,
            `previousJob: { manifestS3Uri: s3://acme-raw/a.manifest, labelAttributeName: ${label} }`,
          ],
          "BoundingBox",
          `workflows[0].job.previousJob.labelAttributeName: got "${label}"; `,
        ] as const,
    ),
    [
      "a label that names the object",
      [...right, "labelAttributeName: source-ref"],
      "BoundingBox",
      '18:27 workflows[0].job.labelAttributeName: got "source-ref"; source and source-ref name the object itself',
    ],
    [
      "a label without -ref",
      [...right, "labelAttributeName: parts"],
      "SemanticSegmentation",
      '18:27 workflows[0].job.labelAttributeName: got "parts"; with SemanticSegmentation it must end in -ref',
    ],
    [
      "a declaration of somebody else's",
      [...right, "contentClassifiers: [FreeOfAdultContents]"],
      "BoundingBox",
      '18:28 workflows[0].job.contentClassifiers[0]: got "FreeOfAdultContents"; did you mean "FreeOfAdultContent"?',
    ],
    [
      "a model of another region",
      [...right, "initialActiveLearningModelArn: arn:aws:sagemaker:us-east-1:111122223333:model/a"],
      "BoundingBox",
      "18:38 workflows[0].job.initialActiveLearningModelArn: got",
    ],
    [
      "an attribute without limits",
      [...right, "labelAttributes: [{ name: lanes, type: number, minimum: 1 }]"],
      "VideoObjectDetection",
      "workflows[0].job.labelAttributes[0].maximum: is missing; a number needs both limits",
    ],
    [
      "a type of attribute",
      [...right, "frameAttributes: [{ name: a, type: text, description: b }]"],
      "VideoObjectDetection",
      'workflows[0].job.frameAttributes[0].type: got "text"',
    ],
    [
      "a template that is not there",
      [...right, "template: { file: nowhere.html }"],
      "BoundingBox",
      '18:25 workflows[0].job.template.file: got "nowhere.html"; there is no such file',
    ],
    [
      "half of a job",
      ["labels: 7"],
      "BoundingBox",
      "15:15 workflows[0].job.labels: got 7; a list of labels is allowed",
    ],
  ])("%s", (_what, job, taskType, problem) => {
    const found = problemsOf(text(job, taskType));
    expect(found.filter((one) => one.startsWith(problem) || one.includes(problem))).toHaveLength(1);
  });

  it("a circle of jobs, and a workflow without a job", () => {
    const second = (previous: string, job = true) => [
      "  - name: check",
      "    type: built-in",
      "    taskType: AdjustmentBoundingBox",
      "    inputs: [s3://acme-raw/, s3://acme-labels/]",
      "    output: s3://acme-check/",
      ...(job ? ["    job:", "      workTeam: drawers", `      previousJob: { workflow: ${previous} }`] : []),
    ];
    const previous = ["workTeam: drawers", "labels: [a]", "previousJob: { workflow: check }"];
    expect(problemsOf(text(previous, "BoundingBox", second("signs")))).toEqual(
      expect.arrayContaining([
        expect.stringContaining("goes round in a circle: signs <- check <- signs"),
        expect.stringContaining("goes round in a circle: check <- signs <- check"),
      ]),
    );
    expect(problemsOf(text(previous, "BoundingBox", second("", false)))).toEqual([
      expect.stringContaining('"check" has no job; describe it there'),
    ]);
  });

  it("of a job before is told once, and not again by the one that takes it up", () => {
    const check = [
      "  - name: check",
      "    type: built-in",
      "    taskType: AdjustmentBoundingBox",
      "    inputs: [s3://acme-raw/, s3://acme-labels/]",
      "    output: s3://acme-check/",
      "    job: { workTeam: drawers, previousJob: { workflow: signs } }",
    ];
    const found = problemsOf(text([...right, "labelAttributeName: source"], "BoundingBox", check));
    expect(found).toEqual([expect.stringMatching(/^18:27 workflows\[0\]\.job\.labelAttributeName: /)]);
  });
});

describe("a job in the file is refused, once, at its place, with what is allowed and the page, for", () => {
  type Job = Record<string, unknown>;
  const told = (job: Job, taskType: string, more: object, others: object) =>
    problemsOf({
      ...base,
      workflows: [
        {
          name: "signs",
          type: "built-in",
          taskType,
          inputs: ["s3://acme-raw/job/", "s3://acme-before/"],
          output: "s3://acme-labels/signs/",
          ...more,
          job: { manifestS3Uri, labels: ["stop", "yield"], ...job },
        },
      ],
      ...others,
    });
  const box = "BoundingBox";
  const frames = "VideoObjectDetection";
  const instructions = { shortInstruction: "Mark it.", fullInstruction: "Mark all." };
  const before = "s3://acme-before/j/manifests/output/output.manifest";
  const streamed = { type: "streaming" };
  const arnOf = (resource: string, region = "eu-west-1", account = "111122223333", partition = "aws") =>
    `arn:${partition}:sagemaker:${region}:${account}:${resource}`;
  const many = (count: number) => Array.from({ length: count }, (_, index) => `label ${index}`);

  it.each<[what: string, Job, at: string, said: string, taskType?: string, more?: object, others?: object]>([
    [
      "a title with an emoji",
      { taskTitle: "Draw 🚦" },
      "taskTitle",
      'got "Draw 🚦"; a title has 1 to 128 characters, and no emoji',
    ],
    [
      "a description of two lines",
      { taskDescription: "a\nb" },
      "taskDescription",
      "a description has 1 to 255 characters, in one line",
    ],
    [
      "six keywords",
      { taskKeywords: ["a", "b", "c", "d", "e", "f"] },
      "taskKeywords",
      "got 6; a list of keywords is allowed, 1 to 5 of them",
    ],
    [
      "a keyword with an underscore",
      { taskKeywords: ["street_sign"] },
      "taskKeywords[0]",
      'got "street_sign"; a keyword has',
    ],
    [
      "workers as a text",
      { numberOfHumanWorkersPerDataObject: "3" },
      "numberOfHumanWorkersPerDataObject",
      "a text: write it without quotes; whole workers from 1 to 9",
    ],
    [
      "hours for seconds",
      { taskTimeLimitInSeconds: "8h" },
      "taskTimeLimitInSeconds",
      "8 hours are 28800 seconds",
    ],
    [
      "nine hours for a text",
      { taskTimeLimitInSeconds: 32400 },
      "taskTimeLimitInSeconds",
      "TextClassificationMultiLabel has at most 28800 (8 hours)",
      "TextClassificationMultiLabel",
    ],
    [
      "more than 30 days for point clouds",
      { taskTimeLimitInSeconds: 2592001, instructions },
      "taskTimeLimitInSeconds",
      "whole seconds from 30 to 2592000",
      "3DPointCloudObjectDetection",
    ],
    [
      "two workers for frames",
      { numberOfHumanWorkersPerDataObject: 2, instructions },
      "numberOfHumanWorkersPerDataObject",
      "got 2; VideoObjectDetection takes 1",
      frames,
    ],
    [
      "a mask that is no -ref",
      { labelAttributeName: "masks" },
      "labelAttributeName",
      'it must end in -ref, as the label is a file in S3: "masks-ref"',
      "SemanticSegmentation",
    ],
    [
      "a label attribute that ends in hyphens",
      { labelAttributeName: "a--" },
      "labelAttributeName",
      "a label attribute name has 1 to 127 letters",
    ],
    [
      "a template for named entities",
      { instructions, template: { existing: "s3://acme-raw/job/p.html" } },
      "template",
      "NamedEntityRecognition has one. Take it out",
      "NamedEntityRecognition",
    ],
    [
      "a template for point clouds",
      { instructions, template: { existing: "s3://acme-raw/job/p.html" } },
      "template",
      "3DPointCloudObjectTracking has one. Take it out",
      "3DPointCloudObjectTracking",
    ],
    [
      "a verification under the name of the labels",
      {
        manifestS3Uri: undefined,
        labelAttributeName: "old",
        previousJob: { manifestS3Uri: before, labelAttributeName: "old" },
      },
      "labelAttributeName",
      "a job that adjusts or verifies them needs another name",
      "LabelVerificationBoundingBox",
    ],
    [
      "a job before by two ways",
      {
        manifestS3Uri: undefined,
        previousJob: { manifestS3Uri: before, labelAttributeName: "old", labelingJobName: "j" },
      },
      "previousJob.labelingJobName",
      "excludes manifestS3Uri; give workflow, or",
      "AdjustmentBoundingBox",
    ],
    [
      "a job before without its label",
      { manifestS3Uri: undefined, previousJob: { manifestS3Uri: before } },
      "previousJob.labelAttributeName",
      "is missing; give workflow, or",
      "AdjustmentBoundingBox",
    ],
    [
      "a streaming job with a model",
      { initialActiveLearningModelArn: arnOf("model/m") },
      "initialActiveLearningModelArn",
      "this workflow has none",
      box,
      streamed,
    ],
    [
      "a streaming job that stops",
      { stoppingConditions: { maxHumanLabeledObjectCount: 5 } },
      "stoppingConditions",
      "are ignored by streaming jobs",
      box,
      streamed,
    ],
    [
      "a team of another partition",
      { workTeam: arnOf("workteam/private-crowd/drawers", "eu-west-1", "111122223333", "aws-cn") },
      "workTeam",
      "the region eu-west-1 belongs to the partition aws, and not to aws-cn",
    ],
    [
      "a team of another region",
      { workTeam: arnOf("workteam/private-crowd/drawers", "us-east-1") },
      "workTeam",
      "which lies in us-east-1; a job and its work team are in one region",
    ],
    [
      "a private team of another account",
      { workTeam: arnOf("workteam/private-crowd/drawers", "eu-west-1", "444455556666") },
      "workTeam",
      "private teams label for their own account only",
    ],
    [
      "a workforce as team",
      { workTeam: arnOf("workforce/default") },
      "workTeam",
      "or the ARN of a private or vendor team",
    ],
    [
      "a slip in the name of the team",
      { workTeam: "drawrs" },
      "workTeam",
      'did you mean "drawers"? Another team is named by its ARN (',
    ],
    [
      "a wrong name of a team where no team is there",
      { workTeam: "a b" },
      "workTeam",
      'got "a b"; the name of a private work team is allowed',
      box,
      {},
      { workforce: undefined },
    ],
    [
      "the price of the public crowd",
      { publicWorkforceTaskPrice: { amountInUsd: {} } },
      "publicWorkforceTaskPrice",
      "Mechanical Turk, which closed in September 2026",
    ],
    ["51 labels for boxes", { labels: many(51) }, "labels", "got 51; BoundingBox has at most 50"],
    [
      "21 masks that a model learns",
      { labels: many(21), labelAttributeName: "m-ref" },
      "labels",
      "SemanticSegmentation with automated labeling has at most 20",
      "SemanticSegmentation",
      { automatedLabeling: { enabled: true } },
    ],
    ["a label that is a number", { labels: ["a", 1] }, "labels[1]", "got 1, a number: put it in quotes"],
    [
      "the web address of a manifest",
      { manifestS3Uri: "https://acme-raw.s3.amazonaws.com/job/input.manifest" },
      "manifestS3Uri",
      "Did you mean s3://acme-raw/job/input.manifest?",
    ],
    [
      "a folder for a manifest",
      { manifestS3Uri: "s3://acme-raw/job/" },
      "manifestS3Uri",
      "the S3 URI of an input manifest is allowed",
    ],
  ])("%s", (_, job, place, said, taskType = box, more = {}, others = {}) => {
    const problems = told(job, taskType, more, others);
    expect(problems).toEqual([expect.stringMatching(/^\d+:\d+ /)]);
    expect(problems[0]).toContain(` workflows[0].job.${place}: `);
    expect(problems[0]).toContain(said);
    expect(problems[0]).toMatch(/docs\.aws\.amazon\.com/);
  });

  it.each([
    "preHumanTaskLambdaArn",
    "roleArn",
    "kmsKeyId",
    "s3OutputPath",
    "uiTemplateS3Uri",
    "humanTaskConfig",
  ])("%s, a field of the request that a job has not", (key) => {
    expect(told({ [key]: "x" }, box, {}, {})).toEqual([
      expect.stringMatching(/is filled in from the workflow|is template: |its fields stand in job/),
    ]);
  });

  it("the eleventh label of a chain, of jobs and of streaming workflows", () => {
    const place = (name: string) => `s3://acme-labels/${name}/`;
    const names = Array.from({ length: 11 }, (_, index) => `w${index}`);
    const jobs = names.map((name, index) => ({
      name,
      type: "built-in",
      taskType: index === 0 ? box : "AdjustmentBoundingBox",
      inputs: ["s3://acme-raw/job/", ...names.slice(0, index).map(place)],
      output: place(name),
      job:
        index === 0 ? { manifestS3Uri, labels: ["stop"] } : { previousJob: { workflow: names[index - 1] } },
    }));
    expect(problemsOf({ ...base, workflows: jobs })).toEqual([
      expect.stringContaining("workflows[10].job.previousJob: makes a chain with 11 label attributes"),
    ]);
    expect(problemsOf({ ...base, workflows: jobs.slice(0, 10) })).toEqual([]);
    const streams = names.map((name, index) => ({
      name,
      type: "streaming",
      taskType: box,
      inputs: ["s3://acme-raw/job/"],
      output: place(name),
      ...(index > 0 && { upstream: names[index - 1] }),
    }));
    expect(problemsOf({ ...base, workflows: streams })).toEqual([
      expect.stringContaining("workflows[10].upstream: makes a chain of 11 workflows"),
    ]);
  });
});
