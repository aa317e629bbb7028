import { readsLabelFiles } from "../../lib/jobs/earlier-label-files";
import { LabelAttributeRefSuffix } from "../../lib/jobs/label-attribute-ref-suffix";
import { BuiltInTaskType } from "../../lib/jobs/built-in-task-type";
import { TaskFamily } from "../../lib/jobs/task-family";
import { TaskVariant } from "../../lib/jobs/task-variant";
import { S3Location } from "../../lib/storage/s3-location";
import { type Answers, taskOf } from "./answers";

/** The `ground-truth.yaml` of a new project: what was asked for, and the next things that one wants, as comments. */
export function configurationText(answers: Answers): string {
  const { prefix, region, name, kind } = answers;
  const lines = [
    "# yaml-language-server: $schema=./node_modules/cdktf-ground-truth/ground-truth.schema.json",
    "#",
    "# Each workflow becomes a Terraform stack. An editor with a YAML language server explains every key.",
    "#   npx cdktf-ground-truth check    says what is wrong in this file",
    "#   npx cdktf-ground-truth synth    writes the Terraform, and says what is left to do",
    "",
    "# Begins the names of roles, policies and keys.",
    `namePrefix: ${prefix}`,
    `region: ${region}`,
    "",
    "# With an account id Terraform refuses any other account. In quotes, or a zero at its beginning is lost.",
    '# account: "111122223333"',
    "",
    "# Where Terraform keeps its state. On this machine is enough to try things out; a team wants a bucket:",
    "# backend:",
    "#   type: s3",
    "#   bucket: my-terraform-state",
    `#   region: ${region}`,
    "",
    "workflows:",
    `  - name: ${name}`,
    `    type: ${kind}`,
    ...taskLines(answers),
    "    # Every place that a job reads: data, manifest, label categories, template. The role may read these and no other.",
    "    inputs:",
    `      - ${answers.input}`,
    ...(jobFolder(answers) === answers.input ? [] : [`      - ${jobFolder(answers)}`]),
    "    # The one place that a job writes to.",
    `    output: ${answers.output}`,
    ...bucketLines(answers),
    ...keyLines,
    ...(kind === "streaming" ? streamingLines(answers) : []),
    ...(kind === "custom" ? customLines(answers) : []),
    ...jobLines(answers),
  ];
  return `${lines.join("\n")}\n`;
}

function taskLines({ task }: Answers): string[] {
  return task === undefined ? [] : [`    taskType: ${task}`];
}

function bucketLines({ newBuckets, input, output }: Answers): string[] {
  if (!newBuckets) {
    return [
      "    # These buckets exist. Nothing of them is changed; what they must have is told by synth.",
      "    # buckets:",
      "    #   existing:",
      `    #     - name: ${bucketOf(input)}`,
      "    #       encryptionKey: { existing: alias/my-key } # the key that its objects are encrypted with, if it is one of yours",
    ];
  }
  return [
    "    # Names of buckets are unique in all of AWS. Leave out those that exist already.",
    "    buckets:",
    "      create:",
    ...[...new Set([bucketOf(input), bucketOf(output)])].map((bucket) => `        - name: ${bucket}`),
  ];
}

const keyLines = [
  "    # A new key encrypts the data. It is closed to everybody but the job's role: name those who upload data or read",
  "    # answers; AWS refuses a role that does not exist. Or use a key of yours: existing: alias/my-key",
  "    # encryptionKey:",
  "    #   create:",
  '    #     dataUsers: ["arn:aws:iam::111122223333:role/my-data-role"]',
];

function streamingLines(answers: Answers): string[] {
  return [
    ...attributeLines(answers),
    ...sourceLines(answers),
    "    # Answers go out by a topic, and wait in a queue until somebody reads them.",
    "    answers:",
    "      queue: {}",
    "      # queue:",
    '      #   consumers: ["arn:aws:iam::111122223333:role/my-importer"]',
    "    # A backlog, ten days of silence ahead, dead letters, failed deliveries: each with a default.",
    "    alarms: {}",
  ];
}

