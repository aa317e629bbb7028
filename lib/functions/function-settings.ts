import { Token } from "cdktf";
import { AwsPage } from "../aws-page";
import type { ILabelingKey } from "../encryption/labeling-key";
import { parseArn } from "../iam/arn";
import type { AwsScope } from "../scope/aws-scope";
import { logRetentionProblem } from "../validation/log-retention";
import type { Problems } from "../validation/problems";

/** The processor that a function runs on. Compiled code must be built for it. */
export enum FunctionArchitecture {
  ARM_64 = "arm64",
  X86_64 = "x86_64",
}

/** The network that a function is attached to, so that it reaches what is private there. */
export interface FunctionVpc {
  /** Private subnets, one in each availability zone. To reach S3 they need a gateway endpoint or a NAT. */
  readonly subnetIds: string[];
  readonly securityGroupIds: string[];
}

/** How a function is watched and held back. */
export interface FunctionOperation {
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
  /** @default FunctionArchitecture.ARM_64 */
  readonly architecture?: FunctionArchitecture;
  /**
   * Environment variables. Names begin with a letter and have at least two letters, digits and `_`; those of Lambda are
   * not allowed. 4 KB at most, all together.
   * @default - none
   */
  readonly environment?: Record<string, string>;
  /** ARNs of layer versions, 5 at most. Not for code in an image. @default - none */
  readonly layerArns?: string[];
  /** @default - none: the function reaches AWS's public endpoints */
  readonly vpc?: FunctionVpc;
  /** @default - no tracing, a log of 365 days, no reserve, no dead letters */
  readonly operation?: FunctionOperation;
}

/** Adds what is wrong with the settings. Tokens pass. */
export function checkSettings(problems: Problems, settings: FunctionSettings, scope: AwsScope): void {
  const { memorySize, timeout, environment = {}, layerArns, vpc, operation = {} } = settings;
  const whole = (property: string, value: number | undefined, unit: string, from: number, to: number) => {
    if (value === undefined || Token.isUnresolved(value)) return;
    if (Number.isInteger(value) && value >= from && value <= to) return;
    problems.add(
      `settings.${property}`,
      `got ${value}; whole ${unit} from ${from} to ${to} are allowed`,
      AwsPage.lambdaQuotas,
    );
  };
  whole("memorySize", memorySize, "MB", 128, 10_240);
  whole("timeout", timeout, "seconds", 1, 900);
  checkEnvironment(problems, environment);
  checkLayers(problems, layerArns ?? []);
  if (vpc !== undefined) checkVpc(problems, vpc);
  const { logRetentionInDays, reservedConcurrentExecutions: reserved, deadLetterQueueArn } = operation;
  if (logRetentionInDays !== undefined) {
    const problem = logRetentionProblem(logRetentionInDays);
    if (problem !== undefined)
      problems.add("settings.operation.logRetentionInDays", problem, AwsPage.logsRetention);
  }
  if (
    reserved !== undefined &&
    !Token.isUnresolved(reserved) &&
    !(Number.isInteger(reserved) && reserved >= 0)
  ) {
    const message = `got ${reserved}; a whole number is allowed, and 0 stops the function`;
    problems.add("settings.operation.reservedConcurrentExecutions", message, AwsPage.lambdaConcurrency);
  }
  const queue = deadLetterProblem(deadLetterQueueArn, scope);
  if (queue !== undefined) {
    problems.add("settings.operation.deadLetterQueueArn", queue, AwsPage.lambdaDeadLetters);
  }
  if (operation.deadLetterQueueKey !== undefined && deadLetterQueueArn === undefined) {
    const message = "got a key without deadLetterQueueArn; name the queue that it encrypts, or leave it out";
    problems.add("settings.operation.deadLetterQueueKey", message, AwsPage.lambdaDeadLetters);
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
const mostLayers = 5;

function checkEnvironment(problems: Problems, environment: Readonly<Record<string, string>>): void {
  if (Token.isUnresolved(environment)) return;
  const page = AwsPage.lambdaEnvironment;
  for (const name of Object.keys(environment)) {
    const property = `settings.environment.${name}`;
    if (reservedNames.has(name)) problems.add(property, "Lambda sets this variable itself", page);
    else if (!/^[A-Za-z][A-Za-z0-9_]+$/.test(name)) {
      const allowed = "begins with a letter and has at least two letters, digits and _";
      problems.add(property, `got "${name}"; the name of a variable ${allowed}`, page);
    }
  }
  const literal = Object.entries(environment).map(([name, value]) =>
    Token.isUnresolved(value) ? [name, ""] : [name, value],
  );
  const bytes = Buffer.byteLength(JSON.stringify(Object.fromEntries(literal)));
  if (bytes > mostEnvironmentBytes) {
    const message = `got ${bytes} bytes; all variables together have at most ${mostEnvironmentBytes}`;
    problems.add("settings.environment", message, AwsPage.lambdaQuotas);
  }
}

function checkLayers(problems: Problems, layerArns: readonly string[]): void {
  if (Token.isUnresolved(layerArns)) return;
  if (layerArns.length > mostLayers) {
    const message = `got ${layerArns.length}; a function has at most ${mostLayers} layers`;
    problems.add("settings.layerArns", message, AwsPage.lambdaQuotas);
  }
  layerArns.forEach((arn, index) => {
    if (Token.isUnresolved(arn)) return;
    const parts = parseArn(arn);
    if (parts?.service === "lambda" && /^layer:[A-Za-z0-9_-]+:[0-9]+$/.test(parts.resource)) return;
    const allowed = "arn:<partition>:lambda:<region>:<account>:layer:<name>:<version>";
    const message = `got "${arn}"; the ARN of a layer's version is allowed, as in ${allowed}`;
    problems.add(`settings.layerArns[${index}]`, message, AwsPage.lambdaLayers);
  });
}

function checkVpc(problems: Problems, { subnetIds, securityGroupIds }: FunctionVpc): void {
  const check = (property: keyof FunctionVpc, ids: readonly string[], prefix: string) => {
    if (Token.isUnresolved(ids)) return;
    if (ids.length === 0)
      problems.add(`settings.vpc.${property}`, "got none; name one at least", AwsPage.lambdaVpc);
    ids.forEach((id, index) => {
      if (Token.isUnresolved(id) || new RegExp(`^${prefix}-[0-9a-f]{8,17}$`).test(id)) return;
      problems.add(
        `settings.vpc.${property}[${index}]`,
        `got "${id}"; an id begins with ${prefix}-`,
        AwsPage.lambdaVpc,
      );
    });
  };
  check("subnetIds", subnetIds, "subnet");
  check("securityGroupIds", securityGroupIds, "sg");
}

function deadLetterProblem(queueArn: string | undefined, scope: AwsScope): string | undefined {
  if (queueArn === undefined || Token.isUnresolved(queueArn)) return undefined;
  const arn = parseArn(queueArn);
  if (arn?.service !== "sqs" || !/^[A-Za-z0-9_-]{1,80}$/.test(arn.resource)) {
    const allowed =
      "the ARN of a standard queue is allowed, as in arn:<partition>:sqs:<region>:<account>:<name>";
    return `got "${queueArn}"; ${allowed}`;
  }
  if (Token.isUnresolved(scope.region) || Token.isUnresolved(arn.region) || arn.region === scope.region) {
    return undefined;
  }
  return `got "${queueArn}", a queue in another region; Lambda sends dead letters within the function's region`;
}
