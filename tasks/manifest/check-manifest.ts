import { AwsPage } from "../../lib/aws-page";
import { checkLine } from "./check-line";
import type { Fault, FaultKind } from "./fault";
import type { LineContext } from "./line-context";
import { linesOf } from "./raw-lines";
import { RepeatedObjects } from "./repeated-objects";
import type { SorterSizes } from "./record-sorter";

/** An object of a line, to be looked for. */
export interface ObjectToFind {
  readonly line: number;
  readonly bucket: string;
  readonly key: string;
}

interface CheckOptions {
  /** The manifest's name, for people. */
  readonly shown: string;
  readonly context: LineContext;
  /** Whether two lines may have the same object: workers are paid for each. @default false */
  readonly allowRepeated?: boolean;
  /** Looks for objects, many at a time. @default - they are not looked for */
  readonly findObjects?: (objects: readonly ObjectToFind[]) => Promise<readonly Fault[]>;
  /** Takes each line without a fault. @default - nobody wants them */
  readonly eachLine?: (number: number, text: string) => void;
  /** Takes faults as they are found, repeated objects last. The check waits for it. */
  readonly tell: (faults: readonly Fault[]) => Promise<void> | void;
  /** Called now and then. */
  readonly progress?: (soFar: ManifestSummary) => void;
  /** @default - about 4 MB */
  readonly sorter?: Partial<SorterSizes>;
}

/** What was found. */
export interface ManifestSummary {
  readonly lines: number;
  readonly faultyLines: number;
  readonly faults: number;
  /** Faults by kind, most first. */
  readonly byKind: Readonly<Partial<Record<FaultKind, number>>>;
  /** Lines with a label of an earlier job, by the name of the label. At most 50 names. */
  readonly labels: Readonly<Record<string, number>>;
  /** Bytes that were read. */
  readonly bytes: number;
}

const mostLabelNames = 50;

/**
 * Checks an input manifest of any size, in constant memory.
 *
 * @throws UserError when it is no text that Ground Truth reads
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-input-data-input-manifest.html
 */
export async function checkManifest(
  chunks: AsyncIterable<Uint8Array>,
  options: CheckOptions,
): Promise<ManifestSummary> {
  const { context, tell } = options;
  const count = new Count();
  const repeated = options.allowRepeated === true ? undefined : new RepeatedObjects(options.sorter);
  try {
    const { hasByteOrderMark, batches } = await linesOf(options.shown, count.bytesOf(chunks));
    if (hasByteOrderMark) {
      const message = "begins with a byte order mark, which is no JSON; save the file as UTF-8 without it";
      await tell(count.faultsOf([{ line: 1, kind: "encoding", message, page: AwsPage.inputManifest }]));
    }
    let lines = 0;
    for await (const batch of batches) {
      const faults: Fault[] = [];
      const objects: ObjectToFind[] = [];
      const identities: [string, number][] = [];
      for (const { number, text, problem } of batch) {
        lines += 1;
        if (problem !== undefined) {
          faults.push({
            line: number,
            kind: problem.startsWith("has") ? "length" : "encoding",
            message: problem,
            page: AwsPage.inputManifest,
          });
          continue;
        }
        const checked = checkLine(number, text, context);
        faults.push(...checked.faults);
        count.labelsOf(checked.labels);
        if (checked.faults.length === 0) options.eachLine?.(number, text);
        if (checked.object !== undefined) identities.push([checked.object.identity, number]);
        if (checked.object?.uri !== undefined && checked.faults.length === 0)
          objects.push({ line: number, ...checked.object.uri });
      }
      const found = objects.length === 0 ? undefined : await options.findObjects?.(objects);
      const all = found === undefined ? faults : [...faults, ...found].sort((a, b) => a.line - b.line);
      count.lines = lines;
      const faulty = new Set(all.map(({ line }) => line));
      for (const [identity, line] of identities) repeated?.add(identity, line, faulty.has(line));
      if (all.length > 0) await tell(count.faultsOf(all));
      options.progress?.(count.summary());
    }
    if (lines === 0)
      await tell(
        count.faultsOf([
          { line: 1, kind: "count", message: "the manifest is empty", page: AwsPage.inputManifest },
        ]),
      );
    await tellRepeated(repeated, count, tell);
    const most = context.task?.maxDatasetObjects;
    if (most !== undefined && lines > most) {
      const message = `the manifest has ${lines} lines; a job of ${context.task!.type} has at most ${most} objects`;
      await tell(count.faultsOf([{ line: most + 1, kind: "count", message, page: AwsPage.inputQuotas }]));
    }
    return count.summary();
  } finally {
    repeated?.close();
  }
}

/** How many faults are told at a time. */
const together = 1000;

async function tellRepeated(
  repeated: RepeatedObjects | undefined,
  count: Count,
  tell: CheckOptions["tell"],
): Promise<void> {
  let faults: Fault[] = [];
  for (const { line, first, isFaulty } of repeated?.repeated() ?? []) {
    const message = `has the same object as line ${first}: workers would do it twice`;
    faults.push({ line, kind: "duplicate", message });
    count.repeatedLine(isFaulty);
    if (faults.length < together) continue;
    await tell(faults);
    faults = [];
  }
  if (faults.length > 0) await tell(faults);
}

class Count {
  public lines = 0;
  private bytes = 0;
  private faults = 0;
  private faultyLines = 0;
  private lastFaulty = 0;
  private readonly kinds = new Map<FaultKind, number>();
  private readonly labels = new Map<string, number>();

  public async *bytesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.bytes += chunk.length;
      yield chunk;
    }
  }

  /** Faults in the order of their lines. */
  public faultsOf(faults: readonly Fault[]): readonly Fault[] {
    for (const { line, kind } of faults) {
      this.add(kind);
      if (line !== this.lastFaulty) this.faultyLines += 1;
      this.lastFaulty = line;
    }
    return faults;
  }

  public repeatedLine(isFaulty: boolean): void {
    this.add("duplicate");
    if (!isFaulty) this.faultyLines += 1;
  }

  public labelsOf(names: readonly string[]): void {
    for (const name of names) {
      if (this.labels.size < mostLabelNames || this.labels.has(name))
        this.labels.set(name, (this.labels.get(name) ?? 0) + 1);
    }
  }

  public summary(): ManifestSummary {
    const { lines, faults, faultyLines, bytes } = this;
    const byKind = Object.fromEntries([...this.kinds].sort(([, a], [, b]) => b - a));
    return { lines, faultyLines, faults, byKind, labels: Object.fromEntries(this.labels), bytes };
  }

  private add(kind: FaultKind): void {
    this.faults += 1;
    this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
  }
}
