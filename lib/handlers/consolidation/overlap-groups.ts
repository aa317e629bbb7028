/** Marks that workers made, boxes on an image or spans of a text, by their numbers. */
export interface Marks {
  /** The worker of each mark, as a number. */
  readonly workers: readonly number[];
  /** Overlap of two marks, 0 to 1; the first has the lower number. */
  readonly overlap: (a: number, b: number) => number;
  /** Whether neither this mark nor any later one overlaps the first. Saves time where marks are in order of their place. */
  readonly isBeyond?: (a: number, b: number) => boolean;
}

/**
 * Groups marks that mean the same thing: at most one of each worker, and any two of a group overlap by the threshold or
 * more.
 *
 * Pairs of marks are taken from the greatest overlap down, and the groups of the two are joined if the joined group
 * still keeps both rules. So a mark goes to whom it overlaps best, and a chain of marks of which each only touches the
 * next does not become one. Pairs with the same overlap are taken in the order of the marks; so if that order depends on
 * the marks alone, the groups do too.
 *
 * Not all pairs are kept, of which 10,000 marks have 40 million: each mark knows its few best partners among the later
 * ones, and looks for more when those are used up. Groups that cannot be joined once can never be, as groups only grow;
 * so a partner that is lost is not asked again.
 *
 * @param threshold above 0
 * @returns groups in the order of their first marks, each in the order of the marks
 */
export function overlapGroups({ workers, overlap, isBeyond }: Marks, threshold: number): number[][] {
  const groups = new GrowingGroups(workers, (a, b) => overlap(a, b) >= threshold);
  const partners = workers.map((_, mark) => new Partners(mark));
  /** Looks for the best partners of a mark among all later marks that it can still be joined with. */
  const look = (a: number): void => {
    const best = partners[a]!;
    best.begin();
    const { open } = groups;
    for (let at = groups.firstAfter(a); at < groups.opened; at += 1) {
      const b = open[at]!;
      if (isBeyond?.(a, b)) break;
      if (groups.shareWorker(a, b)) continue;
      const value = overlap(a, b);
      if (value >= threshold && best.wants(value) && groups.canJoin(a, b)) best.add(value, b);
    }
    best.end();
  };
  /** Moves on to the best partner that is still to be had; false if there is none. */
  const advance = (a: number): boolean => {
    const own = partners[a]!;
    for (;;) {
      for (; !own.isUsedUp; own.next()) if (groups.canJoin(a, own.partner)) return true;
      if (own.isComplete || groups.isFull(a)) return false;
      look(a);
    }
  };

  const queue = new BestFirst(workers.length, (one, other) => partners[one]!.isBefore(partners[other]!));
  workers.forEach((_, mark) => {
    look(mark);
    if (!partners[mark]!.isUsedUp) queue.push(mark);
  });
  while (queue.size > 0) {
    const a = queue.first;
    const b = partners[a]!.partner;
    if (groups.canJoin(a, b)) groups.join(a, b);
    if (advance(a)) queue.sinkFirst();
    else queue.dropFirst();
  }
  return groups.all();
}

/** Groups that begin with one mark each. */
class GrowingGroups {
  /** Marks whose groups lack somebody, in order: the first `opened` of them. */
  public readonly open: Int32Array;
  public opened: number;

  private readonly groupOf: Int32Array;
  private readonly members: number[][];
  /** Who is in a group, one bit a worker. More than 32 workers share bits, and are told apart one by one. */
  private readonly bits: Int32Array;
  private readonly bitsAreExact: boolean;
  private readonly everybody: number;
  private closed = 0;

  public constructor(
    private readonly workers: readonly number[],
    private readonly match: (a: number, b: number) => boolean,
  ) {
    this.open = Int32Array.from(workers, (_, mark) => mark);
    this.opened = workers.length;
    this.groupOf = Int32Array.from(this.open);
    this.members = workers.map((_, mark) => [mark]);
    this.bitsAreExact = workers.every((worker) => worker < 32);
    this.bits = Int32Array.from(workers, (worker) => (this.bitsAreExact ? 1 << worker : 0));
    this.everybody = new Set(workers).size;
  }

  /** True if the groups are one, or have a worker in common. */
  public shareWorker(a: number, b: number): boolean {
    const [one, other] = [this.groupOf[a]!, this.groupOf[b]!];
    if (this.bitsAreExact) return (this.bits[one]! & this.bits[other]!) !== 0;
    if (one === other) return true;
    return this.members[one]!.some((x) =>
      this.members[other]!.some((y) => this.workers[x] === this.workers[y]),
    );
  }

  /** Whether the groups of two marks that match can be joined. */
  public canJoin(a: number, b: number): boolean {
    if (this.shareWorker(a, b)) return false;
    const one = this.members[this.groupOf[a]!]!;
    const other = this.members[this.groupOf[b]!]!;
    for (const x of one) {
      for (const y of other) {
        if (x === a && y === b) continue;
        if (!(x < y ? this.match(x, y) : this.match(y, x))) return false;
      }
    }
    return true;
  }

