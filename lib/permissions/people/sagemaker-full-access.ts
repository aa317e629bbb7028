import { AwsPage } from "../../aws-page";
import { hasTokens } from "../../iam/terraform-string";
import type { S3Folder } from "../s3-data";
import type { BroadPolicy } from "./persona-subject";

/** AmazonSageMakerFullAccess (v29) works by names, like its sister for execution roles, with words of its own. */
const inS3 = ["SageMaker", "Sagemaker", "sagemaker", "aws-glue"];
const inFunctionNames = ["SageMaker", "Sagemaker", "sagemaker", "LabelingFunction"];

export const sagemakerFullAccess: BroadPolicy = {
  name: "AmazonSageMakerFullAccess",
  alsoAllows:
    "every SageMaker action on every job, model, endpoint and notebook of the account, with any work team and the " +
    "public crowd; passing any role to SageMaker, whose rights a notebook or training job then lends; reading, writing and " +
    "deleting every object with sagemaker in its bucket or key; every Cognito user pool; new buckets, pipelines and log rules",
  page: AwsPage.sagemakerFullAccess,
};

function fullAccessCoversS3({ bucketName, prefix }: S3Folder): boolean {
  return contains(`${bucketName}/${prefix}`, inS3);
}

export function isNotCovered(folder: S3Folder): boolean {
  return !fullAccessCoversS3(folder);
}

export function fullAccessCoversFunction(functionName: string): boolean {
  return contains(functionName, inFunctionNames);
}

/** A name that only Terraform will know may lack the word: then the statement is added. */
function contains(name: string, words: readonly string[]): boolean {
  return !hasTokens(name) && words.some((word) => name.includes(word));
}
