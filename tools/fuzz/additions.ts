import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import type { TerraformStack } from "cdktf";
import type { BuiltInWorkflow } from "../../lib/workflows/built-in-workflow";
import type { Additions } from "../../stacks/build-app";

/** What people add to stacks, as docs/own-additions.md shows it: something of their own, and something of the workflow's. */
export const additions: Additions = (stacks, environment = "none") => {
  for (const [name, stack] of stacks) {
    new SnsTopic(stack, "Added", { name: `acme-${environment}-${name}`.slice(0, 80) });
    const { labeling } = stack as TerraformStack & {
      readonly labeling?: Pick<BuiltInWorkflow, "executionRole">;
    };
    if (labeling === undefined) continue;
    new SsmParameter(stack, "AddedRole", {
      name: `/added/${environment}/${stack.node.id}`,
      type: "String",
      value: labeling.executionRole.roleArn,
    });
  }
};
