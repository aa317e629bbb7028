import type { Excerpt } from "../file/excerpt";
import type { Found, Path, WrittenText } from "../file/yaml-document";
import type { Origin } from "./overlay";

/** A file as one of its environments sees it: paths lead to where things stand, in the environment or in the rest. */
export class OverlaidDocument implements WrittenText {
  public readonly hasPlaceholders = true;

  public constructor(
    private readonly document: WrittenText,
    private readonly origin: Origin,
  ) {}

  public find(path: Path): Found {
    return this.document.find(this.written(path));
  }

  public findKey(path: Path): Found {
    return this.document.findKey(this.written(path));
  }

  public position(offset: number): { readonly line: number; readonly col: number } {
    return this.document.position(offset);
  }

  public excerpt(offset: number, end?: number): Excerpt {
    return this.document.excerpt(offset, end);
  }

  public written(path: Path): Path {
    const [origin, rest] = this.last(path);
    return [...origin.path, ...rest];
  }

  /** Where the environment adds to what `path` leads to, or takes something away. */
  public overlayOf(path: Path): { readonly path: Path; readonly offset: number } | undefined {
    const [{ overlay }, rest] = this.last(path);
    if (overlay === undefined || rest.length > 1) return undefined;
    return { path: overlay, offset: this.document.find(overlay).offset };
  }

  private last(path: Path): readonly [Origin, Path] {
    let origin = this.origin;
    for (const [index, step] of path.entries()) {
      const part = origin.parts?.get(String(step));
      if (part === undefined) return [origin, path.slice(index)];
      origin = part;
    }
    return [origin, []];
  }
}
