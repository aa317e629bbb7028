import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stackFolder } from "./folder-layout";

interface StackJson {
  readonly resource?: {
    readonly aws_kms_key?: Readonly<
      Record<string, { readonly lifecycle?: { readonly prevent_destroy?: boolean } }>
    >;
    readonly aws_kms_alias?: Readonly<Record<string, { readonly target_key_id?: string }>>;
  };
}

/** Addresses of the keys of a stack that `terraform destroy` refuses to delete. */
export function protectedKeys(folder: string): string[] {
  const keys = Object.entries(stackJson(folder)?.resource?.aws_kms_key ?? {});
  return keys
    .filter(([, key]) => key.lifecycle?.prevent_destroy === true)
    .map(([name]) => `aws_kms_key.${name}`);
}

/** A key that is protected in the output as it is, and not in the new one. */
export interface UnprotectedKey {
  readonly stack: string;
  readonly address: string;
  /** Addresses of its aliases. */
  readonly aliases: readonly string[];
  /** Whether the key is not in the new output at all: the next apply deletes it. */
  readonly isDeleted: boolean;
}

/** The keys of `stacks` that lose their protection, from the output in `from` to the one in `to`. */
export function unprotectedKeys(from: string, to: string, stacks: readonly string[]): UnprotectedKey[] {
  return stacks.flatMap((stack) => {
    const after = stackJson(stackFolder(to, stack));
    if (after === undefined) return [];
    const still = protectedKeys(stackFolder(to, stack));
    return protectedKeys(stackFolder(from, stack))
      .filter((address) => !still.includes(address))
      .map((address) => ({
        stack,
        address,
        aliases: aliasesOf(address, stackFolder(from, stack)),
        isDeleted: after.resource?.aws_kms_key?.[address.slice("aws_kms_key.".length)] === undefined,
      }));
  });
}

function aliasesOf(key: string, folder: string): string[] {
  return Object.entries(stackJson(folder)?.resource?.aws_kms_alias ?? {})
    .filter(([, { target_key_id: target }]) => target?.startsWith(`\${${key}.`))
    .map(([name]) => `aws_kms_alias.${name}`);
}

/** @returns undefined where there is none, or one that is cut off or written as HCL */
function stackJson(folder: string): StackJson | undefined {
  const file = join(folder, "cdk.tf.json");
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as StackJson;
  } catch {
    return undefined;
  }
}
