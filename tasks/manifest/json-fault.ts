/** Where a text stops being one JSON value, and why. */
interface JsonFault {
  /** In UTF-16 units, from 0. */
  readonly offset: number;
  readonly message: string;
}

/**
 * What is wrong with a text that `JSON.parse` refuses, in words for people: the messages of V8 differ between versions and
 * often tell no place. Slower than `JSON.parse`: for lines that are known to be faulty.
 */
export function jsonFault(text: string): JsonFault {
  return new Scanner(text).fault() ?? { offset: text.length, message: "is no JSON" };
}

/** Keys that the object of a line has more than once: of those JSON keeps the last, and drops the others without a word. */
export function repeatedKeys(text: string): string[] {
  const scanner = new Scanner(text);
  scanner.fault();
  return [...new Set(scanner.keys.filter((key, index) => scanner.keys.indexOf(key) !== index))];
}

/** Deeper than any manifest; JSON of such a depth is told and not followed. */
const deepest = 1000;

class Found extends Error {
  public constructor(
    public readonly offset: number,
    message: string,
  ) {
    super(message);
  }
}

class Scanner {
  /** Keys of the outermost object, in order. */
  public readonly keys: string[] = [];
  private at = 0;

  public constructor(private readonly text: string) {}

  public fault(): JsonFault | undefined {
    try {
      this.space();
      this.value(0);
      this.space();
      if (this.at < this.text.length) this.rest();
      return undefined;
    } catch (error) {
      if (!(error instanceof Found)) throw error;
      return { offset: error.offset, message: error.message };
    }
  }

  private rest(): never {
    const character = this.text[this.at];
    if (character === ",") this.say("a comma stands after the object: lines are not separated by commas");
    if (character === "{") this.say("a second object begins: each stands on a line of its own");
    this.say(`${this.shown()} stands after the end of the object`);
  }

  private value(depth: number): void {
    if (depth > deepest) this.say(`it is nested deeper than ${deepest}`);
    const character = this.text[this.at];
    if (character === "{") this.object(depth);
    else if (character === "[") this.list(depth);
    else if (character === '"') this.string();
    else if (character === "'") this.say("JSON has texts in double quotes, not in single ones");
    else this.word();
  }

  private object(depth: number): void {
    this.at += 1;
    this.space();
    if (this.skip("}")) return;
    for (;;) {
      this.space();
      if (this.text[this.at] === "}") this.say("a comma stands before the closing brace");
      if (this.text[this.at] === "'") this.say("JSON has keys in double quotes, not in single ones");
      if (this.text[this.at] !== '"') this.unexpected("a key in double quotes");
      const begin = this.at;
      this.string();
      if (depth === 0) this.keys.push(JSON.parse(this.text.slice(begin, this.at)) as string);
      this.space();
      if (!this.skip(":")) this.unexpected(`":" after the key`);
      this.space();
      this.value(depth + 1);
      this.space();
      if (this.skip("}")) return;
      if (!this.skip(",")) this.unexpected(`"," or "}"`);
    }
  }

  private list(depth: number): void {
    this.at += 1;
    this.space();
    if (this.skip("]")) return;
    for (;;) {
      this.space();
      if (this.text[this.at] === "]") this.say("a comma stands before the closing bracket");
      this.value(depth + 1);
      this.space();
      if (this.skip("]")) return;
      if (!this.skip(",")) this.unexpected(`"," or "]"`);
    }
  }

  private string(): void {
    const begin = this.at;
    for (this.at += 1; this.at < this.text.length; this.at += 1) {
      const character = this.text[this.at]!;
      if (character === '"') {
        this.at += 1;
        return;
      }
      if (character < " ") this.say(`a text holds ${this.shown()}: write it as an escape, \\t or \\n`);
      if (character !== "\\") continue;
      const escape = this.text.slice(this.at + 1, this.at + 6);
      if (/^u[\da-fA-F]{4}/.test(escape)) this.at += 5;
      else if (/^["\\/bfnrt]/.test(escape)) this.at += 1;
      else if (escape === "") break;
      else this.say(`JSON has no escape \\${escape[0]}; a backslash itself is \\\\`);
    }
    throw new Found(begin, "a text that begins here is never closed");
  }

  private word(): void {
    const rest = this.text.slice(this.at);
    const word = /^[^\s,\]}:"']*/.exec(rest)![0];
    if (/^(true|false|null|-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?)$/.test(word)) {
      this.at += word.length;
      return;
    }
    const python: Readonly<Record<string, string>> = { True: "true", False: "false", None: "null" };
    if (Object.hasOwn(python, word)) this.say(`${word} is Python; JSON has ${python[word]}`);
    if (/^-?(NaN|Infinity)$/.test(word)) this.say(`JSON has no ${word}`);
    if (word === "") this.unexpected("a value");
    this.say(`${quoted(word)} is no value of JSON: a text stands in double quotes`);
  }

  private space(): void {
    while (" \t\r\n".includes(this.text[this.at] ?? "x")) this.at += 1;
  }

  private skip(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private unexpected(wanted: string): never {
    if (this.at >= this.text.length) {
      this.say(`the line ends where ${wanted} is needed: each object stands on one line, and whole`);
    }
    this.say(`${this.shown()} stands where ${wanted} is needed`);
  }

  private shown(): string {
    const character = String.fromCodePoint(this.text.codePointAt(this.at)!);
    return character < " "
      ? `the control character ${JSON.stringify(character).slice(1, -1)}`
      : quoted(character);
  }

  private say(message: string): never {
    throw new Found(this.at, message);
  }
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
