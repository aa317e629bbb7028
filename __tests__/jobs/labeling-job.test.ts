import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformOutput, TerraformStack, Testing, Token } from "cdktf";
import { Construct } from "constructs";
import {
  AnnotationType,
  BuiltInTask,
  BuiltInTaskType,
  BuiltInWorkflow,
  type BuiltInWorkflowProps,
  ContentClassifier,
  CustomWorkflow,
  EditsAllowed,
  ExecutionRole,
  type ExistingLabelingJobProps,
  InvalidInputError,
  type IWorkTeam,
  LabelAttributeType,
  LabelCategoryFile,
  type LabelCategoryFileProps,
  LabelingBucket,
  LabelingJob,
  type LabelingJobProps,
  S3Location,
  StreamingWorkflow,
  TaskVariant,
  WorkerTaskTemplate,
  WorkTeam,
} from "../../lib";
import { hasSequenceFile } from "../../lib/jobs/label-categories";
import { only, synthesized, synthesizedStacks, type TerraformJson } from "../synthesized";
import { requestProblems } from "./model-problems";
import { account, here } from "../account";

const folder = S3Location.parse("s3://acme-raw/job/");
const basics = {
  name: "signs",
  inputs: [S3Location.parse("s3://acme-raw/images/"), folder, S3Location.parse("s3://acme-before/")],
  output: S3Location.parse("s3://acme-labels/signs/"),
};
/** Of what exists already it does not matter where it stands. */
const aside = new TerraformStack(new App(), "aside");
const template = WorkerTaskTemplate.fromS3Uri(aside, "Template", "s3://acme-raw/job/page.liquid.html");
const manifestS3Uri = "s3://acme-raw/job/input.manifest";
const teamArn = `arn:aws:sagemaker:eu-west-1:${account}:workteam/private-crowd/drawers`;
const instructions = { shortInstruction: "Mark it.", fullInstruction: "<p>Mark all of it.</p>" };
const existingJob = (id: string, bucket = "acme-before", known?: ExistingLabelingJobProps) =>
  LabelingJob.fromOutput(aside, id, `s3://${bucket}/j/manifests/output/output.manifest`, "old-ref", known);
const before = existingJob("Before");

/** A team that a program of somebody else brings along, with any ARN. */
class TeamOfOthers extends Construct implements IWorkTeam {
  public constructor(public readonly workTeamArn: string) {
    super(aside, workTeamArn);
  }
}

type Scope = TerraformStack;

function bucketOf(stack: Scope, id = "acme-raw") {
  return LabelingBucket.fromBucketName(stack, `Bucket-${id}`, id);
}

/** Labels that a task of the type can have. */
function categoriesFor(stack: Scope, taskType?: BuiltInTaskType, more: Partial<LabelCategoryFileProps> = {}) {
  const task = taskType && BuiltInTask.of(taskType);
  const isAudit = task?.variant === TaskVariant.ADJUSTMENT_OR_VERIFICATION;
  const needsInstructions = taskType === BuiltInTaskType.NAMED_ENTITY_RECOGNITION || hasSequenceFile(task);
  return new LabelCategoryFile(stack, "Labels", {
    taskType,
    fileName: "signs",
    bucket: bucketOf(stack),
    prefix: "job/labels/",
    labels: ["stop", "yield"],
    ...(needsInstructions && { instructions }),
    ...(isAudit && { auditLabelAttributeName: "old-ref" }),
    ...more,
  });
}

interface Built {
  readonly json: TerraformJson;
  readonly job: LabelingJob;
}

/** A job of a built-in workflow, with everything that its task type needs. */
function job(
  taskType: BuiltInTaskType = BuiltInTaskType.BOUNDING_BOX,
  make: (stack: Scope) => Partial<LabelingJobProps> = () => ({}),
  workflow: (stack: Scope) => Partial<BuiltInWorkflowProps> = () => ({}),
  labels: Partial<LabelCategoryFileProps> = {},
): Built {
  let built: LabelingJob | undefined;
  const json = synthesized((stack) => {
    const task = BuiltInTask.of(taskType);
    built = new LabelingJob(stack, "Job", {
      workflow: new BuiltInWorkflow(stack, "Signs", { ...basics, taskType, ...workflow(stack) }),
      workTeam: WorkTeam.fromWorkTeamName(stack, "Team", "drawers"),
      labelCategories: categoriesFor(stack, taskType, labels),
      ...(task.humanTaskUiArn("eu-west-1") === undefined && { template }),
      ...(task.variant === TaskVariant.BASE ? { manifestS3Uri } : { previousJob: before }),
      ...make(stack),
    });
    new TerraformOutput(stack, "Request", { value: built.request });
  }, here);
  return { json, job: built! };
}

function requestIn(json: TerraformJson): Record<string, unknown> {
  return json.output!.Request!.value as Record<string, unknown>;
}

/** A key's ARN as AWS will give it. */
function deployed(request: unknown): unknown {
  return JSON.parse(
    JSON.stringify(request).replace(
      /\$\{aws_kms_key\.[^}]*\.arn\}/g,
      `arn:aws:kms:eu-west-1:${account}:key/0`,
    ),
  );
}

