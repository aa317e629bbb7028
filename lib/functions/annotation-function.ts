import type { IConstruct } from "constructs";
import type { ILabelingKey } from "../encryption/labeling-key";
import type { IExecutionRole } from "../roles/execution-role-grants";
import type { S3Location } from "../storage/s3-location";
import type { FunctionData } from "./function-rights";

/** How a post-annotation function gets at the answers that it consolidates. */
export enum AnswerAccess {
  /** Its own role reads the workflow's output location, and nothing else: the narrowest of the three. */
  S3_READ = "s3-read",
  /** It assumes the execution role, with all that role may do; the execution role's trust policy names it. */
  ASSUME_EXECUTION_ROLE = "assume-execution-role",
  /** Its own role carries `AmazonS3ReadOnlyAccess`, which reads every bucket of the account. */
  READ_ALL_BUCKETS = "read-all-buckets",
}

/** A Lambda function that a custom labeling job calls. */
export interface IAnnotationFunction extends IConstruct {
  /** What a `CreateLabelingJob` request names: with the version or alias, if one was given. Known before the first plan. */
  readonly functionArn: string;
  /** Name of the function, without version and alias. */
  readonly functionName: string;
  /** Version or alias of an existing function. @default - none was given, or only Terraform knows it */
  readonly qualifier?: string | undefined;

  /**
   * What the policy of a function in another account must contain, as a JSON list of statements.
   * @default - undefined for a function in the stack's account: the execution role's policy is enough
   */
  readonly requiredFunctionPolicyStatements?: string | undefined;

  /**
   * What the role of an existing function must be allowed, as a JSON list of statements.
   * @default - undefined for a function made here: its role has it
   */
  readonly requiredRoleStatements?: string | undefined;

  /**
   * The statements of one's own that its role has, with their reasons, as a JSON list.
   * @default - undefined: it has none
   */
  readonly ownStatements?: string | undefined;

  /** Lets the jobs of a role call the function: `lambda:InvokeFunction`, in the role's policy. */
  grantInvoke(executionRole: IExecutionRole): void;

  /**
   * Lets the function do with the data of a workflow what its own properties say, and nothing without them. By
   * `inputAccess`: `s3:GetObject` in the inputs, `kms:Decrypt` through S3 on their keys. By `rights.writePrefixes`:
   * `s3:PutObject` in these folders, `kms:GenerateDataKey` and `kms:Decrypt` through S3 on the key of the answers. Rights on
   * keys stand on both sides.
   */
  grantOnData(data: FunctionData): void;
}

/** The Lambda function that makes a data object into what workers see. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a name of its own, beside IPostAnnotationFunction
export interface IPreAnnotationFunction extends IAnnotationFunction {}

/** What a post-annotation function works on. */
export interface AnswersToConsolidate {
  /** The output location of the workflow, below which answers lie. */
  readonly output: S3Location;
  /** Encrypts the answers. */
  readonly encryptionKey: ILabelingKey;
  /** What the workflow's jobs run with. */
  readonly executionRole: IExecutionRole;
}

/** The Lambda function that makes the answers of several workers into one. */
export interface IPostAnnotationFunction extends IAnnotationFunction {
  /** How the function gets at the answers. */
  readonly answerAccess: AnswerAccess;

  /**
   * Lets the function read the answers. By S3 read: `s3:GetObject` below the output location, and `kms:Decrypt` through
   * S3 in its own policy and in the key's. By the execution role: `sts:AssumeRole` on that role in its own policy, and
   * in the trust policy of that role, whose rights on answers and key are its own. By all buckets: `kms:Decrypt` as by
   * S3 read; the rest is in the AWS managed policy.
   */
  grantReadAnswers(answers: AnswersToConsolidate): void;
}
