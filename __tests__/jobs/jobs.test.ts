import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { TerraformOutput, TerraformStack, TerraformVariable, Testing, Token } from "cdktf";
import * as fc from "fast-check";
import { BuiltInTask } from "../../lib/jobs/built-in-task";
import { BuiltInTaskType } from "../../lib/jobs/built-in-task-type";
import { LabelAttributeRefSuffix } from "../../lib/jobs/label-attribute-ref-suffix";
import { reviewLabelAttributeName } from "../../lib/jobs/label-attribute-name";
import { labelingJobNamePrefixProblems, labelingJobNameProblems } from "../../lib/jobs/labeling-job-name";
import { isLabelingRegion, labelingRegionProblem, labelingRegions } from "../../lib/jobs/labeling-regions";
import { TaskFamily } from "../../lib/jobs/task-family";
import { TaskVariant } from "../../lib/jobs/task-variant";
import { CorsVariant } from "../../lib/storage/cors-variant";
import { InvalidInputError } from "../../lib/validation/problems";
import { propertyRuns } from "../property-runs";

const everyTask = Object.values(BuiltInTaskType).map((type) => BuiltInTask.of(type));
const inFamily = (...families: TaskFamily[]) => everyTask.filter(({ family }) => families.includes(family));
const slowFamilies = [TaskFamily.VIDEO_FRAME, TaskFamily.POINT_CLOUD_3D];
const token = Token.asString({ resolve: () => "later" });

describe("the ARNs of a built-in task", () => {
  it.each([
    [
      BuiltInTaskType.BOUNDING_BOX,
      "us-west-2",
      "arn:aws:lambda:us-west-2:081040173940:function:PRE-BoundingBox",
      "arn:aws:lambda:us-west-2:081040173940:function:ACS-BoundingBox",
    ],
    [
      BuiltInTaskType.IMAGE_CLASSIFICATION_SINGLE_LABEL,
      "eu-central-1",
      "arn:aws:lambda:eu-central-1:203001061592:function:PRE-ImageMultiClass",
      "arn:aws:lambda:eu-central-1:203001061592:function:ACS-ImageMultiClass",
    ],
    [
      BuiltInTaskType.LABEL_VERIFICATION_SEMANTIC_SEGMENTATION,
      "ap-south-1",
      "arn:aws:lambda:ap-south-1:565803892007:function:PRE-VerificationSemanticSegmentation",
      "arn:aws:lambda:ap-south-1:565803892007:function:ACS-VerificationSemanticSegmentation",
    ],
    [
      BuiltInTaskType.POINT_CLOUD_3D_2D_OBJECT_TRACKING,
      "us-east-1",
      "arn:aws:lambda:us-east-1:432418664414:function:PRE-3DPointCloudObjectTracking",
      "arn:aws:lambda:us-east-1:432418664414:function:ACS-3DPointCloudObjectTracking",
    ],
    [
      BuiltInTaskType.PASS_THROUGH,
      "ap-southeast-2",
      "arn:aws:lambda:ap-southeast-2:454466003867:function:PRE-PassThrough",
      "arn:aws:lambda:ap-southeast-2:454466003867:function:ACS-PassThrough",
    ],
  ])("%s in %s runs on AWS's functions there", (type, region, pre, post) => {
    expect(BuiltInTask.of(type).preAnnotationFunctionArn(region)).toBe(pre);
    expect(BuiltInTask.of(type).annotationConsolidationFunctionArn(region)).toBe(post);
  });

  it("names AWS's worker UI, shared by a task and its adjustment", () => {
    const ui = "arn:aws:sagemaker:eu-west-2:394669845002:human-task-ui/PointCloudSemanticSegmentation";
    expect(
      BuiltInTask.of(BuiltInTaskType.POINT_CLOUD_3D_SEMANTIC_SEGMENTATION).humanTaskUiArn("eu-west-2"),
    ).toBe(ui);
    expect(
      BuiltInTask.of(BuiltInTaskType.ADJUSTMENT_POINT_CLOUD_3D_SEMANTIC_SEGMENTATION).humanTaskUiArn(
        "eu-west-2",
      ),
    ).toBe(ui);
  });

  it("names no worker UI where the job brings a worker task template", () => {
    const withUi = everyTask.filter((task) => task.humanTaskUiArn("us-east-1") !== undefined);
    const expected = [...inFamily(...slowFamilies), BuiltInTask.of(BuiltInTaskType.NAMED_ENTITY_RECOGNITION)];
    expect(withUi.map(({ type }) => type).sort()).toEqual(expected.map(({ type }) => type).sort());
  });

  it("names an algorithm for exactly the four tasks with automated labeling", () => {
    const algorithms = everyTask
      .filter((task) => task.supportsAutomatedLabeling)
      .map((task) => [task.type, task.labelingAlgorithmArn("ca-central-1")]);
    const arn = (name: string) =>
      `arn:aws:sagemaker:ca-central-1:027400017018:labeling-job-algorithm-specification/${name}`;
    expect(Object.fromEntries(algorithms)).toEqual({
      ImageClassificationSingleLabel: arn("image-classification"),
      BoundingBox: arn("object-detection"),
      SemanticSegmentation: arn("semantic-segmentation"),
      TextClassificationSingleLabel: arn("text-classification"),
    });
    expect(everyTask.filter((task) => task.labelingAlgorithmArn("us-east-1") !== undefined)).toHaveLength(4);
  });
});

