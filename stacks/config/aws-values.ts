import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { existingKeyProblem } from "../../lib/encryption/existing-labeling-key";
import { bucketNameProblem } from "../../lib/storage/bucket-name";
import { S3Location } from "../../lib/storage/s3-location";
import { topicArnProblem } from "../../lib/streaming/labeling-topic";
import { allowed } from "./allowed";
import { Page } from "./pages";

const accountRule = allowed("an account id has 12 digits and stands in quotes", Page.accountId);

export const accountId = z.string(accountRule).regex(/^\d{12}$/, accountRule);

/** A folder in S3, as `s3://bucket/prefix/`. */
export const s3Uri = z
  .string(allowed("an S3 location looks like s3://bucket/prefix/", AwsPage.s3ObjectKeys))
  .superRefine(problemOf((uri) => S3Location.problemWith(uri), AwsPage.s3ObjectKeys))
  .meta({ pattern: "^s3://" });

export const bucketName = z
  .string(
    allowed("a bucket name has 3 to 63 lower-case letters, digits, dots and hyphens", AwsPage.s3BucketNames),
  )
  .superRefine(problemOf(bucketNameProblem, AwsPage.s3BucketNames));

/** A key that exists already, by alias or ARN. */
export const existingKey = z
  .string(
    allowed("a key is named by alias/<name>, the ARN of an alias or the ARN of a key", AwsPage.kmsAliases),
  )
  .superRefine(problemOf(existingKeyProblem, AwsPage.kmsAliases));

const principalRule = allowed(
  "the ARN of a role (arn:aws:iam::<account>:role/<name>), a user or the account root is allowed",
  AwsPage.iamNames,
);

export const principalArn = z
  .string(principalRule)
  .regex(/^arn:aws[a-z-]*:iam::\d{12}:(root|(role|user)\/[\w+=,.@/-]+)$/, principalRule);

/** A standard topic that exists already. */
export const topicArn = z
  .string(
    allowed(
      "the ARN of a topic is allowed, as in arn:<partition>:sns:<region>:<account>:<name>",
      AwsPage.snsTopicNames,
    ),
  )
  .superRefine(problemOf(topicArnProblem, AwsPage.snsTopicNames));

const queueNameRule = allowed(
  "a queue name has 1 to 67 letters, digits, - and _: the dead letter queue's is 13 longer",
  AwsPage.sqsQuotas,
);

export const queueName = z.string(queueNameRule).regex(/^[\w-]{1,67}$/, queueNameRule);

const queueArnRule = allowed(
  "the ARN of a standard queue is allowed, as in arn:<partition>:sqs:<region>:<account>:<name>",
  AwsPage.snsToSqs,
);

export const queueArn = z
  .string(queueArnRule)
  .regex(/^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[\w-]{1,80}$/, queueArnRule);

const functionArnRule =
  "the ARN of a function is allowed, as in arn:<partition>:lambda:<region>:<account>:function:<name>";

export const functionArn = z
  .string(functionArnRule)
  .regex(/^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]{1,64}(:[\w$-]{1,128})?$/, functionArnRule);

const rolePathRule = allowed(
  "a path is / or begins and ends in /, like /labeling/, up to 512 characters",
  AwsPage.iamNames,
);

export const rolePath = z
  .string(rolePathRule)
  .regex(/^\/([\x21-\x7e]+\/)?$/, rolePathRule)
  .max(512, rolePathRule);

const boundaryRule = allowed(
  "the ARN of a policy is allowed: arn:aws:iam::<account>:policy/<name>",
  AwsPage.iamBoundaries,
);

export const policyArn = z
  .string(boundaryRule)
  .regex(/^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/, boundaryRule);

const roleNameRule = allowed("a role name has 1 to 64 letters, digits and +=,.@_-", AwsPage.iamNames);

export const roleName = z.string(roleNameRule).regex(/^[\w+=,.@-]{1,64}$/, roleNameRule);

const existingRoleRule = allowed(
  "a role is named by its name or its ARN (arn:aws:iam::<account>:role/<name>)",
  AwsPage.iamNames,
);

export const existingRole = z
  .string(existingRoleRule)
  .regex(/^([\w+=,.@-]{1,64}|arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+)$/, existingRoleRule);

const roleArnRule = allowed(
  "the ARN of a role is allowed: arn:aws:iam::<account>:role/<name>",
  AwsPage.iamNames,
);

export const roleArn = z
  .string(roleArnRule)
  .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, roleArnRule);

/** A whole number of something, from one limit to another. */
export function count(unit: string, from: number, to: number, page?: string) {
  const rule = allowed(`whole ${unit} from ${from} to ${to} are allowed`, page);
  return z.int(rule).min(from, rule).max(to, rule);
}

export function flag() {
  return z.boolean("true or false is allowed");
}

/** Turns the library's own check of a value into one of the schema. */
export function problemOf(check: (value: string) => string | undefined, page: string) {
  return (value: string, context: z.core.$RefinementCtx<string>): void => {
    const problem = check(value);
    if (problem !== undefined) context.addIssue({ code: "custom", message: allowed(problem, page) });
  };
}
