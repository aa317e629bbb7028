/*
 * Short AWS managed policies that a plan names and does not contain: facts from AWS's reference of managed policies,
 * docs.aws.amazon.com/aws-managed-policy/latest/reference, as of November 2026. All others are told as unseen.
 */

import { table } from "../table";

interface Written {
  readonly Effect: "Allow";
  readonly Action?: string | readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource: string;
}

const allow = (...actions: readonly string[]): readonly Written[] => [
  { Effect: "Allow", Action: actions, Resource: "*" },
];

const statements = table<readonly Written[]>({
  AdministratorAccess: allow("*"),
  PowerUserAccess: [
    { Effect: "Allow", NotAction: ["iam:*", "organizations:*", "account:*"], Resource: "*" },
    ...allow(
      "account:GetAccountInformation",
      "account:GetGovCloudAccountInformation",
      "account:GetPrimaryEmail",
      "account:ListRegions",
      "iam:CreateServiceLinkedRole",
      "iam:DeleteServiceLinkedRole",
      "iam:ListRoles",
      "organizations:DescribeEffectivePolicy",
      "organizations:DescribeOrganization",
    ),
  ],
  AmazonS3FullAccess: allow("s3:*", "s3-object-lambda:*"),
  AmazonS3ReadOnlyAccess: allow(
    "s3:Get*",
    "s3:List*",
    "s3:Describe*",
    "s3-object-lambda:Get*",
    "s3-object-lambda:List*",
  ),
  AmazonSQSFullAccess: allow("sqs:*"),
  "service-role/AWSLambdaBasicExecutionRole": allow(
    "logs:CreateLogGroup",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
  ),
});

/** @returns the document of an AWS managed policy, if this page holds it */
export function awsManagedPolicy(arn: string): object | undefined {
  const name = /^arn:[\w-]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
  const known = name === undefined ? undefined : statements[name];
  return known && { Version: "2012-10-17", Statement: known };
}