describe("the request", () => {
  it.each(Object.values(BuiltInTaskType))("of %s is what the API model asks for", (taskType) => {
    const request = requestIn(job(taskType).json);
    expect(requestProblems("CreateLabelingJob", deployed(request))).toEqual([]);
  });

  it("of a custom task is what the API model asks for, without functions and labels too", () => {
    const json = synthesized((stack) => {
      const { request } = new LabelingJob(stack, "Job", {
        workflow: new CustomWorkflow(stack, "Signs", { ...basics, customTask: { template } }),
        workTeam: WorkTeam.fromWorkTeamName(stack, "Team", "drawers"),
        manifestS3Uri,
      });
      new TerraformOutput(stack, "Request", { value: request });
    }, here);
    expect(requestProblems("CreateLabelingJob", deployed(requestIn(json)))).toEqual([]);
  });

  it("has everything that the workflow knows", () => {
    const { json } = job(BuiltInTaskType.BOUNDING_BOX, undefined, () => ({
      automatedLabeling: { vpcConfig: { subnets: ["subnet-0a"], securityGroupIds: ["sg-0b"] } },
    }));
    const { LabelCategoryConfigS3Uri, LabelingJobName, ...request } = requestIn(json);
    expect(LabelingJobName).toMatch(/^signs-[0-9a-f]{8}$/);
    expect(LabelCategoryConfigS3Uri).toMatch(
      /^s3:\/\/acme-raw\/job\/labels\/signs-[0-9a-f]{12}\.labels\.json$/,
    );
    expect(request).toEqual({
      LabelAttributeName: "signs",
      InputConfig: { DataSource: { S3DataSource: { ManifestS3Uri: manifestS3Uri } } },
      OutputConfig: {
        S3OutputPath: "s3://acme-labels/signs/",
        KmsKeyId: "${aws_kms_key.Signs_Key_5C7A8F0C.arn}".replace(/Signs_Key_\w+/, keyIn(json)),
      },
      RoleArn: `arn:aws:iam::${account}:role/signs-execution`,
      LabelingJobAlgorithmsConfig: {
        LabelingJobAlgorithmSpecificationArn:
          "arn:aws:sagemaker:eu-west-1:027400017018:labeling-job-algorithm-specification/object-detection",
        LabelingJobResourceConfig: {
          VolumeKmsKeyId: `\${aws_kms_key.${keyIn(json)}.arn}`,
          VpcConfig: { SecurityGroupIds: ["sg-0b"], Subnets: ["subnet-0a"] },
        },
      },
      HumanTaskConfig: {
        WorkteamArn: teamArn,
        UiConfig: { UiTemplateS3Uri: "s3://acme-raw/job/page.liquid.html" },
        PreHumanTaskLambdaArn: "arn:aws:lambda:eu-west-1:568282634449:function:PRE-BoundingBox",
        TaskTitle: "Bounding boxes",
        TaskDescription: "Draw a tight box around each object that one of the labels names.",
        NumberOfHumanWorkersPerDataObject: 5,
        TaskTimeLimitInSeconds: 3600,
        AnnotationConsolidationConfig: {
          AnnotationConsolidationLambdaArn: "arn:aws:lambda:eu-west-1:568282634449:function:ACS-BoundingBox",
        },
      },
    });
  });

  it("says what the user says", () => {
    const { json } = job(BuiltInTaskType.IMAGE_CLASSIFICATION_SINGLE_LABEL, () => ({
      labelingJobName: "signs-autumn",
      labelAttributeName: "kind",
      taskTitle: "Signs",
      taskDescription: "Choose the kind of sign.",
      taskKeywords: ["images", "traffic signs"],
      numberOfHumanWorkersPerDataObject: 2,
      taskTimeLimitInSeconds: 60,
      taskAvailabilityLifetimeInSeconds: 864_000,
      maxConcurrentTaskCount: 500,
      contentClassifiers: [ContentClassifier.FREE_OF_ADULT_CONTENT],
      stoppingConditions: { maxHumanLabeledObjectCount: 100, maxPercentageOfInputDatasetLabeled: 50 },
      tags: { team: "vision" },
    }));
    expect(requestIn(json)).toMatchObject({
      LabelingJobName: "signs-autumn",
      LabelAttributeName: "kind",
      InputConfig: { DataAttributes: { ContentClassifiers: ["FreeOfAdultContent"] } },
      StoppingConditions: { MaxHumanLabeledObjectCount: 100, MaxPercentageOfInputDatasetLabeled: 50 },
      HumanTaskConfig: {
        TaskTitle: "Signs",
        TaskDescription: "Choose the kind of sign.",
        TaskKeywords: ["images", "traffic signs"],
        NumberOfHumanWorkersPerDataObject: 2,
        TaskTimeLimitInSeconds: 60,
        TaskAvailabilityLifetimeInSeconds: 864_000,
        MaxConcurrentTaskCount: 500,
      },
      Tags: [{ Key: "team", Value: "vision" }],
    });
    expect(requestProblems("CreateLabelingJob", deployed(requestIn(json)))).toEqual([]);
  });

  it("declares nothing of the data by itself", () => {
    expect(JSON.stringify(requestIn(job().json))).not.toContain("ContentClassifiers");
  });
});

const keyIn = (json: TerraformJson) => Object.keys(json.resource.aws_kms_key!)[0]!;

describe("defaults", () => {
  const numbers = (taskType: BuiltInTaskType) => {
    const { HumanTaskConfig: task } = job(taskType).job.request as {
      HumanTaskConfig: Record<string, unknown>;
    };
    return [task.NumberOfHumanWorkersPerDataObject, task.TaskTimeLimitInSeconds];
  };
  it.each([
    [BuiltInTaskType.IMAGE_CLASSIFICATION_MULTI_LABEL, 3, 300],
    [BuiltInTaskType.TEXT_CLASSIFICATION_SINGLE_LABEL, 3, 300],
    [BuiltInTaskType.LABEL_VERIFICATION_BOUNDING_BOX, 3, 300],
    [BuiltInTaskType.BOUNDING_BOX, 5, 3600],
    [BuiltInTaskType.SEMANTIC_SEGMENTATION, 3, 3600],
    [BuiltInTaskType.NAMED_ENTITY_RECOGNITION, 3, 3600],
    [BuiltInTaskType.VIDEO_OBJECT_TRACKING, 1, 259_200],
    [BuiltInTaskType.POINT_CLOUD_3D_OBJECT_DETECTION, 1, 259_200],
  ])("of %s are the console's: %i workers, %i seconds", (taskType, workers, seconds) => {
    expect(numbers(taskType)).toEqual([workers, seconds]);
  });

  it("name the label after the workflow, with -ref where the task type asks for it", () => {
    expect(job(BuiltInTaskType.SEMANTIC_SEGMENTATION).job.labelAttributeName).toBe("signs-ref");
    expect(job(BuiltInTaskType.BOUNDING_BOX).job.labelAttributeName).toBe("signs");
  });

  it("give a job that differs in anything another name, and the same job always the same", () => {
    const name = (more: Partial<LabelingJobProps>) => job(undefined, () => more).job.labelingJobName;
    expect(name({})).toBe(name({}));
    expect(name({ taskTitle: "Other" })).not.toBe(name({}));
    expect(name({ run: "2" })).toBe("signs-2");
  });

  it("leave room for the end of the name of a job", () => {
    const executionRole = (stack: Scope) => ExecutionRole.fromRoleName(stack, "Role", "labeling");
    const { job: cut } = job(undefined, undefined, (stack) => ({
      name: "w".repeat(63),
      executionRole: executionRole(stack),
    }));
    expect(cut.labelingJobName).toMatch(/^w{54}-[0-9a-f]{8}$/);
  });
});

