import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stackFolder } from "../output/folder-layout";
import { readManifest } from "../output/output-manifest";

/** A block of a synthesized stack: arguments, and where its construct stands. */
export interface Block {
  readonly "//"?: { readonly metadata?: { readonly path?: string } };
  readonly [argument: string]: unknown;
}

type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** As much of a synthesized `cdk.tf.json` as people are told of. */
export interface StackJson {
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly output?: Readonly<Record<string, { readonly value?: unknown; readonly description?: string }>>;
}

/** A stack in an output folder. */
export interface WrittenStack {
  readonly name: string;
  readonly file: string;
  readonly json: StackJson;
}

/** The stacks that an output folder lists, in the order of the manifest. Those written as HCL are left out. */
export function writtenStacks(outdir: string): WrittenStack[] {
  const { stacks = {} } = readManifest(join(outdir, "manifest.json")) ?? {};
  return Object.keys(stacks).flatMap((name) => {
    const file = join(stackFolder(outdir, name), "cdk.tf.json");
    if (!existsSync(file)) return [];
    return [{ name, file, json: JSON.parse(readFileSync(file, "utf8")) as StackJson }];
  });
}

/** A resource with its address and the path of its construct below the stack. */
export interface WrittenResource {
  readonly address: string;
  readonly type: string;
  readonly path: readonly string[];
  readonly block: Block;
}

/** Every resource of a stack. */
export function resourcesOf({ resource = {} }: StackJson): WrittenResource[] {
  return Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, block]) => ({
      address: `${type}.${name}`,
      type,
      path: (block["//"]?.metadata?.path ?? "").split("/").slice(1),
      block,
    })),
  );
}
