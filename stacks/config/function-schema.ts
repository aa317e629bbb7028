import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { AnswerAccess } from "../../lib/functions/annotation-function";
import { FunctionArchitecture } from "../../lib/functions/function-settings";
import { ReadyHandler } from "../../lib/functions/ready-handler";
import { logRetentions } from "../../lib/validation/log-retention";
import { allowed, oneOf } from "./allowed";
import { count, existingKey, flag, functionArn, queueArn, roleArn, roleName } from "./aws-values";
import { besideFieldChecks } from "./cross-field";
import { filePath } from "./file-paths";
import { section } from "./section";

const variablesRule = "a mapping of names to texts is allowed, numbers in quotes";
const layersRule = "a list of ARNs of layer versions is allowed";
const subnetsRule = "a list of subnet ids is allowed, at least one";
const groupsRule = "a list of ids of security groups is allowed, at least one";
const retentionRule = allowed(
  `a number of days is one of ${logRetentions.join(", ")}`,
  AwsPage.logsRetention,
);

const settings = section({
  memoryMegabytes: count("MB", 128, 10_240, AwsPage.lambdaQuotas)
    .optional()
    .describe("Memory; processor power grows with it. Default: 256 before, 512 after annotation."),
  timeoutSeconds: count("seconds", 1, 900, AwsPage.lambdaQuotas)
    .optional()
    .describe("Seconds that a call may last. Default: 60."),
  architecture: z
    .enum(FunctionArchitecture, { error: oneOf("an architecture", Object.values(FunctionArchitecture)) })
    .optional()
    .describe("Processor that the code runs on. Default: arm64."),
  environment: z
    .record(z.string(), z.string(variablesRule), variablesRule)
    .optional()
    .describe("Environment variables, encrypted with the workflow's key. No place for secrets."),
  layers: z.array(z.string(layersRule), layersRule).optional().describe("ARNs of layer versions, 5 at most."),
  vpc: section({
    subnets: z
      .array(z.string(subnetsRule), subnetsRule)
      .min(1, subnetsRule)
      .describe("Ids of private subnets. S3 is reached by a gateway endpoint or a NAT."),
    securityGroups: z
      .array(z.string(groupsRule), groupsRule)
      .min(1, groupsRule)
      .describe("Ids of the security groups."),
  })
    .optional()
    .describe("Network that the function is attached to. Default: none."),
  tracing: flag().optional().describe("Traces calls with X-Ray. Default: false."),
  logRetentionDays: z
    .literal(logRetentions, retentionRule)
    .optional()
    .describe("Days that the function's log is kept. Default: 365."),
  reservedConcurrency: count("calls", 0, 1_000_000, AwsPage.lambdaConcurrency)
    .optional()
    .describe("Calls at a time at most, out of the account's share. Default: as many as are free."),
  deadLetterQueue: queueArn
    .optional()
    .describe("ARN of a queue for asynchronous calls that fail; Ground Truth makes none. Default: none."),
  deadLetterQueueKey: existingKey
    .optional()
    .describe("Key that encrypts that queue: alias/<name>, or an ARN."),
});

const nameRule = allowed("a function name has 1 to 64 letters, digits, - and _", AwsPage.lambdaFunctionNames);
const runtimeRule = allowed("Lambda's name of a runtime is allowed, like python3.13", AwsPage.lambdaRuntimes);
const handlerRule = "what Lambda calls is allowed, as the runtime writes it: file.function";
const externalRule = "a list of package names is allowed";
const commandRule = "a list of words is allowed, at least one";
const archiveRule = allowed(
  "the URI of a zip file in S3 is allowed, as in s3://bucket/key.zip",
  AwsPage.s3ObjectKeys,
);
const imageRule = allowed(
  "the URI of an image in ECR is allowed, as in <account>.dkr.ecr.<region>.amazonaws.com/<name>@sha256:<digest>",
  AwsPage.lambdaImages,
);

const sources = ["entry", "directory", "zip", "s3", "image", "ready", "existing"] as const;
type Source = (typeof sources)[number];

/** What goes with some sources only, and where it must be. */
const companions: Readonly<
  Record<string, { readonly of: readonly Source[]; readonly neededBy?: readonly Source[] }>
> = {
  runtime: { of: ["entry", "directory", "zip", "s3"], neededBy: ["directory", "zip", "s3"] },
  handler: { of: ["entry", "directory", "zip", "s3"], neededBy: ["directory", "zip", "s3"] },
  external: { of: ["entry"] },
  minify: { of: ["entry"] },
  objectVersion: { of: ["s3"] },
  command: { of: ["image"] },
  name: { of: sources.filter((source) => source !== "existing") },
  description: { of: sources.filter((source) => source !== "existing") },
  roleName: { of: sources.filter((source) => source !== "existing") },
  settings: { of: sources.filter((source) => source !== "existing") },
  roleArn: { of: ["existing"] },
};

