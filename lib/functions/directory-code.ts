import { readFileSync } from "node:fs";
import type { Problem } from "../validation/problems";
import { archiveOf, contentProblems, uploadProblems, type Archive } from "./archive";
import { filesIn, type FoundFile } from "./directory-files";
import type { ArchiveProps } from "./function-code-props";
import { reviewArchive } from "./archive-review";
import type { PackagedCode } from "./packaged-code";
import { found, missing, projectPath } from "./project-path";

const property = "code.path";

/** The archives of this process by directory, so that a thousand workflows with one function zip it once. */
const zipped = new Map<string, { readonly stamp: string; readonly archive: Archive }>();

/** A directory as an archive. */
export function packagedDirectory(path: string, props: ArchiveProps): PackagedCode {
  const directory = projectPath(path);
  const place = placeProblem(path, directory);
  if (place !== undefined) return reviewArchive(props, [place]);
  const { files, problems } = filesIn(directory, property);
  const wrong = [...problems, ...amountProblems(path, files)];
  if (wrong.length > 0) return reviewArchive(props, wrong);
  const archive = zippedOnce(directory, files);
  return reviewArchive(props, uploadProblems(property, archive.bytes.length), archive);
}

function placeProblem(path: string, directory: string): Problem | undefined {
  const stat = found(directory);
  if (stat === undefined) return { property, message: missing(path) };
  if (stat.isDirectory()) return undefined;
  return {
    property,
    message: `${path} is a file. An entry is a file of TypeScript or JavaScript, a zip an archive.`,
  };
}

function amountProblems(path: string, files: readonly FoundFile[]): Problem[] {
  if (files.length === 0) return [{ property, message: `${path} holds no files that could be deployed.` }];
  const size = files.reduce((sum, file) => sum + file.size, 0);
  return contentProblems(property, files.length, size);
}

function zippedOnce(directory: string, files: readonly FoundFile[]): Archive {
  const stamp = files.map((file) => `${file.path}\0${file.stamp}`).join("\n");
  const known = zipped.get(directory);
  if (known?.stamp === stamp) return known.archive;
  const archive = archiveOf(
    files.map(({ path, source, executable }) => ({ path, executable, content: readFileSync(source) })),
  );
  zipped.set(directory, { stamp, archive });
  return archive;
}