describe("regions", () => {
  it("has one account of twelve digits for each of the twelve regions", () => {
    const task = BuiltInTask.of(BuiltInTaskType.BOUNDING_BOX);
    const accounts = labelingRegions.map((region) => task.preAnnotationFunctionArn(region).split(":")[4]);
    expect(labelingRegions).toHaveLength(12);
    expect(new Set(accounts).size).toBe(12);
    for (const account of accounts) expect(account).toMatch(/^\d{12}$/);
  });

  it.each(["eu-west-3", "us-west-1", "us-gov-west-1", "cn-north-1", "US-EAST-1", "", "toString"])(
    "rejects %j, which has no annotation functions",
    (region) => {
      const task = BuiltInTask.of(BuiltInTaskType.NAMED_ENTITY_RECOGNITION);
      expect(isLabelingRegion(region)).toBe(false);
      for (const ask of [
        () => task.preAnnotationFunctionArn(region),
        () => task.annotationConsolidationFunctionArn(region),
        () => task.humanTaskUiArn(region),
        () => task.labelingAlgorithmArn(region),
      ]) {
        expect(ask).toThrow(InvalidInputError);
      }
    },
  );

  it("tells which regions there are", () => {
    expect(labelingRegionProblem("eu-west-3")).toContain('got "eu-west-3"');
    for (const region of labelingRegions) expect(labelingRegionProblem("eu-west-3")).toContain(region);
    expect(() => BuiltInTask.of(BuiltInTaskType.BOUNDING_BOX).preAnnotationFunctionArn("eu-west-3")).toThrow(
      /BuiltInTask "BoundingBox".*\n.*region: got "eu-west-3".*us-west-2.*API_HumanTaskConfig/,
    );
  });

  it("finds nothing wrong with the twelve, nor with a token", () => {
    for (const region of [...labelingRegions, token]) {
      expect(isLabelingRegion(region)).toBe(true);
      expect(labelingRegionProblem(region)).toBeUndefined();
    }
  });

  it("lets Terraform look up the account of a region that only Terraform knows", () => {
    const stack = new TerraformStack(Testing.app(), "stack");
    const task = BuiltInTask.of(BuiltInTaskType.VIDEO_OBJECT_TRACKING);
    const read = new DataAwsRegion(stack, "region").id;
    const variable = new TerraformVariable(stack, "in", { type: "string" }).stringValue;
    new TerraformOutput(stack, "pre", { value: task.preAnnotationFunctionArn(read) });
    new TerraformOutput(stack, "acs", { value: task.annotationConsolidationFunctionArn(variable) });
    new TerraformOutput(stack, "ui", { value: task.humanTaskUiArn(read) });

    const { output } = JSON.parse(Testing.synth(stack)) as { output: Record<string, { value: string }> };
    // `{…}[key]` fails on an unknown key, where lookup() with a default would name an account that does not exist.
    const lookup =
      /^arn:aws:lambda:\$\{data\.aws_region\.region\.id\}:\$\{\{(.*)\}\[data\.aws_region\.region\.id\]\}:function:PRE-VideoObjectTracking$/;
    const map = lookup.exec(output.pre!.value)?.[1];
    expect(map).toBeDefined();
    expect(map!.split(", ")).toHaveLength(12);
    for (const entry of map!.split(", ")) expect(entry).toMatch(/^"[a-z0-9-]+" = "\d{12}"$/);
    expect(map).toContain('"us-west-2" = "081040173940"');
    expect(output.acs!.value).toMatch(/\}\[var\.in\]\}:function:ACS-VideoObjectTracking$/);
    expect(output.ui!.value).toBe(
      "arn:aws:sagemaker:${data.aws_region.region.id}:394669845002:human-task-ui/VideoObjectTracking",
    );
  });
});

