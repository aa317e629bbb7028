import { z } from "zod";
import { AnswerAccess } from "../../lib/functions/annotation-function";
import { FunctionArchitecture } from "../../lib/functions/function-settings";
import { ReadyHandler } from "../../lib/functions/ready-handler";
import { oneOf } from "./allowed";
import { besideFieldChecks } from "./cross-field";
import { filePath } from "./file-paths";
import { functionRightsKeys } from "./function-rights-schema";
import { section } from "./section";
import { roleNameRule, roleArnRule } from "../../lib/rules/iam";
import { logRetentionRule } from "../../lib/rules/cloudwatch";
import { deadLetterQueueArnRule } from "../../lib/rules/messaging";
import { environmentKeyRule, existingKeyRule } from "../../lib/rules/kms";
import {
  functionNameRule,
  layersRule,
  functionSubnetsRule,
  functionSecurityGroupsRule,
  functionDescriptionRule,
  variableRule,
  commandRule,
  memorySizeRule,
  timeoutRule,
  concurrencyRule,
  annotationFunctionArnRule,
  handlerRule,
  imageUriRule,
  runtimeRule,
} from "../../lib/rules/lambda";
import { archiveUriRule, objectVersionRule } from "../../lib/rules/s3";
import { count, values, flag, choice, value } from "./value";

const externalRule = "a list of package names is allowed";

const settings = section({
  memorySize: count(memorySizeRule)
    .optional()
    .describe("Memory in MB; processor power grows with it. Default: 256 before, 512 after annotation."),
  timeout: count(timeoutRule).optional().describe("Seconds that a call may last. Default: 60."),
  architecture: z
    .enum(FunctionArchitecture, { error: oneOf("an architecture", Object.values(FunctionArchitecture)) })
    .optional()
    .describe("Processor that the code runs on. Default: arm64."),
  environment: z
    .record(z.string(), value(variableRule), variableRule.allowed)
    .optional()
    .describe("Environment variables. No place for secrets."),
  environmentKey: value(environmentKeyRule)
    .optional()
    .describe(
      "Key that encrypts the environment variables: workflow, for the workflow's own, alias/<name>, or an ARN. Default: Lambda's own key.",
    ),
  layers: values(layersRule).optional().describe("ARNs of layer versions, 5 at most."),
  vpcConfig: section({
    subnetIds: values(functionSubnetsRule).describe(
      "Ids of private subnets. S3 is reached by a gateway endpoint or a NAT.",
    ),
    securityGroupIds: values(functionSecurityGroupsRule).describe("Ids of the security groups."),
  })
    .optional()
    .describe("Network that the function is attached to. Default: none."),
  tracing: flag().optional().describe("Traces calls with X-Ray. Default: false."),
  logRetentionInDays: choice(logRetentionRule)
    .optional()
    .describe("Days that the function's log is kept. Default: 365."),
  reservedConcurrentExecutions: count(concurrencyRule)
    .optional()
    .describe("Calls at a time at most, out of the account's share. Default: as many as are free."),
  deadLetterQueueArn: value(deadLetterQueueArnRule)
    .optional()
    .describe("ARN of a queue for asynchronous calls that fail; Ground Truth makes none. Default: none."),
  deadLetterQueueKey: value(existingKeyRule)
    .optional()
    .describe("Key that encrypts that queue: alias/<name>, or an ARN."),
});

const sources = ["entry", "directory", "zip", "s3", "imageUri", "ready", "existing"] as const;
type Source = (typeof sources)[number];

/** What goes with some sources only, and where it must be. */
const companions: Readonly<
  Record<string, { readonly of: readonly Source[]; readonly neededBy?: readonly Source[] }>
> = {
  runtime: { of: ["entry", "directory", "zip", "s3"], neededBy: ["directory", "zip", "s3"] },
  handler: { of: ["entry", "directory", "zip", "s3"], neededBy: ["directory", "zip", "s3"] },
  external: { of: ["entry"] },
  minify: { of: ["entry"] },
  s3ObjectVersion: { of: ["s3"] },
  command: { of: ["imageUri"] },
  name: { of: sources.filter((source) => source !== "existing") },
  description: { of: sources.filter((source) => source !== "existing") },
  role: { of: sources.filter((source) => source !== "existing") },
  settings: { of: sources.filter((source) => source !== "existing") },
  rights: { of: sources.filter((source) => source !== "existing") },
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
    s3: value(archiveUriRule).optional().describe("A zip file in S3, in the region of the workflow."),
    imageUri: value(imageUriRule)
      .optional()
      .describe("A container image in ECR, in the region of the workflow."),
    ready: z
      .enum(ready, { error: oneOf("a ready handler", ready) })
      .optional()
      .describe("A handler that comes with this package."),
    existing: value(annotationFunctionArnRule)
      .optional()
      .describe("ARN of a function that exists, with version or alias if you like."),
    runtime: value(runtimeRule)
      .optional()
      .describe("Lambda's name of the runtime. Default: nodejs22.x for entry."),
    handler: value(handlerRule)
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
    s3ObjectVersion: value(objectVersionRule)
      .optional()
      .describe("Version of the zip file in S3. Default: the newest; Terraform does not see a new upload."),
    command: values(commandRule).optional().describe("Replaces the command of the image."),
    name: value(functionNameRule)
      .optional()
      .describe(`Name of the function. Default: <namePrefix>-<workflow>-${step}.`),
    description: value(functionDescriptionRule).optional().describe("What the function is for."),
    role: section({
      name: value(roleNameRule).optional().describe("Name of the role. Default: the function's name."),
    })
      .optional()
      .describe("The function's own role."),
    settings: settings.optional().describe("Memory, time, network and operation. Default: enough for most."),
    roleArn: value(roleArnRule)
      .optional()
      .describe("ARN of the role that an existing function runs with. What it must be allowed is an output."),
    ...functionRightsKeys,
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
