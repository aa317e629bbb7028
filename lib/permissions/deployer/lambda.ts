import { AwsPage } from "../../aws-page";
import { formatArn, lambdaFunctionArn, parseArn, s3BucketArn } from "../../iam/arn";
import { allow, type PolicyStatement } from "../../iam/statement";
import { onKeysOfStacks } from "./kms";
import { grouped, onEach, type ResourceRights, type RightsByType } from "./resource-rights";
import type { StackResource } from "./stack-resource";

const page = AwsPage.lambdaActions;

const functions: ResourceRights = {
  names: ["function_name"],
  statements: (resources, all) => [
    onEach(resources, {
      sid: "LambdaFunctions",
      actions: [
        "lambda:CreateFunction",
        "lambda:DeleteFunction",
        "lambda:DeleteFunctionConcurrency",
        "lambda:GetFunction",
        "lambda:GetFunctionCodeSigningConfig",
        "lambda:GetFunctionConcurrency",
        "lambda:GetFunctionConfiguration",
        "lambda:ListTags",
        "lambda:ListVersionsByFunction",
        "lambda:PutFunctionConcurrency",
        "lambda:TagResource",
        "lambda:UntagResource",
        "lambda:UpdateFunctionCode",
        "lambda:UpdateFunctionConfiguration",
      ],
      arns: (resource) => [lambdaFunctionArn(resource.scope, resource.text("function_name") ?? "")],
      reason: "the functions that the stacks make; they are not called",
      page,
    }),
    ...signing(resources),
    ...archives(resources),
    ...images(resources),
    ...layers(resources),
    ...network(resources),
    ...environmentKeys(resources, all),
  ],
};

/** Like a boundary, it would hold nothing if whoever deploys the function could take it off. */
function signing(resources: readonly StackResource[]): PolicyStatement[] {
  const arns = (one: StackResource) => [lambdaFunctionArn(one.scope, one.text("function_name") ?? "")];
  const groups = grouped(resources, (one) => one.text("code_signing_config_arn") ?? "");
  return [...groups].map(([config, functionsOfIt]) =>
    config === ""
      ? onEach(functionsOfIt, {
          sid: "LambdaFunctions",
          actions: ["lambda:DeleteFunctionCodeSigningConfig"],
          arns,
          reason: "the stacks say that code of these functions need not be signed",
          page: AwsPage.lambdaCodeSigning,
        })
      : onEach(functionsOfIt, {
          sid: "LambdaCodeSigning",
          actions: ["lambda:PutFunctionCodeSigningConfig"],
          arns: (one) => [...arns(one), config],
          when: { StringEquals: { "lambda:CodeSigningConfigArn": [config] } },
          reason: "code of these functions must be signed as this configuration says",
          page: AwsPage.lambdaCodeSigning,
        }),
  );
}

/** Code that lies in S3: Lambda fetches it with the rights of whoever deploys. */
function archives(resources: readonly StackResource[]): PolicyStatement[] {
  const fromS3 = resources.filter((one) => one.text("s3_bucket") !== undefined);
  if (fromS3.length === 0) return [];
  return [
    onEach(fromS3, {
      sid: "LambdaArchives",
      actions: ["s3:GetObject", "s3:GetObjectVersion"],
      arns: (one) => [`${s3BucketArn(one.scope, one.text("s3_bucket") ?? "")}/${one.text("s3_key") ?? "*"}`],
      reason: "Lambda fetches the code with the rights of whoever deploys",
      page: AwsPage.lambdaCode,
    }),
  ];
}

/** `<account>.dkr.ecr.<region>.<suffix>/<repository>:<tag>` */
const imageUri = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.[a-z.]+\/([^:@]+)/;

function images(resources: readonly StackResource[]): PolicyStatement[] {
  const repositories = resources.flatMap((one) => {
    const [, account, region, name] = imageUri.exec(one.text("image_uri") ?? "") ?? [];
    if (account === undefined || region === undefined || name === undefined) return [];
    const { partition } = one.scope;
    return [formatArn({ partition, service: "ecr", region, account, resource: `repository/${name}` })];
  });
  if (repositories.length === 0) return [];
  return [
    allow("LambdaImages", {
      actions: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:GetRepositoryPolicy"],
      resources: [...new Set(repositories)],
      reason: "Lambda fetches the image with the rights of whoever deploys",
      page: AwsPage.lambdaImages,
    }),
  ];
}

function layers(resources: readonly StackResource[]): PolicyStatement[] {
  const arns = [...new Set(resources.flatMap((one) => one.texts("layers")))];
  if (arns.length === 0) return [];
  return [
    allow("LambdaLayers", {
      actions: ["lambda:GetLayerVersion"],
      resources: arns,
      reason: "Lambda adds the layers that the functions name",
      page: AwsPage.lambdaLayers,
    }),
  ];
}

function network(resources: readonly StackResource[]): PolicyStatement[] {
  if (!resources.some((one) => one.has("vpc_config"))) return [];
  return [
    allow("LambdaNetwork", {
      actions: ["ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"],
      resources: ["*"],
      anyResourceBecause: "these calls of EC2 have no resource type",
      reason: "functions in a VPC are made by somebody who can see its subnets and security groups",
      page: AwsPage.lambdaVpc,
    }),
  ];
}

/** The key that a function's environment is encrypted with: one of the stacks, or one that is known by its ARN. */
function environmentKeys(
  resources: readonly StackResource[],
  all: readonly StackResource[],
): PolicyStatement[] {
  const right = {
    sid: "LambdaEnvironmentKeys",
    actions: ["kms:CreateGrant", "kms:Decrypt", "kms:Encrypt"],
    reason: "Lambda encrypts the environment with the rights of whoever deploys",
    page: AwsPage.lambdaEnvironmentKey,
  };
  const encrypted = resources.filter((one) => one.has("kms_key_arn"));
  const known = encrypted.filter((one) => one.text("kms_key_arn") !== undefined);
  const made = encrypted.filter((one) => one.text("kms_key_arn") === undefined);
  return [
    ...(known.length === 0
      ? []
      : [onEach(known, { ...right, arns: (one) => [one.text("kms_key_arn") ?? ""] })]),
    ...(made.length === 0 ? [] : onKeysOfStacks(made, all, { ...right, service: "lambda" })),
  ];
}

const permissions: ResourceRights = {
  names: ["function_name", "principal"],
  statements: (resources) => [
    onEach(resources, {
      sid: "LambdaPermissions",
      actions: ["lambda:GetPolicy", "lambda:RemovePermission"],
      arns: permittedFunction,
      reason: "reads and takes back who may call a function",
      page,
    }),
    ...[...grouped(resources, (one) => one.text("principal") ?? "")].map(([principal, group]) =>
      onEach(group, {
        sid: "LambdaPermit",
        actions: ["lambda:AddPermission"],
        arns: permittedFunction,
        when: { StringEquals: { "lambda:Principal": [principal] } },
        reason: "lets whom the stacks name call a function, and nobody else",
        page,
      }),
    ),
  ],
};

function permittedFunction(resource: StackResource): readonly string[] {
  const name = resource.text("function_name") ?? "";
  const arn = parseArn(name) === undefined ? lambdaFunctionArn(resource.scope, name) : name;
  const qualifier = resource.text("qualifier");
  return qualifier === undefined ? [arn] : [arn, `${arn}:${qualifier}`];
}

/** Functions and who may call them. */
export const lambdaRights: RightsByType = {
  aws_lambda_function: functions,
  aws_lambda_permission: permissions,
};