function functionKeys(step: string, ready: readonly ReadyHandler[]) {
  return {
    entry: filePath("file")
      .optional()
      .describe("A TypeScript or JavaScript file that exports the handler, bundled with what it imports."),
    directory: filePath("directory")
      .optional()
      .describe("A folder with everything that the function needs, in any runtime."),
    zip: filePath("file").optional().describe("A zip file that was made elsewhere."),
    s3: z
      .string(archiveRule)
      .regex(/^s3:\/\/[a-z0-9.-]{3,63}\/.+$/s, archiveRule)
      .optional()
      .describe("A zip file in S3, in the region of the workflow."),
    image: z
      .string(imageRule)
      .regex(/^[\w.-]+(:\d+)?\/[\w./-]+(:[\w.-]+)?(@sha256:[0-9a-f]{64})?$/, imageRule)
      .optional()
      .describe("A container image in ECR, in the region of the workflow."),
    ready: z
      .enum(ready, { error: oneOf("a ready handler", ready) })
      .optional()
      .describe("A handler that comes with this package."),
    existing: functionArn
      .optional()
      .describe("ARN of a function that exists, with version or alias if you like."),
    runtime: z
      .string(runtimeRule)
      .regex(/^[a-z0-9.]{1,40}$/, runtimeRule)
      .optional()
      .describe("Lambda's name of the runtime. Default: nodejs22.x for entry."),
    handler: z
      .string(handlerRule)
      .regex(/^\S{1,128}$/, handlerRule)
      .optional()
      .describe(
        "What Lambda calls: file.function; of an entry, the name it exports. Default: handler for entry.",
      ),
    external: z
      .array(z.string(externalRule), externalRule)
      .optional()
      .describe("Packages that stay out of the bundle of an entry, as a layer brings them."),
    minify: flag()
      .optional()
      .describe("Shortens the code of an entry, which is hard to review then. Default: false."),
    objectVersion: z
      .string("the version id of an S3 object is allowed")
      .min(1, "the version id of an S3 object is allowed")
      .optional()
      .describe("Version of the zip file in S3. Default: the newest; Terraform does not see a new upload."),
    command: z
      .array(z.string(commandRule), commandRule)
      .min(1, commandRule)
      .optional()
      .describe("Replaces the command of the image."),
    name: z
      .string(nameRule)
      .regex(/^[\w-]{1,64}$/, nameRule)
      .optional()
      .describe(`Name of the function. Default: <namePrefix>-<workflow>-${step}.`),
    description: z
      .string("a text of at most 256 characters is allowed")
      .max(256, "a text of at most 256 characters is allowed")
      .optional()
      .describe("What the function is for."),
    roleName: roleName.optional().describe("Name of the function's own role. Default: the function's name."),
    settings: settings.optional().describe("Memory, time, network and operation. Default: enough for most."),
  };
}

/** The function that makes a data object into what workers see. */
export const preAnnotationSchema = section(
  functionKeys("pre-annotation", [ReadyHandler.PASS_THROUGH_PRE_ANNOTATION]),
  { answerAccess: "belongs to postAnnotation: before annotation there are no answers" },
)
  .superRefine(checkSource, besideFieldChecks)
  .meta({ oneOf: sources.map((source) => ({ required: [source] })) });

/** The function that makes the answers of several workers into one. */
export const postAnnotationSchema = section({
  ...functionKeys("post-annotation", [
    ReadyHandler.PASS_THROUGH_POST_ANNOTATION,
    ReadyHandler.MAJORITY_VOTE,
    ReadyHandler.BOUNDING_BOXES,
    ReadyHandler.TEXT_SPANS,
  ]),
  answerAccess: z
    .enum(AnswerAccess, { error: oneOf("an access to answers", Object.values(AnswerAccess)) })
    .optional()
    .describe(
      "How it reads the answers: s3-read (its own role, in the output location), assume-execution-role, or " +
        "read-all-buckets. Default: s3-read.",
    ),
  roleArn: roleArn
    .optional()
    .describe("ARN of the role that an existing function runs with. What it must be allowed is an output."),
})
  .superRefine(checkSource, besideFieldChecks)
  .meta({ oneOf: sources.map((source) => ({ required: [source] })) });

export type PreAnnotationConfig = z.infer<typeof preAnnotationSchema>;
export type PostAnnotationConfig = z.infer<typeof postAnnotationSchema>;

/** Code comes from one place, and what is said of it must be something of that place. */
function checkSource(given: Readonly<Record<string, unknown>>, context: z.core.$RefinementCtx): void {
  const complain = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
  const rule = `exactly one of ${sources.join(", ")} is allowed`;
  const [source, ...more] = sources.filter((key) => given[key] !== undefined);
  for (const other of more) complain([other], `excludes ${source}; ${rule}`);
  if (source === undefined) return complain([], `says nothing of its code; ${rule}`);
  if (more.length > 0) return;
  for (const [key, { of, neededBy = [] }] of Object.entries(companions)) {
    if (given[key] !== undefined && !of.includes(source)) {
      complain([key], `is nothing that can be said of ${source}; it goes with ${of.join(", ")}`);
    } else if (given[key] === undefined && neededBy.includes(source)) {
      complain([], `has ${source} without ${key}, which nobody could guess; add it`);
    }
  }
}