function streaming(
  more: Partial<LabelingJobProps> = {},
  workflow: Partial<ConstructorParameters<typeof StreamingWorkflow>[2]> = {},
): Built {
  let built: LabelingJob | undefined;
  const json = synthesized((stack) => {
    const taskType = BuiltInTaskType.BOUNDING_BOX;
    built = new LabelingJob(stack, "Job", {
      workflow: new StreamingWorkflow(stack, "Signs", { ...basics, taskType, ...workflow }),
      workTeam: WorkTeam.fromWorkTeamName(stack, "Team", "drawers"),
      labelCategories: categoriesFor(stack, taskType),
      template,
      ...more,
    });
    new TerraformOutput(stack, "Request", { value: built.request });
  }, here);
  return { json, job: built! };
}

describe("a streaming job", () => {
  it("has its topics, and needs no manifest", () => {
    const request = requestIn(streaming().json);
    const topic = (name: string) => `arn:aws:sns:eu-west-1:${account}:${name}`;
    expect(request).toMatchObject({
      InputConfig: { DataSource: { SnsDataSource: { SnsTopicArn: topic("signs-input") } } },
      OutputConfig: { SnsTopicArn: topic("signs-output") },
    });
    expect(JSON.stringify(request)).not.toContain("S3DataSource");
    expect(requestProblems("CreateLabelingJob", deployed(request))).toEqual([]);
  });

  it("has the one name that its role may make a queue for, and the label that the workflow says", () => {
    const { job: made } = streaming({}, { labelingJobName: "signs-1", labelAttributeName: "kinds" });
    expect([made.labelingJobName, made.labelAttributeName]).toEqual(["signs-1", "kinds"]);
    expect(streaming().job.labelingJobName).toMatch(/^signs-[0-9a-f]{8}$/);
  });

  it.each<[string, Partial<LabelingJobProps>, object, string]>([
    [
      "a name that the role may make no queue for",
      { labelingJobName: "other-1" },
      {},
      'labelingJobName: got "other-1"; the role may make the queue of a job whose name begins with "signs-"',
    ],
    [
      "another name than the workflow's",
      { labelingJobName: "signs-2" },
      { labelingJobName: "signs-1" },
      'labelingJobName: got "signs-2"; the role may make the queue of a job whose name is "signs-1"',
    ],
    [
      "stopping conditions",
      { stoppingConditions: { maxPercentageOfInputDatasetLabeled: 50 } },
      {},
      "stoppingConditions: are ignored by streaming jobs; take them out, and stop the job yourself",
    ],
    [
      "another label attribute name than the workflow's",
      { labelAttributeName: "a" },
      { labelAttributeName: "b" },
      'labelAttributeName: got "a"; the workflow says "b". Keep one of the two',
    ],
    [
      "a run of a job with a name",
      { run: "2" },
      { labelingJobName: "signs-1" },
      "run: is the end of a name that is made here",
    ],
  ])("refuses %s", (_what, more, workflow, message) => {
    expect(() => streaming(more, workflow)).toThrow(message);
  });

  it("refuses labels in a place whose events count as data objects", () => {
    expect(() =>
      synthesized((stack) => {
        const bucket = LabelingBucket.fromBucketName(stack, "Bucket", "acme-raw", {
          manageNotifications: true,
        });
        const taskType = BuiltInTaskType.BOUNDING_BOX;
        new LabelingJob(stack, "Job", {
          workflow: new StreamingWorkflow(stack, "Signs", {
            ...basics,
            taskType,
            buckets: [bucket],
            s3Events: [{ location: folder }],
          }),
          workTeam: WorkTeam.fromWorkTeamName(stack, "Team", "drawers"),
          labelCategories: categoriesFor(stack, taskType),
          template,
        });
      }, here),
    ).toThrow("lies in s3://acme-raw/job/, so S3 would send it to the workers as a data object");
  });
});

describe("the label category file", () => {
  const content = ({ json }: Built) => JSON.parse(only(json, "aws_s3_object").content as string) as unknown;

  it("is the standard one for images and text", () => {
    expect(content(job(BuiltInTaskType.BOUNDING_BOX))).toEqual({
      "document-version": "2018-11-28",
      labels: [{ label: "stop" }, { label: "yield" }],
    });
  });

  it("has the instructions of named entity recognition", () => {
    expect(content(job(BuiltInTaskType.NAMED_ENTITY_RECOGNITION))).toEqual({
      "document-version": "2018-11-28",
      labels: [{ label: "stop" }, { label: "yield" }],
      instructions: { shortInstruction: "Mark it.", fullInstruction: "<p>Mark all of it.</p>" },
    });
  });

  it("has attributes of labels and frames in tasks on video frames", () => {
    const attributes: Partial<LabelCategoryFileProps> = {
      annotationType: AnnotationType.POLYGON,
      labelAttributes: [
        { name: "occluded", type: LabelAttributeType.TEXT, enum: ["no", "yes"] },
        { name: "lanes", type: LabelAttributeType.NUMBER, minimum: 1, maximum: 6, labels: ["stop"] },
      ],
      frameAttributes: [
        { name: "weather", description: "What is it like?", type: LabelAttributeType.TEXT, isRequired: true },
      ],
    };
    const built = job(BuiltInTaskType.VIDEO_OBJECT_DETECTION, undefined, undefined, attributes);
    expect(content(built)).toEqual({
      documentVersion: "2020-03-01",
      frameAttributes: [
        { name: "weather", description: "What is it like?", type: "string", isRequired: true },
      ],
      categoryGlobalAttributes: [{ name: "occluded", type: "string", enum: ["no", "yes"] }],
      labels: [
        { label: "stop", categoryAttributes: [{ name: "lanes", type: "number", minimum: 1, maximum: 6 }] },
        { label: "yield" },
      ],
      annotationType: "Polygon",
      instructions: { shortInstruction: "Mark it.", fullInstruction: "<p>Mark all of it.</p>" },
    });
  });

  it("of a verification lets nobody edit a label, and names the label of the job before", () => {
    const built = job(BuiltInTaskType.ADJUSTMENT_VIDEO_OBJECT_TRACKING, undefined, undefined, {
      editsAllowed: EditsAllowed.NONE,
    });
    expect(content(built)).toMatchObject({
      labels: [
        { label: "stop", editsAllowed: "none" },
        { label: "yield", editsAllowed: "none" },
      ],
      auditLabelAttributeName: "old-ref",
    });
  });

  it("is put where its content says, so that an edit makes a new one", () => {
    const key = (labels: string[]) =>
      only(job(undefined, undefined, undefined, { labels }).json, "aws_s3_object").key as string;
    expect(key(["a", "b"])).not.toBe(key(["a", "c"]));
    expect(key(["a", "b"])).toBe(key(["a", "b"]));
  });
});