describe("what a built-in task needs and allows", () => {
  it.each([
    ["images", [TaskFamily.IMAGE], CorsVariant.IMAGE],
    ["video clips", [TaskFamily.VIDEO_CLIP], CorsVariant.IMAGE],
    ["text", [TaskFamily.TEXT], CorsVariant.NONE],
    ["video frames and 3D", slowFamilies, CorsVariant.VIDEO_FRAME_AND_3D],
  ])("buckets of %s", (_, families, cors) => {
    for (const task of inFamily(...families)) expect(task.corsVariant).toBe(cors);
  });

  it("takes S3 events for everything but text", () => {
    const without = everyTask.filter((task) => !task.allowsS3Events);
    expect(without).toEqual(inFamily(TaskFamily.TEXT));
    expect(without).toHaveLength(3);
  });

  it("gives workers eight hours, and more only for video frames and 3D", () => {
    for (const task of everyTask) {
      const isSlow = slowFamilies.includes(task.family);
      expect(task.minTaskTimeLimitSeconds).toBe(30);
      expect(task.maxTaskTimeLimitSeconds).toBe(isSlow ? 2_592_000 : 28_800);
      expect(task.advisedMaxTaskTimeLimitSeconds).toBe(isSlow ? 604_800 : 28_800);
      expect(task.needsLongSessions).toBe(isSlow);
      expect(task.maxWorkersPerObject).toBe(isSlow ? 1 : 9);
      expect(task.allowsPublicWorkforce).toBe(!isSlow);
    }
  });

  it("allows fewer objects and, with a model, fewer labels for semantic segmentation", () => {
    const segmentation = BuiltInTask.of(BuiltInTaskType.SEMANTIC_SEGMENTATION);
    expect(segmentation.maxDatasetObjects).toBe(20_000);
    expect(segmentation.maxLabelCategories).toBeUndefined();
    expect(segmentation.maxLabelCategoriesWithAutomatedLabeling).toBe(20);
    expect(BuiltInTask.of(BuiltInTaskType.BOUNDING_BOX)).toMatchObject({
      maxDatasetObjects: 100_000,
      maxLabelCategories: 50,
      maxLabelCategoriesWithAutomatedLabeling: 50,
    });
  });

  it("asks for two categories in a classification of images or text", () => {
    const two = everyTask.filter((task) => task.minLabelCategories === 2).map(({ type }) => type);
    expect(two).toEqual([
      "ImageClassificationSingleLabel",
      "ImageClassificationMultiLabel",
      "TextClassificationSingleLabel",
      "TextClassificationMultiLabel",
    ]);
  });

  it("verifies images with functions of their own, video and 3D with those of the adjustment", () => {
    for (const { type, variant, family } of everyTask) {
      if (type.startsWith("LabelVerification")) expect(variant).toBe(TaskVariant.VERIFICATION);
      else if (!type.startsWith("Adjustment")) expect(variant).toBe(TaskVariant.BASE);
      else if (family === TaskFamily.IMAGE) expect(variant).toBe(TaskVariant.ADJUSTMENT);
      else expect(variant).toBe(TaskVariant.ADJUSTMENT_OR_VERIFICATION);
    }
  });
});

const awsAttributeName = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,126}$/;
const awsJobName = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;
const nameLike = fc
  .array(fc.constantFrom("a", "Z", "7", "-", "--", "_", ".", "$", "label"), { maxLength: 40 })
  .map((parts) => parts.join(""));
const messages = (found: readonly { message: string }[]) => found.map(({ message }) => message).join("\n");

