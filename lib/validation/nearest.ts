/** The candidate that `word` was probably meant to be, if there is one. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const typed = simplified(word);
  const furthest = Math.max(1, Math.floor(typed.length / 3));
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const other = simplified(candidate);
    // At least as far apart as their lengths are: a long text is compared with nothing.
    if (Math.abs(typed.length - other.length) > furthest) continue;
    const distance = editDistance(typed, other);
    if (distance <= furthest && distance < (best?.distance ?? Infinity)) best = { candidate, distance };
  }
  return best?.candidate;
}

/**
 * Looks up names that are one slip of the fingers away: a letter too many, too few, wrong, or two that changed places. However
 * many names there are, a look-up costs what the word is long.
 */
export class SlipIndex {
  private readonly names = new Map<string, Set<string>>();

  public constructor(private readonly known: ReadonlySet<string>) {
    for (const name of known) {
      for (const key of shortened(simplified(name))) {
        this.names.set(key, (this.names.get(key) ?? new Set()).add(name));
      }
    }
  }

  /** The known name that `word` was probably meant to be. @returns undefined for a known one, and where nothing is near */
  public meant(word: string): string | undefined {
    if (this.known.has(word)) return undefined;
    const keys = shortened(simplified(word));
    const near = new Set(keys.flatMap((key) => [...(this.names.get(key) ?? [])]));
    return [...near].find((name) => isSlip(word, name));
  }
}

/** A text, and the text without each of its letters. */
function shortened(text: string): string[] {
  return [text, ...[...text].map((_, index) => text.slice(0, index) + text.slice(index + 1))];
}

const shortestSlip = 6;
const shortestPart = 4;

/** Names that differ in a number or in a short part are siblings: `labels-1` and `labels-2`, `data-eu` and `data-us`. */
function isSlip(word: string, name: string): boolean {
  const [typed, other] = [simplified(word), simplified(name)];
  if (typed === other) return true;
  const plain = (text: string) => text.replace(/[0-9]/g, "");
  if (typed.length < shortestSlip || plain(typed) === plain(other)) return false;
  if (editDistance(typed, other) > 1) return false;
  const [parts, others] = [word, name].map((text) => text.toLowerCase().split(/[^a-z0-9]+/));
  if (parts!.length !== others!.length) return true;
  const differing = parts!.flatMap((part, index) => (part === others![index] ? [] : [index]));
  const longest = Math.max(...differing.flatMap((index) => [parts![index]!.length, others![index]!.length]));
  return differing.length > 1 || longest >= shortestPart;
}

/** `bounding-box`, `bounding_box` and `BoundingBox` differ in nothing that a reader would call a mistake of spelling. */
function simplified(word: string): string {
  return word.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other. */
function editDistance(from: string, to: string): number {
  const rows = [...Array(from.length + 1).keys()].map((row) => [row]);
  for (let column = 0; column <= to.length; column++) rows[0]![column] = column;
  for (let row = 1; row <= from.length; row++) {
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const steps = [
        rows[row - 1]![column]! + 1,
        rows[row]![column - 1]! + 1,
        rows[row - 1]![column - 1]! + (same ? 0 : 1),
      ];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) steps.push(rows[row - 2]![column - 2]! + 1);
      rows[row]![column] = Math.min(...steps);
    }
  }
  return rows[from.length]![to.length]!;
}

/**
 * The candidates that `word` was probably meant to be, at most three: those that begin with it or end with it, else the one
 * that is spelt almost alike.
 */
export function suggestions(word: string, candidates: readonly string[]): string[] {
  const typed = simplified(word);
  const parts =
    typed.length < 4
      ? []
      : candidates.filter((one) => {
          const other = simplified(one);
          return other !== typed && (other.startsWith(typed) || other.endsWith(typed));
        });
  const same = candidates.find((one) => simplified(one) === typed);
  if (same !== undefined) return [same];
  if (parts.length > 0 && parts.length <= 3) return parts;
  const near = nearest(word, candidates);
  return near === undefined ? [] : [near];
}