describe("a chain", () => {
  const earlierLabelAttributeNames = Array.from({ length: 8 }, (_, index) => `label-${index}`);
  const chained = (id: string, earlier: readonly string[], name?: string) => () =>
    job(box, () => ({
      manifestS3Uri: undefined,
      previousJob: existingJob(id, "acme-before", { earlierLabelAttributeNames: [...earlier] }),
      labelAttributeName: name,
    }));

  it("has ten label attributes at most, which each job carries on", () => {
    const { job: tenth } = chained("Ninth", earlierLabelAttributeNames)();
    expect(tenth.earlierLabelAttributeNames).toEqual([...earlierLabelAttributeNames, "old-ref"]);
    expect(chained("Again", [...earlierLabelAttributeNames, "more"], "label-3")).not.toThrow();
    expect(chained("Tenth", [...earlierLabelAttributeNames, "more"])).toThrow(
      "previousJob: makes a chain with 11 label attributes in each line of its manifest (label-0, label-1,",
    );
  });

  it("goes on with what a job left unlabeled, under the name of its label", () => {
    const { json } = job(box, () => ({
      manifestS3Uri: undefined,
      previousJob: existingJob("Expired"),
      labelAttributeName: "old-ref",
    }));
    expect(requestIn(json)).toMatchObject({ LabelAttributeName: "old-ref" });
  });

  it("takes the output manifest of the job before", () => {
    const json = synthesized((stack) => {
      const workTeam = WorkTeam.fromWorkTeamName(stack, "Team", "drawers");
      const labelCategories = categoriesFor(stack, BuiltInTaskType.BOUNDING_BOX);
      const first = new LabelingJob(stack, "First", {
        workflow: new BuiltInWorkflow(stack, "Signs", { ...basics, taskType: BuiltInTaskType.BOUNDING_BOX }),
        workTeam,
        labelCategories,
        template,
        manifestS3Uri,
      });
      const second = new LabelingJob(stack, "Second", {
        workflow: new BuiltInWorkflow(stack, "Check", {
          name: "check",
          inputs: [...basics.inputs, basics.output],
          output: S3Location.parse("s3://acme-labels/check/"),
          taskType: BuiltInTaskType.ADJUSTMENT_BOUNDING_BOX,
        }),
        workTeam,
        template,
        labelCategories: new LabelCategoryFile(stack, "More", {
          taskType: BuiltInTaskType.ADJUSTMENT_BOUNDING_BOX,
          fileName: "check",
          bucket: bucketOf(stack, "acme-before"),
          labels: ["stop", "yield", "no entry"],
        }),
        previousJob: first,
      });
      new TerraformOutput(stack, "Request", { value: second.request });
      new TerraformOutput(stack, "Name", { value: first.labelingJobName });
    }, here);
    const name = json.output!.Name!.value as string;
    expect(requestIn(json)).toMatchObject({
      LabelAttributeName: "check",
      InputConfig: {
        DataSource: {
          S3DataSource: { ManifestS3Uri: `s3://acme-labels/signs/${name}/manifests/output/output.manifest` },
        },
      },
    });
  });
});

type Wrong = readonly [
  what: string,
  taskType: BuiltInTaskType,
  props: Partial<LabelingJobProps>,
  message: string,
];
const box = BuiltInTaskType.BOUNDING_BOX;
const video = BuiltInTaskType.VIDEO_OBJECT_DETECTION;
const long = (length: number) => "x".repeat(length);

