import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { localDirectory } from "./local-directory";
import { commandLineOf, endProviders, isAlive, signal } from "./processes";

/*
 * What a run leaves that is killed itself: its Terraforms go on. Each is written down while it runs.
 */

/** Terraform ends what it has begun before it stops. */
const patience = 60_000;

export function recordProcess(root: string, pid: number): void {
  mkdirSync(folder(root), { recursive: true });
  writeFileSync(join(folder(root), String(pid)), "");
}

export function forgetProcess(root: string, pid: number): void {
  rmSync(join(folder(root), String(pid)), { force: true });
}

/**
 * Ends the Terraforms of a run that was killed, as gently as Terraform can: it writes down what it has made.
 *
 * @returns how many there were
 */
export async function endOrphans(root: string): Promise<number> {
  const pids = (existsSync(folder(root)) ? readdirSync(folder(root)) : []).map(Number);
  const orphans = pids.filter(isTerraform);
  for (const pid of orphans) signal(pid, "SIGINT");
  const end = Date.now() + patience;
  while (orphans.some(isTerraform) && Date.now() < end) await sleep(100);
  for (const pid of orphans.filter(isTerraform)) signal(pid, "SIGKILL");
  pids.forEach(endProviders);
  rmSync(folder(root), { recursive: true, force: true });
  return orphans.length;
}

/** Not a process that only has inherited the number. */
function isTerraform(pid: number): boolean {
  return isAlive(pid) && /terraform|tofu/.test(commandLineOf(pid) ?? "");
}

function folder(root: string): string {
  return join(localDirectory(root), "processes");
}
