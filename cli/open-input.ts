import { createReadStream, statSync } from "node:fs";
import { isS3Uri } from "../tasks/aws/s3-uri";
import type { S3Objects } from "../tasks/aws/s3-objects";
import { UserError } from "../review/user-error";

/** Something to read, from wherever it is. */
export interface Input {
  /** As people know it. */
  readonly shown: string;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** @default - unknown */
  readonly bytes?: number;
}

const chunkBytes = 256 * 1024;

/**
 * Opens a file, an S3 URI, or standard input, which is named `-`.
 *
 * @throws UserError when it cannot be read
 */
export async function openInput(name: string, s3: S3Objects): Promise<Input> {
  if (name === "-") return { shown: "standard input", chunks: process.stdin };
  if (isS3Uri(name)) return { shown: name, chunks: await s3.read(name) };
  try {
    const stat = statSync(name);
    if (stat.isDirectory()) throw new UserError(`${name} is a directory; a file is needed`);
    return {
      shown: name,
      chunks: createReadStream(name, { highWaterMark: chunkBytes }) as AsyncIterable<Uint8Array>,
      bytes: stat.isFile() ? stat.size : undefined,
    };
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(`${name} ${code === "ENOENT" ? "is not there" : `cannot be read (${code})`}`);
  }
}