describe("a job cannot be built with", () => {
  it.each<Wrong>([
    [
      "a name with spaces",
      box,
      { labelingJobName: "my job" },
      'labelingJobName: got "my job"; a job name has 1 to 63 letters, digits and hyphens',
    ],
    [
      "a name that ends in a hyphen",
      box,
      { labelingJobName: "job-" },
      "begins and ends with a letter or digit",
    ],
    ["a name of 64 characters", box, { labelingJobName: long(64) }, "a job name has 1 to 63 letters"],
    [
      "a run with an underscore",
      box,
      { run: "a_b" },
      'run: got "a_b"; a run has 1 to 15 letters, digits and hyphens',
    ],
    ["a run of 16 characters", box, { run: long(16) }, "a run has 1 to 15 letters"],
    [
      "a run beside a name",
      box,
      { run: "2", labelingJobName: "signs-1" },
      "run: is the end of a name that is made here",
    ],
    [
      "a label named source",
      box,
      { labelAttributeName: "source" },
      "source and source-ref name the object itself",
    ],
    ["a label named -metadata", box, { labelAttributeName: "a-metadata" }, "it cannot end in -metadata"],
    [
      "a label without -ref",
      BuiltInTaskType.SEMANTIC_SEGMENTATION,
      { labelAttributeName: "parts" },
      'with SemanticSegmentation it must end in -ref, as the label is a file in S3: "parts-ref"',
    ],
    [
      "a label with -ref",
      BuiltInTaskType.LABEL_VERIFICATION_SEMANTIC_SEGMENTATION,
      { labelAttributeName: "check-ref" },
      "it must not end in -ref",
    ],
    ["a label with a dollar", box, { labelAttributeName: "a$b" }, "it cannot hold $"],
    [
      "the label of the job before",
      BuiltInTaskType.ADJUSTMENT_SEMANTIC_SEGMENTATION,
      { labelAttributeName: "old-ref" },
      'labelAttributeName: got "old-ref", under which the job before wrote its labels',
    ],
    [
      "no manifest",
      box,
      { manifestS3Uri: undefined },
      "manifestS3Uri: is missing; a job needs the input manifest",
    ],
    [
      "a manifest that is a folder",
      box,
      { manifestS3Uri: "s3://acme-raw/job/" },
      'manifestS3Uri: got "s3://acme-raw/job/"; the S3 URI of an input manifest is allowed',
    ],
    [
      "a manifest over https",
      box,
      { manifestS3Uri: "https://acme.example/a.manifest" },
      "the S3 URI of an input manifest is allowed",
    ],
    [
      "a manifest outside of the inputs",
      box,
      { manifestS3Uri: "s3://acme-other/a.manifest" },
      "manifestS3Uri: s3://acme-other/a.manifest lies in none of the workflow's inputs",
    ],
    [
      "a manifest in a folder that begins alike",
      box,
      { manifestS3Uri: "s3://acme-raw/job-2/a.manifest" },
      "lies in none of the workflow's inputs",
    ],
    [
      "a manifest beside a job before",
      box,
      { manifestS3Uri, previousJob: before },
      "manifestS3Uri: is that of the job before already",
    ],
    [
      "a job before that the role cannot read",
      BuiltInTaskType.ADJUSTMENT_BOUNDING_BOX,
      { previousJob: existingJob("Secret", "acme-secret") },
      "previousJob: s3://acme-secret/j/manifests/output/output.manifest lies in none",
    ],
    [
      "no job before an adjustment",
      BuiltInTaskType.ADJUSTMENT_BOUNDING_BOX,
      { previousJob: undefined, manifestS3Uri },
      "previousJob: is missing; AdjustmentBoundingBox is about labels of an earlier job",
    ],
    [
      "no job before a verification",
      BuiltInTaskType.LABEL_VERIFICATION_BOUNDING_BOX,
      { previousJob: undefined, manifestS3Uri },
      "previousJob: is missing; LabelVerificationBoundingBox is about labels",
    ],
    [
      "a job before of another task",
      BuiltInTaskType.ADJUSTMENT_BOUNDING_BOX,
      { previousJob: existingJob("Other", undefined, { taskType: BuiltInTaskType.SEMANTIC_SEGMENTATION }) },
      "previousJob: is a job of SemanticSegmentation, and AdjustmentBoundingBox is about labels of BoundingBox",
    ],
    [
      "fewer labels than the job before",
      BuiltInTaskType.ADJUSTMENT_BOUNDING_BOX,
      { previousJob: existingJob("Fewer", undefined, { labels: ["stop", "merge"] }) },
      'labelCategories.labels: lack "merge" of the job before',
    ],
    [
      "the public crowd",
      box,
      {
        workTeam: new TeamOfOthers("arn:aws:sagemaker:eu-west-1:394669845002:workteam/public-crowd/default"),
      },
      "the public workforce, Amazon Mechanical Turk, which closed in September 2026",
    ],
    [
      "a team of another region",
      box,
      { workTeam: new TeamOfOthers(`arn:aws:sagemaker:us-east-1:${account}:workteam/private-crowd/a`) },
      "which lies in us-east-1; a job and its work team are in one region",
    ],
    [
      "a team of another partition",
      box,
      { workTeam: new TeamOfOthers(`arn:aws-cn:sagemaker:cn-north-1:${account}:workteam/private-crowd/a`) },
      "which is in the partition aws-cn",
    ],
    [
      "a team that is a topic",
      box,
      { workTeam: new TeamOfOthers(`arn:aws:sns:eu-west-1:${account}:a`) },
      "the ARN of a private or vendor work team is allowed",
    ],
    ["an empty title", box, { taskTitle: "" }, 'taskTitle: got ""; a title has 1 to 128 characters'],
    ["a title of 129 characters", box, { taskTitle: long(129) }, "a title has 1 to 128 characters"],
    ["a title with an emoji", box, { taskTitle: "Signs \u{1F6D1}" }, "no emoji or control characters"],
    [
      "an empty description",
      box,
      { taskDescription: "" },
      "a description has 1 to 255 characters, in one line",
    ],
    [
      "a description of two lines",
      box,
      { taskDescription: "a\nb" },
      "a description has 1 to 255 characters, in one line",
    ],
    [
      "a description of 256 characters",
      box,
      { taskDescription: long(256) },
      "a description has 1 to 255 characters",
    ],
    [
      "no keyword in the list",
      box,
      { taskKeywords: [] },
      "taskKeywords: got none; a list of keywords is allowed, 1 to 5 of them",
    ],
    [
      "six keywords",
      box,
      { taskKeywords: ["a", "b", "c", "d", "e", "f"] },
      "taskKeywords: got 6; a list of keywords is allowed, 1 to 5 of them",
    ],
    [
      "a keyword with a hyphen",
      box,
      { taskKeywords: ["traffic-signs"] },
      'taskKeywords[0]: got "traffic-signs"; a keyword has 1 to 30 letters, digits',
    ],
    ["a keyword of 31 characters", box, { taskKeywords: [long(31)] }, "a keyword has 1 to 30 letters"],
    [
      "no worker",
      box,
      { numberOfHumanWorkersPerDataObject: 0 },
      "numberOfHumanWorkersPerDataObject: got 0; whole workers from 1 to 9 are allowed",
    ],
    [
      "ten workers",
      box,
      { numberOfHumanWorkersPerDataObject: 10 },
      "numberOfHumanWorkersPerDataObject: got 10; whole workers from 1 to 9 are allowed",
    ],
    [
      "half a worker",
      box,
      { numberOfHumanWorkersPerDataObject: 1.5 },
      "numberOfHumanWorkersPerDataObject: got 1.5",
    ],
    [
      "two workers on video frames",
      video,
      { numberOfHumanWorkersPerDataObject: 2 },
      "numberOfHumanWorkersPerDataObject: got 2; VideoObjectDetection takes 1",
    ],
    [
      "29 seconds",
      box,
      { taskTimeLimitInSeconds: 29 },
      "taskTimeLimitInSeconds: got 29; whole seconds from 30 to 2592000 are allowed",
    ],
    [
      "nine hours on an image",
      box,
      { taskTimeLimitInSeconds: 32_400 },
      "taskTimeLimitInSeconds: got 32400; BoundingBox has at most 28800 (8 hours)",
    ],
    [
      "nine hours on a text",
      BuiltInTaskType.NAMED_ENTITY_RECOGNITION,
      { taskTimeLimitInSeconds: 32_400 },
      "NamedEntityRecognition has at most 28800",
    ],
    [
      "31 days on video frames",
      video,
      { taskTimeLimitInSeconds: 2_678_400 },
      "whole seconds from 30 to 2592000 are allowed",
    ],
    [
      "tasks that are there for 59 seconds",
      box,
      { taskAvailabilityLifetimeInSeconds: 59 },
      "taskAvailabilityLifetimeInSeconds: got 59; whole seconds from 60 to 2592000",
    ],
    [
      "tasks that are there for 31 days",
      box,
      { taskAvailabilityLifetimeInSeconds: 2_678_400 },
      "taskAvailabilityLifetimeInSeconds: got 2678400",
    ],
    [
      "no task at a time",
      box,
      { maxConcurrentTaskCount: 0 },
      "maxConcurrentTaskCount: got 0; whole objects from 1 to 5000",
    ],
    ["5001 tasks at a time", box, { maxConcurrentTaskCount: 5001 }, "maxConcurrentTaskCount: got 5001"],
    [
      "no template",
      box,
      { template: undefined },
      "template: is missing; BoundingBox shows workers a worker task template of your own",
    ],
    [
      "a template beside AWS's worker UI",
      video,
      { template },
      "template: is for tasks without a worker UI of AWS; VideoObjectDetection has one",
    ],
    [
      "a template for named entities",
      BuiltInTaskType.NAMED_ENTITY_RECOGNITION,
      { template },
      "NamedEntityRecognition has one. Take it out",
    ],
    [
      "a template that the role cannot read",
      box,
      { template: WorkerTaskTemplate.fromS3Uri(aside, "OtherTemplate", "s3://acme-other/page.html") },
      "template: s3://acme-other/page.html lies in none of the workflow's inputs",
    ],
    [
      "no labels",
      box,
      { labelCategories: undefined },
      "labelCategories: is missing; BoundingBox needs a label category file",
    ],
    [
      "labels that the role cannot read",
      box,
      { labelCategories: LabelCategoryFile.fromS3Uri(aside, "OtherFile", "s3://acme-other/labels.json") },
      "labelCategories: s3://acme-other/labels.json lies in none",
    ],
    [
      "a model without automated labeling",
      box,
      { initialActiveLearningModelArn: `arn:aws:sagemaker:eu-west-1:${account}:model/a` },
      "initialActiveLearningModelArn: is where automated labeling begins, and this workflow has none",
    ],
    [
      "a model that is none",
      box,
      { initialActiveLearningModelArn: "model-1" },
      "the ARN of a model is allowed",
    ],
    [
      "a model of another region",
      box,
      { initialActiveLearningModelArn: `arn:aws:sagemaker:us-east-1:${account}:model/a` },
      "which lies in us-east-1; a job and the model that it begins with are in one region",
    ],
    [
      "no object to stop at",
      box,
      { stoppingConditions: { maxHumanLabeledObjectCount: 0 } },
      "stoppingConditions.maxHumanLabeledObjectCount: got 0",
    ],
    [
      "nothing to stop at",
      box,
      { stoppingConditions: {} },
      "stoppingConditions: names no condition; give max",
    ],
    [
      "101 percent",
      box,
      { stoppingConditions: { maxPercentageOfInputDatasetLabeled: 101 } },
      "stoppingConditions.maxPercentageOfInputDatasetLabeled: got 101; whole percent from 1 to 100",
    ],
    [
      "a declaration twice",
      box,
      {
        contentClassifiers: [
          ContentClassifier.FREE_OF_ADULT_CONTENT,
          ContentClassifier.FREE_OF_ADULT_CONTENT,
        ],
      },
      'contentClassifiers[1]: "FreeOfAdultContent" is there already',
    ],
    [
      "a declaration that AWS does not know",
      box,
      { contentClassifiers: ["Free" as ContentClassifier] },
      'contentClassifiers[0]: got "Free"; allowed are FreeOfPersonallyIdentifiableInformation, FreeOfAdultContent',
    ],
    ["a tag of AWS", box, { tags: { "aws:a": "b" } }, "keys that begin with aws: belong to AWS"],
    [
      "51 tags",
      box,
      { tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, "v"])) },
      "tags: got 51; a job has at most 50",
    ],
  ])("%s", (_what, taskType, props, message) => {
    expect(() => job(taskType, () => props)).toThrow(message);
  });

  it.each([
    ["a folder", "s3://acme-before/j/", "old-ref", 'outputManifestUri: got "s3://acme-before/j/"'],
    ["a page", "https://acme-before/output.manifest", "old", 'outputManifestUri: got "https'],
    ["the object as a label", "s3://acme-before/a.manifest", "source", 'labelAttributeName: got "source"; '],
    ["metadata as a label", "s3://acme-before/a.manifest", "a-metadata", "it cannot end in -metadata"],
  ])("a job that exists: %s", (what, manifest, label, message) => {
    expect(() => LabelingJob.fromOutput(aside, `Of ${what}`, manifest, label)).toThrow(message);
  });

  it.each<readonly [string, BuiltInTaskType, Partial<LabelCategoryFileProps>, string]>([
    [
      "one class",
      BuiltInTaskType.IMAGE_CLASSIFICATION_SINGLE_LABEL,
      { labels: ["a"] },
      "labels: got 1; ImageClassificationSingleLabel needs at least 2",
    ],
    [
      "one class of text",
      BuiltInTaskType.TEXT_CLASSIFICATION_MULTI_LABEL,
      { labels: ["a"] },
      "needs at least 2",
    ],
    ["no label", box, { labels: [] }, "labels: got none; a list of labels is allowed, at least one"],
    [
      "51 boxes",
      box,
      { labels: Array.from({ length: 51 }, (_, index) => `l${index}`) },
      "labels: got 51; BoundingBox has at most 50",
    ],
    [
      "31 labels of video",
      video,
      { labels: Array.from({ length: 31 }, (_, index) => `l${index}`) },
      "labels: got 31; VideoObjectDetection has at most 30",
    ],
    ["a label twice", box, { labels: ["a", "a"] }, 'labels[1]: "a" is there already'],
    ["an empty label", box, { labels: ["a", ""] }, 'labels[1]: got ""; a label has 1 to 256 characters'],
    ["a label of 257 characters", box, { labels: [long(257), "b"] }, "a label has 1 to 256 characters"],
    [
      "a label of 17 characters on video",
      video,
      { labels: ["pedestrian zone end"] },
      "a label of VideoObjectDetection has at most 16",
    ],
    [
      "a label that Terraform knows",
      box,
      { labels: [Token.asString({ resolve: () => "a" }), "b"] },
      "hold a value that only Terraform knows",
    ],
    [
      "no instructions for named entities",
      BuiltInTaskType.NAMED_ENTITY_RECOGNITION,
      { instructions: undefined },
      "instructions: is missing; NamedEntityRecognition tells workers what to do in the label category file only",
    ],
    [
      "instructions for boxes",
      box,
      { instructions },
      "BoundingBox has its instructions in the worker task template",
    ],
    [
      "short instructions of 255 characters on video",
      video,
      { instructions: { shortInstruction: long(255), fullInstruction: "b" } },
      "instructions.shortInstruction: got 255 characters; VideoObjectDetection takes at most 254",
    ],
    [
      "full instructions of 2048 characters on video",
      video,
      { instructions: { shortInstruction: "a", fullInstruction: long(2048) } },
      "instructions.fullInstruction: got 2048 characters",
    ],
    [
      "what to draw in an image",
      box,
      { annotationType: AnnotationType.POLYLINE },
      "annotationType: is for tasks on video frames; BoundingBox has none",
    ],
    [
      "what to draw in a point cloud",
      BuiltInTaskType.POINT_CLOUD_3D_OBJECT_TRACKING,
      { annotationType: AnnotationType.POLYLINE },
      "annotationType: is for tasks on video frames",
    ],
    [
      "attributes of labels in an image",
      box,
      { labelAttributes: [] },
      "labelAttributes: is for tasks on video frames and point clouds",
    ],
    [
      "attributes of labels in segmentation",
      BuiltInTaskType.POINT_CLOUD_3D_SEMANTIC_SEGMENTATION,
      { labelAttributes: [] },
      "labelAttributes: is for object detection and tracking",
    ],
    [
      "attributes of an unknown label",
      video,
      { labelAttributes: [{ name: "a", type: LabelAttributeType.TEXT, labels: ["car"] }] },
      'labelAttributes[0].labels[0]: got "car", which is none of the labels',
    ],
    [
      "a number without limits",
      video,
      { labelAttributes: [{ name: "a", type: LabelAttributeType.NUMBER, minimum: 1 }] },
      "labelAttributes[0].maximum: is missing; a number needs both limits",
    ],
    [
      "a number with values",
      video,
      {
        labelAttributes: [
          { name: "a", type: LabelAttributeType.NUMBER, minimum: 1, maximum: 2, enum: ["b"] },
        ],
      },
      "labelAttributes[0].enum: is for an attribute of type string",
    ],
    [
      "limits the wrong way round",
      video,
      { labelAttributes: [{ name: "a", type: LabelAttributeType.NUMBER, minimum: 3, maximum: 2 }] },
      "labelAttributes[0].minimum: got 3, which is above the maximum 2",
    ],
    [
      "limits of a text",
      video,
      { labelAttributes: [{ name: "a", type: LabelAttributeType.TEXT, minimum: 3 }] },
      "labelAttributes[0].minimum: is for an attribute of type number",
    ],
    [
      "an attribute twice",
      video,
      {
        labelAttributes: [
          { name: "a", type: LabelAttributeType.TEXT },
          { name: "a", type: LabelAttributeType.TEXT },
        ],
      },
      'labelAttributes[1].name: "a" is there already',
    ],
    [
      "11 values",
      video,
      {
        labelAttributes: [
          {
            name: "a",
            type: LabelAttributeType.TEXT,
            enum: Array.from({ length: 11 }, (_, index) => `${index}`),
          },
        ],
      },
      "labelAttributes[0].enum: got 11; a list of values is allowed, 1 to 10 of them",
    ],
    [
      "six free texts",
      video,
      {
        labelAttributes: Array.from({ length: 6 }, (_, index) => ({
          name: `a${index}`,
          type: LabelAttributeType.TEXT,
        })),
      },
      '"stop" has 6 attributes, 6 of them free text; 10 are allowed, 5 of them free text',
    ],
    [
      "an attribute of frames without a description",
      video,
      { frameAttributes: [{ name: "a", type: LabelAttributeType.TEXT }] },
      "frameAttributes[0].description: is missing",
    ],
    [
      "a name of 17 characters",
      video,
      { frameAttributes: [{ name: long(17), type: LabelAttributeType.TEXT, description: "a" }] },
      "the name of an attribute has 1 to 16 characters",
    ],
    [
      "a verification of new labels",
      video,
      { editsAllowed: EditsAllowed.NONE },
      "editsAllowed: is for labels of an earlier job; VideoObjectDetection makes new ones",
    ],
    [
      "a label of before for new labels",
      video,
      { auditLabelAttributeName: "a-ref" },
      "auditLabelAttributeName: is for labels of an earlier job",
    ],
    [
      "no label of before for an adjustment",
      BuiltInTaskType.ADJUSTMENT_VIDEO_OBJECT_DETECTION,
      { auditLabelAttributeName: undefined },
      "auditLabelAttributeName: is missing; AdjustmentVideoObjectDetection needs the label attribute name",
    ],
    [
      "another label of before",
      BuiltInTaskType.ADJUSTMENT_VIDEO_OBJECT_DETECTION,
      { auditLabelAttributeName: "other-ref" },
      'got "other-ref"; the job before wrote its labels under "old-ref"',
    ],
    [
      "a file for another task",
      box,
      { taskType: video, instructions },
      "labelCategories: is a file for VideoObjectDetection; give it taskType BoundingBox",
    ],
    ["a file name with a slash", box, { fileName: "a/b" }, "a template name has 1 to 64 letters"],
  ])("labels: %s", (_what, taskType, labels, message) => {
    expect(() => job(taskType, undefined, undefined, labels)).toThrow(message);
  });

  it("21 labels in segmentation with automated labeling, which people alone may have", () => {
    const labels = Array.from({ length: 21 }, (_, index) => `l${index}`);
    const taskType = BuiltInTaskType.SEMANTIC_SEGMENTATION;
    expect(() => job(taskType, undefined, undefined, { labels })).not.toThrow();
    expect(() => job(taskType, undefined, () => ({ automatedLabeling: {} }), { labels })).toThrow(
      "labelCategories.labels: got 21; SemanticSegmentation with automated labeling has at most 20",
    );
  });

  it("a vendor's team on a bucket that lets in nobody from outside a network", () => {
    expect(() =>
      job(
        box,
        (stack) => ({
          workTeam: WorkTeam.fromWorkTeamArn(
            stack,
            "Vendor",
            "arn:aws:sagemaker:eu-west-1:999999999999:workteam/vendor-crowd/acme",
          ),
        }),
        (stack) => ({
          buckets: [
            LabelingBucket.fromBucketName(stack, "Closed", "acme-labels", {
              vpcRestriction: { vpcIds: ["vpc-0a"] },
            }),
          ],
        }),
      ),
    ).toThrow("workTeam: is a vendor's, and acme-labels lets in nobody from outside a network");
  });

  it("everything at once", () => {
    const wrong = () =>
      job(box, () => ({ taskTitle: "", numberOfHumanWorkersPerDataObject: 0, manifestS3Uri: undefined }));
    expect(wrong).toThrow(InvalidInputError);
    for (const property of ["manifestS3Uri", "taskTitle", "numberOfHumanWorkersPerDataObject"])
      expect(wrong).toThrow(`- ${property}: `);
  });

  it("the name of another job, in whatever case, unless it is of another region", () => {
    const two = (regions: readonly [string, string]) => {
      const app = Testing.app();
      regions.forEach((region, index) => {
        const stack = new TerraformStack(app, `stack-${index}`);
        new AwsProvider(stack, "aws", { region });
        new LabelingJob(stack, "Job", {
          workflow: new CustomWorkflow(stack, "Signs", { ...basics, customTask: { template } }),
          workTeam: WorkTeam.fromWorkTeamName(stack, "Team", "drawers"),
          manifestS3Uri,
          labelingJobName: index === 0 ? "Signs-1" : "signs-1",
        });
      });
    };
    expect(() => two(["eu-west-1", "eu-west-1"])).toThrow(
      'labelingJobName: got "signs-1", the name of the job stack-0/Job too',
    );
    expect(() => two(["eu-west-1", "us-east-1"])).not.toThrow();
  });
});

