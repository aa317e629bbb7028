import { z } from "zod";
import { allowed, oneType } from "./allowed";
import { besideFieldChecks } from "./cross-field";
import { AwsPage } from "../../lib/aws-page";
import { section } from "./section";
import {
  stateKeyPrefixRule,
  stateRegionRule,
  stateKeyArnRule,
  lockTableRule,
  organizationRule,
  hostnameRule,
  workspaceNameRule,
  workspacePrefixRule,
  projectNameRule,
  workspaceTagsRule,
} from "../../lib/rules/terraform";
import { bucketNameRule } from "../../lib/rules/s3";
import { value, values, flag } from "./value";

const local = section({
  type: z.literal("local").describe("State in a file terraform.<stack>.tfstate beside the output directory."),
}).describe("State on this machine: for trying things out.");

const s3 = section({
  type: z.literal("s3").describe("State in an S3 bucket."),
  bucket: value(bucketNameRule).describe("The bucket; it must exist. Switch its versioning on."),
  keyPrefix: value(stateKeyPrefixRule)
    .default("")
    .describe("Goes before the name of each state file: <keyPrefix><stack>.tfstate."),
  region: value(stateRegionRule).describe("Region of the bucket."),
  kmsKeyId: value(stateKeyArnRule)
    .optional()
    .describe("ARN of the key that encrypts the state. Default: the encryption of the bucket."),
  dynamodbTable: value(lockTableRule)
    .optional()
    .describe("Table that holds the lock: for Terraform before 1.10."),
  useLockfile: flag()
    .optional()
    .describe(
      "Lock with a file beside the state. Needs Terraform 1.10. Default: true without dynamodbTable.",
    ),
}).describe("State in Amazon S3.");

const alternatives = ["name", "prefix", "tags"] as const;

const workspaces = section({
  name: value(workspaceNameRule)
    .optional()
    .describe("Name of the workspace, if there is one stack only. Default: the name of the stack."),
  prefix: value(workspacePrefixRule)
    .optional()
    .describe("Goes before the name of the stack: <prefix><stack>."),
  tags: values(workspaceTagsRule)
    .optional()
    .describe("Tags of the workspaces; which one is used is chosen on the command line."),
  project: value(projectNameRule)
    .optional()
    .describe("Project in which Terraform makes workspaces that do not exist. Needs Terraform 1.6."),
}).superRefine((given, context) => {
  const [first, ...others] = alternatives.filter((key) => given[key] !== undefined);
  const rule = allowed("one of name, prefix and tags is allowed at most", AwsPage.terraformCloud);
  for (const other of others) {
    context.addIssue({ code: "custom", path: [other], message: `excludes ${first}; ${rule}` });
  }
}, besideFieldChecks);

const cloud = section({
  type: z.literal("cloud").describe("HCP Terraform (Terraform Cloud) or Terraform Enterprise."),
  organization: value(organizationRule).describe("The organization."),
  hostname: value(hostnameRule)
    .optional()
    .describe("Host of Terraform Enterprise. Default: app.terraform.io."),
  workspaces: workspaces
    .default({})
    .describe("The workspaces of the stacks. Default: each stack has one of its own name."),
}).describe("State and runs in HCP Terraform.");

/** Where Terraform keeps its state. */
export const backendSchema = z.discriminatedUnion("type", [local, s3, cloud], {
  error: oneType("a backend", ["local", "s3", "cloud"]),
});

export type BackendConfig = z.infer<typeof backendSchema>;
