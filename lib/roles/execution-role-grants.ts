import { Annotations, type ITerraformDependable } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { grantOnKey } from "../encryption/key-grant";
import type { ILabelingKey } from "../encryption/labeling-key";
import { byPrincipalArn } from "../iam/by-principal-arn";
import type { IGrantee } from "../iam/grantee";
import type { PolicyStatement } from "../iam/statement";
import { annotationFunctions } from "../permissions/annotation-functions";
import { automatedLabeling } from "../permissions/automated-labeling";
import { cloudWatch } from "../permissions/cloudwatch";
import { assumedByFunctions, mayAssume } from "../permissions/function-answers";
import type { Hardening } from "../permissions/hardening";
import { idleHardening } from "../permissions/idle-hardening";
import {
  inputKey,
  keyAllowsDecrypt,
  keyAllowsRole,
  keyAllowsVolumeGrants,
  outputKey,
  volumeKey,
} from "../permissions/labeling-key";
import { s3Input, s3Output } from "../permissions/s3-data";
import { keyAllowsPublishers } from "../permissions/messaging";
import { streaming, topicKey, type StreamingJob } from "../permissions/streaming";
import { trainingNetwork, type TrainingNetwork } from "../permissions/training-network";
import { PermissionStyle, statementsFor, type PermissionRules } from "../permissions/style";
import { StackScope } from "../scope/stack-scope";
import type { S3Location } from "../storage/s3-location";
import { checkCalls } from "../validation/check-input";

/** By which rules a role's permissions are written. */
export interface PermissionOptions {
  /** How the policies are written. @default PermissionStyle.LEAST_PRIVILEGE */
  readonly style?: PermissionStyle;
  /** Narrowing that is not verified against AWS. @default - none */
  readonly hardening?: Hardening;
}

/** The role that Ground Truth runs a labeling job with. */
export interface IExecutionRole extends IGrantee, IConstruct {
  /** Known before the first plan. */
  readonly roleArn: string;
  /** Name of the role, without its path. */
  readonly roleName: string;

  /**
   * What the role needs and cannot be given here, as a JSON list of statements.
   * @default - undefined for a role whose policies are managed here
   */
  readonly requiredPolicyStatements?: string;

  /**
   * What the trust policy of an existing role must contain, as a JSON list of statements.
   * @default - undefined for a role made here: its trust policy contains it
   */
  readonly requiredTrustStatements?: string;

  /**
   * Lets jobs report: `cloudwatch:PutMetricData`; `logs:CreateLogGroup`, `logs:CreateLogStream`,
   * `logs:DescribeLogStreams`, `logs:PutLogEvents` on log groups below `/aws/sagemaker/`.
   */
  grantCloudWatch(): void;

  /**
   * Lets jobs read: `s3:GetObject` in the locations; `s3:GetBucketLocation`, `s3:ListBucket` on their buckets.
   * The documented style adds `s3:PutObject` and `s3:AbortMultipartUpload`, on whole buckets.
   */
  grantReadInput(locations: S3Location[]): void;

  /**
   * Lets jobs write answers: `s3:PutObject`, `s3:GetObject`, `s3:AbortMultipartUpload` in the location;
   * `s3:GetBucketLocation`, `s3:ListBucket` on its bucket.
   */
  grantWriteOutput(location: S3Location): void;

  /**
   * Lets jobs encrypt and decrypt with the key: `kms:Encrypt`, `kms:Decrypt`, `kms:ReEncrypt*`, `kms:GenerateDataKey*`,
   * `kms:DescribeKey`, in the key's policy and, unless the key is made in the same stack, in the role's.
   */
  grantUseKey(key: ILabelingKey): void;

  /** Lets jobs read input that is encrypted with the key: `kms:Decrypt`, `kms:DescribeKey`, where `grantUseKey` has its rights. */
  grantDecryptInput(key: ILabelingKey): void;

  /**
   * Lets SageMaker encrypt the ML storage volume of automated labeling: `kms:CreateGrant`, on both sides, on top of
   * `grantUseKey`.
   */
  grantVolumeKey(key: ILabelingKey): void;

  /** Lets automated labeling train models: `iam:PassRole` on the role itself, to `sagemaker.amazonaws.com` only. */
  grantAutomatedLabeling(): void;

  /**
   * Lets automated labeling train inside a network: `ec2:CreateNetworkInterface` in its subnets with its security groups,
   * `ec2:CreateNetworkInterfacePermission` and `ec2:DeleteNetworkInterface` for interfaces in these subnets,
   * `ec2:DeleteNetworkInterfacePermission`; `ec2:DescribeDhcpOptions`, `ec2:DescribeNetworkInterfaces`,
   * `ec2:DescribeSecurityGroups`, `ec2:DescribeSubnets`, `ec2:DescribeVpcs`.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html
   */
  grantTrainingNetwork(network: TrainingNetwork): void;

  /**
   * Lets streaming jobs work: `sqs:CreateQueue`, `sqs:SetQueueAttributes`, `sqs:GetQueueAttributes`, `sqs:GetQueueUrl`,
   * `sqs:ReceiveMessage`, `sqs:DeleteMessage`, `sqs:SendMessage` on the queue that Ground Truth makes for the job;
   * `sns:Subscribe` of that queue on the input topic; `sns:Publish` on the output topic; `sns:Unsubscribe`.
   */
  grantStreaming(job: StreamingJob): void;

