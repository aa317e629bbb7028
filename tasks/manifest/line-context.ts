import type { BuiltInTask } from "../../lib/jobs/built-in-task";
import { S3Location } from "../../lib/storage/s3-location";

/** What is known of the workflow that a manifest is for. Nothing at all is allowed. */
export interface LineContext {
  /** @default - any: a custom task, or nothing is known */
  readonly task?: BuiltInTask;
  /** Whether the workflow's role may read an object. @default - unknown */
  readonly isReadable?: (bucket: string, key: string) => boolean;
  /** The places that it may read, for people. */
  readonly inputsShown?: string;
}

const mostShown = 3;

/** The context of a workflow that reads these locations. */
export function lineContext(inputs: readonly string[], task: BuiltInTask | undefined): LineContext {
  const locations = inputs.map((uri) => S3Location.parse(uri));
  const more = inputs.length - mostShown;
  return {
    task,
    isReadable: (bucket, key) =>
      locations.some(({ bucketName, prefix, isFile }) =>
        bucketName !== bucket ? false : isFile ? key === prefix : key.startsWith(prefix),
      ),
    inputsShown: `${inputs.slice(0, mostShown).join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
  };
}
