import { z } from "zod";
import { AnswerAccess } from "../../lib/functions/annotation-function";
import { InputAccess } from "../../lib/functions/function-rights";
import { FunctionArchitecture } from "../../lib/functions/function-settings";
import { ReadyHandler } from "../../lib/functions/ready-handler";
import { logRetentionRule } from "../../lib/rules/cloudwatch";
import { roleArnRule, roleNameRule } from "../../lib/rules/iam";
import { environmentKeyRule, existingKeyRule } from "../../lib/rules/kms";
import {
  annotationFunctionArnRule,
  commandRule,
  concurrencyRule,
  functionDescriptionRule,
  functionNameRule,
  functionSecurityGroupsRule,
  functionSubnetsRule,
  handlerRule,
  imageUriRule,
  invokedFunctionsRule,
  layersRule,
  memorySizeRule,
  resultPrefixesRule,
  runtimeRule,
  timeoutRule,
  variableRule,
} from "../../lib/rules/lambda";
import { deadLetterQueueArnRule } from "../../lib/rules/messaging";
import { ownActionsRule, ownReasonRule, ownResourcesRule, ownSidRule } from "../../lib/rules/own-statement";
import { archiveUriRule, objectVersionRule, s3FolderRule, templateUriRule } from "../../lib/rules/s3";
import { CorsVariant } from "../../lib/storage/cors-variant";
import { filePath } from "./file-paths";
import { exactlyOne, notBeside, type Relation } from "./relations";
import { section } from "./section";
import { flag, location, many, needed, oneWord, optional, typeOf } from "./types";

const vpcConfig = section({
  subnetIds: needed(
    functionSubnetsRule,
    "Ids of private subnets. S3 is reached by a gateway endpoint or a NAT.",
  ),
  securityGroupIds: needed(functionSecurityGroupsRule, "Ids of the security groups."),
});

const settings = section({
  memorySize: optional(
    memorySizeRule,
    "Memory in MB; processor power grows with it. Default: 256 before, 512 after annotation.",
  ),
  timeout: optional(timeoutRule, "Seconds that a call may last. Default: 60."),
  architecture: optional(
    oneWord("an architecture", FunctionArchitecture),
    "Processor that the code runs on. Default: arm64.",
  ),
  environment: optional(
    z.record(z.string(), typeOf(variableRule), variableRule.allowed),
    "Environment variables. No place for secrets.",
  ),
  environmentKey: optional(
    environmentKeyRule,
    "Key that encrypts the environment variables: workflow, for the workflow's own, alias/<name>, or an ARN. Default: Lambda's own key.",
  ),
  layers: optional(layersRule, "ARNs of layer versions, 5 at most."),
  vpcConfig: optional(vpcConfig, "Network that the function is attached to. Default: none."),
  tracing: optional(flag, "Traces calls with X-Ray. Default: false."),
  logRetentionInDays: optional(logRetentionRule, "Days that the function's log is kept. Default: 365."),
  reservedConcurrentExecutions: optional(
    concurrencyRule,
    "Calls at a time at most, out of the account's share. Default: as many as are free.",
  ),
  deadLetterQueueArn: optional(
    deadLetterQueueArnRule,
    "ARN of a queue for asynchronous calls that fail; Ground Truth makes none. Default: none.",
  ),
  deadLetterQueueKey: optional(existingKeyRule, "Key that encrypts that queue: alias/<name>, or an ARN."),
});

const conditionRule =
  "operators are allowed, with condition keys and a list of values for each, as IAM has them";
const conditionValues = many(z.string(conditionRule), { allowed: conditionRule, from: 1 });

const ownStatement = section({
  sid: needed(ownSidRule, "Name of the statement; in the policy it begins with Own."),
  actions: needed(ownActionsRule, "What the function may do: dynamodb:GetItem. Nothing of IAM's."),
  resources: needed(ownResourcesRule, "ARNs, or * for actions that have no resource type."),
  conditions: optional(
    z.record(z.string(), z.record(z.string(), conditionValues, conditionRule), conditionRule),
    "Operator, then condition key, then a list of values. Default: none.",
  ),
  reason: needed(ownReasonRule, "Why the function needs it, for whoever reviews it."),
});

const rights = section({
  writePrefixes: optional(
    resultPrefixesRule,
    "Folders below the output that it writes results to, the first part with a _: _pages/.",
  ),
  invokeFunctionArns: optional(invokedFunctionsRule, "ARNs of functions that it calls."),
  statements: optional(
    many(ownStatement, { allowed: "a list of statements is allowed, at least one", from: 1 }),
    "Statements of your own, which you answer for: an output and a review show them as such.",
  ),
});

const sources = ["entry", "directory", "zip", "s3", "imageUri", "ready", "existing"] as const;
type Source = (typeof sources)[number];
const archives: readonly Source[] = ["directory", "zip", "s3"];
const made = sources.filter((source) => source !== "existing");

/** What goes with some sources only, and where it must be. */
const companions: Readonly<
  Record<string, { readonly of: readonly Source[]; readonly neededBy?: readonly Source[] }>
> = {
  runtime: { of: ["entry", ...archives], neededBy: archives },
  handler: { of: ["entry", ...archives], neededBy: archives },
  external: { of: ["entry"] },
  minify: { of: ["entry"] },
  s3ObjectVersion: { of: ["s3"] },
  command: { of: ["imageUri"] },
  name: { of: made },
  description: { of: made },
  role: { of: made },
  settings: { of: made },
  rights: { of: made },
  roleArn: { of: ["existing"] },
};

