import type { ILabelingKey } from "../encryption/labeling-key";
import type { IAnnotationFunction } from "../functions/annotation-function";
import { AnnotationFunctionBase } from "../functions/annotation-function-base";
import type { ILabelingJobWorkflow } from "../jobs/labeling-job-workflow";
import { WorkerTaskTemplate } from "../jobs/worker-task-template";
import type { LabelingResources } from "../roles/labeling-resources";

/** What people's rights on a workflow follow from. */
export function labelingResourcesOf(workflow: ILabelingJobWorkflow): LabelingResources {
  const { workflowName, labelingJobName, executionRole, inputs, output, inputTopic, outputTopic } = workflow;
  const functions = functionsOf(workflow);
  const templates = constructsOf(workflow).filter((one) => one instanceof WorkerTaskTemplate);
  return {
    labelingJobName: labelingJobName ?? `${workflowName}-`,
    labelingJobNameIsPrefix: labelingJobName === undefined,
    executionRoleArn: executionRole.roleArn,
    inputs,
    output,
    encryptionKeys: keysOf(workflow),
    functionArns: functions.map(({ functionArn }) => functionArn),
    functionRoleArns: functions.flatMap((one) =>
      one instanceof AnnotationFunctionBase ? [one.functionRole.roleArn] : [],
    ),
    ...(templates.length > 0 && { workerTaskTemplates: templates }),
    ...(inputTopic && { inputTopicArn: inputTopic.topicArn }),
    ...(outputTopic && { outputTopicArn: outputTopic.topicArn }),
  };
}

/** The functions of a task of one's own. */
export function functionsOf(workflow: ILabelingJobWorkflow): IAnnotationFunction[] {
  return constructsOf(workflow).filter((one): one is IAnnotationFunction => "functionArn" in one);
}

function constructsOf({ jobPrerequisites = [] }: ILabelingJobWorkflow) {
  return jobPrerequisites;
}

/** Keys of a workflow's data, each once. */
export function keysOf({
  encryptionKey,
  buckets = [],
  inputKeys = [],
}: ILabelingJobWorkflow): ILabelingKey[] {
  const ofBuckets = buckets.flatMap((bucket) => bucket.encryptionKey ?? []);
  return [...new Set([encryptionKey, ...ofBuckets, ...inputKeys])];
}
