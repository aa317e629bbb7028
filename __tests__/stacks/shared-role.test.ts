import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configSchema, synthesize, workflowStacks } from "../../stacks";

/* One execution role for several workflows: the first makes it, the others name it, and the manifest keeps the order. */
test("a role that another workflow makes is deployed first, and each workflow attaches its own policies to it", () => {
  const workflow = (name: string, change: object = {}) => ({
    name,
    type: "built-in",
    taskType: "BoundingBox",
    inputs: [`s3://acme-raw/${name}/`],
    output: `s3://acme-labels/${name}/`,
    ...change,
  });
  const config = configSchema.parse({
    namePrefix: "acme",
    region: "eu-west-1",
    workflows: [
      workflow("verify", { executionRole: { existing: "acme-label-execution" } }),
      workflow("label"),
    ],
  });
  const outdir = mkdtempSync(join(tmpdir(), "ground-truth-"));
  try {
    synthesize(config, outdir, workflowStacks);
    const manifest = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8")) as {
      stacks: Record<string, { dependencies: string[] }>;
    };
    expect(manifest.stacks["verify"]!.dependencies).toEqual(["label"]);
    expect(manifest.stacks["label"]!.dependencies).toEqual([]);
    const stack = readFileSync(join(outdir, "stacks", "verify", "cdk.tf.json"), "utf8");
    expect(stack).toContain("acme-verify-execution");
    expect(stack).not.toContain('aws_iam_role"');
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
});
