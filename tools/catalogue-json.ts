import { everyStatement } from "./permissions-page";

/** Why each statement of this library is there, by its Sid: what a review shows beside a statement of a plan. */
export function catalogueJson(): string {
  const entries = new Map<string, object>();
  for (const { sid, actions, reason, page, anyResourceBecause } of everyStatement()) {
    const entry = { sid, actions: [...new Set(actions)].sort(), reason, page, anyResourceBecause };
    entries.set(JSON.stringify(entry), entry);
  }
  const lines = [...entries.keys()].sort();
  return `[\n${lines.map((line) => `  ${line}`).join(",\n")}\n]\n`;
}
