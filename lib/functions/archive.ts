import { createHash } from "node:crypto";
import type * as Fflate from "fflate";
import { AwsPage } from "../aws-page";
import type { Problem } from "../validation/problems";

/** A zip file. */
export interface Archive {
  readonly bytes: Uint8Array;
  /** base64, as Lambda writes it. */
  readonly sha256: string;
  /** Sum of the sizes of its files. */
  readonly unzippedBytes: number;
  /** Paths of its files. */
  readonly files: readonly string[];
}

/** A file that goes into an archive. */
interface ArchiveFile {
  /** Relative to the top of the archive, with `/`. */
  readonly path: string;
  readonly content: Uint8Array;
  readonly executable: boolean;
}

const megabyte = 1024 * 1024;
const longestUpload = 50 * megabyte;
const largestContent = 250 * megabyte;
// The number of entries is a field of 16 bits.
const mostFiles = 65_535;

/**
 * Zips files so that the same files give the same bytes, on every machine and day: sorted by path, without owner,
 * compressed by code that comes with this package and not by the zlib of whatever Node.js runs it.
 */
export function archiveOf(files: readonly ArchiveFile[]): Archive {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const entries: Fflate.Zippable = {};
  for (const { path, content, executable } of sorted) {
    entries[path] = [content, { mtime: noTime, os: unix, attrs: (executable ? 0o100755 : 0o100644) << 16 }];
  }
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only by those who zip: it takes 15 ms
  const { zipSync } = require("fflate") as typeof Fflate;
  return archiveFrom(
    zipSync(entries, { level: 6 }),
    sorted.map(({ path }) => path),
    sorted.reduce((sum, { content }) => sum + content.length, 0),
  );
}

/** An archive made elsewhere. */
export function archiveFrom(bytes: Uint8Array, files: readonly string[], unzippedBytes: number): Archive {
  return { bytes, sha256: createHash("sha256").update(bytes).digest("base64"), unzippedBytes, files };
}

/** Whether Lambda takes files of this number and size; asked before zipping, which takes its time. */
export function contentProblems(property: string, files: number, unzippedBytes: number): Problem[] {
  const problems: Problem[] = [];
  if (unzippedBytes > largestContent) {
    problems.push({
      property,
      message: `holds ${megabytes(unzippedBytes)} unzipped; Lambda takes 250 MB, layers included. A container image may have 10 GB.`,
      page: AwsPage.lambdaQuotas,
    });
  }
  if (files > mostFiles) {
    problems.push({ property, message: `holds ${files} files; a zip file has at most ${mostFiles}.` });
  }
  return problems;
}

export function uploadProblems(property: string, bytes: number): Problem[] {
  if (bytes <= longestUpload) return [];
  return [
    {
      property,
      message:
        `is ${megabytes(bytes)} as a zip file; Lambda takes 50 MB from Terraform. ` +
        `Upload it to S3 and name it there, or leave out what the function does not need.`,
      page: AwsPage.lambdaQuotas,
    },
  ];
}

function megabytes(bytes: number): string {
  return `${(Math.ceil((bytes / megabyte) * 10) / 10).toFixed(1)} MB`;
}

const unix = 3;
/**
 * A zip file holds local time without a time zone. This is noon on the first day that it can say, wherever the machine
 * stands: a midnight may be missing where daylight saving began.
 */
const noTime = new Date(1980, 0, 1, 12);
