import { existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const projectRoot = resolve(__dirname, "..", "..");

/**
 * A directory in which the local commands work as in this project, but with output, emulator and states of its own:
 * the app in it is this one, which reads the shipped ground-truth.yaml.
 */
export function throwawayProject(): string {
  const dist = join(projectRoot, "dist");
  if (!existsSync(join(dist, "main.js"))) throw new Error("dist/ is missing. Run: npm run build");
  const root = mkdtempSync(join(tmpdir(), "ground-truth-e2e-"));
  symlinkSync(dist, join(root, "dist"), "dir");
  return root;
}

export function removeProject(root: string): void {
  rmSync(root, { recursive: true, force: true });
}
