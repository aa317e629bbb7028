import { TerraformOutput, type TerraformStack } from "cdktf";
import type { ILabelingKey } from "../lib/encryption/labeling-key";
import { corsRulesJson } from "../lib/storage/bucket-cors";
import type { BuiltInWorkflow } from "../lib/workflows/built-in-workflow";
import type { BuiltInWorkflowConfig } from "./config/built-in-workflow-schema";

/** What a person needs to make labeling jobs of a workflow, and what is left to do by hand. */
export function addBuiltInWorkflowOutputs(
  stack: TerraformStack,
  built: BuiltInWorkflow,
  workflow: BuiltInWorkflowConfig,
  existingKeys: ReadonlyMap<string, ILabelingKey>,
): void {
  const output = (id: string, value: unknown, description: string) => {
    if (value !== undefined) new TerraformOutput(stack, id, { value, description });
  };
  const { executionRole: role, encryptionKey: key } = built;

  output("ExecutionRoleArn", role.roleArn, "RoleArn of a labeling job");
  output("OutputKmsKeyArn", key.keyArn, "OutputConfig.KmsKeyId of a labeling job");
  output("OutputLocation", workflow.output, "OutputConfig.S3OutputPath of a labeling job");
  output(
    "InputLocations",
    workflow.inputs,
    "Where manifest, data objects, label categories and template may lie",
  );
  output("PreHumanTaskLambdaArn", built.preAnnotationFunctionArn, "HumanTaskConfig.PreHumanTaskLambdaArn");
  output(
    "AnnotationConsolidationLambdaArn",
    built.annotationConsolidationFunctionArn,
    "HumanTaskConfig.AnnotationConsolidationConfig.AnnotationConsolidationLambdaArn",
  );
  output("HumanTaskUiArn", built.humanTaskUiArn, "HumanTaskConfig.UiConfig.HumanTaskUiArn");
  output(
    "LabelingJobAlgorithmSpecificationArn",
    built.labelingAlgorithmArn,
    "LabelingJobAlgorithmsConfig.LabelingJobAlgorithmSpecificationArn",
  );
  output(
    "VolumeKmsKeyArn",
    built.encryptsVolume ? key.keyArn : undefined,
    "LabelingJobAlgorithmsConfig.LabelingJobResourceConfig.VolumeKmsKeyId; the API takes it, the console does not",
  );

  output(
    "RequiredKeyPolicyStatements",
    requiredOf(existingKeys),
    "To do: what the policies of existing keys must contain, by key",
  );
  output(
    "RequiredTrustStatements",
    role.requiredTrustStatements,
    "To do: what the trust policy of the existing role must contain",
  );
  output(
    "RequiredCors",
    requiredCors(built),
    "To do: the CORS rule that existing buckets must have, else workers see no objects",
  );
}

function requiredOf(keys: ReadonlyMap<string, ILabelingKey>): Record<string, string> | undefined {
  const required = [...keys].flatMap(([name, { requiredKeyPolicyStatements: statements }]) =>
    statements === undefined ? [] : [[name, statements] as const],
  );
  return required.length === 0 ? undefined : Object.fromEntries(required);
}

function requiredCors({ bucketsToGiveCors: buckets, corsVariant }: BuiltInWorkflow): unknown {
  return buckets.length === 0 ? undefined : { buckets, rules: corsRulesJson(corsVariant) };
}
