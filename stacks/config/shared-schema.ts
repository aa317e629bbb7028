import { z } from "zod";
import { sharedKeyNameRule } from "../../lib/rules/terraform";
import { bucketLists, checkForceDestroy, newBucketKeys, streamingBucket } from "./bucket-schema";
import { besideFieldChecks, listOf, repeated } from "./cross-field";
import { namedKeySchema, newKeyKeys } from "./key-schema";
import { section } from "./section";
import { value } from "./value";

/** Name of the stack of what workflows share. */
export const sharedStackName = "shared";

const keysRule = "a list of keys is allowed, each with a name";

const sharedKey = section({
  name: value(sharedKeyNameRule).describe(
    "Name of the key: workflows name it (encryptionKey.shared). Its alias is alias/<namePrefix>-<name>.",
  ),
  ...newKeyKeys,
});

const sharedBucket = section({
  ...newBucketKeys,
  encryptionKey: namedKeySchema
    .optional()
    .describe("Key that encrypts the bucket. Default: the only one of shared.keys."),
}).superRefine(checkForceDestroy, besideFieldChecks);

/** Buckets and keys that several workflows use. */
export const sharedSchema = section({
  keys: z
    .array(sharedKey, keysRule)
    .default([])
    .describe("Keys that workflows and buckets use by name. A key costs the same however many use it."),
  buckets: bucketLists(sharedBucket, streamingBucket)
    .default({ create: [], existing: [] })
    .describe(
      "Buckets to make, and existing ones whose CORS rules or notifications this stack manages for all workflows.",
    ),
}).superRefine(checkShared, besideFieldChecks);

export type SharedConfig = z.infer<typeof sharedSchema>;
export type SharedBucketConfig = SharedConfig["buckets"]["create" | "existing"][number];

type Given = Readonly<Record<string, unknown>>;

function checkShared(
  shared: { readonly keys?: unknown; readonly buckets?: unknown },
  context: z.core.$RefinementCtx,
): void {
  const complain = (path: (string | number)[], message: string) =>
    context.addIssue({ code: "custom", path, message });
  const keys = listOf(shared.keys as Given[] | undefined).map((key) => key?.name);
  const buckets = shared.buckets as { readonly create?: Given[]; readonly existing?: Given[] } | undefined;
  if (keys.length + listOf(buckets?.create).length + listOf(buckets?.existing).length === 0) {
    complain([], "shares nothing; name keys or buckets, or leave it out");
  }
  for (const { index, first } of repeated(keys)) {
    complain(
      ["keys", index, "name"],
      `"${String(keys[index])}" is the name of keys[${first}] too; each key has its own`,
    );
  }
  const names = keys.filter((name) => typeof name === "string");
  listOf(buckets?.create).forEach((bucket, index) => {
    const problem = bucket?.encryptionKey === undefined ? bucketKeyProblem(names) : undefined;
    if (problem !== undefined) complain(["buckets", "create", index, "encryptionKey"], problem);
  });
  const places = (["create", "existing"] as const).flatMap((list) =>
    listOf(buckets?.[list]).map((bucket, index) => ({ name: bucket?.name, list, index })),
  );
  for (const { index, first } of repeated(places.map(({ name }) => name))) {
    const { list, index: place, name } = places[index]!;
    const other = places[first]!;
    const message = `"${String(name)}" stands in buckets.${other.list}[${other.index}] too; keep one of the two`;
    complain(["buckets", list, place, "name"], message);
  }
}

function bucketKeyProblem(names: readonly string[]): string | undefined {
  if (names.length === 1) return undefined;
  return names.length === 0
    ? "is missing, and shared.keys has no key; add one, or name one that exists: alias/<name>, or an ARN (existing)"
    : `is missing, and shared.keys has several: ${names.join(", ")}; say which (shared)`;
}
