import { countsByKind } from "./resource-words";
import { resourcesOf, type WrittenStack, writtenStacks } from "./stack-json";
import { type ToDo, toDoOf } from "./to-do";

/** What a synthesized stack makes and leaves to do. */
export interface StackSummary {
  readonly name: string;
  /** Its Terraform. */
  readonly file: string;
  /** Number of resources. */
  readonly resources: number;
  /** What they are: `topics` to 2, `key` to 1. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly toDo: readonly ToDo[];
}

/** All stacks of an output folder. */
export function summaries(outdir: string): StackSummary[] {
  return writtenStacks(outdir).map(summary);
}

function summary({ name, file, json }: WrittenStack): StackSummary {
  const resources = resourcesOf(json);
  return {
    name,
    file,
    resources: resources.length,
    kinds: countsByKind(resources.map(({ type }) => type)),
    toDo: toDoOf(json),
  };
}