describe("a job as a resource", () => {
  const resource = () => job(box, () => ({ asResource: true, tags: { team: "vision" } }));

  it("has the request under Terraform's names, and the stack asks for a provider that knows it", () => {
    const { json, job: made } = resource();
    expect(json.terraform.required_providers).toMatchObject({ aws: { version: ">= 6.29.0, < 7.0.0" } });
    expect(only(json, "aws_sagemaker_labeling_job")).toMatchObject({
      labeling_job_name: made.labelingJobName,
      label_attribute_name: "signs",
      role_arn: `arn:aws:iam::${account}:role/signs-execution`,
      input_config: [{ data_source: [{ s3_data_source: [{ manifest_s3_uri: manifestS3Uri }] }] }],
      output_config: [{ s3_output_path: "s3://acme-labels/signs/" }],
      human_task_config: [
        {
          workteam_arn: teamArn,
          ui_config: [{ ui_template_s3_uri: "s3://acme-raw/job/page.liquid.html" }],
          number_of_human_workers_per_data_object: 5,
        },
      ],
      tags: { team: "vision" },
    });
  });

  it("starts after the role's policies, the key and the labels are there", () => {
    const { json } = resource();
    const { depends_on: before } = only(json, "aws_sagemaker_labeling_job") as { depends_on: string[] };
    const types = new Set(before.map((address) => address.split(".")[0]));
    expect([...types].sort()).toEqual([
      "aws_iam_policy",
      "aws_iam_role",
      "aws_iam_role_policy_attachment",
      "aws_kms_alias",
      "aws_kms_key",
      "aws_s3_object",
    ]);
    const made = Object.entries(json.resource).flatMap(([type, them]) =>
      Object.keys(them).map((name) => `${type}.${name}`),
    );
    expect(made).toEqual(expect.arrayContaining(before));
  });
});

