import type { Mutant } from "./mutants";

interface Judgement {
  readonly file: string;
  /** What the mutant replaces, or the beginning of it. */
  readonly original: string;
  /** @default - any replacement */
  readonly replacement?: string;
  /** Why no test can notice it. */
  readonly because: string;
}

/** Mutants that survived, were looked at one by one, and change nothing that anybody could see. */
const judgements: readonly Judgement[] = [
  {
    file: "lib/permissions/deployer/parameters.ts",
    original: 'resource.text("name") ?? ""',
    replacement: 'resource.text("name")',
    because: "`names` says that the name is known, or the deployer is refused",
  },
  {
    file: "lib/permissions/deployer/s3.ts",
    original: '""',
    because: "`names` says that bucket and key are known, or the deployer is refused",
  },
  {
    file: "lib/permissions/labeling-key.ts",
    original: "actions.filter((action) => action !== describe)",
    because: "what is allowed through S3 only is allowed directly too, by the statement beside it",
  },
];

/** Why the mutant is no fault; undefined if it would be one. */
export function judgementOf({ file, original, replacement }: Mutant): string | undefined {
  return judgements.find(
    (one) =>
      one.file === file &&
      original.startsWith(one.original) &&
      (one.replacement === undefined || one.replacement === replacement),
  )?.because;
}