  /**
   * Lets streaming jobs publish to a topic that the key encrypts: `kms:Decrypt`, `kms:GenerateDataKey*` through SNS in the
   * key's policy and, unless the key is made in the same stack, `kms:Decrypt`, `kms:GenerateDataKey` in the role's. Nothing
   * is added where `grantUseKey` gave as much already.
   */
  grantTopicKey(key: ILabelingKey): void;

  /** Lets custom jobs call their functions: `lambda:InvokeFunction` on them, their versions and aliases. */
  grantInvokeAnnotationFunctions(functionArns: string[]): void;

  /**
   * Lets `grantee` assume the role, with all that it may do: `sts:AssumeRole` on exactly this role in the grantee's
   * own policy, and for exactly the grantee in the trust policy of this role, by `aws:PrincipalArn`: the grantee need not
   * exist yet, and may be deleted and made again.
   *
   * @throws InvalidInputError when the trust policy grows beyond 2,048 characters
   */
  grantAssume(grantee: IGrantee): void;
}

/** What AWS documents stays as it is. */
function keyHardening({ style, hardening }: PermissionRules): Hardening {
  return style === PermissionStyle.AS_DOCUMENTED ? {} : hardening;
}

/** Grants are the same for a role that is made here and for one that is brought in. */
export abstract class ExecutionRoleBase extends Construct implements IExecutionRole {
  public abstract readonly roleArn: string;
  public abstract readonly roleName: string;
  public abstract readonly principalResource?: ITerraformDependable | undefined;

  protected readonly rules: PermissionRules;
  /** Keys that may be used through SNS already. */
  private readonly usedThroughAnyService = new Set<ILabelingKey>();

  protected constructor(scope: Construct, id: string, options: PermissionOptions = {}) {
    super(scope, id);
    this.rules = {
      style: options.style ?? PermissionStyle.LEAST_PRIVILEGE,
      hardening: options.hardening ?? {},
      scope: StackScope.of(this),
    };
    const idle = idleHardening(this.rules.style, this.rules.hardening);
    if (idle !== undefined) Annotations.of(this).addWarning(idle);
  }

  public get principalArn(): string {
    return this.roleArn;
  }

  public abstract addStatements(statements: PolicyStatement[]): void;

  /**
   * Lets somebody else assume the role too; for an existing role, adds to what its trust policy must contain.
   *
   * @param principalResource what must exist before the trust policy can name it
   * @throws InvalidInputError when the trust policy grows beyond 2,048 characters
   */
  public abstract addToTrustPolicy(
    statement: PolicyStatement,
    principalResource?: ITerraformDependable,
  ): void;

  public grantCloudWatch(): void {
    this.addStatements(statementsFor(cloudWatch, undefined, this.rules));
  }

  public grantReadInput(locations: S3Location[]): void {
    this.addStatements(statementsFor(s3Input, locations, this.rules));
  }

  public grantWriteOutput(location: S3Location): void {
    this.addStatements(statementsFor(s3Output, location, this.rules));
  }

  public grantUseKey(key: ILabelingKey): void {
    if (!keyHardening(this.rules).kmsViaService) this.usedThroughAnyService.add(key);
    grantOnKey(key, this, {
      ownSide: (target) => statementsFor(outputKey, target, this.rules),
      keySide: keyAllowsRole([this.roleArn], this.rules.scope, keyHardening(this.rules)),
    });
  }

  public grantDecryptInput(key: ILabelingKey): void {
    grantOnKey(key, this, {
      ownSide: (target) => statementsFor(inputKey, target, this.rules),
      keySide: keyAllowsDecrypt([this.roleArn], this.rules.scope, keyHardening(this.rules)),
    });
  }

  public grantVolumeKey(key: ILabelingKey): void {
    grantOnKey(key, this, {
      ownSide: (target) => statementsFor(volumeKey, target, this.rules),
      keySide: [keyAllowsVolumeGrants([this.roleArn], keyHardening(this.rules))],
      alwaysBothSides: true,
    });
  }

  public grantAutomatedLabeling(): void {
    this.addStatements(statementsFor(automatedLabeling, this.roleArn, this.rules));
  }

  public grantTrainingNetwork(network: TrainingNetwork): void {
    this.addStatements(statementsFor(trainingNetwork, network, this.rules));
  }

  public grantStreaming(job: StreamingJob): void {
    this.addStatements(statementsFor(streaming, job, this.rules));
  }

  public grantTopicKey(key: ILabelingKey): void {
    if (this.usedThroughAnyService.has(key)) return;
    grantOnKey(key, this, {
      ownSide: (target) => statementsFor(topicKey, target, this.rules),
      keySide: [keyAllowsPublishers([this.roleArn], this.rules.scope)],
    });
  }

  public grantInvokeAnnotationFunctions(functionArns: string[]): void {
    this.addStatements(statementsFor(annotationFunctions, functionArns, this.rules));
  }

  public grantAssume(grantee: IGrantee): void {
    grantee.addStatements([mayAssume(this.roleArn)]);
    for (const statement of byPrincipalArn(assumedByFunctions([grantee.principalArn]), this.rules.scope)) {
      this.addToTrustPolicy(statement);
    }
  }
}

checkCalls(ExecutionRoleBase, "ExecutionRoleBase");
