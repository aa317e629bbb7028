import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { localDirectory } from "./local-directory";

/** The emulator that the applied stacks are on. */
export interface Emulator {
  readonly endpoint: string;
  /** Only if we started it. */
  readonly pid?: number;
}

export function readEmulator(root: string): Emulator | undefined {
  try {
    return JSON.parse(readFileSync(file(root), "utf8")) as Emulator;
  } catch {
    // Missing, or cut short by a full disk: either way nothing is known of an emulator.
    return undefined;
  }
}

export function recordEmulator(root: string, emulator: Emulator): void {
  mkdirSync(localDirectory(root), { recursive: true });
  writeFileSync(file(root), JSON.stringify(emulator));
}

export function forgetEmulator(root: string): void {
  rmSync(file(root), { force: true });
}

function file(root: string): string {
  return join(localDirectory(root), "emulator.json");
}
