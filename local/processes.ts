import { spawnSync } from "node:child_process";

/** Whether there is a process with this id. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The command line of a process; undefined where no `ps` tells it. */
export function commandLineOf(pid: number): string | undefined {
  const ps = spawnSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" });
  return ps.error || ps.status !== 0 ? undefined : ps.stdout;
}

/**
 * Ends the providers that a Terraform has left: one that is stopped at once, or is killed, does not end them itself.
 *
 * @param group the process id of that Terraform, which led a group of its own
 */
export function endProviders(group: number): void {
  const { stdout } = spawnSync("ps", ["-eo", "pid=,pgid=,args="], { encoding: "utf8" });
  for (const line of (stdout ?? "").split("\n")) {
    const [, pid, pgid, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    if (Number(pgid) === group && command.includes("terraform-provider")) signal(Number(pid), "SIGKILL");
  }
}

/** Sends a signal to a process that may be gone already. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone already.
  }
}
