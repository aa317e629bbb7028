import { Token } from "cdktf";

/** Days that CloudWatch Logs can keep events. */
export const logRetentions: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** What is wrong with how long a log is to be kept, if anything. Tokens pass. */
export function logRetentionProblem(days: number): string | undefined {
  if (Token.isUnresolved(days) || logRetentions.includes(days)) return undefined;
  return `got ${days}; allowed are ${logRetentions.join(", ")} days`;
}
