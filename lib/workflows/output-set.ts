import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { ILabelingKey } from "../encryption/labeling-key";
import type { IAnnotationFunction } from "../functions/annotation-function";
import type { IExecutionRole } from "../roles/execution-role-grants";
import { workerPortalBuckets } from "../permissions/vpc-only-bucket";
import { requiredAccessLogStatements } from "../storage/access-log-bucket";
import { corsRulesJson } from "../storage/bucket-cors";
import { addParameters } from "./output-parameters";
import type { CorsVariant } from "../storage/cors-variant";
import { logicalId } from "../scope/short-logical-ids";
import type { S3Location } from "../storage/s3-location";
import type { ILabelingBucket } from "../storage/labeling-bucket-base";

/** What workflows of every kind have to tell. */
interface ToldWorkflow {
  readonly inputs: S3Location[];
  readonly output: S3Location;
  readonly executionRole: IExecutionRole;
  readonly encryptionKey: ILabelingKey;
  readonly preAnnotationFunctionArn?: string;
  readonly annotationConsolidationFunctionArn?: string;
  readonly humanTaskUiArn?: string;
  readonly uiTemplateS3Uri?: string;
  readonly corsVariant: CorsVariant;
  readonly bucketsToGiveCors: string[];
}

/** Outputs with names in snake case, as Terraform's users write them. What is undefined is left out. */
export class OutputSet {
  /**
   * @param prefix begins every name. @default - nothing
   * @param ssmParameterPath begins the names of parameters that tell the same. @default - no parameters
   */
  public constructor(
    private readonly scope: Construct,
    private readonly prefix = "",
    private readonly ssmParameterPath?: string,
  ) {}

  /** An output that other stacks take something from: in Parameter Store too, where that is asked for. */
  public tell(id: string, value: unknown, description: string): void {
    this.add(id, value, description);
    if (value === undefined || this.ssmParameterPath === undefined) return;
    addParameters(this.scope, this.ssmParameterPath, [`${this.prefix}${id}`], value);
  }

  public add(id: string, value: unknown, description: string): void {
    if (value === undefined) return;
    const output = new TerraformOutput(this.scope, `${this.prefix}${id}`, { value, description });
    output.overrideLogicalId(logicalId([this.prefix, id].filter((part) => part !== "")));
  }

  /** What every labeling job is made with. */
  public addRequest(built: ToldWorkflow): void {
    this.tell("ExecutionRoleArn", built.executionRole.roleArn, "RoleArn of a labeling job");
    this.tell("OutputKmsKeyArn", built.encryptionKey.keyArn, "OutputConfig.KmsKeyId of a labeling job");
    this.tell("OutputLocation", built.output.uri, "OutputConfig.S3OutputPath of a labeling job");
    this.tell(
      "InputLocations",
      built.inputs.map(({ uri }) => uri),
      "Where manifest, data objects, label categories and template may lie",
    );
    this.tell(
      "PreHumanTaskLambdaArn",
      built.preAnnotationFunctionArn,
      "HumanTaskConfig.PreHumanTaskLambdaArn",
    );
    this.tell(
      "AnnotationConsolidationLambdaArn",
      built.annotationConsolidationFunctionArn,
      "HumanTaskConfig.AnnotationConsolidationConfig.AnnotationConsolidationLambdaArn",
    );
    this.tell("HumanTaskUiArn", built.humanTaskUiArn, "HumanTaskConfig.UiConfig.HumanTaskUiArn");
    this.tell("UiTemplateS3Uri", built.uiTemplateS3Uri, "HumanTaskConfig.UiConfig.UiTemplateS3Uri");
  }

  /** What is left to do by hand. */
  public addToDo(built: ToldWorkflow, existingKeys: ReadonlyMap<string, ILabelingKey>): void {
    this.addRequired(
      "RequiredKeyPolicyStatements",
      [...existingKeys].map(([name, { requiredKeyPolicyStatements }]) => [name, requiredKeyPolicyStatements]),
      "To do: what the policies of existing keys must contain, by key",
    );
    this.add(
      "RequiredTrustStatements",
      built.executionRole.requiredTrustStatements,
      "To do: what the trust policy of the existing role must contain",
    );
    this.add(
      "RequiredCors",
      requiredCors(built),
      "To do: the CORS rule that existing buckets must have, else workers see no objects",
    );
  }

  /** What is left to do by hand for access logs, and where buckets let in nobody from outside a network. */
  public addBucketsToDo(buckets: readonly ILabelingBucket[], region: string): void {
    this.addRequired(
      "RequiredAccessLogStatements",
      requiredAccessLogStatements(buckets),
      "To do: what the policies of existing buckets for access logs must contain, by bucket",
    );
    const restricted = buckets.filter(({ vpcRestriction }) => vpcRestriction !== undefined);
    if (restricted.length === 0) return;
    this.addRequired(
      "RequiredBucketPolicyStatements",
      restricted.map((bucket) => [bucket.bucketName, bucket.requiredBucketPolicyStatements]),
      "To do: what the policies of existing buckets must contain, by bucket",
    );
    this.add(
      "RequiredEndpointBuckets",
      [...restricted.map(({ bucketName }) => bucketName), ...workerPortalBuckets({ region })],
      "To do: the buckets that the policies of your endpoints for Amazon S3 must let through, two of them AWS's own",
    );
  }

  /** What is left to do by hand for functions that exist. */
  public addFunctionsToDo(functions: readonly IAnnotationFunction[]): void {
    this.addRequired(
      "RequiredFunctionPolicyStatements",
      functions.map((one) => [one.functionArn, one.requiredFunctionPolicyStatements]),
      "To do: what the policies of functions in other accounts must contain, by function",
    );
    this.addRequired(
      "RequiredFunctionRoleStatements",
      functions.map((one) => [one.functionArn, one.requiredRoleStatements]),
      "To do: what the roles of existing functions must be allowed, by function",
    );
    this.addOwnStatements(functions);
  }

  /** What functions may do by statements that the user wrote, for whoever reviews them. */
  public addOwnStatements(functions: readonly IAnnotationFunction[]): void {
    this.addRequired(
      "OwnStatements",
      functions.map((one) => [one.functionName, one.ownStatements]),
      "Statements of your own in the roles of functions, with their reasons, by function",
    );
  }

  /** Statements by what they belong to, of those that have any. */
  public addRequired(
    id: string,
    statements: readonly (readonly [name: string, statements: string | undefined])[],
    description: string,
  ): void {
    const required = statements.filter(([, some]) => some !== undefined);
    this.add(id, required.length === 0 ? undefined : Object.fromEntries(required), description);
  }
}

function requiredCors({ bucketsToGiveCors: buckets, corsVariant }: ToldWorkflow): unknown {
  return buckets.length === 0 ? undefined : { buckets, rules: corsRulesJson(corsVariant) };
}