/*
 * The generated binding of a provider that has the resource, which lies in compat/ with a core of its own: it is the only
 * witness of how Terraform calls the arguments, as the provider on this machine may be older than 6.29.
 */
const otherPackages = join(__dirname, "../../compat");
const isThere = existsSync(
  join(otherPackages, "node_modules/@cdktn/provider-aws/lib/sagemaker-labeling-job"),
);
if (!isThere)
  console.warn("NOT TESTED: the job beside its generated binding. `npm ci --prefix compat` installs it.");

/** Reads resources in Terraform's words and writes them as the binding does. A process, as two cores cannot be in one. */
const writtenByBinding = `
  const { Testing, TerraformStack } = require("cdktn");
  const { SagemakerLabelingJob } = require("@cdktn/provider-aws/lib/sagemaker-labeling-job");
  const camel = (value) => {
    if (Array.isArray(value)) return value.map(camel);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [
      name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase()), name === "tags" ? item : camel(item),
    ]));
  };
  const jobs = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  const stack = new TerraformStack(Testing.app(), "stack");
  jobs.forEach((job, index) => new SagemakerLabelingJob(stack, "job-" + index, camel(job)));
  const json = Object.values(JSON.parse(Testing.synth(stack)).resource.aws_sagemaker_labeling_job);
  process.stdout.write(JSON.stringify({ json, hcl: Testing.synthHcl(stack) }));
`;

