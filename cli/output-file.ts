import { closeSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { UserError } from "../review/user-error";
import { refusals } from "../stacks/output/refusals";
import type { Terminal } from "./command-entry";

const together = 64 * 1024;

/** A file that is there whole or not at all, or standard output. */
export class OutputFile {
  private readonly beside: string | undefined;
  private readonly descriptor: number | undefined;
  private waiting = "";

  /** @throws UserError when it cannot be written */
  public constructor(
    private readonly file: string | undefined,
    private readonly terminal: Terminal,
  ) {
    if (file === undefined) return;
    // A pipe, or /dev/stdout, takes no file in its place.
    const isSpecial = statSync(file, { throwIfNoEntry: false })?.isFile() === false;
    if (!isSpecial) this.beside = `${file}.${process.pid}`;
    this.descriptor = this.told(() => openSync(this.beside ?? file, "w"));
  }

  public async write(text: string): Promise<void> {
    this.waiting += text;
    if (this.waiting.length < together) return;
    this.flush();
    await this.terminal.taken?.();
  }

  public finish(): void {
    this.flush();
    if (this.descriptor === undefined) return;
    this.told(() => {
      closeSync(this.descriptor!);
      if (this.beside !== undefined) renameSync(this.beside, this.file!);
    });
  }

  /** Leaves what was there before. */
  public abandon(): void {
    if (this.beside !== undefined) rmSync(this.beside, { force: true });
  }

  private flush(): void {
    const text = this.waiting;
    this.waiting = "";
    if (this.descriptor === undefined) return this.terminal.write(text);
    this.told(() => {
      const bytes = Buffer.from(text);
      for (let done = 0; done < bytes.length;) done += writeSync(this.descriptor!, bytes, done);
    });
  }

  private told<Value>(write: () => Value): Value {
    try {
      return write();
    } catch (error) {
      const { code = "", message } = error as NodeJS.ErrnoException;
      const why = code === "ENOENT" ? "its folder does not exist" : (refusals[code] ?? message);
      throw new UserError(`--out: ${this.file} cannot be written: ${why}.`);
    }
  }
}

/** A text that is there at once, whole or not at all. */
export async function writeWhole(file: string, text: string, terminal: Terminal): Promise<void> {
  const out = new OutputFile(file, terminal);
  try {
    await out.write(text);
    out.finish();
  } catch (error) {
    out.abandon();
    throw error;
  }
}
