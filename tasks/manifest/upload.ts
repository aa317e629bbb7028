import { readFileSync } from "node:fs";
import { UserError } from "../../review/user-error";
import type { S3Objects } from "../aws/s3-objects";

/** A file, and where it goes. */
export interface FileToUpload {
  readonly path: string;
  readonly uri: string;
}

/** Files that are under way at once. */
const atOnce = 8;

const contentTypes: Readonly<Record<string, string>> = {
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  mp4: "video/mp4",
  ogg: "video/ogg",
  webm: "video/webm",
  txt: "text/plain",
  json: "application/json",
};

/** Puts files into S3, with the type that a browser shows them by. @param done called after each */
export async function uploadFiles(
  files: readonly FileToUpload[],
  s3: S3Objects,
  done: (soFar: number) => void,
): Promise<void> {
  let next = 0;
  let soFar = 0;
  const worker = async () => {
    for (let index = next++; index < files.length; index = next++) {
      const { path, uri } = files[index]!;
      const extension = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
      const type = Object.hasOwn(contentTypes, extension)
        ? contentTypes[extension]!
        : "application/octet-stream";
      try {
        await s3.put(uri, bytesOf(path), type);
      } catch (error) {
        // The others would fare no better.
        next = files.length;
        throw error;
      }
      soFar += 1;
      done(soFar);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, files.length) }, worker));
}

function bytesOf(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UserError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}
