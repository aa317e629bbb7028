/** Colours and weights for people at a terminal. None of them carries a meaning that the words do not. */
export interface Ink {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly grave: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly good: (text: string) => string;
}

const plain = (text: string) => text;
const code = (on: number, off: number) => (text: string) => `\u001b[${on}m${text}\u001b[${off}m`;

export const noInk: Ink = { bold: plain, dim: plain, grave: plain, warn: plain, good: plain };

export const terminalInk: Ink = {
  bold: code(1, 22),
  dim: code(2, 22),
  grave: code(31, 39),
  warn: code(33, 39),
  good: code(32, 39),
};
