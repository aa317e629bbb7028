import { readFileSync } from "node:fs";
import { join } from "node:path";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { App, TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import ts from "typescript";
import { AnswerQueue, ExecutionRole, FunctionRole, LabelingKey, LabelingTopic } from "../../lib";
import { synthesized } from "../synthesized";

/*
 * What people rely on who put constructs of this library into an app of their own.
 */

const lib = join(__dirname, "..", "..", "lib");
const here = { region: "eu-west-1", account: "111122223333" };

describe("the way to the resource behind a construct", () => {
  const mainResources: [string, (stack: TerraformStack) => Construct, string][] = [
    ["ExecutionRole", (stack) => new ExecutionRole(stack, "One", { roleName: "one" }), "aws_iam_role"],
    ["FunctionRole", (stack) => new FunctionRole(stack, "One", { roleName: "one" }), "aws_iam_role"],
    ["LabelingKey", (stack) => new LabelingKey(stack, "One", { alias: "alias/one" }), "aws_kms_key"],
  ];

  it.each(mainResources)("of %s is node.defaultChild", (_name, make, type) => {
    synthesized((stack) => {
      const { defaultChild } = make(stack).node;
      expect((defaultChild as TerraformResource).terraformResourceType).toBe(type);
    }, here);
  });

  it("asks none of the constructs below for two main resources", () => {
    synthesized((stack) => {
      const encryptionKey = new LabelingKey(stack, "Key", { alias: "alias/one" });
      const topic = new LabelingTopic(stack, "Topic", { topicName: "one", encryptionKey, deliveryLogs: {} });
      new AnswerQueue(stack, "Answers", { queueName: "answers", topic, encryptionKey });
      for (const { node } of stack.node.findAll()) expect(() => node.defaultChild).not.toThrow();
    }, here);
  });
});
