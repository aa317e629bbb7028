import type { Command } from "commander";

/** How a command of the program ended. */
export interface Terminal {
  /** Results: what another program may read. */
  write(text: string): void;
  /** Everything that is meant for the person. */
  tell(text: string): void;
  /** Shows how far something is, over what it showed before; nothing at the end. @default - nothing moves: no terminal */
  readonly progress?: (text: string) => void;
  /** Waits until what was written has been taken, so that it does not fill the memory. @default - it is taken at once */
  readonly taken?: () => Promise<void>;
  /** Whether results may carry colours. */
  readonly colours: boolean;
  /** Whether a person is there to answer questions. @default false */
  readonly asks?: boolean;
  /** Characters in a line. */
  readonly width: number;
}

/** A command before it is called: its name and summary are all that `--help` needs. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Loads the module of the command, and nothing before it is called. */
  readonly load: () => CommandModule;
}

/** What the module of a command gives. */
export interface CommandModule {
  /** Arguments, options, examples and the action. The action sets the exit code by what it returns. */
  define(command: Command, terminal: Terminal, exit: (code: number) => void): void;
}
