import { s3LocationRule } from "../../lib/rules/s3";
import { S3Location } from "../../lib/storage/s3-location";
import { listOf } from "./cross-field";

/** Each is compared with those of all other workflows, and read once. */
const known = new Map<string, S3Location | undefined>();
const mostKnown = 20_000;

/** The location, or undefined if it is wrong: that is told where it stands. */
export function locationOf(uri: unknown): S3Location | undefined {
  if (typeof uri !== "string") return undefined;
  if (!known.has(uri)) {
    if (known.size >= mostKnown) known.clear();
    known.set(uri, s3LocationRule.problem(uri) === undefined ? S3Location.parse(uri) : undefined);
  }
  return known.get(uri);
}

/** The same, of a folder: a file would be of no use. */
export function folderOf(uri: unknown): S3Location | undefined {
  const location = locationOf(uri);
  return location?.isFile === true ? undefined : location;
}

/** Those of a list that are right. */
export function locationsOf(uris: unknown): S3Location[] {
  return listOf(uris as readonly unknown[] | undefined).flatMap((uri) => locationOf(uri) ?? []);
}
