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
const judgements: readonly Judgement[] = [];

/** Why the mutant is no fault; undefined if it would be one. */
export function judgementOf({ file, original, replacement }: Mutant): string | undefined {
  return judgements.find(
    (one) =>
      one.file === file &&
      original.startsWith(one.original) &&
      (one.replacement === undefined || one.replacement === replacement),
  )?.because;
}
