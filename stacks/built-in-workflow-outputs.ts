import type { TerraformStack } from "cdktf";
import type { ILabelingKey } from "../lib/encryption/labeling-key";
import type { BuiltInWorkflow } from "../lib/workflows/built-in-workflow";
import type { BuiltInWorkflowConfig } from "./config/built-in-workflow-schema";
import { WorkflowOutputs } from "./workflow-outputs";

/** What a person needs to make labeling jobs of a workflow, and what is left to do by hand. */
export function addBuiltInWorkflowOutputs(
  stack: TerraformStack,
  built: BuiltInWorkflow,
  workflow: BuiltInWorkflowConfig,
  existingKeys: ReadonlyMap<string, ILabelingKey>,
): void {
  const outputs = new WorkflowOutputs(stack);
  outputs.addRequest(built, workflow);
  outputs.add(
    "LabelingJobAlgorithmSpecificationArn",
    built.labelingAlgorithmArn,
    "LabelingJobAlgorithmsConfig.LabelingJobAlgorithmSpecificationArn",
  );
  outputs.add(
    "VolumeKmsKeyArn",
    built.encryptsVolume ? built.encryptionKey.keyArn : undefined,
    "LabelingJobAlgorithmsConfig.LabelingJobResourceConfig.VolumeKmsKeyId; the API takes it, the console does not",
  );
  outputs.add(
    "VpcConfig",
    built.vpcConfig && {
      SecurityGroupIds: built.vpcConfig.securityGroupIds,
      Subnets: built.vpcConfig.subnets,
    },
    "LabelingJobAlgorithmsConfig.LabelingJobResourceConfig.VpcConfig",
  );
  outputs.addToDo(built, existingKeys);
}
