import { readFileSync } from "node:fs";
import type * as Fflate from "fflate";
import type { Problem } from "../validation/problems";
import { archiveFrom, contentProblems, uploadProblems, type Archive } from "./archive";
import { reviewArchive } from "./archive-review";
import { stampAt } from "./file-stamp";
import type { ArchiveProps } from "./function-code-props";
import type { PackagedCode } from "./packaged-code";
import { found, missing, projectPath } from "./project-path";

const property = "code.path";

/** The archives of this process by file. */
const read = new Map<string, { readonly stamp: string; readonly archive: Archive }>();

/** A zip file as it is. */
export function packagedZip(path: string, props: ArchiveProps): PackagedCode {
  const file = projectPath(path);
  const place = placeProblem(path, file);
  if (place !== undefined) return reviewArchive(props, [place]);
  const archive = readOnce(file);
  if (archive === undefined)
    return reviewArchive(props, [{ property, message: `${path} is not a zip file.` }]);
  const problems = [
    ...(archive.files.length === 0 ? [{ property, message: `${path} is empty.` }] : []),
    ...contentProblems(property, archive.files.length, archive.unzippedBytes),
  ];
  return reviewArchive(props, problems, archive);
}

function placeProblem(path: string, file: string): Problem | undefined {
  const stat = found(file);
  if (stat === undefined) return { property, message: missing(path) };
  // What is too large to be uploaded is not read either.
  if (stat.isFile()) return uploadProblems(property, stat.size)[0];
  if (!stat.isDirectory()) return { property, message: `${path} is no file.` };
  return { property, message: `${path} is a directory. Name it as directory, not as zip, and it is zipped.` };
}

function readOnce(file: string): Archive | undefined {
  const stamp = stampAt(file);
  const known = read.get(file);
  if (known?.stamp === stamp) return known.archive;
  const archive = archiveIn(readFileSync(file));
  if (archive !== undefined) read.set(file, { stamp, archive });
  return archive;
}

/** The archive, or undefined when the bytes are none. Reads the list of files at its end and unpacks nothing. */
function archiveIn(bytes: Uint8Array): Archive | undefined {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only by those who zip: it takes 15 ms
  const { unzipSync } = require("fflate") as typeof Fflate;
  const files: string[] = [];
  let unzippedBytes = 0;
  try {
    unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!name.endsWith("/")) files.push(name);
        unzippedBytes += originalSize;
        return false;
      },
    });
  } catch {
    return undefined;
  }
  return archiveFrom(bytes, files, unzippedBytes);
}