function attributeLines(answers: Answers): string[] {
  const suffix = taskOf(answers)?.labelAttributeRefSuffix === LabelAttributeRefSuffix.REQUIRED ? "-ref" : "";
  return [
    "    # The name of the label in each line of the answers.",
    `    labelAttributeName: labels${suffix}`,
  ];
}

/** Where data objects come from: events of a bucket where they can, else messages. */
function sourceLines({ newBuckets, input, ...answers }: Answers): string[] {
  const publishers = ["    # publishers:", '    #   - "arn:aws:iam::111122223333:role/my-sender"'];
  if (taskOf(answers)?.allowsS3Events !== true)
    return ["    # Who may send data objects, in messages to the input topic.", ...publishers];
  if (!newBuckets)
    return [
      "    # Who may send data objects, in messages to the input topic. Events of an existing bucket (s3Events) need",
      "    # manageNotifications under buckets.existing, which replaces all notifications that the bucket has.",
      ...publishers,
    ];
  return ["    # Each new object in this place is labeled.", "    s3Events:", `      - location: ${input}`];
}

/** Where manifests, label categories and templates lie: beside the data, whose events may start tasks. */
function jobFolder({ newBuckets, input }: Answers): string {
  return newBuckets ? `s3://${bucketOf(input)}/job/` : input;
}

function customLines(answers: Answers): string[] {
  const folder = jobFolder(answers);
  return [
    "    customTask:",
    "      # What workers see. The file is copied to S3 under a name with its hash.",
    "      template:",
    "        file: templates/form.liquid.html",
    `        location: ${folder}${folder.endsWith("/") ? "" : "/"}templates/`,
    "      # A function prepares each object for the form, another one makes the answers of several workers into one label.",
    "      # Edit them, then: npm test",
    "      preAnnotation:",
    "        entry: handlers/pre-annotation.mjs",
    "      postAnnotation:",
    "        entry: handlers/post-annotation.mjs",
  ];
}

/** A labeling job that can be switched on: what is asked for besides the workflow depends on the task. */
function jobLines(answers: Answers): string[] {
  const task = taskOf(answers);
  const isAudit = task !== undefined && task.variant !== TaskVariant.BASE;
  const hasLabels = task !== undefined && task.minLabelCategories > 0;
  const isSequence = task?.family === TaskFamily.VIDEO_FRAME || task?.family === TaskFamily.POINT_CLOUD_3D;
  const folder = jobFolder(answers);
  const manifest = [`manifestS3Uri: ${folder}input.manifest`];
  const before = [
    "previousJob: # its output manifest must lie in one of the inputs",
    `  manifestS3Uri: ${folder}before/manifests/output/output.manifest`,
    `  labelAttributeName: labels-of-before${readsLabelFiles(task?.type) ? "-ref" : ""}`,
  ];
  const lines = [
    "workTeam: my-team # a private team by name, or any team by ARN",
    ...(isAudit ? before : answers.kind === "streaming" ? [] : manifest),
    ...(hasLabels
      ? [`labels: [${task.variant === TaskVariant.VERIFICATION ? "right, wrong" : "one, two"}]`]
      : []),
    ...(isSequence || task?.type === BuiltInTaskType.NAMED_ENTITY_RECOGNITION
      ? ["instructions: { shortInstruction: What to do., fullInstruction: How to do it. }"]
      : []),
    ...(task?.type === BuiltInTaskType.PASS_THROUGH
      ? [`template: { existing: ${folder}page.liquid.html }`]
      : []),
  ];
  return [
    "    # The labeling job, with labels and template: npx cdktf-ground-truth job start (docs/labeling-jobs.md).",
    "    # job:",
    ...lines.map((line) => `    #   ${line}`),
  ];
}

function bucketOf(location: string): string {
  return S3Location.parse(location).bucketName;
}
