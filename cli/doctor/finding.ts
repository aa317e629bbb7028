/** What something is needed for: writing Terraform, applying it to AWS, or trying it on this machine. */
export const purposes = ["synth", "deploy", "local"] as const;
export type Purpose = (typeof purposes)[number];

/** One thing that was looked at. */
export interface Finding {
  /** What was looked at: `Terraform`. */
  readonly what: string;
  readonly neededFor: Purpose;
  readonly isGood: boolean;
  /** What there is: a version, a path; or what is wrong. */
  readonly found: string;
  /** The line that mends it. @default - it is good, or needs nothing */
  readonly mend?: string;
}