  public join(a: number, b: number): void {
    const [one, other] = [this.groupOf[a]!, this.groupOf[b]!];
    const joined = this.members[one]!;
    for (const mark of this.members[other]!) {
      joined.push(mark);
      this.groupOf[mark] = one;
    }
    this.bits[one]! |= this.bits[other]!;
    if (!this.isFull(a)) return;
    this.closed += joined.length;
    if (this.closed * 8 > this.opened) this.dropClosed();
  }

  /** True if everybody who made a mark is in the group. */
  public isFull(mark: number): boolean {
    return this.members[this.groupOf[mark]!]!.length === this.everybody;
  }

  /** Place of the first open mark after this one. */
  public firstAfter(mark: number): number {
    let [low, high] = [0, this.opened];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.open[middle]! <= mark) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  public all(): number[][] {
    const groups = [...new Set(this.groupOf)].map((group) => this.members[group]!.sort((a, b) => a - b));
    return groups.sort(([a], [b]) => a! - b!);
  }

  private dropClosed(): void {
    let kept = 0;
    for (let at = 0; at < this.opened; at += 1) {
      const mark = this.open[at]!;
      if (!this.isFull(mark)) this.open[kept++] = mark;
    }
    this.opened = kept;
    this.closed = 0;
  }
}

/** How many partners a mark knows at a time. */
const mostPartners = 64;

/** The best partners of a mark among later marks, best first; of equally good ones the earlier. */
class Partners {
  /** False while there may be more than are known. */
  public isComplete = false;

  private overlaps: number[] = [];
  private marks: number[] = [];
  private at = 0;

  public constructor(private readonly mark: number) {}

  public get isUsedUp(): boolean {
    return this.at >= this.marks.length;
  }

  public get partner(): number {
    return this.marks[this.at]!;
  }

  public next(): void {
    this.at += 1;
  }

  public begin(): void {
    this.overlaps = [];
    this.marks = [];
    this.at = 0;
    this.isComplete = true;
  }

  /** Whether a partner of this overlap, later than all before it, would be one of the best. */
  public wants(overlap: number): boolean {
    if (this.marks.length < mostPartners || overlap > this.overlaps[0]!) return true;
    this.isComplete = false;
    return false;
  }

  /** Keeps a heap with the worst at its top. */
  public add(overlap: number, mark: number): void {
    const { overlaps, marks } = this;
    if (marks.length === mostPartners) {
      this.isComplete = false;
      this.sink(overlap, mark);
      return;
    }
    let place = marks.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!isWorse(overlap, mark, overlaps[above]!, marks[above]!)) break;
      overlaps[place] = overlaps[above]!;
      marks[place] = marks[above]!;
      place = above;
    }
    overlaps[place] = overlap;
    marks[place] = mark;
  }

  public end(): void {
    const order = this.marks.map((_, index) => index);
    order.sort((x, y) => this.overlaps[y]! - this.overlaps[x]! || this.marks[x]! - this.marks[y]!);
    [this.overlaps, this.marks] = [order.map((x) => this.overlaps[x]!), order.map((x) => this.marks[x]!)];
  }

  /** Whether the best pair of this mark comes before that of another. */
  public isBefore(other: Partners): boolean {
    const [own, its] = [this.overlaps[this.at]!, other.overlaps[other.at]!];
    return own > its || (own === its && this.mark < other.mark);
  }

  private sink(overlap: number, mark: number): void {
    const { overlaps, marks } = this;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= marks.length) break;
      const right = below + 1;
      if (right < marks.length && isWorse(overlaps[right]!, marks[right]!, overlaps[below]!, marks[below]!))
        below = right;
      if (!isWorse(overlaps[below]!, marks[below]!, overlap, mark)) break;
      overlaps[place] = overlaps[below]!;
      marks[place] = marks[below]!;
      place = below;
    }
    overlaps[place] = overlap;
    marks[place] = mark;
  }
}

function isWorse(overlap: number, mark: number, than: number, thanMark: number): boolean {
  return overlap < than || (overlap === than && mark > thanMark);
}

/** A heap of numbers, the one that comes before all others at its top. */
class BestFirst {
  private readonly items: Int32Array;
  private count = 0;

  public constructor(
    most: number,
    private readonly isBefore: (one: number, other: number) => boolean,
  ) {
    this.items = new Int32Array(most);
  }

  public get size(): number {
    return this.count;
  }

  public get first(): number {
    return this.items[0]!;
  }

  public push(item: number): void {
    let place = this.count;
    this.count += 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!this.isBefore(item, this.items[above]!)) break;
      this.items[place] = this.items[above]!;
      place = above;
    }
    this.items[place] = item;
  }

  /** To be called when the first item has become worse. */
  public sinkFirst(): void {
    this.sink(this.items[0]!);
  }

  public dropFirst(): void {
    this.count -= 1;
    if (this.count > 0) this.sink(this.items[this.count]!);
  }

  private sink(item: number): void {
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= this.count) break;
      if (below + 1 < this.count && this.isBefore(this.items[below + 1]!, this.items[below]!)) below += 1;
      if (!this.isBefore(this.items[below]!, item)) break;
      this.items[place] = this.items[below]!;
      place = below;
    }
    this.items[place] = item;
  }
}
