import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as Provider from "@cdktf/provider-aws/lib/provider";
import type * as Cdktf from "cdktf";
import type { TerraformStack } from "cdktf";

/*
 * One measured process: `one-run.js <library | plain> <number of workflows>`. Prints milliseconds of importing,
 * constructing and synthesizing, the memory and the number of resources, as JSON.
 */
const [kind, count] = process.argv.slice(2) as [string, string];
const clock = () => Number(process.hrtime.bigint()) / 1e6;

const start = clock();
/* eslint-disable @typescript-eslint/no-require-imports -- the time of these imports is what is measured */
const { workflow } = require(`./${kind}`) as { workflow: (stack: TerraformStack, name: string) => void };
const cdktf = require("cdktf") as typeof Cdktf;
const provider = require("@cdktf/provider-aws/lib/provider") as typeof Provider;
/* eslint-enable @typescript-eslint/no-require-imports */
const imported = clock();

const outdir = mkdtempSync(join(tmpdir(), "ground-truth-bench-"));
const app = new cdktf.App({ outdir });
for (let index = 0; index < Number(count); index += 1) {
  const stack = new cdktf.TerraformStack(app, `w${index}`);
  new provider.AwsProvider(stack, "aws", { region: "eu-west-1", allowedAccountIds: ["111122223333"] });
  workflow(stack, `acme-${index}`);
}
const constructed = clock();
app.synth();
const synthesized = clock();
rmSync(outdir, { recursive: true });

const resources = app.node
  .findAll()
  .filter((node) => cdktf.TerraformResource.isTerraformResource(node)).length;
const result = {
  import: imported - start,
  construct: constructed - imported,
  synth: synthesized - constructed,
  megabytes: process.memoryUsage().rss / 1e6,
  resources,
};
process.stdout.write(JSON.stringify(result));
