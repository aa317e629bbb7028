/**
 * How often fast-check tries, and from where: the same examples in every run, so that a test fails for the change at hand
 * or not at all. `PROPERTY_SEED=$RANDOM npm test` looks elsewhere, `PROPERTY_RUNS=2000` more often.
 */
export function propertyRuns(numRuns = 100): { readonly numRuns: number; readonly seed: number } {
  return {
    numRuns: Number(process.env["PROPERTY_RUNS"] ?? numRuns),
    seed: Number(process.env["PROPERTY_SEED"] ?? 1),
  };
}
