import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runProgram } from "../../cli/program";

/** What a command line wrote, and how it ended. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A folder that a user works in. Commands run in it, in this process. */
export class UserFolder {
  public readonly root = realpathSync(mkdtempSync(join(tmpdir(), "user-")));
  private readonly before = process.cwd();

  public enter(): void {
    process.chdir(this.root);
  }

  public leave(): void {
    process.chdir(this.before);
    rmSync(this.root, { recursive: true, force: true });
  }

  public path(...names: string[]): string {
    return join(this.root, ...names);
  }

  public write(name: string, text: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }
}

/** Runs one command line as the program does, into texts. */
export async function run(...args: readonly string[]): Promise<Ran> {
  let [out, err] = ["", ""];
  const code = await runProgram(args, {
    write: (text) => void (out += text),
    tell: (text) => void (err += text),
    colours: false,
    width: 100,
  });
  return { code, out, err };
}
