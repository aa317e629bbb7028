import type { z } from "zod";
import { bucketNameRule } from "../../lib/rules/s3";
import { listOf, repeated } from "./cross-field";
import { locationOf } from "./locations";

interface NamedBucket {
  readonly name: string;
}

interface WorkflowBuckets {
  readonly inputs: readonly string[];
  readonly output: string;
  readonly buckets: { readonly create: readonly NamedBucket[]; readonly existing: readonly NamedBucket[] };
}

/** Buckets of which something is said, but in which the workflow has no location, or of which it is said twice. */
export function checkBuckets(workflow: WorkflowBuckets, context: z.core.$RefinementCtx): void {
  const places = (["create", "existing"] as const).flatMap((list) =>
    listOf(workflow.buckets?.[list]).map((bucket, index) => ({ name: bucket?.name, list, index })),
  );
  const complain = (place: number, message: string) => {
    const { list, index } = places[place]!;
    context.addIssue({ code: "custom", path: ["buckets", list, index, "name"], message });
  };

  for (const { index, first } of repeated(places.map(({ name }) => name))) {
    const other = places[first]!;
    complain(
      index,
      `"${other.name}" stands in buckets.${other.list}[${other.index}] too; keep one of the two`,
    );
  }

  const used = usedBuckets(workflow);
  if (used === undefined) return;
  places.forEach(({ name }, place) => {
    if (typeof name !== "string" || bucketNameRule.problem(name) !== undefined || used.has(name)) return;
    complain(
      place,
      `no input and no output of this workflow lies in "${name}"; name a location in it, or take it out`,
    );
  });
}

/** Undefined while a location is wrong: any bucket might be the one it was meant to name. */
function usedBuckets({ inputs, output }: WorkflowBuckets): Set<string> | undefined {
  const locations: readonly unknown[] = [...listOf(inputs), output];
  const names = new Set<string>();
  for (const location of locations) {
    const read = locationOf(location);
    if (read === undefined) return undefined;
    names.add(read.bucketName);
  }
  return names;
}