/** What is said of code must be something of the place that it comes from. */
const ofItsSource: Relation = {
  check: (given, complain) => {
    const [source, ...more] = sources.filter((key) => given[key] !== undefined);
    if (source === undefined || more.length > 0) return;
    for (const [key, { of, neededBy = [] }] of Object.entries(companions)) {
      if (given[key] !== undefined && !of.includes(source)) {
        complain(key, `is nothing that can be said of ${source}; it goes with ${of.join(", ")}`);
      } else if (given[key] === undefined && neededBy.includes(source)) {
        complain(undefined, `has ${source} without ${key}, which nobody could guess; add it`);
      }
    }
  },
};

const relations = [exactlyOne(sources, { none: "says nothing of its code" }), ofItsSource];
const externalRule = "a list of package names is allowed";
const role = section({ name: optional(roleNameRule, "Name of the role. Default: the function's name.") });

function functionKeys(step: string, ready: readonly ReadyHandler[]) {
  return {
    entry: optional(
      filePath,
      "A TypeScript or JavaScript file that exports the handler, bundled with what it imports.",
    ),
    directory: optional(filePath, "A folder with everything that the function needs, in any runtime."),
    zip: optional(filePath, "A zip file that was made elsewhere."),
    s3: optional(archiveUriRule, "A zip file in S3, in the region of the workflow."),
    imageUri: optional(imageUriRule, "A container image in ECR, in the region of the workflow."),
    ready: optional(oneWord("a ready handler", ready), "A handler that comes with this package."),
    existing: optional(
      annotationFunctionArnRule,
      "ARN of a function that exists, with version or alias if you like.",
    ),
    runtime: optional(runtimeRule, "Lambda's name of the runtime. Default: nodejs22.x for entry."),
    handler: optional(
      handlerRule,
      "What Lambda calls: file.function; of an entry, the name it exports. Default: handler for entry.",
    ),
    external: optional(
      many(z.string(externalRule), { allowed: externalRule }),
      "Packages that stay out of the bundle of an entry, as a layer brings them.",
    ),
    minify: optional(flag, "Shortens the code of an entry, which is hard to review then. Default: false."),
    s3ObjectVersion: optional(
      objectVersionRule,
      "Version of the zip file in S3. Default: the newest; Terraform does not see a new upload.",
    ),
    command: optional(commandRule, "Replaces the command of the image."),
    name: optional(functionNameRule, `Name of the function. Default: <namePrefix>-<workflow>-${step}.`),
    description: optional(functionDescriptionRule, "What the function is for."),
    role: optional(role, "The function's own role."),
    settings: optional(settings, "Memory, time, network and operation. Default: enough for most."),
    roleArn: optional(
      roleArnRule,
      "ARN of the role that an existing function runs with. What it must be allowed is an output.",
    ),
    inputAccess: optional(
      oneWord("an access to data objects", InputAccess),
      "How it reads the data objects themselves: s3-read (its own role, in the inputs). Default: it does not.",
    ),
    rights: optional(rights, "What it may do besides its work. Default: nothing."),
  };
}

/** The function that makes a data object into what workers see. */
const preAnnotationSchema = section(
  functionKeys("pre-annotation", [ReadyHandler.PASS_THROUGH_PRE_ANNOTATION]),
  relations,
  { answerAccess: "belongs to postAnnotation: before annotation there are no answers" },
);

/** The function that makes the answers of several workers into one. */
const postAnnotationSchema = section(
  {
    ...functionKeys("post-annotation", [
      ReadyHandler.PASS_THROUGH_POST_ANNOTATION,
      ReadyHandler.MAJORITY_VOTE,
      ReadyHandler.BOUNDING_BOXES,
      ReadyHandler.TEXT_SPANS,
    ]),
    answerAccess: optional(
      oneWord("an access to answers", AnswerAccess),
      "How it reads the answers: s3-read (its own role, in the output location), assume-execution-role, or read-all-buckets. Default: s3-read.",
    ),
  },
  relations,
);

export type PreAnnotationConfig = z.infer<typeof preAnnotationSchema>;
export type PostAnnotationConfig = z.infer<typeof postAnnotationSchema>;

const inFile = ["keep", "location", "encryptAsBucket"];
const notInFile = "belongs to a file that is put into S3, but existing names what is there";

/** The page that workers see. */
export const templateSchema = section(
  {
    file: optional(
      filePath,
      "The worker task template: HTML with Liquid. Each edit becomes an object of its own in S3.",
    ),
    keep: optional(
      many(filePath, { allowed: "a list of paths is allowed" }),
      "Copies of older versions that running jobs still use: without it an edit deletes the version before.",
    ),
    location: optional(
      location(s3FolderRule),
      "Where it is put: one of the inputs, or a folder in one. Default: templates/ in the first input.",
    ),
    encryptAsBucket: optional(
      flag,
      "Encrypts it like the rest of the bucket; whoever deploys must be allowed to use that key. Default: false, with S3's own key.",
    ),
    existing: optional(
      templateUriRule,
      "A template that is in S3 already, in one of the inputs: s3://bucket/key.",
    ),
  },
  [exactlyOne(["file", "existing"]), notBeside("existing", inFile, notInFile)],
);

/** What a task of one's own is made of. */
export const customTaskSchema = section({
  template: optional(templateSchema, "The page that workers see. Default: named by whoever makes the job."),
  preAnnotation: optional(
    preAnnotationSchema,
    "The function that makes a data object into what workers see. Default: none.",
  ),
  postAnnotation: optional(
    postAnnotationSchema,
    "The function that makes the answers of several workers into one. Default: none, all answers are kept.",
  ),
  cors: optional(
    oneWord("a CORS rule", CorsVariant),
    "What workers' browsers load from S3: image for files of any kind, none for text. Default: image.",
  ),
});

export type CustomTaskConfig = z.infer<typeof customTaskSchema>;
