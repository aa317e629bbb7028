import { readFileSync } from "node:fs";
import { join } from "node:path";
import { configSchema, synthesize, workflowStacks } from "../../stacks";
import { inScratchFolder } from "../scratch-folder";

/* What a stack of the file makes and another one names as existing: the manifest keeps the order. */

const here = "eu-west-1:111122223333";
const workflow = (name: string, change: object = {}) => ({
  name,
  type: "built-in",
  taskType: "BoundingBox",
  inputs: [`s3://acme-raw/${name}/`],
  output: `s3://acme-labels/${name}/`,
  ...change,
});
const base = { namePrefix: "acme", region: "eu-west-1", account: "111122223333" };

function synthesized(config: object) {
  return inScratchFolder((outdir) => {
    const warnings = synthesize(configSchema.parse({ ...base, ...config }), outdir, workflowStacks);
    const { stacks } = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8")) as {
      stacks: Record<string, { dependencies: string[] }>;
    };
    return {
      warnings,
      order: Object.fromEntries(
        Object.entries(stacks).map(([name, { dependencies }]) => [name, dependencies]),
      ),
      read: Object.fromEntries(
        Object.keys(stacks).map((name) => [
          name,
          readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8"),
        ]),
      ),
    };
  });
}

test("a role that another workflow makes is deployed first, and each workflow attaches its own policies to it", () => {
  const { order, read } = synthesized({
    workflows: [
      workflow("verify", { executionRole: { existing: "acme-label-execution" } }),
      workflow("label"),
    ],
  });
  expect(order).toEqual({ verify: ["label"], label: [] });
  expect(read["verify"]).toContain("acme-verify-execution");
  expect(read["verify"]).not.toContain('aws_iam_role"');
});

describe("topics, queues and functions of another workflow, named by their ARNs", () => {
  const streaming = (name: string, change: object = {}) =>
    workflow(name, { type: "streaming", answers: { queue: {} }, ...change });
  const { taskType: _, ...own } = workflow("own", {
    type: "custom",
    customTask: { postAnnotation: { ready: "pass-through-post-annotation" } },
  });

  test("are deployed first", () => {
    const events = (jobEvents: object) => ({ jobEvents });
    const { order } = synthesized({
      workflows: [
        workflow("queue", events({ queueArn: `arn:aws:sqs:${here}:acme-signs-answers` })),
        workflow(
          "call",
          events({ functionArn: `arn:aws:lambda:${here}:function:acme-own-post-annotation:1` }),
        ),
        workflow("topic", events({ topic: { existing: `arn:aws:sns:${here}:acme-signs-alarms` } })),
        streaming("next", { inputTopic: { existing: `arn:aws:sns:${here}:acme-signs-output` } }),
        streaming("elsewhere", {
          answers: { subscribeQueues: ["arn:aws:sqs:us-east-1:111122223333:acme-signs-answers"] },
        }),
        streaming("signs", { alarms: {} }),
        own,
      ],
    });
    expect(order).toEqual({
      queue: ["signs"],
      call: ["own"],
      topic: ["signs"],
      next: ["signs"],
      elsewhere: [],
      signs: [],
      own: [],
    });
  });

  test("are told where messages go to a queue whose policy does not let them in", () => {
    const queue = (name: string) => `arn:aws:sqs:${here}:${name}`;
    const functionArn = `arn:aws:lambda:${here}:function:tell`;
    const { warnings, order } = synthesized({
      workflows: [
        workflow("ends", { jobEvents: { queueArn: queue("acme-signs-answers") } }),
        workflow("lost", {
          jobEvents: { functionArn, deadLetters: { queueArn: queue("acme-signs-answers-dead-letters") } },
        }),
        workflow("made", { jobEvents: { functionArn, deadLetters: {} } }),
        workflow("both", {
          jobEvents: { functionArn, deadLetters: { queueArn: queue("acme-made-jobs-dead-letters") } },
        }),
        streaming("next", { answers: { subscribeQueues: [queue("mine"), queue("acme-signs-answers")] } }),
        streaming("signs"),
      ],
    });
    const told = warnings.filter((one) => one.includes("makes this queue"));
    const where = [
      "ends/workflows[0].jobEvents.queueArn",
      "lost/workflows[1].jobEvents.deadLetters.queueArn",
      "both/workflows[3].jobEvents.deadLetters.queueArn",
      "next/workflows[4].answers.subscribeQueues[1]",
    ];
    expect(told.map((one) => one.replace(/: the stack .*/s, "").replace(": ", "/"))).toEqual(where);
    expect(order).toMatchObject({ lost: ["signs"], both: ["made"], next: ["signs"] });
  });

  test("also before the section shared, whose buckets tell them of new objects", () => {
    const bucket = {
      name: "acme-drop",
      newObjects: [{ queueArn: `arn:aws:sqs:${here}:acme-signs-answers` }],
    };
    const shared = { keys: [{ name: "data" }], buckets: { create: [bucket] } };
    const { order } = synthesized({ shared, workflows: [streaming("signs")] });
    expect(order).toEqual({ shared: ["signs"], signs: [] });
    const using = { ...streaming("signs"), encryptionKey: { shared: "data" } };
    expect(() => synthesized({ shared, workflows: [using] })).toThrow(/signs needs shared needs signs/);
  });
});
