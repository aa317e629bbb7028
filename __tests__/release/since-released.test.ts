import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readConfig, synthesize, workflowStacks } from "../../stacks";
import { inScratchFolder } from "../scratch-folder";

/*
 * What the same configuration gives today and gave in a release: every difference stands in the table of docs/upgrading.md, and
 * nothing stands there that is none.
 */

const project = join(__dirname, "..", "..");
const released = join(project, "__tests__", "e2e", "released", "0.1.0");
type Json = Readonly<Record<string, unknown>>;

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Policies are compared statement by statement, everything else by its name. */
function parts(value: unknown): Json | undefined {
  if (isJson(value)) return value;
  if (typeof value !== "string" || !value.startsWith('{"')) return undefined;
  const { Statement } = JSON.parse(value) as { readonly Statement?: readonly { readonly Sid: string }[] };
  return Statement && Object.fromEntries(Statement.map((one) => [one.Sid, JSON.stringify(one)]));
}

function differences(before: unknown, after: unknown, path: readonly string[] = []): string[] {
  const [old, now] = [parts(before), parts(after)];
  if (old === undefined || now === undefined)
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [place(path)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((key) => key !== "//")
    .flatMap((key) => differences(old[key], now[key], [...path, key]));
}

/** `aws_iam_policy … UseLabelingKey`: type and what of it, as the table says it. */
function place([kind = "", type = "", , ...rest]: readonly string[]): string {
  return kind === "resource" ? `${type} ${rest.at(-1)}` : `${kind} ${type}`;
}

test("every difference from 0.1.0 is told in docs/upgrading.md", () => {
  const found = inScratchFolder((outdir) => {
    synthesize(readConfig(join(project, "ground-truth.yaml")), outdir, workflowStacks);
    return readdirSync(released).flatMap((stack) => {
      const [before, after] = [join(released, stack), join(outdir, "stacks", stack)].map(
        (folder) => JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as unknown,
      );
      return differences(before, after);
    });
  });
  const page = readFileSync(join(project, "docs", "upgrading.md"), "utf8");
  const told = [...page.matchAll(/^\| `([a-z0-9_]+ [A-Za-z_]+)` +\|/gm)].map(([, cell]) => cell!);
  expect([...new Set(found)].sort()).toEqual(told.sort());
});
