import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Sizes of a sorter, which are its memory: about 4 MB with what they are by default. */
export interface SorterSizes {
  /** Records that are sorted at once. */
  readonly inMemory: number;
  /** Sorted runs that are merged at once. */
  readonly fanIn: number;
  /** Records that are read at once of each run. */
  readonly read: number;
}

const defaults: SorterSizes = { inMemory: 65_536, fanIn: 32, read: 512 };

interface Run {
  readonly at: number;
  readonly records: number;
}

/**
 * Sorts any number of records of a few 32-bit numbers each, in memory that does not grow with their number: runs are sorted
 * in memory, kept in a temporary file and merged. The file has no name that others could open, where the system allows it, and
 * goes with the process.
 */
export class RecordSorter {
  private readonly filled: Uint32Array;
  private readonly indexes: Uint32Array;
  private readonly sizes: SorterSizes;
  private count = 0;
  private readonly runs: Run[] = [];
  private file: number | undefined;
  private folder: string | undefined;
  private fileWords = 0;

  /** @param words numbers in each record, the first the most significant */
  public constructor(
    private readonly words: number,
    sizes: Partial<SorterSizes> = {},
  ) {
    this.sizes = { ...defaults, ...sizes };
    this.filled = new Uint32Array(words * this.sizes.inMemory);
    this.indexes = new Uint32Array(this.sizes.inMemory);
  }

  /** @param record as many numbers as the sorter's records have, each from 0 to 2^32 - 1; they are copied */
  public add(record: ArrayLike<number>): void {
    if (this.count === this.sizes.inMemory) this.spill();
    this.filled.set(record, this.count * this.words);
    this.count += 1;
  }

  /** All records in order. Each is overwritten when the next one is asked for. */
  public *sorted(): Generator<Uint32Array> {
    if (this.runs.length === 0) {
      for (const index of this.order()) yield this.recordOf(index);
      return;
    }
    if (this.count > 0) this.spill();
    while (this.runs.length > this.sizes.fanIn) {
      const merged = this.runs.splice(0, this.sizes.fanIn);
      const writer = new RunWriter((words) => this.append(words), this.words * this.sizes.read);
      const at = this.fileWords;
      let records = 0;
      for (const record of this.merge(merged)) {
        writer.write(record);
        records += 1;
      }
      writer.flush();
      this.runs.push({ at, records });
    }
    yield* this.merge(this.runs);
  }

  /** Deletes the temporary file. */
  public close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
    if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true });
    this.folder = undefined;
  }

  private recordOf(index: number): Uint32Array {
    return this.filled.subarray(index * this.words, (index + 1) * this.words);
  }

  private order(): Uint32Array {
    const { filled, words } = this;
    const order = this.indexes.subarray(0, this.count);
    for (let index = 0; index < this.count; index += 1) order[index] = index;
    return order.sort((a, b) => {
      for (let word = 0; word < words; word += 1) {
        const difference = filled[a * words + word]! - filled[b * words + word]!;
        if (difference !== 0) return difference;
      }
      return 0;
    });
  }

  private spill(): void {
    const sorted = new RunWriter((words) => this.append(words), this.words * this.sizes.read);
    const at = this.fileWords;
    for (const index of this.order()) sorted.write(this.recordOf(index));
    sorted.flush();
    this.runs.push({ at, records: this.count });
    this.count = 0;
  }

  private append(words: Uint32Array): void {
    const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
    const file = (this.file ??= this.open());
    for (let done = 0; done < bytes.length;) {
      done += writeSync(file, bytes, done, bytes.length - done, this.fileWords * 4 + done);
    }
    this.fileWords += words.length;
  }

  private open(): number {
    this.folder = mkdtempSync(join(tmpdir(), "cdktf-ground-truth-"));
    const path = join(this.folder, "sorted");
    const file = openSync(path, "wx+", 0o600);
    try {
      rmSync(this.folder, { recursive: true });
      this.folder = undefined;
    } catch {
      // Windows deletes no open file: `close` does it.
    }
    return file;
  }

  private *merge(runs: readonly Run[]): Generator<Uint32Array> {
    const open = runs.map(
      ({ at, records }) => new RunReader(this.file!, at, records, this.words, this.sizes.read),
    );
    for (;;) {
      let least: RunReader | undefined;
      for (const each of open) {
        if (each.record !== undefined && (least === undefined || isBefore(each, least, this.words)))
          least = each;
      }
      if (least?.record === undefined) return;
      yield least.record;
      least.next();
    }
  }
}

function isBefore(one: RunReader, other: RunReader, words: number): boolean {
  for (let word = 0; word < words; word += 1) {
    const difference = one.record![word]! - other.record![word]!;
    if (difference !== 0) return difference < 0;
  }
  return false;
}

class RunWriter {
  private readonly buffer: Uint32Array;
  private filled = 0;

  public constructor(
    private readonly append: (words: Uint32Array) => void,
    size: number,
  ) {
    this.buffer = new Uint32Array(size);
  }

  public write(record: Uint32Array): void {
    if (this.filled === this.buffer.length) this.flush();
    this.buffer.set(record, this.filled);
    this.filled += record.length;
  }

  public flush(): void {
    this.append(this.buffer.subarray(0, this.filled));
    this.filled = 0;
  }
}

class RunReader {
  /** The next record; undefined at the end. */
  public record: Uint32Array | undefined;
  private readonly buffer: Uint32Array;
  private inBuffer = 0;
  private at = 0;
  private done = 0;

  public constructor(
    private readonly file: number,
    private readonly from: number,
    private readonly records: number,
    private readonly words: number,
    read: number,
  ) {
    this.buffer = new Uint32Array(words * Math.min(read, records));
    this.next();
  }

  public next(): void {
    if (this.at === this.inBuffer) this.fill();
    this.record =
      this.at < this.inBuffer
        ? this.buffer.subarray(this.at * this.words, (this.at + 1) * this.words)
        : undefined;
    this.at += 1;
  }

  private fill(): void {
    const wanted = Math.min(this.buffer.length / this.words, this.records - this.done);
    const bytes = new Uint8Array(this.buffer.buffer, 0, wanted * this.words * 4);
    for (let read = 0; read < bytes.length;) {
      const more = readSync(
        this.file,
        bytes,
        read,
        bytes.length - read,
        (this.from + this.done * this.words) * 4 + read,
      );
      if (more === 0) throw new Error("The temporary file ended early.");
      read += more;
    }
    this.done += wanted;
    this.inBuffer = wanted;
    this.at = 0;
  }
}
