import { AwsPage } from "../aws-page";
import { arn } from "./arn";
import { count, list, text } from "./rule";

/** Characters that the API takes in a title: no emoji, no control characters but tabs and line ends. */
const titleForm = /^[\t\n\r -\uD7FF\uE000-\uFFFD]{1,128}$/;

export const jobNameRule = text(
  "a job name has 1 to 63 letters, digits and hyphens, and begins and ends with a letter or digit",
  /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/,
  { page: AwsPage.createLabelingJobApi, most: 63 },
);

const oneObject = (what: string, example: string, page: string) =>
  text(
    `the S3 URI of ${what} is allowed, as in ${example}`,
    // A key without wildcards: the role's policy names it literally.
    /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/[^*?\\]*[^*?\\/]$/,
    { page, most: 1024 },
  );

export const manifestUriRule = oneObject(
  "an input manifest",
  "s3://bucket/job/input.manifest",
  AwsPage.inputManifest,
);

export const labelCategoryUriRule = oneObject(
  "a label category file",
  "s3://bucket/job/labels.json",
  AwsPage.labelCategories,
);

/** AWS names 256 characters; tasks on video frames and point clouds allow 16. */
const labelNameRule = text("a label has 1 to 256 characters", /^[\s\S]{1,256}$/, {
  page: AwsPage.labelCategories,
});

export const labelNamesRule = list("labels", labelNameRule, { page: AwsPage.labelCategories });

const short = (what: string) =>
  text(`${what} has 1 to 16 characters`, /^[\s\S]{1,16}$/, { page: AwsPage.labelCategories });

const limit = count("numbers", -2_147_483_648, 2_147_483_647, AwsPage.labelCategories);

/** What workers say of an object or a frame. */
export const attributeRules = {
  name: short("the name of an attribute"),
  description: text("the description of an attribute has at most 128 characters", /^[\s\S]{1,128}$/, {
    page: AwsPage.labelCategories,
  }),
  enum: list("values", short("a value"), { to: 10, page: AwsPage.labelCategories }),
  minimum: limit,
  maximum: limit,
};

/** HTML or plain text. Tasks on video frames and point clouds have limits of their own: see `LabelCategories`. */
const instruction = text("instructions are text or HTML, not empty", /[\s\S]/, {
  page: AwsPage.labelCategories,
});

/** What workers read of their task. */
export const instructionRules = { shortInstruction: instruction, fullInstruction: instruction };

/** More is checked where the task type is known: see `reviewLabelAttributeName`. */
const labelAttribute = {
  allowed:
    "a label attribute name has 1 to 127 letters, digits and hyphens, and begins and ends with a letter or digit",
  form: /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/,
  most: 127,
};
export const labelAttributeNameRule = text(labelAttribute.allowed, labelAttribute.form, {
  page: AwsPage.createLabelingJobApi,
  most: labelAttribute.most,
  but: (name) => {
    const taken = takenLabelAttribute(name);
    const isFine = labelAttribute.form.test(name) && name.length <= labelAttribute.most;
    return taken === undefined || isFine ? taken : `${taken}; ${labelAttribute.allowed}`;
  },
});

/** What else Ground Truth writes into a line of a manifest. */
function takenLabelAttribute(name: string): string | undefined {
  if (name.includes("$"))
    return "it cannot hold $: streaming jobs write the object's id under $<name>-object-id";
  if (["source", "source-ref"].includes(name)) return "source and source-ref name the object itself";
  return name.endsWith("-metadata")
    ? "it cannot end in -metadata, under which Ground Truth writes the metadata"
    : undefined;
}

/** When a job ends before all is labeled. */
export const stoppingRules = {
  maxHumanLabeledObjectCount: count("objects", 1, 2_147_483_647, AwsPage.stoppingConditions),
  maxPercentageOfInputDatasetLabeled: count("percent", 1, 100, AwsPage.stoppingConditions),
};

/** What a job says whatever its workflow is. */
export const labelingJobRules = {
  // What tells one run of a job from the next in its name.
  run: text("a run has 1 to 15 letters, digits and hyphens between them", /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/, {
    page: AwsPage.createLabelingJobApi,
    most: 15,
  }),
  manifestS3Uri: manifestUriRule,
  taskTitle: text("a title has 1 to 128 characters, and no emoji or control characters", titleForm, {
    page: AwsPage.humanTaskConfig,
  }),
  taskDescription: text("a description has 1 to 255 characters, in one line", /^.{1,255}$/, {
    page: AwsPage.humanTaskConfig,
  }),
  taskKeywords: list(
    "keywords",
    text(
      "a keyword has 1 to 30 letters, digits and single spaces between them",
      /^[A-Za-z0-9]+( [A-Za-z0-9]+)*$/,
      { page: AwsPage.humanTaskConfig, most: 30 },
    ),
    { to: 5, page: AwsPage.humanTaskConfig },
  ),
  numberOfHumanWorkersPerDataObject: count("workers", 1, 9, AwsPage.humanTaskConfig),
  // The limits of task types are narrower: see `BuiltInTask`.
  taskTimeLimitInSeconds: count("seconds", 30, 2_592_000, AwsPage.humanTaskConfig),
  // Private and vendor teams.
  taskAvailabilityLifetimeInSeconds: count("seconds", 60, 2_592_000, AwsPage.humanTaskConfig),
  maxConcurrentTaskCount: count("objects", 1, 5000, AwsPage.humanTaskConfig),
  initialActiveLearningModelArn: arn({
    what: "the ARN of a model",
    service: "sagemaker",
    resource: /^model\/[a-zA-Z0-9-]{1,63}$/,
    form: "model/<name>",
    page: AwsPage.automatedLabeling,
    region: { because: "a job and the model that it begins with are in one region" },
  }),
};
