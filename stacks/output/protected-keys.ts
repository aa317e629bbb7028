import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stackFolder } from "./folder-layout";

interface StackJson {
  readonly resource?: {
    readonly aws_kms_key?: Readonly<
      Record<string, { readonly lifecycle?: { readonly prevent_destroy?: boolean } }>
    >;
    readonly aws_kms_alias?: Readonly<Record<string, { readonly target_key_id?: string }>>;
    readonly aws_s3_bucket?: Readonly<Record<string, { readonly bucket?: string }>>;
    readonly aws_s3_bucket_server_side_encryption_configuration?: Readonly<
      Record<string, { readonly bucket?: string }>
    >;
  };
}

/** Addresses of the keys of a stack that `terraform destroy` refuses to delete. */
export function protectedKeys(folder: string): string[] {
  const keys = Object.entries(stackJson(folder)?.resource?.aws_kms_key ?? {});
  return keys
    .filter(([, key]) => key.lifecycle?.prevent_destroy === true)
    .map(([name]) => `aws_kms_key.${name}`);
}

/** A key that data needs, and that the new output protects no more, or has no more. */
export interface UnprotectedKey {
  readonly stack: string;
  readonly address: string;
  /** Addresses of its aliases. */
  readonly aliases: readonly string[];
  /** Whether the key is not in the new output at all: the next apply deletes it. */
  readonly isDeleted: boolean;
  /** Buckets that it encrypts and that the new output has too, with another key. @default - it was protected itself */
  readonly buckets?: readonly string[];
}

/**
 * The keys of `stacks` that lose their protection, from the output in `from` to the one in `to`: said of the key itself, or by
 * a bucket that went before it and that stays now.
 */
export function unprotectedKeys(from: string, to: string, stacks: readonly string[]): UnprotectedKey[] {
  const remaining = new Set(
    stacks.flatMap((stack) => bucketNames(stackJson(stackFolder(to, stack))?.resource ?? {})),
  );
  return stacks.flatMap((stack) => {
    const after = stackJson(stackFolder(to, stack));
    if (after === undefined) return [];
    const still = protectedKeys(stackFolder(to, stack));
    const before = stackFolder(from, stack);
    const isDeleted = (address: string) =>
      after.resource?.aws_kms_key?.[address.slice("aws_kms_key.".length)] === undefined;
    const told = (address: string) => ({
      stack,
      address,
      aliases: aliasesOf(address, before),
      isDeleted: isDeleted(address),
    });
    const protectedBefore = protectedKeys(before);
    const others = Object.keys(stackJson(before)?.resource?.aws_kms_key ?? {})
      .map((name) => `aws_kms_key.${name}`)
      .filter((address) => !protectedBefore.includes(address) && isDeleted(address));
    return [
      ...protectedBefore.filter((address) => !still.includes(address)).map(told),
      ...others.flatMap((address) => {
        const buckets = encryptedBy(address, before).filter((name) => remaining.has(name));
        return buckets.length === 0 ? [] : [{ ...told(address), buckets }];
      }),
    ];
  });
}

function bucketNames({ aws_s3_bucket: buckets = {} }: NonNullable<StackJson["resource"]>): string[] {
  return Object.values(buckets).flatMap(({ bucket }) => bucket ?? []);
}

/** Names of the buckets of a stack that are encrypted with a key. */
function encryptedBy(key: string, folder: string): string[] {
  const { aws_s3_bucket: buckets = {}, aws_s3_bucket_server_side_encryption_configuration: encryption = {} } =
    stackJson(folder)?.resource ?? {};
  return Object.values(encryption)
    .filter((one) => JSON.stringify(one).includes(`\${${key}.`))
    .flatMap(({ bucket = "" }) => {
      const [, name] = /^\$\{aws_s3_bucket\.([\w-]+)\./.exec(bucket) ?? [];
      return name === undefined ? bucket : (buckets[name]?.bucket ?? []);
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
