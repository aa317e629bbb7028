import { Token } from "cdktf";
import { AwsPage } from "../aws-page";
import { arn, elsewhereInPartition, partitionProblemOf } from "./arn";
import { count, either, freeText, list, text, type TextRule } from "./rule";

/** How IAM's own ids begin, which Terraform calls `unique_id`. */
const uniqueIds = {
  role: "AROA",
  group: "AGPA",
  user: "AIDA",
  policy: "ANPA",
} as const;

function iamName(kind: keyof typeof uniqueIds, most: number): TextRule {
  const uniqueId = new RegExp(`^${uniqueIds[kind]}[A-Z0-9]{12,124}$`);
  return text(`a ${kind} name has 1 to ${most} letters, digits and +=,.@_-`, /^[\w+=,.@-]+$/, {
    page: AwsPage.iamQuotas,
    most,
    but: (name) =>
      uniqueId.test(name) ? `it looks like the unique id of a ${kind}; its name is wanted here` : undefined,
  });
}

export const longestRoleName = 64;

export const roleNameRule = iamName("role", longestRoleName);
export const groupNameRule = iamName("group", 128);
export const userNameRule = iamName("user", 64);
/** IAM allows 128; three are kept free for the number of a further policy. */
export const policyNameRule = iamName("policy", 125);

/** Roles and policies share it, and CreatePolicy takes less than CreateRole. */
export const iamPathRule = text(
  "a path is / or begins and ends in /, like /labeling/, with letters, digits and +=,.@_- between, up to 512 characters",
  /^\/([\w+=,.@-]+\/)*$/,
  { page: AwsPage.iamPolicyPath, most: 512 },
);

/** The path of a role that exists already, which CreateRole takes more for. */
export const existingPathRule = text(
  "a path is / or begins and ends in /, like /labeling/, up to 512 characters",
  /^\/([!-.0-~]+\/)*$/,
  { page: AwsPage.iamNames, most: 512 },
);

/** The path and name of what exists already, which may hold more than what is made here. */
const existing = (types: string) => new RegExp(`^(${types})/([!-)+-.0->@-~]+/)*[\\w+=,.@-]{1,128}$`);

const inAccount = "it belongs to the account that the stack is deployed to";

const role = {
  what: "the ARN of a role",
  service: "iam",
  resource: existing("role"),
  form: "role/<name>",
  page: AwsPage.iamNames,
  region: "none",
} as const;

/** A role of whatever account. */
export const roleArnRule = arn(role);

/** A role that the stack attaches policies to, or that is passed to a service there. */
export const ownRoleArnRule = arn({ ...role, account: { because: inAccount } });

/** A role by name or ARN. */
export const existingRoleRule = either(
  "a role is named by its name or its ARN (arn:<partition>:iam::<account>:role/<name>)",
  /^arn:/,
  ownRoleArnRule,
  roleNameRule,
);

/** A user by name or ARN. */
export const existingUserRule = either(
  "a user is named by its name or its ARN (arn:<partition>:iam::<account>:user/<name>)",
  /^arn:/,
  arn({
    ...role,
    what: "the ARN of a user",
    resource: existing("user"),
    form: "user/<name>",
    account: { because: inAccount },
  }),
  userNameRule,
);

/** Somebody who is named in a policy: whole, as IAM compares letter by letter. */
export const principalArnRule = arn({
  what: "the ARN of a role, a user or the account root",
  service: "iam",
  resource: new RegExp(`^root$|${existing("role|user").source}`),
  form: "role/<name>, without wildcards",
  page: AwsPage.iamNames,
  region: "none",
});

/** The same without the account root. */
export const roleOrUserArnRule = arn({
  what: "the ARN of a role or user",
  service: "iam",
  resource: existing("role|user"),
  form: "role/<name>, without wildcards",
  page: AwsPage.kmsKeyPolicy,
  region: "none",
});

/** Somebody who has SQS move messages. */
export const redriverArnRule = arn({
  what: "the ARN of a role or user",
  service: "iam",
  resource: existing("role|user"),
  form: "role/<name>, without wildcards",
  page: AwsPage.sqsRedrive,
  region: "none",
  account: { because: "SQS moves messages for principals of the queue's own account only" },
});

/** A managed policy as permissions boundary, the account's own or AWS's. */
export const boundaryArnRule = arn({
  what: "the ARN of a managed policy",
  service: "iam",
  resource: existing("policy"),
  form: "policy/<name>",
  page: AwsPage.iamBoundaries,
  region: "none",
  account: { because: "a boundary and its roles are in one account" },
  accountWords: ["aws"],
});

export const sessionSecondsRule = count("seconds", 3600, 43_200, AwsPage.iamRoleSession);

export const policyDescriptionRule = freeText(
  "a text of at most 1000 characters is allowed",
  1000,
  AwsPage.iamQuotas,
);

/** Of a policy's description AWS says the length only. */
export const roleDescriptionRule = text(
  "the description of a role has at most 1000 characters, all of Latin-1: no other alphabets, long dashes, curly quotes or emoji",
  /^[\t\n\r\u0020-\u007e\u00a1-\u00ff]*$/,
  { page: AwsPage.iamRoleDescription, most: 1000, free: true },
);

export const trustedPrincipalsRule = list("ARNs of those who assume the role", principalArnRule, {
  page: AwsPage.iamAssumeRole,
});

export const servicePrincipalRule = text(
  "the principal of an AWS service is allowed, like states.amazonaws.com",
  /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/,
  { page: AwsPage.confusedDeputyOfServices, most: 128 },
);

const sourceArnForm = /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d{12}:[^*?\s]\S*$/;

/** A resource that a service acts for, of the stack's account. */
const sourceArnRule: TextRule = {
  ...text(
    "the ARN of something of this account is allowed, with * in its last part if need be",
    sourceArnForm,
    { page: AwsPage.confusedDeputyOfServices, most: 512, but: partitionProblemOf },
  ),
  elsewhere: (value, here) => {
    const outside = elsewhereInPartition(value, here);
    if (outside !== undefined) return outside;
    const account = sourceArnForm.test(value) ? value.split(":")[4] : undefined;
    if (account === undefined || here.account === undefined || Token.isUnresolved(here.account))
      return undefined;
    return account === here.account
      ? undefined
      : `got "${value}", of the account ${account}; the role trusts services for its own account ${here.account} only`;
  },
};

export const sourceArnsRule = list("ARNs of what a service acts for", sourceArnRule, {
  page: AwsPage.confusedDeputyOfServices,
});
