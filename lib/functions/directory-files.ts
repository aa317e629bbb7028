import { readdirSync, realpathSync, statSync, type BigIntStats } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";
import type { Problem } from "../validation/problems";
import { stamp } from "./file-stamp";

/** A file in a directory, not yet read. */
export interface FoundFile {
  /** Relative to the directory, with `/`. */
  readonly path: string;
  /** Where to read it. */
  readonly source: string;
  readonly size: number;
  readonly executable: boolean;
  /** Changes whenever the file does. */
  readonly stamp: string;
}

/** What a directory holds. */
interface DirectoryFiles {
  readonly files: readonly FoundFile[];
  readonly problems: readonly Problem[];
}

/** Made by tools, different on each machine, and never needed in Lambda. */
function isLeftOut(name: string): boolean {
  return name === "__pycache__" || name === ".DS_Store" || name === ".git" || name.endsWith(".pyc");
}

/**
 * All files below a directory. Symbolic links are followed as long as they stay in the directory: what lies outside is
 * another on each machine.
 */
export function filesIn(directory: string, property: string): DirectoryFiles {
  const root = realpathSync(directory);
  const files: FoundFile[] = [];
  const problems: Problem[] = [];
  const problem = (path: string, message: string) =>
    problems.push({ property, message: `${path} ${message}` });

  const visit = (folder: string, path: string, above: readonly string[]): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (isLeftOut(entry.name)) continue;
      const entryPath = path === "" ? entry.name : `${path}/${entry.name}`;
      let source = join(folder, entry.name);
      if (entry.isSymbolicLink()) {
        const target = targetOf(source);
        if (target === undefined) {
          problem(entryPath, "is a symbolic link to nothing. Remove it.");
          continue;
        }
        if (!isInside(root, target)) {
          problem(entryPath, "is a symbolic link that leads out of the directory. Copy what it stands for.");
          continue;
        }
        if (above.includes(target)) {
          problem(entryPath, "is a symbolic link to a directory that it lies in. Remove it.");
          continue;
        }
        source = target;
      }
      const stat = statSync(source, { bigint: true });
      if (stat.isDirectory()) visit(source, entryPath, [...above, source]);
      else if (stat.isFile()) files.push(found(entryPath, source, stat));
      else problem(entryPath, "is neither a file nor a directory. Remove it.");
    }
  };
  visit(root, "", [root]);
  return { files, problems };
}

function found(path: string, source: string, stat: BigIntStats): FoundFile {
  return {
    path,
    source,
    size: Number(stat.size),
    // The owner's right only: the others' depend on the umask. An OS-only runtime starts `bootstrap`, so it must run
    // even when it comes from a file system without such rights.
    executable: (stat.mode & 0o100n) !== 0n || path === "bootstrap",
    stamp: stamp(stat),
  };
}

function targetOf(link: string): string | undefined {
  try {
    return realpathSync(link);
  } catch {
    return undefined;
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
