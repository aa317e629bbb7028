import { emulatorEnvironment } from "./environment";
import { localDirectory } from "./local-directory";
import { forgetProcess, recordProcess } from "./orphans";
import { runProcess, type ProcessResult } from "./run-process";
import { providerInstallation } from "./terraform-cli-config";
import { findTool, requireTools } from "./tools";
import { UserError } from "./user-error";
import type { WorkDirectory } from "./work-directory";

/**
 * How many processes may run at a time. The provider mostly waits (a minute for a bucket's lifecycle rules), but each
 * takes half a gigabyte of memory.
 */
export const atOnce = 4;

/** Told of each command when it has ended, and of its beginning if it wants to know. */
export interface Listener {
  (stack: string, command: string, result: string, seconds: number): void;
  started?(stack: string, command: string): void;
}

/** A plan as `terraform show -json` prints it, as far as it has to be known here. */
export interface TerraformPlan {
  readonly resource_changes?: readonly ResourceChange[];
  readonly configuration?: {
    readonly root_module?: {
      readonly resources?: readonly { readonly address: string; readonly expressions?: object }[];
    };
  };
}

export interface ResourceChange {
  readonly address: string;
  readonly type: string;
  readonly mode: "managed" | "data";
  readonly change: {
    readonly actions: readonly string[];
    readonly after: Readonly<Record<string, unknown>> | null;
    readonly after_unknown: Readonly<Record<string, unknown>>;
  };
}

/** Runs the real Terraform in the work directories of the stacks, against one emulator. */
export class Terraform {
  private readonly program: string;
  private readonly env: NodeJS.ProcessEnv;

  constructor(
    private readonly root: string,
    endpoint: string,
    private readonly listener: Listener = () => undefined,
    private readonly signal?: AbortSignal,
  ) {
    requireTools(["terraform"]);
    this.program = findTool("terraform") ?? "terraform";
    this.env = { ...emulatorEnvironment(endpoint), ...providerInstallation(localDirectory(root)) };
  }

  async init(stack: WorkDirectory): Promise<void> {
    await this.run(stack, ["init"]);
  }

  async validate(stack: WorkDirectory): Promise<void> {
    await this.run(stack, ["validate"]);
  }

  async apply(stack: WorkDirectory, planFile?: string): Promise<void> {
    await this.run(stack, ["apply", "-auto-approve", ...(planFile === undefined ? [] : [planFile])]);
  }

  async destroy(stack: WorkDirectory): Promise<void> {
    await this.run(stack, ["destroy", "-auto-approve"]);
  }

  /** @returns the plan as people read it, or nothing if the emulator already is as the stack says */
  async changes(stack: WorkDirectory, planFile?: string): Promise<string | undefined> {
    const out = planFile === undefined ? [] : [`-out=${planFile}`];
    const { exitCode, output } = await this.run(stack, ["plan", "-detailed-exitcode", ...out], [0, 2]);
    return exitCode === 2 ? output : undefined;
  }

  /** The same, where some changes are none for whoever asks. */
  async changesBut(
    stack: WorkDirectory,
    isExpected: (change: ResourceChange) => boolean,
  ): Promise<string | undefined> {
    const file = "but.tfplan";
    const args = ["plan", "-detailed-exitcode", `-out=${file}`];
    const { exitCode, output, stdout, seconds } = await this.run(stack, args, [0, 2], () => undefined);
    const { resource_changes: changes = [] } = exitCode === 2 ? await this.showPlan(stack, file) : {};
    const isChanged = !changes.every(isExpected);
    this.listener(stack.name, "plan", isChanged ? summary(stdout) : "no changes", seconds);
    return isChanged ? output : undefined;
  }

  /** Values of the outputs, by name. */
  async outputs(stack: WorkDirectory): Promise<Readonly<Record<string, unknown>>> {
    const { stdout } = await this.run(stack, ["output", "-json"]);
    const outputs = JSON.parse(stdout) as Readonly<Record<string, { readonly value: unknown }>>;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  async showPlan(stack: WorkDirectory, planFile: string): Promise<TerraformPlan> {
    const { stdout } = await this.run(stack, ["show", "-json", planFile]);
    return JSON.parse(stdout) as TerraformPlan;
  }

  private async run(
    stack: WorkDirectory,
    args: string[],
    success: number[] = [0],
    ended: (...told: Parameters<Listener>) => void = this.listener,
  ): Promise<ProcessResult> {
    const [command = "", ...options] = args;
    this.listener.started?.(stack.name, command);
    let pid: number | undefined;
    const result = await runProcess(this.program, [command, "-no-color", ...options], {
      cwd: stack.directory,
      env: { ...this.env, TF_APPEND_USER_AGENT: userAgentOf(stack.name) },
      signal: this.signal,
      started: (started) => {
        pid = started;
        recordProcess(this.root, started);
      },
    });
    if (pid !== undefined) forgetProcess(this.root, pid);
    const good = success.includes(result.exitCode);
    if (good) ended(stack.name, command, summary(result.stdout), result.seconds);
    else this.listener(stack.name, command, "FAILED", result.seconds);
    if (!good)
      throw new UserError(`terraform ${command} failed for ${stack.name}:\n\n${result.output.trim()}`);
    return result;
  }
}

/** Marks the requests of a stack, so that a record of all requests tells whose they are. */
export function userAgentOf(stackName: string): string {
  return `stack/${stackName}`;
}

/** What a command did, in Terraform's own words: `12 added, 0 changed, 0 destroyed`. */
function summary(output: string): string {
  const counts =
    /^(?:Apply|Destroy) complete! Resources: (.*)\.$/m.exec(output) ?? /^Plan: (.*)\.$/m.exec(output);
  return counts?.[1] ?? (/^No changes\./m.test(output) ? "no changes" : "done");
}
