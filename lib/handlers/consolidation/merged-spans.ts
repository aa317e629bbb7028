import { confidence, isAgreed } from "./confidence";
import { labelNumbers } from "./label-numbers";
import { type Marks, overlapGroups } from "./overlap-groups";

/** A marked part of a text: from the start to before the end. */
export interface Span {
  /** Label of the span. */
  readonly label: string;
  /** Where it begins, in characters from the start of the text. */
  readonly startOffset: number;
  /** Where it ends: the first character that does not belong to it. */
  readonly endOffset: number;
}

/** What the spans of several workers were made into. */
export interface MergedSpan extends Span {
  /** Share of the workers times the mean overlap of their spans with this one; 0 if there was one worker. */
  readonly confidence: number;
}

/** The spans that enough workers marked, and how many things fewer marked. */
export interface MergedSpans {
  /** Spans that enough workers marked. */
  readonly spans: readonly MergedSpan[];
  /** Number of things that too few workers marked. */
  readonly unconfirmed: number;
}

/**
 * Makes the spans of several workers into one per thing.
 *
 * Spans of the same label are grouped by intersection over union of their characters, at most one of each worker
 * (`overlapGroups`). A group is kept if its share of the workers is at least the agreement; workers who marked nothing
 * count as workers. The merged span is the one in the group that overlaps all of it best: the sum of its intersections
 * over unions with the group is the greatest, so a span that most workers marked alike wins, and no word is cut where
 * nobody cut it. Of equally good ones the earlier, then the shorter. Its confidence is the share of the workers times the
 * mean intersection over union of their spans with it; 0 if there was one worker.
 *
 * The result is the same in whatever order workers and spans come.
 *
 * @param marked the spans of one worker each
 */
export function mergedSpans(
  marked: readonly (readonly Span[])[],
  iouThreshold: number,
  agreement: number,
): MergedSpans {
  const marks = marked.flatMap((spans, worker) => spans.map((span) => ({ ...span, worker })));
  marks.sort((a, b) => byPlace(a, b) || a.worker - b.worker);
  const groups = overlapGroups(asMarks(marks), iouThreshold).map((group) =>
    group.map((mark) => marks[mark]!),
  );
  const spans = groups
    .filter((group) => isAgreed(group.length, marked.length, agreement))
    .map((group) => mergedSpan(group, marked.length))
    .sort(byPlace);
  return { spans, unconfirmed: groups.length - spans.length };
}

/** Intersection over union of two spans: 1 for the same characters, 0 for spans that have none in common. */
export function spanOverlap(a: Span, b: Span): number {
  const common = Math.min(a.endOffset, b.endOffset) - Math.max(a.startOffset, b.startOffset);
  if (common <= 0) return 0;
  return common / (a.endOffset - a.startOffset + b.endOffset - b.startOffset - common);
}

/** As numbers side by side: there may be 50 million pairs to be looked at. */
function asMarks(spans: readonly (Span & { readonly worker: number })[]): Marks {
  const starts = Float64Array.from(spans, ({ startOffset }) => startOffset);
  const ends = Float64Array.from(spans, ({ endOffset }) => endOffset);
  const labels = labelNumbers(spans);
  return {
    workers: spans.map(({ worker }) => worker),
    // As spanOverlap computes it.
    overlap: (a, b) => {
      const common =
        (ends[a]! < ends[b]! ? ends[a]! : ends[b]!) - (starts[a]! > starts[b]! ? starts[a]! : starts[b]!);
      if (common <= 0 || labels[a] !== labels[b]) return 0;
      return common / (ends[a]! - starts[a]! + ends[b]! - starts[b]! - common);
    },
    // Sorted by their starts.
    isBeyond: (a, b) => starts[b]! >= ends[a]!,
  };
}

function mergedSpan(group: readonly Span[], workers: number): MergedSpan {
  const fit = (span: Span): number => group.reduce((sum, other) => sum + spanOverlap(span, other), 0);
  let best = group[0]!;
  for (const span of group) {
    if (fit(span) > fit(best)) best = span;
  }
  const { label, startOffset, endOffset } = best;
  const share = group.length / workers;
  return {
    label,
    startOffset,
    endOffset,
    confidence: confidence((share * fit(best)) / group.length, workers),
  };
}

function byPlace(a: Span, b: Span): number {
  const byOffset = a.startOffset - b.startOffset || a.endOffset - b.endOffset;
  return byOffset || (a.label < b.label ? -1 : Number(a.label > b.label));
}
