import { AwsPage } from "../aws-page";
import { arn } from "./arn";
import { list, text } from "./rule";

/*
 * What Terraform takes, and what names in the configuration become in Terraform.
 */

export const accountIdRule = text("an account id has 12 digits and stands in quotes", /^\d{12}$/, {
  page: AwsPage.accountId,
});

export const namePrefixRule = text(
  "a name prefix has 1 to 20 lower-case letters, digits and hyphens and begins with a letter",
  /^[a-z][a-z0-9-]*$/,
  { most: 20 },
);

export const stackNameRule = text(
  "a workflow name has 1 to 40 lower-case letters, digits and hyphens and begins with a letter: it becomes the stack's name",
  /^[a-z][a-z0-9-]*$/,
  { most: 40 },
);

export const environmentNameRule = text(
  "the name of an environment has 1 to 20 lower-case letters, digits and hyphens and begins with a letter",
  /^[a-z][a-z0-9-]*$/,
  { most: 20 },
);

export const stackPrefixRule = text(
  'a prefix of stacks is empty ("") or has up to 21 lower-case letters, digits and hyphens and begins with a letter',
  /^([a-z][a-z0-9-]*)?$/,
  { most: 21 },
);

/** A key of the section `shared`. */
export const sharedKeyNameRule = text(
  "a key's name has 1 to 40 lower-case letters, digits and hyphens and begins with a letter",
  /^[a-z][a-z0-9-]*$/,
  { most: 40 },
);

/** An execution role of the section `shared`. */
export const sharedRoleNameRule = text(
  "a role's name has 1 to 40 lower-case letters, digits and hyphens and begins with a letter",
  /^[a-z][a-z0-9-]*$/,
  { most: 40 },
);

export const personaNameRule = text(
  "a name has 1 to 40 lower-case letters, digits and hyphens and begins with a letter: it ends the names of the policies",
  /^[a-z][a-z0-9-]*$/,
  { most: 40 },
);

export const stateKeyPrefixRule = text(
  "a key prefix is empty or ends in /, and does not begin with /",
  /^([^/]+\/)*$/,
  { page: AwsPage.terraformS3Backend, most: 900 },
);

export const stateRegionRule = text("a region looks like eu-west-1", /^[a-z]{2,4}(-[a-z]+)+-\d$/);

/** The key of the state, in the region of its bucket. */
export const stateKeyArnRule = arn({
  what: "the ARN of a KMS key",
  service: "kms",
  resource: /^key\/([0-9a-f-]{36}|mrk-[0-9a-f]{32})$/,
  form: "key/<id>",
  page: AwsPage.terraformS3Backend,
  region: { because: "the bucket of the state and its key are in one region" },
});

export const lockTableRule = text(
  "a table name has 3 to 255 letters, digits, dots, hyphens and underscores",
  /^[\w.-]{3,255}$/,
  { page: AwsPage.terraformS3Backend },
);

export const organizationRule = text(
  "the name of an organization has letters, digits, hyphens and underscores",
  /^[\w-]+$/,
);

export const hostnameRule = text(
  "a host name without https:// is allowed, like app.terraform.io",
  /^[a-z0-9.-]+(:\d+)?$/i,
);

export const workspaceNameRule = text(
  "a workspace name has 1 to 90 letters, digits, hyphens and underscores",
  /^[\w-]{1,90}$/,
);

export const workspacePrefixRule = text(
  "a prefix has 1 to 50 letters, digits, hyphens and underscores",
  /^[\w-]{1,50}$/,
);

export const projectNameRule = text(
  "the name of a project is allowed: 3 to 40 letters, digits, spaces, hyphens and underscores",
  /^[\w -]{3,40}$/,
);

export const workspaceTagsRule = list(
  "workspace tags",
  text("a workspace tag has letters, digits, colons, hyphens and underscores", /^[\w:-]{1,255}$/),
);
