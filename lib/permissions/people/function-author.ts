import { AwsPage } from "../../aws-page";
import { groundTruthRecipeArn, lambdaFunctionArn, logGroupArn } from "../../iam/arn";
import { allow, type PolicyStatement } from "../../iam/statement";
import type { AwsScope } from "../../scope/aws-scope";
import type { BroadPolicy, PersonaSubject } from "./persona-subject";

/** Which functions somebody writes. */
interface FunctionAuthorNeed {
  /** Names of functions; one may end in `*`. */
  readonly functionNames: readonly string[];
  /** Roles that the functions may run with. @default - none: functions are not made, only changed */
  readonly functionRoleArns?: readonly string[];
  /** Whether AWS's starter functions can be looked at. @default false */
  readonly recipe?: boolean;
}

const lambdaFullAccess: BroadPolicy = {
  name: "AWSLambda_FullAccess",
  alsoAllows:
    "every Lambda action on every function of the account, opening functions to other accounts and the internet among them; " +
    "passing any role to Lambda, so that code runs with the rights of any role that trusts Lambda, an administrator's too; " +
    "reading every role's policies and the logs of every function",
  page: AwsPage.lambdaFullAccess,
};

/** What AWS's page prints for looking at the starter functions in a region. They are in none of the managed policies. */
export const recipe: PersonaSubject<void> = {
  leastPrivilege: (_, scope) => lookAtRecipe(scope),
  asDocumented: (_, scope) => lookAtRecipe(scope),
  beyondAwsManaged: (_, scope) => lookAtRecipe(scope),
  awsManaged: [],
};

/**
 * Somebody who writes annotation functions. Who changes the code of a function has the rights of its role: give the
 * author no function whose role may do more than the author should.
 */
export const functionAuthor: PersonaSubject<FunctionAuthorNeed> = {
  leastPrivilege: author,
  // AWS prints the recipe's policy only, and sends the reader to Lambda's guide for a granular one.
  asDocumented: author,
  beyondAwsManaged: (need, scope) => (need.recipe ? lookAtRecipe(scope) : []),
  awsManaged: [lambdaFullAccess],
};

function author(need: FunctionAuthorNeed, scope: AwsScope): PolicyStatement[] {
  return [
    ...writeFunctions(need, scope),
    seeFunctions(),
    ...passFunctionRoles(need),
    ...readLogs(need, scope),
    ...(need.recipe ? lookAtRecipe(scope) : []),
  ];
}

/** No lambda:AddPermission and no function URLs: who may call a function is decided by those who deploy it. */
function writeFunctions({ functionNames }: FunctionAuthorNeed, scope: AwsScope): PolicyStatement[] {
  if (functionNames.length === 0) return [];
  return [
    allow("WriteFunctions", {
      actions: [
        "lambda:CreateAlias",
        "lambda:CreateFunction",
        "lambda:DeleteAlias",
        "lambda:DeleteFunction",
        "lambda:GetAlias",
        "lambda:GetFunction",
        "lambda:GetFunctionCodeSigningConfig",
        "lambda:GetFunctionConcurrency",
        "lambda:GetFunctionConfiguration",
        "lambda:GetFunctionEventInvokeConfig",
        "lambda:GetPolicy",
        "lambda:GetRuntimeManagementConfig",
        "lambda:InvokeFunction",
        "lambda:ListAliases",
        "lambda:ListTags",
        "lambda:ListVersionsByFunction",
        "lambda:PublishVersion",
        "lambda:TagResource",
        "lambda:UpdateAlias",
        "lambda:UpdateFunctionCode",
        "lambda:UpdateFunctionConfiguration",
      ],
      resources: functionNames.flatMap((name) => {
        const arn = lambdaFunctionArn(scope, name);
        return name.endsWith("*") ? [arn] : [arn, `${arn}:*`];
      }),
      reason:
        "makes, changes, tries and publishes these functions, their versions and aliases, and no others",
      page: AwsPage.lambdaIdentityPolicies,
    }),
  ];
}

function seeFunctions(): PolicyStatement {
  return allow("SeeFunctions", {
    actions: ["lambda:GetAccountSettings", "lambda:ListFunctions"],
    resources: ["*"],
    anyResourceBecause: "none of these actions has a resource type",
    reason: "Lambda's console lists functions before one is opened",
    page: AwsPage.lambdaIdentityPolicies,
  });
}

function passFunctionRoles({ functionRoleArns = [] }: FunctionAuthorNeed): PolicyStatement[] {
  if (functionRoleArns.length === 0) return [];
  return [
    allow("PassFunctionRoles", {
      actions: ["iam:PassRole"],
      resources: functionRoleArns,
      when: { StringEquals: { "iam:PassedToService": ["lambda.amazonaws.com"] } },
      reason: "a new function runs with one of these roles; no other role, to no other service",
      page: AwsPage.lambdaIdentityPolicies,
    }),
  ];
}

function readLogs({ functionNames }: FunctionAuthorNeed, scope: AwsScope): PolicyStatement[] {
  if (functionNames.length === 0) return [];
  return [
    allow("ReadFunctionLogs", {
      actions: ["logs:DescribeLogStreams", "logs:FilterLogEvents", "logs:GetLogEvents"],
      resources: functionNames.map((name) => `${logGroupArn(scope, `/aws/lambda/${name}`)}:*`),
      reason: "what these functions logged",
      page: AwsPage.lambdaLogs,
    }),
  ];
}

function lookAtRecipe(scope: AwsScope): PolicyStatement[] {
  return [
    allow("ReadGroundTruthRecipe", {
      actions: [
        "serverlessrepo:CreateCloudFormationTemplate",
        "serverlessrepo:GetApplication",
        "serverlessrepo:ListApplicationVersions",
      ],
      resources: [groundTruthRecipeArn(scope)],
      reason:
        "AWS's starter functions in this region; deploying them makes roles, which is a deployer's right",
      page: AwsPage.annotationFunctions,
    }),
    allow("SearchRecipes", {
      actions: ["serverlessrepo:SearchApplications"],
      resources: ["*"],
      anyResourceBecause: "serverlessrepo:SearchApplications has no resource type",
      reason: "finds the starter functions by name",
      page: AwsPage.annotationFunctions,
    }),
  ];
}
