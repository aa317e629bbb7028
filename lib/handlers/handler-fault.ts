const mostShown = 20;

/** What makes a handler give up. Ground Truth gets an error, never an empty or a partial answer. */
export class HandlerFault extends Error {
  public constructor(
    /** What could not be done: `Consolidation for labeling job "signs-1"`. */
    public readonly subject: string,
    /** All that is wrong; the message shows the first twenty. */
    public readonly faults: readonly string[],
    options?: ErrorOptions,
  ) {
    super(messageOf(subject, faults), options);
    this.name = "HandlerFault";
    // Where this library noticed a wrong event helps nobody; where the user's own function threw does, and Lambda logs
    // nothing but this text.
    const cause = options?.cause instanceof Error ? `\nCaused by: ${options.cause.stack ?? ""}` : "";
    this.stack = `${this.name}: ${this.message}${cause}`;
  }
}

/** Collects faults, so that all of them are told at once. */
export class Faults {
  private readonly found: string[] = [];
  private cause: unknown;

  public constructor(private readonly subject: string) {}

  /** @param field where it is, as the sender wrote it: `payload.s3Uri` */
  public add(field: string, message: string): void {
    this.found.push(`${field}: ${message}`);
  }

  /** What a function threw. Its stack is kept if it is the first one that was not foreseen. */
  public addThrown(field: string, thrown: unknown): void {
    if (thrown instanceof HandlerFault) {
      for (const fault of thrown.faults) this.add(field, fault);
      this.cause ??= thrown.cause;
      return;
    }
    this.add(field, String(thrown));
    this.cause ??= thrown;
  }

  /** @throws HandlerFault telling every fault added so far, if there is any */
  public throwIfAny(): void {
    if (this.found.length > 0) throw new HandlerFault(this.subject, this.found, { cause: this.cause });
  }
}

function messageOf(subject: string, faults: readonly string[]): string {
  const lines = faults.slice(0, mostShown).map((fault) => `  - ${fault}`);
  const hidden = faults.length - lines.length;
  if (hidden > 0) lines.push(`  - … and ${hidden} more`);
  return `${subject} failed:\n${lines.join("\n")}`;
}
