import { knownFilters } from "./liquid-filters";
import { filtersIn } from "./liquid-findings";
import type { LiquidPart } from "./liquid-parts";

/** Filters after which the value is no longer the address that came with the data. */
const makeAnother = [
  "append",
  "prepend",
  "replace",
  "replace_first",
  "replace_last",
  "base64_encode",
  "to_json",
];

/** Outputs of what came with the data object that have not been through `grant_read_access`, by where they begin. */
export function ungrantedOutputs(content: string, parts: readonly LiquidPart[]): LiquidPart[] {
  /** Variables that hold such values. */
  const ungranted = new Set<string>();
  const isUngranted = (expression: string) => {
    if (/^\s*task\s*(?:\.\s*input\b|\[)/.test(expression)) return true;
    return ungranted.has(/^\s*([\w-]+)/.exec(expression)?.[1] ?? "");
  };
  const note = (variable: string, is: boolean) => (is ? ungranted.add(variable) : ungranted.delete(variable));
  const outputs: LiquidPart[] = [];
  for (const part of parts) {
    const filters = filtersIn(content, part).map(({ name }) => name);
    // A filter that nobody knows may be a misspelled one, which is told of already.
    const keepsAddress = !filters.some(
      (name) => name === "grant_read_access" || makeAnother.includes(name) || !knownFilters.has(name),
    );
    if (part.kind === "output" && isUngranted(part.content) && keepsAddress) outputs.push(part);
    const assigned = part.name === "assign" ? /^([\w-]+)\s*=([\s\S]*)$/.exec(part.content) : null;
    if (assigned !== null) note(assigned[1]!, isUngranted(assigned[2]!) && keepsAddress);
    const looped = part.name === "for" ? /^([\w-]+)\s+in\s+([\s\S]*)$/.exec(part.content) : null;
    if (looped !== null) note(looped[1]!, isUngranted(looped[2]!));
  }
  return outputs;
}
