/** How a check ended. `unsure`: what would decide it could not be read. It is never told as a tick. */
export type Verdict = "fine" | "wrong" | "unsure";

/** One thing that was looked at before a job starts. */
export interface Check {
  /** One or two words: `manifest`, `CORS`. */
  readonly about: string;
  readonly verdict: Verdict;
  /** What was found, in one line. */
  readonly found: string;
  /** What mends it. @default - nothing is to be mended */
  readonly mend?: string;
}

/** The worst of several verdicts. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("wrong")) return "wrong";
  return verdicts.includes("unsure") ? "unsure" : "fine";
}
