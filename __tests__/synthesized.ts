import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { inScratchFolder } from "./scratch-folder";

/** The part of a cdk.tf.json that tests look at. */
export interface TerraformJson {
  readonly data?: Record<string, Record<string, Record<string, unknown>>>;
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
  readonly output?: Record<string, { value: unknown; description?: string }>;
  readonly terraform: Record<string, unknown>;
}

export interface TestStackOptions {
  /** @default - the region and the account come from data sources */
  readonly region?: string;
  readonly account?: string;
}

/** A stack in anybody's app, with whatever `build` puts into it, as it would be written to disk. */
export function synthesized(
  build: (stack: TerraformStack) => void,
  options: TestStackOptions = {},
): TerraformJson {
  return synthesizedStacks(["test"], ([stack]) => build(stack!), options)[0]!;
}

/** Several stacks of one app. */
export function synthesizedStacks(
  names: readonly string[],
  build: (stacks: readonly TerraformStack[]) => void,
  { region, account }: TestStackOptions = {},
): TerraformJson[] {
  return inScratchFolder((outdir) => {
    const app = new App({ outdir });
    const stacks = names.map((name) => new TerraformStack(app, name));
    for (const stack of stacks) {
      new AwsProvider(stack, "aws", {
        region,
        allowedAccountIds: account === undefined ? undefined : [account],
      });
    }
    build(stacks);
    app.synth();
    return names.map(
      (name) =>
        JSON.parse(readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8")) as TerraformJson,
    );
  });
}

/** The only resource of its type. */
export function only(json: TerraformJson, type: string): Record<string, unknown> {
  const resources = Object.values(json.resource[type] ?? {});
  if (resources.length !== 1) throw new Error(`${resources.length} resources of type ${type}`);
  return resources[0]!;
}

/** All resources of a type, in the order of their names. */
export function all(json: TerraformJson, type: string): Record<string, unknown>[] {
  return Object.values(json.resource[type] ?? {});
}

/** The statements of a policy, by Sid. */
export function bySid(policy: unknown): Record<string, Record<string, unknown>> {
  const { Statement } = JSON.parse(policy as string) as { Statement: { Sid: string }[] };
  return Object.fromEntries(Statement.map((statement) => [statement.Sid, statement]));
}
