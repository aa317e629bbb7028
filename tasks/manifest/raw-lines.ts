import { isUtf8 } from "node:buffer";
import { AwsPage } from "../../lib/aws-page";
import { UserError } from "../../review/user-error";

/** A line of a manifest as its bytes stand there. */
interface RawLine {
  /** Counted from 1. */
  readonly number: number;
  /** Without its end. Empty if `problem` says why it is not read. */
  readonly text: string;
  readonly problem?: string;
}

/** What is read of a file before its lines: anything else than UTF-8 text is no manifest. */
export interface Lines {
  /** Whether a byte order mark stands before the first line. */
  readonly hasByteOrderMark: boolean;
  /** The lines, as many at a time as a chunk holds. */
  readonly batches: AsyncGenerator<readonly RawLine[]>;
}

/** No line of 100,000 characters has more bytes: a longer one is counted and not kept. */
const mostLineBytes = 400_000;
const lineFeed = 10;

/**
 * Lines of a stream of bytes, in memory that does not grow with the stream.
 *
 * @param shown the stream's name, for people
 * @throws UserError when it is no UTF-8 text: compressed, UTF-16, an archive
 */
export async function linesOf(shown: string, chunks: AsyncIterable<Uint8Array>): Promise<Lines> {
  const iterator = chunks[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  // Enough to know what it is; small chunks may come first.
  while (head.length < 4) {
    const next = await nextOf(iterator);
    if (next === undefined) break;
    head = Buffer.concat([head, next]);
  }
  const other = otherFormat(head);
  if (other !== undefined) throw new UserError(`${shown} ${other} (${AwsPage.inputManifest})`);
  const hasByteOrderMark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  return { hasByteOrderMark, batches: batches(hasByteOrderMark ? head.subarray(3) : head, iterator) };
}

function otherFormat(head: Buffer): string | undefined {
  const begins = (...bytes: readonly number[]) => bytes.every((byte, index) => head[index] === byte);
  if (begins(0x1f, 0x8b)) return "is compressed with gzip; Ground Truth reads plain text: unpack it";
  if (begins(0x28, 0xb5, 0x2f, 0xfd))
    return "is compressed with zstd; Ground Truth reads plain text: unpack it";
  if (begins(0x42, 0x5a, 0x68)) return "is compressed with bzip2; Ground Truth reads plain text: unpack it";
  if (begins(0x50, 0x4b, 3, 4)) return "is a zip archive; Ground Truth reads plain text: unpack it";
  const isUtf16 =
    begins(0xff, 0xfe) || begins(0xfe, 0xff) || (head.length > 1 && head.subarray(0, 2).includes(0));
  if (isUtf16)
    return "is UTF-16 or UTF-32 text; Ground Truth reads UTF-8: save it as UTF-8 without a byte order mark";
  return undefined;
}

async function* batches(
  head: Uint8Array,
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<readonly RawLine[]> {
  let number = 0;
  let begun: Buffer[] = [];
  let begunBytes = 0;
  const begin = (bytes: Buffer) => {
    // What is too long anyway is not kept.
    if (begunBytes <= mostLineBytes) begun.push(Buffer.from(bytes));
    begunBytes += bytes.length;
  };
  const finish = (end: Buffer): RawLine => {
    begin(end);
    number += 1;
    const line =
      begunBytes > mostLineBytes ? tooLong(number, begunBytes) : rawLine(number, Buffer.concat(begun));
    begun = [];
    begunBytes = 0;
    return line;
  };
  for (let next: Uint8Array | undefined = head; next !== undefined; next = await nextOf(iterator)) {
    const chunk = Buffer.from(next.buffer, next.byteOffset, next.byteLength);
    const last = chunk.lastIndexOf(lineFeed);
    if (last < 0) {
      if (chunk.length > 0) begin(chunk);
      continue;
    }
    const first = chunk.indexOf(lineFeed);
    const lines = [finish(chunk.subarray(0, first))];
    if (last > first) {
      const whole = chunk.subarray(first + 1, last);
      for (const line of wholeLines(whole, number)) lines.push(line);
      number += lines.length - 1;
    }
    if (last + 1 < chunk.length) begin(chunk.subarray(last + 1));
    yield lines;
  }
  if (begunBytes > 0) yield [finish(Buffer.alloc(0))];
}

async function nextOf(iterator: AsyncIterator<Uint8Array>): Promise<Uint8Array | undefined> {
  const result = await iterator.next();
  return result.done === true ? undefined : result.value;
}

/** Lines that lie in one chunk: decoded together where they can be. */
function wholeLines(bytes: Buffer, before: number): RawLine[] {
  if (isUtf8(bytes)) {
    return bytes
      .toString("utf8")
      .split("\n")
      .map((text, index) => ({ number: before + index + 1, text: withoutReturn(text) }));
  }
  const lines: RawLine[] = [];
  for (let from = 0; from <= bytes.length;) {
    const end = bytes.indexOf(lineFeed, from);
    const to = end < 0 ? bytes.length : end;
    lines.push(rawLine(before + lines.length + 1, bytes.subarray(from, to)));
    from = to + 1;
  }
  return lines;
}

function rawLine(number: number, bytes: Buffer): RawLine {
  if (isUtf8(bytes)) return { number, text: withoutReturn(bytes.toString("utf8")) };
  const at = firstInvalid(bytes);
  const shown = `0x${bytes[at]!.toString(16).padStart(2, "0")}`;
  return { number, text: "", problem: `is not UTF-8: byte ${at + 1} is ${shown}; save the file as UTF-8` };
}

/** How far the bytes are UTF-8. A character has four bytes at most. */
function firstInvalid(bytes: Buffer): number {
  let [good, bad] = [0, bytes.length];
  while (bad - good > 4) {
    const middle = (good + bad) >> 1;
    if (isPrefix(bytes.subarray(good, middle))) good = wholeCharacters(bytes, good, middle);
    else bad = middle;
    if (good >= bad) break;
  }
  let at = good;
  for (let to = good + 1; to <= bytes.length; to += 1) {
    if (isUtf8(bytes.subarray(good, to))) at = to;
    else if (to - at >= 4) break;
  }
  return Math.min(at, bytes.length - 1);
}

/** Whether bytes are UTF-8, but for a character that is cut off at the end. */
function isPrefix(bytes: Buffer): boolean {
  return [0, 1, 2, 3].some((cut) => isUtf8(bytes.subarray(0, Math.max(0, bytes.length - cut))));
}

function wholeCharacters(bytes: Buffer, from: number, to: number): number {
  const cut = [0, 1, 2, 3].find((each) => isUtf8(bytes.subarray(from, to - each))) ?? 0;
  return to - cut;
}

function withoutReturn(text: string): string {
  return text.endsWith("\r") ? text.slice(0, -1) : text;
}

function tooLong(number: number, bytes: number): RawLine {
  return { number, text: "", problem: `has ${bytes} bytes; a line has at most 100,000 characters` };
}
