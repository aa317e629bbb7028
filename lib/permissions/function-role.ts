import { AwsPage } from "../aws-page";
import { ec2Arn, logGroupArn } from "../iam/arn";
import { allow, deny, type PolicyStatement } from "../iam/statement";
import type { AwsScope } from "../scope/aws-scope";
import { type KeyTarget, onKey } from "./key-target";
import { networkArns } from "./network-ids";

/*
 * What every annotation function needs to run at all. What it needs of the answers is in function-answers.ts.
 */

/** Who may assume the role of a function: Lambda, and nobody else. */
export function assumedByLambda(): PolicyStatement {
  return allow("AssumedByLambda", {
    principal: { service: ["lambda.amazonaws.com"] },
    actions: ["sts:AssumeRole"],
    reason: "Lambda runs the function with this role",
    page: AwsPage.lambdaExecutionRole,
  });
}

/** The group that a function logs to unless it is told otherwise. */
export function functionLogGroup(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}

/** Its own log group, which exists already: the function cannot make one. */
export function mayLog(functionName: string, scope: AwsScope): PolicyStatement {
  return allow("WriteOwnLog", {
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    // The streams of the group: without the colon, of every function whose name begins alike.
    resources: [`${logGroupArn(scope, functionLogGroup(functionName))}:*`],
    reason: "the function writes its log; the group is made beforehand, so that it has a retention and a key",
    page: AwsPage.lambdaLogs,
  });
}

/** Traces, if they are switched on. */
export function mayTrace(): PolicyStatement {
  return allow("WriteTraces", {
    actions: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
    resources: ["*"],
    anyResourceBecause: "X-Ray's write actions have no resource type",
    reason: "calls of the function are traced",
    page: AwsPage.lambdaTracing,
  });
}

/** Dead letters of asynchronous calls. */
export function maySendDeadLetters(queueArn: string): PolicyStatement {
  return allow("SendDeadLetters", {
    actions: ["sqs:SendMessage"],
    resources: [queueArn],
    reason: "Lambda puts asynchronous calls that fail into this queue, with the function's role",
    page: AwsPage.lambdaDeadLetters,
  });
}

/** The key of a dead letter queue, for whoever sends to it or has SQS move messages out of it. */
export function maySealDeadLetters(key: KeyTarget, scope: AwsScope): PolicyStatement {
  return allow("SealDeadLetters", {
    actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
    ...onKey(key, { StringEquals: { "kms:ViaService": [`sqs.${scope.region}.amazonaws.com`] } }),
    reason: "messages in the dead letter queue are sealed with this key",
    page: AwsPage.sqsEncryption,
  });
}

