import { z } from "zod";
import type * as lib from "../../lib";
import { AnswerAccess } from "../../lib/functions/annotation-function";
import { InputAccess } from "../../lib/functions/function-rights";
import { FunctionArchitecture } from "../../lib/functions/function-settings";
import { ReadyHandler } from "../../lib/functions/ready-handler";
import { CorsVariant } from "../../lib/storage/cors-variant";
import * as rules from "../../lib/rules";
import { allowed } from "./allowed";
import { exactlyOne, notBeside, type Relation } from "./relations";
import { section } from "./section";
import { allOf, filePath, flag, location, many, must, oneWord, optional, propsOf, typeOf } from "./types";

const settings = section({
  ...propsOf<lib.FunctionSettings>("FunctionSettings")({
    ...rules.functionSettingsRules,
    architecture: oneWord("an architecture", FunctionArchitecture),
    environment: z.record(z.string(), typeOf(rules.variableRule), rules.variableRule.allowed),
    vpcConfig: section(propsOf<lib.FunctionVpc>("FunctionVpc")(allOf(rules.functionVpcRules))),
    tracing: flag,
  }),
  environmentKey: optional(
    rules.environmentKeyRule,
    "Key that encrypts the environment variables: workflow, for the workflow's own, alias/<name>, or an ARN. Default: Lambda's own key.",
  ),
  deadLetterQueueKey: optional(rules.existingKeyRule, "Key of that queue: alias/<name>, or an ARN."),
});

const said = allowed(rules.conditionsRule.allowed, rules.conditionsRule.page);
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
            const values = rules.conditionValues(operator, value);
            if (typeof values !== "string") return [key, values];
            context.addIssue({ code: "custom", path: [operator, key], message: values });
            return [key, []];
          }),
        ),
      ]),
    ),
  );

const { reason, ...ownStatementParts } = rules.ownStatementRules;
const ownStatement = section(
  propsOf<lib.FunctionStatement>("FunctionStatement")({
    ...allOf(ownStatementParts),
    conditions,
    reason: must(reason),
  }),
);

const rights = section(
  propsOf<lib.FunctionRights>("FunctionRights")({
    ...rules.functionRightsRules,
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
const role = section(propsOf<lib.FunctionRoleOptions>("FunctionRoleOptions")({ name: rules.roleNameRule }));

function functionKeys(step: string, ready: readonly ReadyHandler[]) {
  return {
    entry: optional(filePath, "A TypeScript or JavaScript file with the handler, bundled with its imports."),
    directory: optional(filePath, "A folder with everything that the function needs, in any runtime."),
    zip: optional(filePath, "A zip file that was made elsewhere."),
    s3: optional(rules.archiveUriRule, "A zip file in S3, in the region of the workflow."),
    imageUri: optional(rules.imageUriRule, "A container image in ECR, in the region of the workflow."),
    ready: optional(oneWord("a ready handler", ready), "A handler that comes with this package."),
    existing: optional(rules.annotationFunctionArnRule, "ARN of a function; may have version or alias."),
    runtime: optional(rules.runtimeRule, "Lambda's name of the runtime. Default: nodejs22.x for entry."),
    handler: optional(rules.handlerRule, "file.function; of an entry, its export. Default: handler."),
    ...propsOf<lib.EntryProps>("EntryProps")({
      external: many(z.string(externalRule), { allowed: externalRule }),
      minify: flag,
    }),
    ...propsOf<lib.S3ObjectProps>("S3ObjectProps")({ s3ObjectVersion: rules.objectVersionRule }),
    ...propsOf<lib.ImageProps>("ImageProps")({ command: rules.commandRule }),
    name: optional(rules.functionNameRule, `Name of the function. Default: <namePrefix>-<workflow>-${step}.`),
    ...propsOf<lib.AnnotationFunctionProps>("AnnotationFunctionProps")({
      description: rules.functionDescriptionRule,
      role,
      settings,
    }),
    roleArn: optional(rules.roleArnRule, "ARN of the role of existing. What it needs is an output."),
    ...propsOf<lib.AnnotationFunctionProps>("AnnotationFunctionProps")({
      inputAccess: oneWord("an access to data objects", InputAccess),
      rights,
    }),
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
    file: optional(filePath, "HTML with Liquid. Each edit becomes an object of its own in S3."),
    location: optional(
      location(rules.s3FolderRule),
      "Where it is put: one of the inputs, or a folder in one. Default: templates/ in the first input.",
    ),
    ...propsOf<lib.WorkerTaskTemplateProps>("WorkerTaskTemplateProps")({
      keep: many(filePath, { allowed: "a list of paths is allowed" }),
      encryptAsBucket: flag,
    }),
    existing: optional(rules.templateUriRule, "One in S3 already, in one of the inputs: s3://bucket/key."),
  },
  [exactlyOne(["file", "existing"]), notBeside("existing", inFile, notInFile)],
);

/** What a task of one's own is made of. */
export const customTaskSchema = section({
  template: optional(templateSchema, "The page that workers see. Default: named by whoever makes the job."),
  ...propsOf<lib.CustomTask>("CustomTask")({
    preAnnotation: preAnnotationSchema,
    postAnnotation: postAnnotationSchema,
  }),
  cors: optional(
    oneWord("a CORS rule", CorsVariant),
    "What workers' browsers load from S3: image for files of any kind, none for text. Default: image.",
  ),
});

/** What `customTask` says, with defaults filled in. */
export type CustomTaskConfig = z.infer<typeof customTaskSchema>;
