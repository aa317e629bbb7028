import { join } from "node:path";

/** Everything that the local commands keep between calls. It is git-ignored, and `down` removes it. */
export function localDirectory(root: string): string {
  return join(root, ".local");
}
