import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { type ITerraformDependable, Token } from "cdktf";
import { Construct } from "constructs";
import { AwsPage } from "../aws-page";
import { grantOnKey } from "../encryption/key-grant";
import type { ILabelingKey } from "../encryption/labeling-key";
import { accountRootArn, lambdaFunctionArn, logGroupArn } from "../iam/arn";
import {
  functionLogGroup,
  keyAllowsDeadLetters,
  keyAllowsDeployersThroughLambda,
  keyAllowsEnvironment,
  mayAttachToVpc,
  mayDecryptEnvironment,
  mayLog,
  maySealDeadLetters,
  maySendDeadLetters,
  mayTrace,
} from "../permissions/function-role";
import { keyAllowsLogGroup } from "../permissions/labeling-key";
import { PermissionStyle, type PermissionRules } from "../permissions/style";
import type { IExecutionRole } from "../roles/execution-role-grants";
import { checkFunctionRole, FunctionRole } from "../roles/function-role";
import { StackScope } from "../scope/stack-scope";
import { Problems } from "../validation/problems";
import type { IAnnotationFunction } from "./annotation-function";
import type { CodeSurroundings, FunctionCode, FunctionCodeConfig } from "./function-code";
import {
  checkRights,
  type FunctionData,
  type FunctionRights,
  grantOnData,
  grantRights,
  type InputAccess,
  ownStatementsJson,
} from "./function-rights";
import { checkSettings, FunctionArchitecture, type FunctionSettings } from "./function-settings";
import { functionNameRule, functionDescriptionRule } from "../rules/lambda";
import { checkCalls } from "../validation/check-input";

/** The role that a function runs with. */
export interface FunctionRoleOptions {
  /** Name of the role: 1 to 64 letters, digits and `+=,.@_-`; unique in the account. @default - the function's name */
  readonly name?: string;
  /** IAM path of the function's role and its policies. @default "/" */
  readonly path?: string;
  /** ARN of the policy that limits what the role can ever do. @default - none */
  readonly permissionsBoundary?: string;
  /**
   * Where the text of the role's right on answers comes from. As documented it is good for the whole output bucket.
   * @default PermissionStyle.LEAST_PRIVILEGE
   */
  readonly permissionStyle?: PermissionStyle;
}

/** What functions before and after people annotate have in common. */
export interface AnnotationFunctionProps {
  /**
   * 1 to 64 letters, digits, `-` and `_`. Under the AWS managed style of the execution role a name that contains
   * `GtRecipe`, `LabelingFunction` or `SageMaker` needs no statement of its own.
   */
  readonly name: string;
  /** Where the code of the function comes from. */
  readonly code: FunctionCode;
  /** What the function is for, up to 256 characters. @default - its step of the workflow */
  readonly description?: string;
  /**
   * Encrypts the log. Environment variables have a key of their own: see `settings.environmentKey`.
   * @default - encrypted by CloudWatch Logs itself
   */
  readonly encryptionKey?: ILabelingKey;
  /** Memory, time, network and operation. @default - 60 seconds, arm64, no environment variables */
  readonly settings?: FunctionSettings;
  /** The role that the function runs with. @default - a role of its own, named as the function */
  readonly role?: FunctionRoleOptions;
  /**
   * How the function gets at the data objects themselves, if it looks into them.
   * @default - it does not: it knows what Ground Truth sends it
   */
  readonly inputAccess?: InputAccess;
  /** What the function may do besides its work. @default - nothing */
  readonly rights?: FunctionRights;
  /** Tags of what is made here, beside the provider's default tags. @default - none */
  readonly tags?: Record<string, string>;
}

/** What is different between the two. */
interface FunctionKind {
  /** As errors call it. */
  readonly name: string;
  readonly description: string;
  readonly memorySize: number;
  /** Variables that the function is told things by. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * A Lambda function with a role and a log group of its own, both of which exist before it does: its first call can be
 * logged, and its log has a retention.
 */
export abstract class AnnotationFunctionBase extends Construct implements IAnnotationFunction {
  /** Known before the first plan. */
  public readonly functionArn: string;
  public readonly functionName: string;
  /** What the function runs with, and nothing else does. */
  public readonly functionRole: FunctionRole;
  /** Name of the function's log group. */
  public readonly logGroupName: string;
  /** What must exist before the function can be called. */
  public readonly functionResource: ITerraformDependable;

