import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const projectRoot = resolve(__dirname, "..", "..");

/**
 * A directory in which the local commands work as in this project, but with output, emulator and states of its own:
 * the app in it is this one, which reads the shipped ground-truth.yaml.
 */
export function throwawayProject(): string {
  const command = join(projectRoot, "dist", "cli", "main.js");
  if (!existsSync(command)) throw new Error("dist/ is missing. Run: npm run build");
  const root = mkdtempSync(join(tmpdir(), "ground-truth-e2e-"));
  writeFileSync(join(root, "cdktf.json"), JSON.stringify({ app: `node '${command}' synth` }));
  symlinkSync(join(projectRoot, "ground-truth.yaml"), join(root, "ground-truth.yaml"));
  // Templates and handlers, which the configuration names relative to itself.
  symlinkSync(join(projectRoot, "examples"), join(root, "examples"), "dir");
  return root;
}

export function removeProject(root: string): void {
  rmSync(root, { recursive: true, force: true });
}
