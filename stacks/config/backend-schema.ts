import { z } from "zod";
import { allowed, oneType } from "./allowed";
import { bucketName, flag } from "./aws-values";
import { besideFieldChecks } from "./cross-field";
import { Page } from "./pages";
import { section } from "./section";

const prefixRule = "a key prefix is empty or ends in /, and does not begin with /";
const regionRule = "a region looks like eu-west-1";
const keyRule = allowed("the ARN of a KMS key is allowed", Page.terraformS3);
const tableRule = allowed(
  "a table name has 3 to 255 letters, digits, dots, hyphens and underscores",
  Page.terraformS3,
);
const organizationRule = "the name of an organization has letters, digits, hyphens and underscores";
const hostnameRule = "a host name without https:// is allowed, like app.terraform.io";
const workspaceRule = "a workspace name has 1 to 90 letters, digits, hyphens and underscores";
const projectRule = "the name of a project is allowed, 3 to 40 characters";
const tagRule = "a workspace tag has letters, digits, colons, hyphens and underscores";
const tagsRule = "a list of workspace tags is allowed, at least one";

const local = section({
  type: z.literal("local").describe("State in a file terraform.<stack>.tfstate beside the output directory."),
}).describe("State on this machine: for trying things out.");

const s3 = section({
  type: z.literal("s3").describe("State in an S3 bucket."),
  bucket: bucketName.describe("The bucket; it must exist. Switch its versioning on."),
  keyPrefix: z
    .string(prefixRule)
    .regex(/^([^/]+\/)*$/, prefixRule)
    .default("")
    .describe("Goes before the name of each state file: <keyPrefix><stack>.tfstate."),
  region: z
    .string(regionRule)
    .regex(/^[a-z]{2,4}(-[a-z]+)+-\d$/, regionRule)
    .describe("Region of the bucket."),
  kmsKey: z
    .string(keyRule)
    .regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/([0-9a-f-]{36}|mrk-[0-9a-f]{32})$/, keyRule)
    .optional()
    .describe("ARN of the key that encrypts the state. Default: the encryption of the bucket."),
  dynamodbTable: z
    .string(tableRule)
    .regex(/^[\w.-]{3,255}$/, tableRule)
    .optional()
    .describe("Table that holds the lock: for Terraform before 1.10."),
  useLockfile: flag()
    .optional()
    .describe(
      "Lock with a file beside the state. Needs Terraform 1.10. Default: true without dynamodbTable.",
    ),
}).describe("State in Amazon S3.");

const workspace = section({
  name: z
    .string(workspaceRule)
    .regex(/^[\w-]{1,90}$/, workspaceRule)
    .optional()
    .describe("Name of the workspace, if there is one workflow only. Default: the name of the stack."),
  prefix: z
    .string(workspaceRule)
    .regex(/^[\w-]{1,50}$/, "a prefix has 1 to 50 letters, digits, hyphens and underscores")
    .optional()
    .describe("Goes before the name of the stack: <prefix><stack>."),
  project: z
    .string(projectRule)
    .min(3, projectRule)
    .max(40, projectRule)
    .optional()
    .describe("Project in which Terraform makes workspaces that do not exist. Needs Terraform 1.6."),
}).superRefine((given, context) => {
  if (given.name === undefined || given.prefix === undefined) return;
  context.addIssue({ code: "custom", path: ["prefix"], message: "excludes name; keep one of the two" });
}, besideFieldChecks);

const cloud = section({
  type: z.literal("cloud").describe("HCP Terraform (Terraform Cloud) or Terraform Enterprise."),
  organization: z
    .string(organizationRule)
    .regex(/^[\w-]+$/, organizationRule)
    .describe("The organization."),
  hostname: z
    .string(hostnameRule)
    .regex(/^[a-z0-9.-]+(:\d+)?$/i, hostnameRule)
    .optional()
    .describe("Host of Terraform Enterprise. Default: app.terraform.io."),
  workspace: workspace.optional().describe("One workspace for each stack. {} names it after the stack."),
  tags: z
    .array(z.string(tagRule).regex(/^[\w:-]{1,255}$/, tagRule), tagsRule)
    .min(1, tagsRule)
    .optional()
    .describe("Tags of the workspaces; which one is used is chosen on the command line."),
})
  .superRefine((given, context) => {
    const rule = allowed(
      "exactly one of workspace and tags is allowed; workspace: {} is enough",
      Page.terraformCloud,
    );
    if (given.workspace === undefined && given.tags === undefined) {
      context.addIssue({ code: "custom", message: `has neither workspace nor tags; ${rule}` });
    } else if (given.workspace !== undefined && given.tags !== undefined) {
      context.addIssue({ code: "custom", path: ["tags"], message: `excludes workspace; ${rule}` });
    }
  }, besideFieldChecks)
  .meta({ oneOf: [{ required: ["workspace"] }, { required: ["tags"] }] })
  .describe("State and runs in HCP Terraform.");

/** Where Terraform keeps its state. */
export const backendSchema = z.discriminatedUnion("type", [local, s3, cloud], {
  error: oneType("a backend", ["local", "s3", "cloud"]),
});

export type BackendConfig = z.infer<typeof backendSchema>;
