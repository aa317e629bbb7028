import { confidence, isAgreed } from "./confidence";
import { labelNumbers } from "./label-numbers";
import { median } from "./median";
import { type Marks, overlapGroups } from "./overlap-groups";

/** A rectangle on an image, in pixels. */
export interface Box {
  /** Label of the box. */
  readonly label: string;
  /** Distance from the left edge of the image, in pixels. */
  readonly left: number;
  /** Distance from the top edge of the image, in pixels. */
  readonly top: number;
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
}

/** What the boxes of several workers were made into. */
export interface MergedBox extends Box {
  /** Share of the workers times the mean overlap of their boxes with this one; 0 if there was one worker. */
  readonly confidence: number;
}

/** The boxes that enough workers drew, and how many things fewer drew. */
export interface MergedBoxes {
  /** Boxes that enough workers drew. */
  readonly boxes: readonly MergedBox[];
  /** Number of things that too few workers drew. */
  readonly unconfirmed: number;
}

/**
 * Makes the boxes of several workers into one per thing.
 *
 * Boxes of the same label are grouped by intersection over union, at most one of each worker (`overlapGroups`). A group is
 * kept if its share of the workers is at least the agreement; workers who drew no box count as workers. The edges of the
 * merged box are the medians of the edges in the group, rounded to whole pixels. Its confidence is the share of the
 * workers times the mean intersection over union of their boxes with the merged one; 0 if there was one worker.
 *
 * The result is the same in whatever order workers and boxes come.
 *
 * @param drawn the boxes of one worker each
 */
export function mergedBoxes(
  drawn: readonly (readonly Box[])[],
  iouThreshold: number,
  agreement: number,
): MergedBoxes {
  const marks = drawn.flatMap((boxes, worker) => boxes.map((box) => ({ ...box, worker })));
  marks.sort((a, b) => byPlace(a, b) || a.worker - b.worker);
  const groups = overlapGroups(asMarks(marks), iouThreshold).map((group) =>
    group.map((mark) => marks[mark]!),
  );
  const boxes = groups
    .filter((group) => isAgreed(group.length, drawn.length, agreement))
    .map((group) => mergedBox(group, drawn.length))
    .sort(byPlace);
  return { boxes, unconfirmed: groups.length - boxes.length };
}

/** Intersection over union of two boxes: 1 for the same place, 0 for boxes that do not overlap. */
export function boxOverlap(a: Box, b: Box): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const common = width * height;
  return common / (a.width * a.height + b.width * b.height - common);
}

/** As numbers side by side: there may be 50 million pairs to be looked at. */
function asMarks(boxes: readonly (Box & { readonly worker: number })[]): Marks {
  const column = (value: (box: Box) => number) => Float64Array.from(boxes, value);
  const [lefts, rights] = [column(({ left }) => left), column(({ left, width }) => left + width)];
  const [tops, bottoms] = [column(({ top }) => top), column(({ top, height }) => top + height)];
  const areas = column(({ width, height }) => width * height);
  const labels = labelNumbers(boxes);
  return {
    workers: boxes.map(({ worker }) => worker),
    // As boxOverlap computes it.
    overlap: (a, b) => {
      const width =
        (rights[a]! < rights[b]! ? rights[a]! : rights[b]!) - (lefts[a]! > lefts[b]! ? lefts[a]! : lefts[b]!);
      if (width <= 0 || labels[a] !== labels[b]) return 0;
      const height =
        (bottoms[a]! < bottoms[b]! ? bottoms[a]! : bottoms[b]!) - (tops[a]! > tops[b]! ? tops[a]! : tops[b]!);
      if (height <= 0) return 0;
      const common = width * height;
      return common / (areas[a]! + areas[b]! - common);
    },
    // Sorted by label and left edge.
    isBeyond: (a, b) => labels[b] !== labels[a] || lefts[b]! >= rights[a]!,
  };
}

function mergedBox(group: readonly Box[], workers: number): MergedBox {
  const left = Math.round(median(group.map((box) => box.left)));
  const top = Math.round(median(group.map((box) => box.top)));
  const right = Math.round(median(group.map((box) => box.left + box.width)));
  const bottom = Math.round(median(group.map((box) => box.top + box.height)));
  // Rounding can close a box that is less than a pixel wide.
  const merged = {
    label: group[0]!.label,
    left,
    top,
    width: Math.max(1, right - left),
    height: Math.max(1, bottom - top),
  };
  const fit = group.reduce((sum, box) => sum + boxOverlap(box, merged), 0) / group.length;
  return { ...merged, confidence: confidence((group.length / workers) * fit, workers) };
}

function byPlace(a: Box, b: Box): number {
  if (a.label !== b.label) return a.label < b.label ? -1 : 1;
  return a.left - b.left || a.top - b.top || a.width - b.width || a.height - b.height;
}
