import type { IConstruct } from "constructs";
import { AwsPage } from "../aws-page";
import type { IPostAnnotationFunction, IPreAnnotationFunction } from "../functions/annotation-function";
import type { FunctionData } from "../functions/function-rights";
import { constructsAmong } from "../jobs/labeling-job-resource";
import type { IWorkerTaskTemplate } from "../jobs/worker-task-template";
import type { IExecutionRole } from "../roles/execution-role-grants";
import { CorsVariant } from "../storage/cors-variant";
import { InvalidInputError, type Problems } from "../validation/problems";
import type { LabelingWorkflowProps } from "./labeling-workflow";

/**
 * A task of one's own: what workers see, and the functions before and after them.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-custom-templates.html
 */
export interface CustomTask {
  /**
   * Makes a data object into what workers see.
   *
   * AWS's guide to `CreateLabelingJob` still says that a custom job must name both functions; the API and the newer
   * page on the functions make them optional.
   *
   * @default - none: the template reads the line of the manifest, or the message of a streaming job, as `task.input`
   */
  readonly preAnnotation?: IPreAnnotationFunction;
  /**
   * Makes the answers of several workers into one.
   * @default - none: the output manifest has an empty label and, under `worker-response-ref`, where the answers lie
   */
  readonly postAnnotation?: IPostAnnotationFunction;
  /** The page that workers see. It must lie in one of `inputs`. @default - known to those who make jobs */
  readonly template?: IWorkerTaskTemplate;
  /**
   * The CORS rule that the template needs, as workers' browsers load the data objects.
   * @default CorsVariant.IMAGE - what images and other files need; text needs `CorsVariant.NONE`
   */
  readonly cors?: CorsVariant;
}

/** The CORS rule of a custom task. */
export function customCorsVariant({ cors: corsVariant }: CustomTask): CorsVariant {
  return corsVariant ?? CorsVariant.IMAGE;
}

/** What is made of a custom task, so that a job can wait for it. */
export function customTaskConstructs(task: CustomTask): IConstruct[] {
  return constructsAmong(task.preAnnotation, task.postAnnotation, task.template);
}

/** What is granted for a custom task, beyond what every labeling job needs. */
export function grantCustomTask(
  executionRole: IExecutionRole,
  data: FunctionData,
  { preAnnotation: preAnnotationFunction, postAnnotation: postAnnotationFunction }: CustomTask,
): void {
  const { output, encryptionKey } = data;
  preAnnotationFunction?.grantInvoke(executionRole);
  postAnnotationFunction?.grantInvoke(executionRole);
  try {
    postAnnotationFunction?.grantReadAnswers({ output, encryptionKey, executionRole });
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const problems = error.problems.map((problem) => ({
      ...problem,
      property: `customTask.postAnnotation.${problem.property}`,
    }));
    throw new InvalidInputError(error.subject, problems);
  }
  preAnnotationFunction?.grantOnData(data);
  postAnnotationFunction?.grantOnData(data);
}

/** Adds what is wrong with a custom task. */
export function checkCustomTask(
  problems: Problems,
  { template: workerTaskTemplate }: CustomTask,
  { inputs }: Pick<LabelingWorkflowProps, "inputs">,
): void {
  const { folder, uiTemplateS3Uri } = workerTaskTemplate ?? {};
  if (folder === undefined) return;
  // A template that exists may be an input by itself.
  if (inputs.some((input) => input.contains(folder) || input.uri === uiTemplateS3Uri)) return;
  const message =
    `lies in ${folder.uri}, which the role may not read: it is in none of the inputs. Put it into one of them, or add ` +
    "its folder to them";
  problems.add("customTask.template", message, AwsPage.workerTaskTemplate);
}