  protected readonly rules: PermissionRules;
  private readonly inputAccess?: InputAccess;
  private readonly rights: FunctionRights;

  protected constructor(scope: Construct, id: string, props: AnnotationFunctionProps, kind: FunctionKind) {
    super(scope, id);
    const stackScope = StackScope.of(this);
    validate(this, props, kind, stackScope);
    const { name: functionName, settings = {}, role = {}, tags } = props;
    this.rules = {
      style: role.permissionStyle ?? PermissionStyle.LEAST_PRIVILEGE,
      hardening: {},
      scope: stackScope,
    };
    this.inputAccess = props.inputAccess;
    this.rights = props.rights ?? {};
    this.functionName = functionName;
    this.functionArn = lambdaFunctionArn(stackScope, functionName);
    this.logGroupName = functionLogGroup(functionName);

    const { name: roleName = functionName, path, permissionsBoundary: permissionsBoundaryArn } = role;
    this.functionRole = new FunctionRole(this, "Role", {
      name: roleName,
      description: `Runs ${functionName}: ${kind.description}`,
      path,
      permissionsBoundary: permissionsBoundaryArn,
      tags,
    });
    const environment = { ...settings.environment, ...kind.environment };
    const { environmentKey } = settings;
    this.grantOperation(settings);
    grantRights(this.functionRole, this.rights);
    const logGroup = this.makeLogGroup(props);
    this.functionResource = new LambdaFunction(this, "Resource", {
      functionName,
      description: props.description ?? kind.description,
      role: this.functionRole.roleArn,
      ...codeSettings(this, kind.name, props),
      architectures: [settings.architecture ?? FunctionArchitecture.ARM_64],
      memorySize: settings.memorySize ?? kind.memorySize,
      timeout: settings.timeout ?? 60,
      layers: settings.layers,
      environment: Object.keys(environment).length > 0 ? { variables: environment } : undefined,
      kmsKeyArn: environmentKey?.keyArn,
      vpcConfig: settings.vpcConfig && { ...settings.vpcConfig },
      ...operationSettings(settings),
      tags,
      // Lambda asks at once whether the role may attach the function to its VPC and send dead letters.
      dependsOn: [this.functionRole.principalResource, ...this.functionRole.attachments, logGroup],
    });
  }

  public grantInvoke(executionRole: IExecutionRole): void {
    executionRole.grantInvokeAnnotationFunctions([this.functionArn]);
  }

  public get ownStatements(): string | undefined {
    return ownStatementsJson(this.rights);
  }

  public grantOnData(data: FunctionData): void {
    grantOnData(this.functionRole, data, this.inputAccess, this.rights, this.rules.scope);
  }

  /** What the function needs to run, whatever it does. */
  private grantOperation(settings: FunctionSettings): void {
    const { functionRole, functionArn } = this;
    const { scope } = this.rules;
    const { tracing, vpcConfig, deadLetterQueueArn, deadLetterQueueKey, environmentKey } = settings;
    functionRole.addStatements([mayLog(this.functionName, scope)]);
    if (tracing) functionRole.addStatements([mayTrace()]);
    if (vpcConfig !== undefined) functionRole.addStatements(mayAttachToVpc(vpcConfig, functionArn, scope));
    if (deadLetterQueueArn !== undefined)
      functionRole.addStatements([maySendDeadLetters(deadLetterQueueArn)]);
    const { principalArn } = functionRole;
    if (deadLetterQueueKey !== undefined) {
      grantOnKey(deadLetterQueueKey, functionRole, {
        ownSide: (target) => [maySealDeadLetters(target, scope)],
        keySide: [keyAllowsDeadLetters([principalArn], scope)],
      });
    }
    if (environmentKey !== undefined) {
      grantOnKey(environmentKey, functionRole, {
        ownSide: (target) => [mayDecryptEnvironment(target, functionArn)],
        keySide: [keyAllowsEnvironment(principalArn, functionArn)],
      });
      for (const statement of keyAllowsDeployersThroughLambda(accountRootArn(scope), functionArn, scope)) {
        environmentKey.addToKeyPolicy(statement);
      }
    }
  }

