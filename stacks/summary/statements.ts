import { jsonOrText } from "./json-or-text";
import type { Block } from "./stack-json";

/** A statement as it stands in a policy of a stack. */
export interface WrittenStatement {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly [element: string]: unknown;
}

/** The statements of all policies that are arguments of a resource. */
export function statementsIn(block: Block): WrittenStatement[] {
  return Object.values(block).flatMap((value) => {
    const document = jsonOrText(value);
    if (typeof document !== "object" || document === null || !("Statement" in document)) return [];
    return [document.Statement].flat() as WrittenStatement[];
  });
}