describe("a label attribute name", () => {
  it("is what AWS's pattern says, for any task without a rule of its own", () => {
    fc.assert(
      fc.property(nameLike, (name) => {
        const isAllowed = awsAttributeName.test(name) && name.length <= 127;
        expect(reviewLabelAttributeName(name).problems.length === 0).toBe(isAllowed);
      }),
      propertyRuns(),
    );
  });

  it.each(["", "-a", "a-", "my_label", "a.b", "a b", "ä"])("cannot be %j", (name) => {
    expect(messages(reviewLabelAttributeName(name).problems)).toContain("letters, digits and hyphens");
  });

  it("has at most 127 characters", () => {
    expect(reviewLabelAttributeName("a".repeat(127)).problems).toEqual([]);
    expect(messages(reviewLabelAttributeName("a".repeat(128)).problems)).toContain("128 characters");
  });

  it.each(["source", "source-ref"])("cannot be %s, which names the object", (name) => {
    expect(messages(reviewLabelAttributeName(name).problems)).toContain("name the object itself");
  });

  it("cannot end in -metadata, nor hold a $", () => {
    expect(messages(reviewLabelAttributeName("cars-metadata").problems)).toContain("-metadata");
    expect(messages(reviewLabelAttributeName("ca$rs").problems)).toContain("$<name>-object-id");
    expect(reviewLabelAttributeName("metadata").problems).toEqual([]);
  });

  const problemsFor = (type: BuiltInTaskType, name: string) =>
    reviewLabelAttributeName(name, BuiltInTask.of(type));

  it.each(
    everyTask
      .filter((task) => task.labelAttributeRefSuffix === LabelAttributeRefSuffix.REQUIRED)
      .map(({ type }) => type),
  )("must end in -ref for %s", (type) => {
    expect(messages(problemsFor(type, "cars").problems)).toContain('"cars-ref"');
    expect(problemsFor(type, "cars-ref")).toEqual({ problems: [], warnings: [] });
  });

  it("must end in -ref for eleven task types", () => {
    expect(
      everyTask.filter((task) => task.labelAttributeRefSuffix === LabelAttributeRefSuffix.REQUIRED),
    ).toHaveLength(11);
  });

  it("must not end in -ref for verification of semantic segmentation", () => {
    const type = BuiltInTaskType.LABEL_VERIFICATION_SEMANTIC_SEGMENTATION;
    expect(messages(problemsFor(type, "cars-ref").problems)).toContain("must not end in -ref");
    expect(problemsFor(type, "cars")).toEqual({ problems: [], warnings: [] });
  });

  it("should not end in -ref where labels are values, but may", () => {
    const found = problemsFor(BuiltInTaskType.BOUNDING_BOX, "cars-ref");
    expect(found.problems).toEqual([]);
    expect(messages(found.warnings)).toContain("-ref announces a file");
    expect(problemsFor(BuiltInTaskType.PASS_THROUGH, "cars-ref").warnings).toEqual([]);
    expect(reviewLabelAttributeName("cars-ref").warnings).toEqual([]);
  });

  it("tells everything at once, under the property the user wrote", () => {
    const task = BuiltInTask.of(BuiltInTaskType.SEMANTIC_SEGMENTATION);
    const { problems } = reviewLabelAttributeName(`_${"a".repeat(130)}-metadata`, task, "labels.name");
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /\(140 characters\); it cannot end in -metadata.*; a label attribute name has 1 to 127 letters/,
      ),
      expect.stringContaining("must end in -ref"),
    ]);
    expect(new Set(problems.map(({ property }) => property))).toEqual(new Set(["labels.name"]));
  });

  it("is not judged while it is a token", () => {
    const task = BuiltInTask.of(BuiltInTaskType.SEMANTIC_SEGMENTATION);
    expect(reviewLabelAttributeName(`${token}_x`, task)).toEqual({ problems: [], warnings: [] });
  });
});

describe("a labeling job name", () => {
  it("is what AWS's pattern says", () => {
    fc.assert(
      fc.property(nameLike, (name) => {
        const isAllowed = awsJobName.test(name) && name.length <= 63;
        expect(labelingJobNameProblems(name).length === 0).toBe(isAllowed);
      }),
      propertyRuns(),
    );
  });

  it("has 1 to 63 characters", () => {
    expect(labelingJobNameProblems("a".repeat(63))).toEqual([]);
    expect(messages(labelingJobNameProblems("a".repeat(64)))).toContain("1 to 63 letters");
    expect(labelingJobNameProblems("")).toHaveLength(1);
  });

  it("with an allowed prefix and a run suffix is allowed", () => {
    const suffix = "-20261122-103000";
    fc.assert(
      fc.property(nameLike, (prefix) => {
        fc.pre(labelingJobNamePrefixProblems(prefix).length === 0);
        expect(labelingJobNameProblems(`${prefix}${suffix}`)).toEqual([]);
      }),
      propertyRuns(),
    );
  });

  it("leaves room for the run suffix", () => {
    expect(labelingJobNamePrefixProblems("a".repeat(47))).toEqual([]);
    expect(messages(labelingJobNamePrefixProblems("a".repeat(48)))).toContain("at most 47 characters");
    expect(labelingJobNamePrefixProblems("a".repeat(48), "prefix", 15)).toEqual([]);
  });

  it("may have a prefix that ends in a hyphen, as the suffix follows", () => {
    expect(labelingJobNamePrefixProblems("street-signs-")).toEqual([]);
    expect(labelingJobNameProblems("street-signs-")).toHaveLength(1);
    expect(labelingJobNamePrefixProblems("-street")).toHaveLength(1);
  });

  it("is not judged while it is a token", () => {
    expect(labelingJobNameProblems(`_${token}`)).toEqual([]);
    expect(labelingJobNamePrefixProblems(`_${token}`)).toEqual([]);
  });
});
