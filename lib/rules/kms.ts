import { AwsPage } from "../aws-page";
import { arn } from "./arn";
import { count, either, text } from "./rule";

const alias = /^alias\/[a-zA-Z0-9/_-]{1,250}$/;

/** The alias of a new key. */
export const newAliasRule = text(
  "an alias is alias/ and 1 to 250 letters, digits, /, _ and -; alias/aws/ belongs to AWS",
  /^(?!alias\/aws\/)alias\/[a-zA-Z0-9/_-]{1,250}$/,
  { page: AwsPage.kmsAliases },
);

const awsManaged = (name: string): string | undefined =>
  name.startsWith("alias/aws/")
    ? ", a key that AWS manages: its policy cannot name an execution role. Use a customer managed key"
    : undefined;

const aliasRule = text("an alias is alias/<name>", alias, { page: AwsPage.kmsAliases, but: awsManaged });

const sameRegion = { because: "a key encrypts in its own region only" };

/** A key by its ARN or by that of an alias. */
const keyOrAlias = {
  what: "the ARN of a key or of an alias",
  service: "kms",
  resource: /^key\/[0-9a-zA-Z-]{1,64}$|^alias\/[a-zA-Z0-9/_-]{1,250}$/,
  form: "key/<id>",
  page: AwsPage.kmsAliases,
  region: sameRegion,
  but: awsManaged,
} as const;

const keyOrAliasArnRule = arn(keyOrAlias);

const instead = "name the key itself, arn:<partition>:kms:<region>:<account>:key/<id>";

/** An alias is looked up where the stack is. */
const aliasArnRule = arn({
  ...keyOrAlias,
  region: { because: "an alias is looked up in the region of the stack" },
  account: { because: `an alias is looked up in the account of the stack: ${instead}` },
});

/** A key that exists already. */
export const existingKeyRule = either(
  "a key is named by alias/<name>, the ARN of an alias or the ARN of a key",
  /^arn:/,
  {
    ...keyOrAliasArnRule,
    elsewhere: (value, here) =>
      (value.includes(":alias/") ? aliasArnRule : keyOrAliasArnRule).elsewhere(value, here),
  },
  aliasRule,
);

/** How a function's settings call the key of its workflow. */
export const workflowKey = "workflow";

/** The key of a function's environment variables. */
export const environmentKeyRule = either(
  `the key of environment variables is ${workflowKey}, alias/<name>, the ARN of an alias or the ARN of a key`,
  new RegExp(`^${workflowKey}$`),
  text(workflowKey, new RegExp(`^${workflowKey}$`), {}),
  existingKeyRule,
);

/** A key that conditions of policies name: IAM compares the ARN of the key there, not its aliases. */
export const keyArnRule = arn({
  what: "the ARN of a key",
  service: "kms",
  resource: /^key\/[0-9a-zA-Z-]{1,64}$/,
  form: "key/<id>; IAM does not compare aliases here",
  page: AwsPage.sagemakerPolicies,
  region: sameRegion,
});

/** How a key is made. */
export const newKeyRules = {
  deletionWindowInDays: count("days", 7, 30, AwsPage.kmsDeletion),
  rotationPeriodInDays: count("days", 90, 2560, AwsPage.kmsRotation),
};
