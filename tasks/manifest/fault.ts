/** What may be wrong with a line, by what checks it. */
export type FaultKind =
  | "encoding"
  | "json"
  | "source"
  | "length"
  | "name"
  | "label"
  | "place"
  | "format"
  | "object"
  | "duplicate"
  | "count";

/** Something that is wrong with one line of a manifest. */
export interface Fault {
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, where it is known. */
  readonly column?: number;
  readonly kind: FaultKind;
  /** What is wrong and what is allowed, without a full stop. */
  readonly message: string;
  /** The AWS page that says so. @default - common sense */
  readonly page?: string;
}
