import { Construct, type IConstruct } from "constructs";
import type { ILabelingKey } from "../encryption/labeling-key";
import type { ILabelingJobWorkflow } from "../jobs/labeling-job-workflow";
import type { ILabelingWorkflow, LabelingResources } from "../roles/labeling-resources";
import { labelingResourcesOf } from "./labeling-resources-of";
import type { IExecutionRole } from "../roles/execution-role-grants";
import type { CorsVariant } from "../storage/cors-variant";
import type { ILabelingBucket } from "../storage/labeling-bucket-base";
import type { S3Location } from "../storage/s3-location";
import { checkInput } from "../validation/check-input";
import { Problems } from "../validation/problems";
import {
  checkCustomTask,
  customCorsVariant,
  customTaskConstructs,
  type CustomTask,
  grantCustomTask,
} from "./custom-task";
import {
  checkWorkflow,
  giveCors,
  functionDataOf,
  grantData,
  keyOf,
  type LabelingWorkflowProps,
  roleOf,
  warnOfExpiry,
} from "./labeling-workflow";
import { checkTemplateApart } from "./template-apart";

/** What a workflow of a task of your own is made with. */
export interface CustomWorkflowProps extends LabelingWorkflowProps {
  /** The template and the functions. @default - known to those who make jobs */
  readonly customTask?: CustomTask;
}

/**
 * Everything around the labeling jobs of a task of one's own: the execution role, which may call exactly the two
 * annotation functions, the rights of the post-annotation function on the answers, the key, the CORS rules of the
 * buckets, and what a `CreateLabelingJob` request names.
 *
 * Custom jobs have no automated labeling.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-custom-templates.html
 */
export class CustomWorkflow extends Construct implements ILabelingJobWorkflow, ILabelingWorkflow {
  public readonly workflowName: string;
  public readonly inputs: S3Location[];
  public readonly output: S3Location;
  public readonly buckets?: ILabelingBucket[];
  public readonly inputKeys?: ILabelingKey[];
  public readonly executionRole: IExecutionRole;
  public readonly encryptionKey: ILabelingKey;
  /** `HumanTaskConfig.PreHumanTaskLambdaArn`. @default - undefined without the function */
  public readonly preAnnotationFunctionArn?: string;
  /** `AnnotationConsolidationConfig.AnnotationConsolidationLambdaArn`. @default - undefined without the function */
  public readonly annotationConsolidationFunctionArn?: string;
  /** `UiConfig.UiTemplateS3Uri`. @default - undefined without a template */
  public readonly uiTemplateS3Uri?: string;
  /** The CORS rule that the template needs. */
  public readonly corsVariant: CorsVariant;
  /** Buckets that need this CORS rule and do not get it here: somebody must see to it, or tasks show no objects. */
  public readonly bucketsToGiveCors: string[];
  /** Functions and template that are made in an app: a job starts after them. */
  public readonly jobPrerequisites: IConstruct[];

  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: CustomWorkflowProps) {
    checkInput("CustomWorkflow", scope, id, props);
    super(scope, id);
    const { customTask = {} } = props;
    const problems = new Problems(() => `CustomWorkflow "${this.node.path}"`);
    checkWorkflow(problems, this, props);
    checkCustomTask(problems, customTask, props);
    checkTemplateApart(problems, "customTask.template", {
      workflow: this,
      output: props.output,
      template: customTask.template?.folder,
    });
    problems.throwIfAny();

    ({ name: this.workflowName, inputs: this.inputs, output: this.output, buckets: this.buckets } = props);
    this.encryptionKey = keyOf(this, props);
    this.executionRole = roleOf(this, props, undefined);
    grantData(this.executionRole, this.encryptionKey, props);
    grantCustomTask(this.executionRole, functionDataOf(this.encryptionKey, props), customTask);
    warnOfExpiry(this, props);

    this.preAnnotationFunctionArn = customTask.preAnnotation?.functionArn;
    this.annotationConsolidationFunctionArn = customTask.postAnnotation?.functionArn;
    this.uiTemplateS3Uri = customTask.template?.uiTemplateS3Uri;
    this.corsVariant = customCorsVariant(customTask);
    this.bucketsToGiveCors = giveCors(this.corsVariant, props);
    this.jobPrerequisites = customTaskConstructs(customTask);
  }

  public get labelingResources(): LabelingResources {
    return labelingResourcesOf(this);
  }
}
