import type { Construct } from "constructs";
import { CustomWorkflow } from "../lib/workflows/custom-workflow";
import { LabelingOutputs } from "../lib/workflows/labeling-outputs";
import { WorkflowStack } from "./workflow-stack";
import type { CustomWorkflowStackProps } from "./workflow-stack-props";

/**
 * A custom workflow from the configuration, with its worker template, annotation functions, key, buckets and role, and
 * the outputs that jobs are made with.
 */
export class CustomWorkflowStack extends WorkflowStack {
  /** The parts of the workflow, for constructs of one's own beside it. */
  public readonly labeling: CustomWorkflow;

  /** @throws InvalidInputError naming what cannot be built */
  public constructor(scope: Construct, id: string, props: CustomWorkflowStackProps) {
    super(scope, id, props, "custom");
    const { workflow } = props;
    const common = this.workflowProps(props, undefined);
    const { task, functions } = this.customTask(workflow.customTask, common, props);
    const built = new CustomWorkflow(this, "Workflow", { ...common, customTask: task });
    this.labeling = built;
    this.addLogGroup(common.encryptionKey, workflow);
    this.addJobEvents(common.encryptionKey, workflow);
    this.addJob(built, common, props);
    LabelingOutputs.ofCustom(this, built, {
      ssmParameterPath: this.ssmParameterPath,
      existingKeys: Object.fromEntries(this.existingKeys),
      functions: [...functions],
    });
  }
}
