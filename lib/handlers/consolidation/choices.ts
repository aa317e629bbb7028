import { classIds } from "./class-ids";
import { confidence, isAgreed } from "./confidence";

/** The label that most workers chose. */
export interface MajorityChoice {
  /** The label that most workers chose. */
  readonly label: string;
  /** Share of the workers who chose it; 0 if there was one worker. */
  readonly confidence: number;
}

/**
 * The label with the most votes. Between labels with equally many, the one that comes first in the label categories wins;
 * labels that are no category come after those, in the order of their characters.
 *
 * @param votes one label per worker, at least one
 */
export function majorityChoice(votes: readonly string[], categories?: readonly string[]): MajorityChoice {
  const ids = classIds(votes, categories);
  const counts = counted(votes);
  const [[label, count]] = [...counts].sort(
    ([a, votesA], [b, votesB]) => votesB - votesA || ids.get(a)! - ids.get(b)!,
  ) as [[string, number]];
  return { label, confidence: confidence(count / votes.length, votes.length) };
}

/** A label that at least one worker chose. */
export interface WeighedLabel {
  /** The label. */
  readonly label: string;
  /** Share of the workers who chose it; 0 if there was one worker. */
  readonly confidence: number;
  /** True if the share reaches the agreement that was asked for. */
  readonly isAgreed: boolean;
}

/**
 * Each label that was chosen, with its share of the workers, in the order of the class ids.
 *
 * @param votes the labels of one worker each; a label counts once per worker
 * @param agreement share, 0 to 1, from which a label is kept; 0 keeps every label that anybody chose
 */
export function weighedLabels(
  votes: readonly (readonly string[])[],
  agreement: number,
  categories?: readonly string[],
): WeighedLabel[] {
  const counts = counted(votes.flatMap((labels) => [...new Set(labels)]));
  const ids = classIds(counts.keys(), categories);
  return [...counts]
    .sort(([a], [b]) => ids.get(a)! - ids.get(b)!)
    .map(([label, count]) => ({
      label,
      confidence: confidence(count / votes.length, votes.length),
      isAgreed: isAgreed(count, votes.length, agreement),
    }));
}

function counted(labels: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}
