import type { Construct } from "constructs";
import { snakeCase } from "./short-logical-ids";

/**
 * An id in `scope` for something that is named by others: names that differ only in capitals or in marks, like `Answers` and
 * `answers`, would have one address in Terraform, so the later one gets a number.
 */
export function freeId(scope: Construct, name: string): string {
  // As ids are written in the tree.
  const id = name.replaceAll("/", "--");
  const taken = new Set(scope.node.children.map((child) => snakeCase(child.node.id)));
  let free = id;
  for (let number = 2; taken.has(snakeCase(free)); number += 1) free = `${id}-${number}`;
  return free;
}
