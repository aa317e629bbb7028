import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import type { StreamingWorkflowStack } from "../../stacks";
import { configSchema, synthesize, workflowStacks, type Additions } from "../../stacks";
import { inScratchFolder } from "../scratch-folder";

/* Constructs of one's own in the stacks of a configuration: docs/own-additions.md. */

const config = (access?: object[]) =>
  configSchema.parse({
    namePrefix: "acme",
    region: "eu-west-1",
    account: "111122223333",
    workflows: [
      {
        name: "signs",
        type: "streaming",
        taskType: "BoundingBox",
        inputs: ["s3://acme-raw/"],
        output: "s3://acme-labels/",
        answers: { queue: {} },
      },
    ],
    ...(access && { access }),
  });

function written(add: Additions, access?: object[]): (stack: string) => string {
  return inScratchFolder((outdir) => {
    synthesize(config(access), outdir, workflowStacks, undefined, add);
    const text = (stack: string) => readFileSync(join(outdir, "stacks", stack, "cdk.tf.json"), "utf8");
    const all = new Map(["signs", ...(access ? ["access"] : [])].map((stack) => [stack, text(stack)]));
    return (stack) => all.get(stack)!;
  });
}

test("stand in the stack, with the workflow's parts at hand and a short address", () => {
  const stack = written((stacks) => {
    const signs = stacks.get("signs") as StreamingWorkflowStack;
    const value = signs.labeling.inputTopic.topicArn;
    new SsmParameter(signs, "InputTopic", { name: "/labeling/signs/input", type: "String", value });
  })("signs");
  const json = JSON.parse(stack) as { resource: Record<string, Record<string, object>> };
  expect(json.resource["aws_ssm_parameter"]).toMatchObject({
    input_topic: { value: "arn:aws:sns:eu-west-1:111122223333:acme-signs-input" },
  });
});

test("are among what a deployer of the file may make", () => {
  const stack = written(
    (stacks) => {
      new SnsTopic(stacks.get("signs")!, "Extra", { name: "acme-extra" });
    },
    [{ persona: "deployer", stacks: ["signs"] }],
  );
  expect(stack("access")).toContain("arn:aws:sns:eu-west-1:111122223333:acme-extra");
});

test("an address that is taken is refused", () => {
  const build = () =>
    written((stacks) => {
      new SnsTopic(stacks.get("signs")!, "Workflow_Input_Topic", { name: "acme-extra" });
    });
  expect(build).toThrow(/would both become aws_sns_topic.workflow_input_topic/);
});
