import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import * as rules from "../../lib/rules";
import { oneType } from "./allowed";
import { atMostOne } from "./relations";
import { section } from "./section";
import { flag, needed, optional, typeOf } from "./types";

const local = section({
  type: z.literal("local").describe("State in a file terraform.<stack>.tfstate beside the output directory."),
}).describe("State on this machine: for trying things out.");

const s3 = section({
  type: z.literal("s3").describe("State in an S3 bucket."),
  bucket: needed(rules.bucketNameRule, "The bucket; it must exist. Switch its versioning on."),
  keyPrefix: typeOf(rules.stateKeyPrefixRule)
    .default("")
    .describe("Goes before the name of each state file: <keyPrefix><stack>.tfstate."),
  region: needed(rules.stateRegionRule, "Region of the bucket."),
  kmsKeyId: optional(rules.stateKeyArnRule, "ARN of the key of the state. Default: the bucket's encryption."),
  dynamodbTable: optional(rules.lockTableRule, "Table that holds the lock: for Terraform before 1.10."),
  useLockfile: optional(flag, "Locks by a file, from Terraform 1.10. Default: true without dynamodbTable."),
}).describe("State in Amazon S3.");

const workspaces = section(
  {
    name: optional(rules.workspaceNameRule, "Name of the workspace of a single stack. Default: the stack's."),
    prefix: optional(rules.workspacePrefixRule, "Goes before the name of the stack: <prefix><stack>."),
    tags: optional(rules.workspaceTagsRule, "Tags of the workspaces; one is chosen on the command line."),
    project: optional(rules.projectNameRule, "Project of new workspaces. Needs Terraform 1.6."),
  },
  [atMostOne(["name", "prefix", "tags"], AwsPage.terraformCloud)],
);

const cloud = section({
  type: z.literal("cloud").describe("HCP Terraform (Terraform Cloud) or Terraform Enterprise."),
  organization: needed(rules.organizationRule, "The organization."),
  hostname: optional(rules.hostnameRule, "Host of Terraform Enterprise. Default: app.terraform.io."),
  workspaces: workspaces
    .default({})
    .describe("The workspaces of the stacks. Default: each stack has one of its own name."),
}).describe("State and runs in HCP Terraform.");

/** Where Terraform keeps its state. */
export const backendSchema = z.discriminatedUnion("type", [local, s3, cloud], {
  error: oneType("a backend", ["local", "s3", "cloud"]),
});

/** What `backend` says, with defaults filled in. */
export type BackendConfig = z.infer<typeof backendSchema>;
