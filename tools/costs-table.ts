import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfigs } from "../stacks/config/read-config";
import { projectRoot } from "../stacks/project-root";
import { summaries, type StackSummary } from "../stacks/summary/stack-summary";
import { synthesizeApp } from "../stacks/synthesize";
import { workflowStacks } from "../stacks/workflow-stacks";

/** What a month costs in US East (N. Virginia), in cents, whether or not anything is labeled. */
const fixedCents: Readonly<Record<string, number>> = { key: 100, keys: 100, alarm: 10, alarms: 10 };

const begin = "<!-- costs: made by npm run docs -->";
const end = "<!-- end of costs -->";

/** The page with the table of the examples' stacks as they are now. */
export function withCostsTable(page: string): string {
  const [before, after] = [page.indexOf(begin), page.indexOf(end)];
  if (before < 0 || after < 0) throw new Error("docs/costs.md has no place for its table.");
  return `${page.slice(0, before)}${begin}\n\n${costsTable()}\n\n${page.slice(after)}`;
}

function costsTable(): string {
  const files = ["ground-truth.yaml", ...examples()];
  const rows = files.flatMap((file) => stacksOf(file).map((stack) => [file, stack] as const));
  const cells = rows.map(([file, { name, kinds }]) => [name, file, billed(kinds), dollars(kinds)]);
  return aligned([["Stack", "File", "What is billed while it stands", "USD a month"], ...cells]);
}

/** As prettier writes it, the last column to the right. */
function aligned([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(...[head, ...rows].map((row) => (row[column] ?? title).length)),
  );
  const last = head.length - 1;
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => (column === last ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!))).join(" | ")} |`;
  const rule = widths.map((width, column) =>
    column === last ? `${"-".repeat(width - 1)}:` : "-".repeat(width),
  );
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}

function examples(): string[] {
  const names = readdirSync(join(projectRoot(), "examples")).filter((name) => name.endsWith(".yaml"));
  return names.sort().map((name) => `examples/${name}`);
}

function stacksOf(file: string): StackSummary[] {
  const outdir = mkdtempSync(join(tmpdir(), "ground-truth-costs-"));
  try {
    synthesizeApp(readConfigs(join(projectRoot(), file)), outdir, workflowStacks);
    return summaries(outdir);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function billed(kinds: StackSummary["kinds"]): string {
  const named = Object.entries(kinds).filter(([kind]) => kind in fixedCents);
  return named.map(([kind, count]) => `${count} ${kind}`).join(", ") || "nothing";
}

function dollars(kinds: StackSummary["kinds"]): string {
  const cents = Object.entries(kinds).reduce(
    (sum, [kind, count]) => sum + count * (fixedCents[kind] ?? 0),
    0,
  );
  return (cents / 100).toFixed(2);
}