/** The network that a function is attached to. Ids may be tokens. */
interface FunctionNetwork {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/**
 * Network interfaces of a function in a VPC, which Lambda makes with the function's role.
 *
 * @param functionArn whose code may do none of this: AWS advises the denial, as Lambda itself is not affected by it
 */
export function mayAttachToVpc(
  { subnetIds, securityGroupIds }: FunctionNetwork,
  functionArn: string,
  scope: AwsScope,
): PolicyStatement[] {
  const interfaces = ec2Arn(scope, "network-interface/*");
  return [
    allow("SeeNetwork", {
      actions: ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"],
      resources: ["*"],
      anyResourceBecause: "EC2's describing actions have no resource type",
      reason: "Lambda looks for the interfaces that the function has",
      page: AwsPage.lambdaVpc,
    }),
    allow("MakeNetworkInterfaces", {
      actions: ["ec2:CreateNetworkInterface"],
      resources: [
        interfaces,
        ...networkArns("subnet", subnetIds, scope),
        ...networkArns("security-group", securityGroupIds, scope),
      ],
      reason: "Lambda attaches the function to its subnets",
      page: AwsPage.lambdaVpc,
    }),
    allow("ManageNetworkInterfaces", {
      actions: [
        "ec2:AssignPrivateIpAddresses",
        "ec2:DeleteNetworkInterface",
        "ec2:UnassignPrivateIpAddresses",
      ],
      resources: ["*"],
      // With `network-interface/*` Lambda refuses the function: github.com/hashicorp/terraform-provider-aws/issues/20698
      anyResourceBecause: "Lambda asks for it when it makes the function, before there is an interface",
      reason: "Lambda gives the interfaces addresses, and deletes them when the function goes",
      page: AwsPage.lambdaVpc,
    }),
    deny("DenyNetworkToCode", {
      actions: [
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:DetachNetworkInterface",
        "ec2:UnassignPrivateIpAddresses",
      ],
      resources: ["*"],
      when: { ArnEquals: { "lambda:SourceFunctionArn": [functionArn] } },
      reason: "the network is Lambda's business: the function's code has no use for these rights",
      page: AwsPage.lambdaVpc,
    }),
  ];
}

/** Its environment variables, when a key encrypts them. */
export function mayDecryptEnvironment(key: KeyTarget, functionArn: string): PolicyStatement {
  return allow("DecryptEnvironment", {
    actions: ["kms:Decrypt"],
    ...onKey(key, ofFunction(functionArn)),
    reason: "Lambda decrypts the function's environment variables with the function's role",
    page: AwsPage.lambdaEnvironmentKey,
  });
}

/*
 * The side of the key: in a key policy, `*` is the key that carries the policy.
 */
const thisKey = ["*"];

/** A key's side of a function whose environment variables it encrypts. */
export function keyAllowsEnvironment(roleArn: string, functionArn: string): PolicyStatement {
  return allow("AllowFunctionEnvironment", {
    principal: { aws: [roleArn] },
    actions: ["kms:Decrypt"],
    resources: thisKey,
    when: ofFunction(functionArn),
    reason:
      "Lambda decrypts this function's environment variables with the function's role, and nothing else",
    page: AwsPage.lambdaEnvironmentKey,
  });
}

/**
 * A key's side of those who deploy a function whose environment variables it encrypts. Lambda encrypts with the right of
 * whoever calls it, shows the variables to whoever may decrypt, and makes a grant for the function's role: AWS's page names
 * the three actions. Lambda's encryption context and `kms:GrantIsForAWSResource` are not on it: NOT VERIFIED AGAINST AWS.
 * Where they are wrong, the first deployment is refused, and no job fails.
 *
 * @param accountArn whose IAM policies say who deploys
 */
export function keyAllowsDeployersThroughLambda(
  accountArn: string,
  functionArn: string,
  scope: AwsScope,
): PolicyStatement[] {
  const viaLambda = { "kms:ViaService": [`lambda.${scope.region}.amazonaws.com`] };
  const principal = { aws: [accountArn] };
  return [
    allow("AllowDeployersThroughLambda", {
      principal,
      actions: ["kms:Decrypt", "kms:Encrypt"],
      resources: thisKey,
      when: { StringEquals: viaLambda, ...ofFunction(functionArn) },
      reason:
        "whoever the account's IAM policies let deploy sets and sees this function's environment variables, and nothing else of the key's",
      page: AwsPage.lambdaEnvironmentKey,
    }),
    allow("AllowLambdaGrants", {
      principal,
      actions: ["kms:CreateGrant"],
      resources: thisKey,
      when: { StringEquals: viaLambda, Bool: { "kms:GrantIsForAWSResource": ["true"] } },
      reason: "Lambda makes a grant for the function's role, with the right of whoever deploys",
      page: AwsPage.lambdaEnvironmentKey,
    }),
  ];
}

/** A key's side of functions that send dead letters to a queue which it encrypts, and of whoever has SQS move them back. */
export function keyAllowsDeadLetters(roleArns: readonly string[], scope: AwsScope): PolicyStatement {
  return allow("AllowDeadLettersThroughSqs", {
    principal: { aws: roleArns },
    actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
    resources: thisKey,
    when: { StringEquals: { "kms:ViaService": [`sqs.${scope.region}.amazonaws.com`] } },
    reason: "dead letters are sealed with the key of their queue",
    page: AwsPage.sqsEncryption,
  });
}

/** What Lambda says with each request for the environment variables of a function, or of a version of it. */
function ofFunction(functionArn: string) {
  return {
    StringLike: { "kms:EncryptionContext:aws:lambda:FunctionArn": [functionArn, `${functionArn}:*`] },
  };
}
