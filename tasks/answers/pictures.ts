import { readFileSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";

/** A picture in the page, or why it is not there. */
export type Picture = { readonly dataUri: string } | { readonly missing: string };

/** Where pictures come from. */
export interface PictureSource {
  /** The bytes of an object; undefined if it is not there. */
  read(uri: string): Promise<Buffer | undefined>;
}

const mostBytes = 8 * 1024 * 1024;
const mostBytesOfAll = 150 * 1024 * 1024;

/** Pictures of a page, as data in it: the page asks nobody for them. */
export class Pictures {
  private bytes = 0;

  /** @param source undefined if nobody said where pictures are */
  public constructor(private readonly source: PictureSource | undefined) {}

  public async of(uri: string): Promise<Picture> {
    if (this.source === undefined)
      return { missing: "no folder was named with --images, and --fetch was not asked for" };
    const bytes = await this.source.read(uri);
    if (bytes === undefined) return { missing: "it was not found" };
    const type = mediaType(bytes);
    if (type === undefined) return { missing: "it is no PNG, JPEG, GIF or WebP" };
    if (bytes.length > mostBytes) return { missing: `it has more than ${mostBytes / 1024 / 1024} MB` };
    if (this.bytes + bytes.length > mostBytesOfAll)
      return { missing: "the page is full: show fewer objects with --limit" };
    this.bytes += bytes.length;
    return { dataUri: `data:${type};base64,${bytes.toString("base64")}` };
  }
}

/** By what the bytes begin with: a name says nothing. SVG is no picture here, as it can hold more than one. */
export function mediaType(bytes: Buffer): string | undefined {
  const begins = (text: string, at = 0) => bytes.toString("latin1", at, at + text.length) === text;
  if (begins("\x89PNG\r\n\x1a\n")) return "image/png";
  if (begins("\xff\xd8\xff")) return "image/jpeg";
  if (begins("GIF87a") || begins("GIF89a")) return "image/gif";
  if (begins("RIFF") && begins("WEBP", 8)) return "image/webp";
  return undefined;
}

/** Copies of objects in a local folder: below the whole key, or as much of its end as there is. */
export class LocalPictures implements PictureSource {
  private readonly root: string;

  public constructor(folder: string) {
    this.root = resolve(folder);
  }

  public read(uri: string): Promise<Buffer | undefined> {
    const key = /^s3:\/\/[^/]+\/(.+)$/s.exec(uri)?.[1] ?? uri;
    const parts = key.split("/");
    for (let from = 0; from < parts.length; from += 1) {
      const file = join(this.root, ...parts.slice(from));
      // A key may hold "..": nothing outside of the folder is read.
      if (!file.startsWith(`${this.root}${sep}`)) continue;
      const bytes = fileBytes(file);
      if (bytes !== undefined) return Promise.resolve(bytes);
    }
    return Promise.resolve(undefined);
  }
}

function fileBytes(file: string): Buffer | undefined {
  try {
    return statSync(file).isFile() ? readFileSync(file) : undefined;
  } catch {
    return undefined;
  }
}
