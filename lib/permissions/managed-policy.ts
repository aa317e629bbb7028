import { hasTokens } from "../iam/terraform-string";
import type { S3Folder } from "./s3-folder";

/*
 * AmazonSageMakerGroundTruthExecution (v3, 2022-04-29) works by names: it covers what carries one of these words.
 * The lists are read from the policy itself; the developer guide leaves out topics and queues.
 */
export const groundTruthExecutionPolicy = "AmazonSageMakerGroundTruthExecution";

const inS3 = ["GroundTruth", "Groundtruth", "groundtruth", "SageMaker", "Sagemaker", "sagemaker"];
const inFunctionNames = ["GtRecipe", "LabelingFunction", "SageMaker", "Sagemaker", "sagemaker"];
const inTopicNames = [...inS3, "groundTruth", "sageMaker"];

/** Its pattern `arn:aws:s3:::*word*` matches the word anywhere in bucket and key. */
export function managedPolicyCoversS3({ bucketName, prefix }: S3Folder): boolean {
  return contains(`${bucketName}/${prefix}`, inS3);
}

export function managedPolicyCoversFunction(functionName: string): boolean {
  return contains(functionName, inFunctionNames);
}

export function managedPolicyCoversTopic(topicName: string): boolean {
  return contains(topicName, inTopicNames);
}

/** A name that only Terraform will know may lack the word: then the statement is added. */
function contains(name: string, words: readonly string[]): boolean {
  return !hasTokens(name) && words.some((word) => name.includes(word));
}
