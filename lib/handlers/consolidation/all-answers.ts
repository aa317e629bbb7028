import type { Consolidate } from "../post-annotation-handler";

/**
 * Keeps every answer as it is, by worker: `{ annotationsFromAllWorkers: [{ workerId, answer }] }`, the key of AWS's sample.
 *
 * `answer` is the worker's form, read from S3 where it had to be; `null` if the worker submitted nothing. Sorted by the
 * workers' ids.
 */
export const allAnswers: Consolidate = ({ answers }) => ({
  annotationsFromAllWorkers: [...answers].sort((a, b) =>
    a.workerId < b.workerId ? -1 : Number(a.workerId > b.workerId),
  ),
});
