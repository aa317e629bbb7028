import { shownValue } from "./shown-value";

/** Names one object in S3. */
export interface S3Uri {
  readonly bucket: string;
  readonly key: string;
}

/** Reads `s3://bucket/key`; undefined if it is none. */
export function parseS3Uri(uri: unknown): S3Uri | undefined {
  const match = typeof uri === "string" ? /^s3:\/\/([^/]+)\/(.+)$/s.exec(uri) : null;
  return match === null ? undefined : { bucket: match[1]!, key: match[2]! };
}

/** An address as an error shows it: without what follows a question mark, which signs a link for whoever has it. */
export function shownUri(uri: unknown): string {
  return shownValue(typeof uri === "string" ? uri.replace(/[?#].*$/s, "?…") : uri);
}
