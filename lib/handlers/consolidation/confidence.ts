/**
 * Rounded to four digits, and 0 when one worker answered: there is nobody to agree with, and Ground Truth's built-in jobs
 * write 0 then too.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-data-output.html
 */
export function confidence(value: number, workers: number): number {
  return workers <= 1 ? 0 : Math.round(value * 10_000) / 10_000;
}

/** True if enough workers agree. What binary fractions add to a share such as 2/3 does not decide. */
export function isAgreed(votes: number, workers: number, agreement: number): boolean {
  return votes > 0 && votes / workers >= agreement - 1e-9;
}
