import type { Construct } from "constructs";
import { BuiltInTask } from "../lib/jobs/built-in-task";
import { BuiltInWorkflow } from "../lib/workflows/built-in-workflow";
import { LabelingOutputs } from "../lib/workflows/labeling-outputs";
import { WorkflowStack } from "./workflow-stack";
import type { BuiltInWorkflowStackProps } from "./workflow-stack-props";

/** A built-in workflow from the configuration, with its key, buckets and role, and the outputs that jobs are made with. */
export class BuiltInWorkflowStack extends WorkflowStack {
  /** The parts of the workflow, for constructs of one's own beside it. */
  public readonly labeling: BuiltInWorkflow;

  /** @throws InvalidInputError naming what cannot be built */
  public constructor(scope: Construct, id: string, props: BuiltInWorkflowStackProps) {
    super(scope, id, props, "built-in");
    const { workflow } = props;
    const { automatedLabeling, taskType } = workflow;
    const common = this.workflowProps(props, BuiltInTask.of(taskType));
    const built = new BuiltInWorkflow(this, "Workflow", {
      ...common,
      taskType,
      automatedLabeling: automatedLabeling?.enabled
        ? { encryptVolume: automatedLabeling.encryptVolume, vpcConfig: automatedLabeling.vpcConfig }
        : undefined,
    });
    this.labeling = built;
    this.addLogGroup(common.encryptionKey, workflow);
    this.addJobEvents(common.encryptionKey, workflow);
    this.addJob(built, common, props);
    LabelingOutputs.ofBuiltIn(this, built, {
      ssmParameterPath: this.ssmParameterPath,
      existingKeys: Object.fromEntries(this.existingKeys),
    });
  }
}
