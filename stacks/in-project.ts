import { relative } from "node:path";
import { projectDirectory } from "../lib/functions/project-path";

/** An absolute path as errors should show it: from the project on, where the library takes relative paths to start. */
export function inProject(path: string): string {
  return relative(projectDirectory(), path);
}
