import { spawn } from "node:child_process";
import { endProviders } from "./processes";

export interface ProcessResult {
  readonly exitCode: number;
  readonly stdout: string;
  /** Standard output and standard error in the order they came. */
  readonly output: string;
  readonly seconds: number;
}

interface ProcessOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Told its process id. */
  readonly started?: (pid: number) => void;
  /** Ends it. */
  readonly signal?: AbortSignal;
}

/** Runs a program to its end and keeps what it wrote. */
export function runProcess(
  file: string,
  args: readonly string[],
  { started, signal, ...options }: ProcessOptions,
): Promise<ProcessResult> {
  const begin = performance.now();
  return new Promise((resolve, reject) => {
    // A group of its own, so that what it leaves can be found.
    const detached = process.platform !== "win32";
    const child = spawn(file, args, { ...options, detached, stdio: ["ignore", "pipe", "pipe"] });
    const all: Buffer[] = [];
    const out: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => {
      all.push(chunk);
      out.push(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => all.push(chunk));

    let isStopped = false;
    const stop = (name: NodeJS.Signals) => {
      isStopped = true;
      child.kill(name);
    };
    // Terraform takes a second one as "stop at once".
    const onInterrupt = () => stop("SIGINT");
    const onTerminate = () => stop("SIGTERM");
    child.on("exit", () => {
      if (isStopped && child.pid !== undefined) endProviders(child.pid);
    });
    process.on("SIGINT", onInterrupt);
    process.on("SIGTERM", onTerminate);
    if (child.pid !== undefined) started?.(child.pid);
    // The first asks Terraform to stop when it can, the second to stop at once.
    const onAbort = () => {
      stop("SIGTERM");
      stop("SIGTERM");
      setTimeout(() => child.kill("SIGKILL"), 5000).unref();
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    if (signal?.aborted) onAbort();
    const settle = () => {
      signal?.removeEventListener("abort", onAbort);
      process.off("SIGINT", onInterrupt);
      process.off("SIGTERM", onTerminate);
    };

    child.on("error", (error) => {
      settle();
      reject(error);
    });
    child.on("close", (exitCode) => {
      settle();
      resolve({
        exitCode: exitCode ?? 1,
        stdout: Buffer.concat(out).toString("utf8"),
        output: Buffer.concat(all).toString("utf8"),
        seconds: (performance.now() - begin) / 1000,
      });
    });
  });
}
