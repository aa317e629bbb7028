import type { PolicyStatement } from "../lib/iam/statement";

/** A section of the page of permissions. */
export interface Section {
  readonly title: string;
  readonly file: string;
  readonly leastPrivilege: readonly PolicyStatement[];
  readonly asDocumented: readonly PolicyStatement[];
  readonly hardened: readonly PolicyStatement[];
}
