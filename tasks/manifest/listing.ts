import { isS3Uri } from "../aws/s3-uri";

/** A line of a listing of objects, as people and commands write them. */
type ListingLine =
  { readonly uri: string } | { readonly key: string } | { readonly skipped: "folder" | "empty" };

/**
 * Reads a line of a listing: an S3 URI, a key, or a line of `aws s3 ls --recursive` (date, time, size, key).
 *
 * @returns undefined for a line that is none of them: headings, totals, lines of `aws s3 ls` without `--recursive` that name folders
 */
export function listingLine(line: string): ListingLine | undefined {
  const text = line.trimEnd();
  if (text.trim() === "") return undefined;
  const listed = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +(\d+) (.+)$/.exec(text);
  if (listed !== null) {
    if (listed[2]!.endsWith("/")) return { skipped: "folder" };
    return listed[1] === "0" ? { skipped: "empty" } : { key: listed[2]! };
  }
  if (/^\s+PRE /.test(text)) return { skipped: "folder" };
  // The totals of `--summarize`.
  if (/^(\s*Total Objects: |\s+Total Size: )/.test(text)) return undefined;
  if (text.endsWith("/")) return { skipped: "folder" };
  return isS3Uri(text) ? { uri: text } : { key: text };
}