(isThere ? test : test.skip)(
  "a job has the arguments that the generated binding writes, as JSON and as HCL",
  () => {
    const network = { subnets: ["subnet-0a"], securityGroupIds: ["sg-0b"] };
    const jobs = [
      job(box, everything, () => ({ automatedLabeling: { vpcConfig: network } })),
      job(BuiltInTaskType.ADJUSTMENT_VIDEO_OBJECT_DETECTION, everything),
      streaming({ asResource: true }),
    ];
    const ours = jobs.map(({ json }) => {
      const { depends_on: _before, "//": _metadata, ...args } = only(json, "aws_sagemaker_labeling_job");
      return args;
    });
    const written = execFileSync(process.execPath, ["-e", writtenByBinding], {
      cwd: otherPackages,
      input: JSON.stringify(ours),
      encoding: "utf8",
    });
    const theirs = JSON.parse(written) as { json: Record<string, unknown>[]; hcl: string };
    expect(theirs.json.map(({ "//": _metadata, ...args }) => args)).toEqual(ours);
    const hcl = jobs.flatMap(({ job: { node } }) =>
      jobsInHcl(Testing.synthHcl(node.scope as TerraformStack) as string),
    );
    expect(hcl).toEqual(jobsInHcl(theirs.hcl));
    expect(hcl).toHaveLength(3);
  },
);

/** The labeling jobs in a file of HCL, but for what they wait for; blocks and maps in the order of their names. */
function jobsInHcl(text: string): unknown[] {
  const lines = text.split("\n");
  const below = (): unknown[] => {
    const entries: [string, unknown[]][] = [];
    for (;;) {
      const line = lines.shift()?.trim().replace(/,$/, "");
      if (line === undefined || line === "}" || line === "]")
        return entries.sort(([one], [other]) => (one < other ? -1 : 1));
      entries.push([line, /[{[]$/.test(line) ? below() : []]);
    }
  };
  return (below() as [string, [string, unknown][]][])
    .filter(([head]) => head.startsWith('resource "aws_sagemaker_labeling_job"'))
    .map(([, args]) => args.filter(([name]) => !name.startsWith("depends_on")));
}

/** Every argument that a job can have. */
function everything(): Partial<LabelingJobProps> {
  return {
    asResource: true,
    tags: { team: "vision" },
    taskKeywords: ["signs"],
    taskAvailabilityLifetimeInSeconds: 600,
    maxConcurrentTaskCount: 10,
    contentClassifiers: [ContentClassifier.FREE_OF_ADULT_CONTENT],
    stoppingConditions: { maxPercentageOfInputDatasetLabeled: 50, maxHumanLabeledObjectCount: 10 },
  };
}

test("two stacks whose jobs differ in the workflow's name alone have jobs of two names", () => {
  const names: string[] = [];
  synthesizedStacks(
    ["a", "b"],
    (stacks) => {
      for (const stack of stacks) {
        const made = new LabelingJob(stack, "Job", {
          workflow: new CustomWorkflow(stack, "Signs", {
            ...basics,
            name: stack.node.id,
            customTask: { template },
          }),
          workTeam: WorkTeam.fromWorkTeamName(stack, "Team", "drawers"),
          manifestS3Uri,
        });
        names.push(made.labelingJobName);
      }
    },
    here,
  );
  expect(new Set(names).size).toBe(2);
});
