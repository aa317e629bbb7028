import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeSync,
} from "node:fs";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { localDirectory } from "./local-directory";
import { isAlive } from "./processes";
import { UserError } from "./user-error";

interface Holder {
  readonly pid: number;
  readonly command: string;
  readonly since: string;
}

/**
 * Does some work that nobody else may do at the same time in this folder.
 *
 * @throws UserError that says who is at work
 */
export async function underLock<Result>(
  root: string,
  command: string,
  work: () => Promise<Result>,
): Promise<Result> {
  take(root, command);
  try {
    return await work();
  } finally {
    release(root);
  }
}

function take(root: string, command: string): void {
  mkdirSync(localDirectory(root), { recursive: true });
  for (;;) {
    try {
      const handle = openSync(file(root), "wx");
      const holder: Holder = { pid: process.pid, command, since: new Date().toTimeString().slice(0, 5) };
      writeSync(handle, JSON.stringify(holder));
      closeSync(handle);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = readHolder(root);
    // Another process may be about to write its name.
    if (holder !== undefined && isAlive(holder.pid)) {
      throw new UserError(
        `"local ${holder.command}" is at work here since ${holder.since} (process ${holder.pid}). ` +
          `Wait until it is done, or end it: kill ${holder.pid}`,
      );
    }
    // Whoever had it was killed.
    rmSync(file(root), { force: true });
  }
}

function release(root: string): void {
  if (readHolder(root)?.pid === process.pid) rmSync(file(root), { force: true });
  const folder = localDirectory(root);
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}

function readHolder(root: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file(root), "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

function file(root: string): string {
  return join(localDirectory(root), "lock");
}
