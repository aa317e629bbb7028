import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { Verdict } from "./verdict";

/** An input that is still at work after this time never ends. */
const mostMilliseconds = 60_000;

/** Judges inputs in a process that is started anew whenever one of them ends it. */
export class FuzzWorker {
  private process?: ChildProcess;

  public constructor(private readonly seed: number) {}

  public judge(index: number): Promise<Verdict> {
    const worker = (this.process ??= this.start());
    return new Promise((resolve) => {
      const done = (verdict: Verdict) => {
        clearTimeout(timer);
        worker.removeAllListeners("message").removeAllListeners("exit");
        resolve(verdict);
      };
      const failed = (fault: string) => {
        this.process = undefined;
        done({ outcome: "failed", fault, cpuSeconds: 0 });
      };
      const timer = setTimeout(() => {
        worker.kill("SIGKILL");
        failed("does not end");
      }, mostMilliseconds);
      worker.once("message", (verdict) => done(verdict as Verdict));
      worker.once("exit", (code, signal) => failed(`ended the process: ${signal ?? `exit code ${code}`}`));
      worker.send(index);
    });
  }

  public stop(): void {
    this.process?.kill();
  }

  private start(): ChildProcess {
    return fork(join(__dirname, "worker.js"), [String(this.seed)], { execArgv: ["--no-deprecation"] });
  }
}
