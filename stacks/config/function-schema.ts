import { z } from "zod";
import type * as lib from "../../lib";
import { AnswerAccess } from "../../lib/functions/annotation-function";
import { InputAccess } from "../../lib/functions/function-rights";
import { FunctionArchitecture } from "../../lib/functions/function-settings";
import { ReadyHandler } from "../../lib/functions/ready-handler";
import { roleArnRule, roleNameRule } from "../../lib/rules/iam";
import { environmentKeyRule, existingKeyRule } from "../../lib/rules/kms";
import * as lambda from "../../lib/rules/lambda";
import { conditionsRule, conditionValues, ownStatementRules } from "../../lib/rules/own-statement";
import { archiveUriRule, objectVersionRule, s3FolderRule, templateUriRule } from "../../lib/rules/s3";
import { CorsVariant } from "../../lib/storage/cors-variant";
import { allowed } from "./allowed";
import { exactlyOne, notBeside, type Relation } from "./relations";
import { section } from "./section";
import { allOf, filePath, flag, location, many, must, oneWord, optional, propsOf, typeOf } from "./types";

const settings = section({
  ...propsOf<lib.FunctionSettings>("FunctionSettings")({
    ...lambda.functionSettingsRules,
    architecture: oneWord("an architecture", FunctionArchitecture),
    environment: z.record(z.string(), typeOf(lambda.variableRule), lambda.variableRule.allowed),
    vpcConfig: section(propsOf<lib.FunctionVpc>("FunctionVpc")(allOf(lambda.functionVpcRules))),
    tracing: flag,
  }),
  environmentKey: optional(
    environmentKeyRule,
    "Key that encrypts the environment variables: workflow, for the workflow's own, alias/<name>, or an ARN. Default: Lambda's own key.",
  ),
  deadLetterQueueKey: optional(existingKeyRule, "Key that encrypts that queue: alias/<name>, or an ARN."),
});

const said = allowed(conditionsRule.allowed, conditionsRule.page);
const conditionValue = z.union([z.string(), z.number(), z.boolean()], said);
const conditions = z
  .record(
    z.string(),
    z.record(z.string(), z.union([conditionValue, z.array(conditionValue)], said), said),
    said,
  )
  .transform((given, context) =>
    Object.fromEntries(
      Object.entries(given).map(([operator, keys]) => [
        operator,
        Object.fromEntries(
          Object.entries(keys).map(([key, value]) => {
            const values = conditionValues(operator, value);
            if (typeof values !== "string") return [key, values];
            context.addIssue({ code: "custom", path: [operator, key], message: values });
            return [key, []];
          }),
        ),
      ]),
    ),
  );

const { reason, ...ownStatementParts } = ownStatementRules;
const ownStatement = section(
  propsOf<lib.FunctionStatement>("FunctionStatement")({
    ...allOf(ownStatementParts),
    conditions,
    reason: must(reason),
  }),
);

const rights = section(
  propsOf<lib.FunctionRights>("FunctionRights")({
    ...lambda.functionRightsRules,
    statements: many(ownStatement, { allowed: "a list of statements is allowed, at least one", from: 1 }),
  }),
);

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
const role = section(propsOf<lib.FunctionRoleOptions>("FunctionRoleOptions")({ name: roleNameRule }));

function functionKeys(step: string, ready: readonly ReadyHandler[]) {
  return {
    entry: optional(
      filePath,
      "A TypeScript or JavaScript file that exports the handler, bundled with what it imports.",
    ),
    directory: optional(filePath, "A folder with everything that the function needs, in any runtime."),
    zip: optional(filePath, "A zip file that was made elsewhere."),
    s3: optional(archiveUriRule, "A zip file in S3, in the region of the workflow."),
    imageUri: optional(lambda.imageUriRule, "A container image in ECR, in the region of the workflow."),
    ready: optional(oneWord("a ready handler", ready), "A handler that comes with this package."),
    existing: optional(
      lambda.annotationFunctionArnRule,
      "ARN of a function that exists, with version or alias if you like.",
    ),
    runtime: optional(lambda.runtimeRule, "Lambda's name of the runtime. Default: nodejs22.x for entry."),
    handler: optional(
      lambda.handlerRule,
      "What Lambda calls: file.function; of an entry, the name it exports. Default: handler for entry.",
    ),
    ...propsOf<lib.EntryProps>("EntryProps")({
      external: many(z.string(externalRule), { allowed: externalRule }),
      minify: flag,
    }),
    ...propsOf<lib.S3ObjectProps>("S3ObjectProps")({ s3ObjectVersion: objectVersionRule }),
    ...propsOf<lib.ImageProps>("ImageProps")({ command: lambda.commandRule }),
    name: optional(
      lambda.functionNameRule,
      `Name of the function. Default: <namePrefix>-<workflow>-${step}.`,
    ),
    ...propsOf<lib.AnnotationFunctionProps>("AnnotationFunctionProps")({
      description: lambda.functionDescriptionRule,
      role,
      settings,
    }),
    roleArn: optional(
      roleArnRule,
      "ARN of the role that an existing function runs with. What it must be allowed is an output.",
    ),
    inputAccess: optional(
      oneWord("an access to data objects", InputAccess),
      "How it reads the data objects themselves: s3-read (its own role, in the inputs). Default: it does not.",
    ),
    ...propsOf<lib.AnnotationFunctionProps>("AnnotationFunctionProps")({ rights }),
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

/** What `customTask` says, with defaults filled in. */
export type CustomTaskConfig = z.infer<typeof customTaskSchema>;
