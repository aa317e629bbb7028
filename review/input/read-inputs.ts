import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { UserError } from "../user-error";
import type { PlanInput } from "./plan-input";
import { isObject, type JsonObject } from "./resource";
import { providerOfPlan, scopeOf, type Scope } from "./scope";
import { planProblems, stackProblems } from "./shape";
import { providerOf, readSynthesized } from "./synthesized-stack";
import { readPlan, readState } from "./terraform-plan";

/** An input with where it lives and where it was read from. */
export interface ReviewInput extends PlanInput {
  readonly file: string;
  readonly scope: Scope;
}

export interface ReadOptions {
  /** Account of the stacks that do not tell it. */
  readonly account?: string;
}

const howToMakeOne =
  "Give the output of `terraform show -json <plan file>` or `terraform show -json`, the JSON plan of HCP Terraform, or cdktf.out.";

/**
 * Reads everything that was named: plans and states as JSON, `cdk.tf.json`, directories that CDKTF wrote.
 * @throws UserError that names each file that is none of these
 */
export function readInputs(paths: readonly string[], options: ReadOptions = {}): readonly ReviewInput[] {
  const problems: string[] = [];
  const inputs = [...new Set(paths)].flatMap((path) => {
    try {
      return filesOf(path).map(({ file, stack }) => readFile(file, stack, options));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(error.message);
      return [];
    }
  });
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  return withOwnNames(inputs);
}

interface NamedFile {
  readonly file: string;
  readonly stack: string;
}

function filesOf(path: string): readonly NamedFile[] {
  if (path === "-") return [{ file: "-", stack: "stdin" }];
  if (!existsSync(path)) throw new UserError(`${path}: there is no such file or directory. ${howToMakeOne}`);
  if (!statSync(path).isDirectory()) return [{ file: path, stack: stackName(path) }];
  const stacks = existsSync(join(path, "stacks")) ? join(path, "stacks") : path;
  if (existsSync(join(stacks, "cdk.tf.json")))
    return [{ file: join(stacks, "cdk.tf.json"), stack: basename(stacks) }];
  const found = readdirSync(stacks)
    .sort()
    .map((name) => ({ file: join(stacks, name, "cdk.tf.json"), stack: name }))
    .filter(({ file }) => existsSync(file));
  if (found.length === 0)
    throw new UserError(`${path}: no stack of CDKTF is in this directory. ${howToMakeOne}`);
  return found;
}

function stackName(file: string): string {
  const name = basename(file);
  if (name === "cdk.tf.json") return basename(dirname(file));
  return name.replace(/\.json$/, "").replace(/\.(tfplan|plan)$/, "");
}

function readFile(file: string, stack: string, options: ReadOptions): ReviewInput {
  const bytes = bytesOf(file);
  const parsed = parsedJson(file, bytes);
  if (isDeeper(parsed, deepest))
    throw new UserError(
      `${file}: it is nested deeper than ${deepest} levels, which Terraform does not write. ${howToMakeOne}`,
    );
  shaped(file, planProblems(parsed));
  if (Array.isArray(parsed["resource_changes"]) || parsed["planned_values"] !== undefined) {
    const input = readPlan(stack, parsed);
    return withScope(file, input, scopeOf(input.after.resources, providerOfPlan(parsed), options));
  }
  if (parsed["serial"] !== undefined && parsed["lineage"] !== undefined) {
    throw new UserError(
      `${file}: this is a state file itself, whose format is Terraform's own. ${howToMakeOne}`,
    );
  }
  if (isObject(parsed["values"]) && isObject(parsed["values"]["root_module"])) {
    const input = readState(stack, parsed);
    return withScope(file, input, scopeOf(input.after.resources, {}, options));
  }
  if (isObject(parsed["resource"]) || isObject(parsed["terraform"])) {
    shaped(file, stackProblems(parsed));
    const input = readSynthesized(stack, parsed, options);
    return withScope(file, input, scopeOf(input.after.resources, providerOf(parsed), options));
  }
  if (typeof parsed["format_version"] === "string") {
    // The state of a workspace that holds nothing yet.
    return withScope(file, readState(stack, parsed), scopeOf([], {}, options));
  }
  throw new UserError(
    `${file}: this JSON is neither a plan, nor a state, nor a stack of CDKTF. ${howToMakeOne}`,
  );
}

/** Deeper than any module or value: beyond it readers that call themselves would end without an answer. */
const deepest = 500;

function isDeeper(value: unknown, levels: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > levels) return true;
    const next: unknown[] = [];
    for (const each of level) {
      if (typeof each !== "object" || each === null) continue;
      for (const inner of Object.values(each)) if (typeof inner === "object") next.push(inner);
    }
    level = next;
  }
  return false;
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file === "-" ? 0 : file);
  } catch (error) {
    throw new UserError(
      `${file}: it cannot be read (${error instanceof Error ? error.message : String(error)}).`,
    );
  }
}

function parsedJson(file: string, bytes: Buffer): JsonObject {
  if (bytes.subarray(0, 2).toString("latin1") === "PK") {
    throw new UserError(
      `${file}: this is a plan file itself, which only Terraform reads. Write it down: terraform show -json ${file} > plan.json`,
    );
  }
  let parsed: unknown;
  try {
    // PowerShell writes UTF-16 or a byte order mark before the JSON.
    const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
    parsed = JSON.parse(bytes.toString(utf16 ? "utf16le" : "utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError(`${file}: this is no JSON (${why}). ${howToMakeOne}`);
  }
  if (!isObject(parsed)) throw new UserError(`${file}: a plan is a JSON object. ${howToMakeOne}`);
  return parsed;
}

function shaped(file: string, problems: readonly string[]): void {
  if (problems.length === 0) return;
  const more = problems.length > 5 ? [`and ${problems.length - 5} more`] : [];
  throw new UserError(
    `${file}: this is not as Terraform writes it.\n${[...problems.slice(0, 5), ...more].map((each) => `  ${each}`).join("\n")}\n${howToMakeOne}`,
  );
}

function withScope(file: string, input: PlanInput, scope: Scope): ReviewInput {
  const notes = scope.accountIsStandIn
    ? [
        ...input.notes,
        `Nothing tells the account: ${scope.account} stands for it. Say it with --account, so that its own principals are told from strangers.`,
      ]
    : input.notes;
  return { ...input, notes, file, scope };
}

/** Two files of the same name are two stacks. */
function withOwnNames(inputs: readonly ReviewInput[]): readonly ReviewInput[] {
  const seen = new Map<string, number>();
  for (const { stack } of inputs) seen.set(stack, (seen.get(stack) ?? 0) + 1);
  return inputs.map((input) => {
    if (seen.get(input.stack) === 1) return input;
    const stack = input.file.replace(/\.json$/, "");
    return { ...input, stack };
  });
}
