import { type Dirent, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../review/user-error";

/** A file of a folder. */
interface LocalFile {
  /** From the folder on, with `/`. */
  readonly name: string;
  readonly bytes: number;
}

/** All files of a folder, folders within it too, in the order of their names' bytes: the same on every machine. Links to folders are not followed. */
export function* localFiles(folder: string, within = ""): Generator<LocalFile> {
  const entries = told(join(folder, within), (path) => readdirSync(path, { withFileTypes: true }));
  const key = (entry: Dirent) => (entry.isDirectory() ? `${entry.name}/` : entry.name);
  entries.sort((a, b) => Buffer.compare(Buffer.from(key(a)), Buffer.from(key(b))));
  for (const entry of entries) {
    const name = `${within}${entry.name}`;
    if (entry.isDirectory()) {
      yield* localFiles(folder, `${name}/`);
      continue;
    }
    const stat = told(join(folder, name), (path) => statSync(path, { throwIfNoEntry: false }));
    if (stat?.isFile() === true) yield { name, bytes: stat.size };
  }
}

/** @throws UserError when a path cannot be read: a manifest without what lies there would be wrong */
function told<Value>(path: string, read: (path: string) => Value): Value {
  try {
    return read(path);
  } catch (error) {
    throw new UserError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}
