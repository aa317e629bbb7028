import type { TerraformStack } from "cdktf";
import { BuiltInTaskType, BuiltInWorkflow, LabelingBucket, LabelingKey } from "cdktf-ground-truth";

/** A built-in workflow with a key and two buckets of its own. */
export function workflow(stack: TerraformStack, name: string): void {
  const encryptionKey = new LabelingKey(stack, "Key", { alias: `alias/${name}` });
  const raw = new LabelingBucket(stack, "Raw", { name: `${name}-raw`, encryptionKey });
  const labels = new LabelingBucket(stack, "Labels", { name: `${name}-labels`, encryptionKey });
  new BuiltInWorkflow(stack, "Workflow", {
    name: name,
    taskType: BuiltInTaskType.BOUNDING_BOX,
    inputs: [raw.location("images/")],
    output: labels.location(),
    buckets: [raw, labels],
    encryptionKey,
  });
}
