import { isScalar } from "yaml";
import type { Excerpt } from "./excerpt";
import { shownPath } from "./shown-path";
import type { Path, WrittenText } from "./yaml-document";

/** Where in a file its keys stand, for what is noticed only after it was read. */
export class Places {
  public constructor(
    /** The file, as it is shown. */
    public readonly file: string,
    private readonly document: WrittenText,
  ) {}

  /** `ground-truth.yaml:14:15`: of the value that `path` leads to, or else of what should hold it. */
  public of(path: Path): string {
    const { line, col } = this.document.position(this.document.find(path).offset);
    return `${this.file}:${line}:${col}`;
  }

  /** The path as it is written in the file: `workflows[1].taskType`. */
  public shown(path: Path): string {
    return shownPath(this.document.written(path));
  }

  /** The line that this is on. */
  public excerptOf(path: Path): Excerpt {
    const { offset, node } = this.document.find(path);
    return this.document.excerpt(offset, isScalar(node) ? node.range?.[1] : undefined);
  }
}

/** The steps of a path as it is written in code: `settings.layers[1]`. */
export function steps(path: string): Path {
  return path
    .split(/\.|\[(\d+)\]/)
    .filter((step) => step !== undefined && step !== "")
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}
