/** A point of a drawing. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line from left to right, drawn as a curve with level ends. */
export interface Curve {
  readonly start: Point;
  readonly end: Point;
  readonly label: string;
}

export const labelHeight = 13;
export const labelWidth = (label: string) => label.length * 6.3 + 6;

/** Shares of the way at which a label may stand, the best first: where lines part, neither at a box nor in the bundle. */
const shares = [0.5, 0.62, 0.38, 0.72, 0.28, 0.8, 0.2, 0.86, 0.14, 0.56, 0.44, 0.67, 0.33];
const samples = 24;

/** The middle of each label: where it covers the least of other lines and no other label. */
export function labelPlaces(curves: readonly Curve[]): readonly Point[] {
  const lines = curves.map((curve) =>
    Array.from({ length: samples + 1 }, (_, index) => pointAt(curve, index / samples)),
  );
  const placed: (Point & { readonly width: number })[] = [];
  for (const [index, curve] of curves.entries()) {
    const width = labelWidth(curve.label);
    let best: { readonly point: Point; readonly cost: number } | undefined;
    for (const [rank, share] of shares.entries()) {
      const point = pointAt(curve, share);
      const covers = (other: Point, more = 0) =>
        Math.abs(other.x - point.x) < width / 2 + more && Math.abs(other.y - point.y) < labelHeight / 2 + 1;
      const onLabels = placed.filter(
        (other) =>
          Math.abs(other.x - point.x) < (width + other.width) / 2 + 2 &&
          Math.abs(other.y - point.y) < labelHeight + 1,
      ).length;
      const onLines = lines.filter(
        (line, its) => its !== index && line.some((other) => covers(other, 3)),
      ).length;
      const cost = onLabels * 100 + onLines * 10 + rank;
      if (best === undefined || cost < best.cost) best = { point, cost };
    }
    placed.push({ ...best!.point, width });
  }
  return placed.map(({ x, y }) => ({ x, y }));
}

/** A point of the cubic curve whose two inner points stand in the middle. */
function pointAt({ start, end }: Curve, share: number): Point {
  const middle = (start.x + end.x) / 2;
  const rest = 1 - share;
  const [a, b, c, d] = [rest ** 3, 3 * rest ** 2 * share, 3 * rest * share ** 2, share ** 3];
  return {
    x: a * start.x + (b + c) * middle + d * end.x,
    y: (a + b) * start.y + (c + d) * end.y,
  };
}