  private makeLogGroup({ encryptionKey, settings, tags }: AnnotationFunctionProps): CloudwatchLogGroup {
    const { scope } = this.rules;
    encryptionKey?.addToKeyPolicy(keyAllowsLogGroup(logGroupArn(scope, this.logGroupName), scope));
    return new CloudwatchLogGroup(this, "LogGroup", {
      name: this.logGroupName,
      retentionInDays: settings?.logRetentionInDays ?? 365,
      kmsKeyId: encryptionKey?.keyArn,
      tags,
    });
  }
}

checkCalls(AnnotationFunctionBase, "AnnotationFunctionBase");

function codeSettings(scope: Construct, kind: string, { code, settings }: AnnotationFunctionProps) {
  const { imageCommand, ...config }: FunctionCodeConfig = code.bind(scope, surroundings(settings));
  const problems = new Problems(() => `${kind} "${scope.node.path}"`);
  if (config.imageUri !== undefined && settings?.layers?.length) {
    const message = "got layers for code in an image; put what they hold into the image";
    problems.add("settings.layers", message, AwsPage.lambdaLayers);
  }
  if (config.s3Bucket === undefined && settings?.codeSigningConfigArn !== undefined) {
    const message =
      "got a code signing configuration for code that nobody has signed; name a zip file in S3, where AWS Signer puts what it signed";
    problems.add("settings.codeSigningConfigArn", message, AwsPage.lambdaCodeSigning);
  }
  problems.throwIfAny();
  return {
    ...config,
    packageType: config.imageUri === undefined ? "Zip" : "Image",
    imageConfig: imageCommand && { command: imageCommand },
  };
}

function surroundings(settings: FunctionSettings | undefined): CodeSurroundings {
  // Layers that only Terraform knows have no length yet.
  const layers = settings?.layers;
  return { hasLayers: layers !== undefined && (Token.isUnresolved(layers) || layers.length > 0) };
}

function operationSettings(settings: FunctionSettings) {
  const { tracing, reservedConcurrentExecutions, deadLetterQueueArn, codeSigningConfigArn } = settings;
  return {
    // Said even when it is off: Terraform would otherwise leave it on once it was.
    tracingConfig: { mode: tracing ? "Active" : "PassThrough" },
    reservedConcurrentExecutions,
    codeSigningConfigArn,
    deadLetterConfig: deadLetterQueueArn === undefined ? undefined : { targetArn: deadLetterQueueArn },
  };
}

function validate(
  construct: Construct,
  props: AnnotationFunctionProps,
  kind: FunctionKind,
  scope: StackScope,
): void {
  const problems = new Problems(() => `${kind.name} "${construct.node.path}"`);
  const { name: functionName, code, description, encryptionKey, settings = {}, role = {} } = props;
  problems.check("name", functionName, functionNameRule);
  for (const { property, message, page } of code.problems(construct, surroundings(settings)))
    problems.add(property, message, page);
  problems.check("description", description, functionDescriptionRule);
  const needsKeyArn = (property: string, key: ILabelingKey | undefined, page: string) => {
    if (!key?.keyArn.includes(":alias/")) return;
    const why = "CloudWatch Logs and Lambda take the ARN of a key, not an alias. Bring the key in by its ARN";
    problems.add(property, `got ${key.keyArn}; ${why}`, page);
  };
  needsKeyArn("encryptionKey", encryptionKey, AwsPage.logsEncryption);
  needsKeyArn("settings.environmentKey", settings.environmentKey, AwsPage.lambdaEnvironmentKey);
  // Lambda does not keep a key for variables that are not there, and Terraform would set it again in every plan.
  const hasVariables = Object.keys({ ...settings.environment, ...kind.environment }).length > 0;
  if (settings.environmentKey !== undefined && !hasVariables) {
    const message =
      "got a key, but the function has no variables that it could encrypt; add them as environment, or leave it out";
    problems.add("settings.environmentKey", message, AwsPage.lambdaEnvironmentKey);
  }
  checkSettings(problems, settings, scope.stated);
  checkRights(problems, props.rights ?? {}, scope.stated);
  for (const taken of Object.keys(settings.environment ?? {}).filter((key) =>
    Object.hasOwn(kind.environment, key),
  )) {
    problems.add(`settings.environment.${taken}`, `the ${kind.name} sets this variable itself`);
  }
  // The function's own name is told of above.
  checkFunctionRole(problems, { ...role, name: role.name ?? "default" }, "role.", scope.stated);
  problems.throwIfAny();
}
