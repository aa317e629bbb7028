import { Token } from "cdktf";
import { AwsPage } from "../aws-page";
import type { ILabelingKey } from "../encryption/labeling-key";
import { replaceTokens, unescapeFromTerraform } from "../iam/terraform-string";
import type { AwsScope } from "../scope/aws-scope";
import type { Problems } from "../validation/problems";
import { variableNameRule, functionSettingsRules, functionVpcRules } from "../rules/lambda";

/** The processor that a function runs on. Compiled code must be built for it. */
export enum FunctionArchitecture {
  /** Graviton: cheaper for the same work. */
  ARM_64 = "arm64",
  /** For code with native parts that exist for x86 only. */
  X86_64 = "x86_64",
}

/** The network that a function is attached to, so that it reaches what is private there. */
export interface FunctionVpc {
  /** Private subnets, one in each availability zone. To reach S3 they need a gateway endpoint or a NAT. */
  readonly subnetIds: string[];
  /** Security groups of the function's network interfaces. At least one. */
  readonly securityGroupIds: string[];
}

/** What a function runs with. */
export interface FunctionSettings {
  /**
   * Memory in MB, 128 to 10,240. Processor power grows with it.
   * @default - 256 for a pre-annotation function, 512 for a post-annotation function
   */
  readonly memorySize?: number;
  /**
   * Seconds that a call may last, 1 to 900.
   * @default 60
   */
  readonly timeout?: number;
  /** The processor that the code runs on. @default FunctionArchitecture.ARM_64 */
  readonly architecture?: FunctionArchitecture;
  /**
   * Environment variables. Names begin with a letter and have at least two letters, digits and `_`; those of Lambda are
   * not allowed. 4 KB at most, all together. No place for secrets.
   * @default - none
   */
  readonly environment?: Record<string, string>;
  /**
   * Customer managed key that encrypts the environment variables. Whoever deploys needs `kms:CreateGrant`, `kms:Encrypt` and
   * `kms:Decrypt` on it. The key's policy lets in the account for that, through Lambda and for the variables of this function
   * only: whoever its IAM policies allow can then read them.
   * @default - Lambda's own key, `aws/lambda`
   */
  readonly environmentKey?: ILabelingKey;
  /** ARNs of layer versions, 5 at most. Not for code in an image. @default - none */
  readonly layers?: string[];
  /** The network that the function is attached to. @default - none: the function reaches AWS's public endpoints */
  readonly vpcConfig?: FunctionVpc;
  /**
   * Whether calls are traced with X-Ray.
   * @default false
   */
  readonly tracing?: boolean;
  /**
   * Days that the log is kept: one of the values that CloudWatch Logs has.
   * @default 365
   */
  readonly logRetentionInDays?: number;
  /**
   * Calls that run at a time at most; they are taken from the account's share. 0 stops the function.
   * @default - as many as the account has free
   */
  readonly reservedConcurrentExecutions?: number;
  /**
   * ARN of the standard queue that receives asynchronous calls which fail. Ground Truth waits for the answer of each
   * call, so that none of its calls ever gets there: this is for other callers.
   * @default - none
   */
  readonly deadLetterQueueArn?: string;
  /** The customer managed key that encrypts that queue. @default - no such key */
  readonly deadLetterQueueKey?: ILabelingKey;
  /**
   * ARN of the code signing configuration that says who must have signed the code. For code from S3 only, where AWS Signer
   * puts what it signed; layers must be signed too. Whoever deploys the function can then not take the configuration off.
   * @default - code need not be signed
   */
  readonly codeSigningConfigArn?: string;
}

/** Adds what is wrong with the settings. Tokens pass. */
export function checkSettings(problems: Problems, settings: FunctionSettings, here: Partial<AwsScope>): void {
  const { environment = {}, vpcConfig, deadLetterQueueArn, deadLetterQueueKey } = settings;
  problems.checkAll(settings, functionSettingsRules, here, "settings.");
  checkEnvironment(problems, environment);
  problems.checkAll(vpcConfig, functionVpcRules, here, "settings.vpcConfig.");
  if (deadLetterQueueKey !== undefined && deadLetterQueueArn === undefined) {
    const message = "got a key without deadLetterQueueArn; name the queue that it encrypts, or leave it out";
    problems.add("settings.deadLetterQueueKey", message, AwsPage.lambdaDeadLetters);
  }
}

/** Names that Lambda sets itself and refuses in a function's configuration. */
const reservedNames = new Set([
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_DEFAULT_REGION",
  "AWS_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_LAMBDA_RUNTIME_API",
  "LAMBDA_TASK_ROOT",
  "LAMBDA_RUNTIME_DIR",
]);
const mostEnvironmentBytes = 4096;

function checkEnvironment(problems: Problems, environment: Readonly<Record<string, string>>): void {
  if (Token.isUnresolved(environment)) return;
  const page = AwsPage.lambdaEnvironment;
  for (const name of Object.keys(environment)) {
    const property = `settings.environment.${name}`;
    if (reservedNames.has(name)) problems.add(property, "Lambda sets this variable itself", page);
    else problems.check(property, name, variableNameRule);
  }
  checkEnvironmentSize(problems, environment);
}

/** Adds that variables are more than Lambda takes. It measures them as JSON; what only Terraform knows counts nothing. */
export function checkEnvironmentSize(
  problems: Problems,
  environment: Readonly<Record<string, string>>,
  because = "",
): void {
  if (Token.isUnresolved(environment)) return;
  const literal = replaceTokens(JSON.stringify(environment), "");
  const bytes = Buffer.byteLength(unescapeFromTerraform(literal));
  if (bytes <= mostEnvironmentBytes) return;
  const message = `got ${bytes} bytes; all variables together have at most ${mostEnvironmentBytes}${because}`;
  problems.add("settings.environment", message, AwsPage.lambdaQuotas);
}
