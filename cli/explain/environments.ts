import type { Ink } from "../../review/formats/ink";
import { UserError } from "../../review/user-error";
import { readConfigs } from "../../stacks/config/read-config";
import { type Difference, differences } from "../../stacks/environments/differences";
import type { Project } from "../project";
import { shownFile } from "../shown-file";

/** What differs between the environments of a project. */
interface ExplainedEnvironments {
  readonly names: readonly string[];
  readonly differences: readonly Difference[];
}

/** @throws UserError when there is nothing to compare, ConfigurationError when the file has mistakes */
export function explainedEnvironments({ configuration }: Project): ExplainedEnvironments {
  const configs = readConfigs(configuration).map(({ config }) => config);
  const names = configs.flatMap(({ environment }) => environment?.name ?? []);
  if (names.length === 0)
    throw new UserError(`${shownFile(configuration)} describes no environments: docs/environments.md`);
  return { names, differences: differences(configs) };
}

/** Each key that differs, and below it the value in each environment. */
export function environmentsText({ names, differences: all }: ExplainedEnvironments, ink: Ink): string {
  const width = Math.max(...names.map((name) => name.length));
  const blocks = all.map(({ key, values }) => {
    const lines = names.map((name) => {
      const value = Object.hasOwn(values, name) ? cut(shown(values[name])) : "–";
      return `  ${name.padEnd(width)}  ${value}`;
    });
    return [ink.bold(key), ...lines].join("\n");
  });
  const head =
    names.length === 1
      ? `One environment, ${names[0]}: there is nothing to compare.`
      : `${all.length} keys differ between ${names.join(", ")}. Everything else is the same.`;
  return [head, ...blocks].join("\n\n");
}

/** Of a workflow that only one environment has, the beginning says enough. */
function cut(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest)} …`;
}

const longest = 160;

/** A mapping as YAML would have it on one line. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "[]" : value.map(shown).join(", ");
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => `${key}: ${shown(item)}`);
    return `{ ${entries.join(", ")} }`;
  }
  return String(value);
}
