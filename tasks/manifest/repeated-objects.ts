import * as crypto from "node:crypto";
import { RecordSorter, type SorterSizes } from "./record-sorter";

/** A line whose object another line before it has. */
interface RepeatedObject {
  readonly line: number;
  /** The first line with the same object. */
  readonly first: number;
  /** What was noted with the line. */
  readonly isFaulty: boolean;
}

const digestWords = 4;

/**
 * Finds lines with the same object, in constant memory. Of each line it keeps 128 bits of a SHA-256 digest and its number, sorts
 * them, and reads off neighbours. Two lines with different objects and equal digests are not to be expected: among a thousand
 * million lines the probability is below one in 10^20.
 */
export class RepeatedObjects {
  private readonly byDigest: RecordSorter;
  private readonly record = new Uint32Array(digestWords + 3);

  public constructor(private readonly sizes: Partial<SorterSizes> = {}) {
    this.byDigest = new RecordSorter(digestWords + 3, sizes);
  }

  public add(identity: string, line: number, isFaulty: boolean): void {
    const { record } = this;
    const digest = digestOf(identity);
    for (let word = 0; word < digestWords; word += 1) record[word] = digest.readUInt32LE(word * 4);
    record[digestWords] = Math.floor(line / 2 ** 32);
    record[digestWords + 1] = line % 2 ** 32;
    record[digestWords + 2] = isFaulty ? 1 : 0;
    this.byDigest.add(record);
  }

  /** In the order of their lines. To be asked for once. */
  public *repeated(): Generator<RepeatedObject> {
    const byLine = new RecordSorter(5, this.sizes);
    try {
      const first = new Uint32Array(digestWords + 3);
      let isFirst = true;
      for (const record of this.byDigest.sorted()) {
        if (!isFirst && sameDigest(record, first)) {
          const [high, low, isFaulty] = record.subarray(digestWords);
          byLine.add([high!, low!, first[digestWords]!, first[digestWords + 1]!, isFaulty!]);
        } else first.set(record);
        isFirst = false;
      }
      for (const [high, low, firstHigh, firstLow, isFaulty] of byLine.sorted()) {
        yield {
          line: oneNumber(high!, low!),
          first: oneNumber(firstHigh!, firstLow!),
          isFaulty: isFaulty === 1,
        };
      }
    } finally {
      byLine.close();
    }
  }

  public close(): void {
    this.byDigest.close();
  }
}

/** One call where Node.js has it (20.12), as it leaves nothing behind to be collected. */
const digestOf: (text: string) => Buffer =
  typeof crypto.hash === "function"
    ? (text) => crypto.hash("sha256", text, "buffer")
    : (text) => crypto.createHash("sha256").update(text).digest();

function sameDigest(one: Uint32Array, other: Uint32Array): boolean {
  for (let word = 0; word < digestWords; word += 1) if (one[word] !== other[word]) return false;
  return true;
}

const oneNumber = (high: number, low: number) => high * 2 ** 32 + low;
