/** The same numbers for the same seed, on every machine. */
export class Random {
  private state: number;

  public constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** From 0 up to, and without, 1. Mulberry32. */
  public next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from 0 up to, and without, `end`. */
  public below(end: number): number {
    return Math.floor(this.next() * end);
  }

  public one<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }

  public chance(probability: number): boolean {
    return this.next() < probability;
  }
}
