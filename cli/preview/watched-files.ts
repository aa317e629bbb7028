import { readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { configuredWorkflow } from "../configured-workflow";
import { findProject } from "../project";
import { workflowParts } from "./workflow-parts";

const mostFiles = 2000;

/**
 * The state of all that a preview is made of, as one text that changes when one of the files does: configuration, template,
 * code of the pre-annotation function with what lies beside it, and the files that options name.
 */
export class WatchedFiles {
  private known: readonly string[] = [];

  public constructor(
    private readonly workflow: string,
    private readonly named: readonly string[],
    private readonly environment?: string,
  ) {}

  public state(): string {
    return [findProject().configuration, ...this.named, ...this.parts()].map(stampOf).join("\n");
  }

  /** Where the configuration cannot be read, the files that it named before. */
  private parts(): readonly string[] {
    try {
      const { template, preAnnotation } = workflowParts(configuredWorkflow(this.workflow, this.environment));
      const code =
        typeof preAnnotation === "object" && "code" in preAnnotation ? preAnnotation.code : undefined;
      const folder =
        code === undefined ? undefined : code.kind === "entry" ? dirname(code.file) : code.folder;
      this.known = [
        "file" in template ? template.file : "",
        ...(folder === undefined ? [] : filesIn(folder)),
      ];
    } catch {
      // Told when the preview is made.
    }
    return this.known;
  }
}

function stampOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined ? `${file} -` : `${file} ${stat.mtimeMs} ${stat.size}`;
}

function filesIn(folder: string): string[] {
  const files: string[] = [];
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined && files.length < mostFiles; next = folders.pop()) {
    for (const entry of readdirSync(next, { withFileTypes: true })) {
      const path = join(next, entry.name);
      if (!entry.isDirectory()) files.push(path);
      else if (entry.name !== "node_modules" && !entry.name.startsWith(".")) folders.push(path);
    }
  }
  return files.sort();
}
