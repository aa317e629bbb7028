import { closeSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { UserError } from "../review/user-error";
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
    this.beside = `${file}.${process.pid}`;
    this.descriptor = this.told(() => openSync(this.beside!, "w"));
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
      renameSync(this.beside!, this.file!);
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
      const why = error instanceof Error ? error.message : String(error);
      throw new UserError(`--out: ${this.file} cannot be written (${why}).`);
    }
  }
}
