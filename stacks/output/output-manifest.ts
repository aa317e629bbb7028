import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileHashes, hashIfThere } from "./file-hashes";
import { manifestFile, replacedManifestFile } from "./folder-layout";

/** As much of `manifest.json` as has to be known here. */
interface OutputManifest {
  readonly stacks: Readonly<Record<string, unknown>>;
  /** SHA-256 of every file, by its path in the output folder. @default - written before there was such a list */
  readonly files?: Readonly<Record<string, string>>;
}

/** The manifest in `file`, or undefined when there is none that can be read. */
export function readManifest(file: string): OutputManifest | undefined {
  try {
    const manifest = JSON.parse(readFileSync(file, "utf8")) as Partial<OutputManifest> | null;
    if (!isObject(manifest) || !isObject(manifest.stacks)) return undefined;
    return { stacks: manifest.stacks, files: isObject(manifest.files) ? manifest.files : undefined };
  } catch {
    return undefined;
  }
}

/** Adds the list of files to the manifest that CDKTF wrote. */
export function addFileHashes(folder: string): void {
  const file = join(folder, manifestFile);
  const { [manifestFile]: _own, [replacedManifestFile]: _replaced, ...files } = fileHashes(folder);
  const manifest = JSON.parse(readFileSync(file, "utf8")) as object;
  // The cdktf CLI formats HCL after it is written.
  const lasting = Object.entries(files).filter(([path]) => !path.endsWith("/cdk.tf"));
  writeFileSync(file, JSON.stringify({ files: Object.fromEntries(lasting), ...manifest }, null, 2));
}

/** Paths of the files that are not what the manifest says of them. */
export function changedFiles(outdir: string, { files = {} }: OutputManifest): string[] {
  return Object.entries(files)
    .filter(([path, hash]) => hashIfThere(join(outdir, path)) !== hash)
    .map(([path]) => path);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
