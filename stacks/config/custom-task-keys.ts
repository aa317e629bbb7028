import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { CorsVariant } from "../../lib/storage/cors-variant";
import type { S3Location } from "../../lib/storage/s3-location";
import { allowed, oneOf } from "./allowed";
import { besideFieldChecks, listOf } from "./cross-field";
import { filePath } from "./file-paths";
import { locationOf } from "./locations";
import { postAnnotationSchema, preAnnotationSchema } from "./function-schema";
import { section } from "./section";
import { value, flag } from "./value";
import { s3FolderRule, templateUriRule } from "../../lib/rules/s3";

const keepRule = "a list of paths is allowed";
/** The page that workers see. */
export const templateSchema = section({
  file: filePath("file")
    .optional()
    .describe("The worker task template: HTML with Liquid. Each edit becomes an object of its own in S3."),
  keep: z
    .array(filePath("file"), keepRule)
    .optional()
    .describe(
      "Copies of older versions that running jobs still use: without it an edit deletes the version before.",
    ),
  location: value(s3FolderRule)
    .optional()
    .describe(
      "Where it is put: one of the inputs, or a folder in one. Default: templates/ in the first input.",
    ),
  encryptAsBucket: flag()
    .optional()
    .describe(
      "Encrypts it like the rest of the bucket; whoever deploys must be allowed to use that key. Default: false, with S3's own key.",
    ),
  existing: value(templateUriRule)
    .optional()
    .describe("A template that is in S3 already, in one of the inputs: s3://bucket/key."),
})
  .superRefine((given, context) => {
    const rule = "exactly one of file and existing is allowed";
    if (given.file === undefined && given.existing === undefined) {
      context.addIssue({ code: "custom", message: `has neither file nor existing; ${rule}` });
    } else if (given.file !== undefined && given.existing !== undefined) {
      context.addIssue({ code: "custom", path: ["existing"], message: `excludes file; ${rule}` });
    }
    for (const option of ["keep", "location", "encryptAsBucket"] as const) {
      if (given.existing === undefined || given.file !== undefined || given[option] === undefined) continue;
      const message = "belongs to a file that is put into S3, but existing names what is there";
      context.addIssue({ code: "custom", path: [option], message });
    }
  }, besideFieldChecks)
  .meta({ oneOf: [{ required: ["file"] }, { required: ["existing"] }] });

/** What a task of one's own is made of. */
export const customTaskSchema = section({
  template: templateSchema
    .optional()
    .describe("The page that workers see. Default: named by whoever makes the job."),
  preAnnotation: preAnnotationSchema
    .optional()
    .describe("The function that makes a data object into what workers see. Default: none."),
  postAnnotation: postAnnotationSchema
    .optional()
    .describe(
      "The function that makes the answers of several workers into one. Default: none, all answers are kept.",
    ),
  cors: z
    .enum(CorsVariant, { error: oneOf("a CORS rule", Object.values(CorsVariant)) })
    .optional()
    .describe(
      "What workers' browsers load from S3: image for files of any kind, none for text. Default: image.",
    ),
});

export type CustomTaskConfig = z.infer<typeof customTaskSchema>;

/** A workflow of which anything may be wrong while the file is checked. */
interface TemplatePlace {
  readonly inputs: readonly unknown[];
  readonly customTask?: { readonly template?: { readonly location?: unknown; readonly existing?: unknown } };
}

/** The role reads templates as it reads all input. */
export function checkTemplatePlace(
  { inputs, customTask }: TemplatePlace,
  context: z.core.$RefinementCtx,
): void {
  const { location, existing } = customTask?.template ?? {};
  const places = { location, existing };
  const locations = listOf(inputs).map(locationOf);
  // Any of them might be the one that holds it.
  if (locations.some((location) => location === undefined)) return;
  for (const [key, uri] of Object.entries(places)) {
    if (typeof uri !== "string" || (key === "existing" && templateUriRule.problem(uri) !== undefined))
      continue;
    const folder = locationOf(key === "existing" ? uri.slice(0, uri.lastIndexOf("/") + 1) : uri);
    // A template that exists may be an input by itself.
    const isRead = (location: S3Location | undefined) => location!.uri === uri || location!.contains(folder!);
    if (folder === undefined || locations.some(isRead)) continue;
    const message = `got "${uri}", which lies in none of the inputs, so the role could not read it; add its folder to them`;
    context.addIssue({
      code: "custom",
      path: ["customTask", "template", key],
      message: allowed(message, AwsPage.workerTaskTemplate),
    });
  }
}
