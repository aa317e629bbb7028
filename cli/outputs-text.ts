import type { Applied } from "../local/up";
import type { Ink } from "../review/formats/ink";

/** Of more stacks than this the outputs would hide the rest. */
const mostStacks = 3;

/** Outputs and what is left to do, as Terraform has them now. */
export function outputsText(applied: readonly Applied[], ink: Ink): string {
  if (applied.length > mostStacks)
    return `\nOutputs of one: npx cdktf-ground-truth local up ${applied[0]!.name}\n`;
  return applied
    .map(({ name, outputs }) => {
      const all = Object.entries(outputs);
      const values = all.filter(([output]) => !output.startsWith("required_"));
      const width = Math.max(0, ...values.map(([output]) => output.length));
      const lines = values.map(([output, value]) => `  ${output.padEnd(width)}  ${shown(value)}`);
      const toDo =
        all.length === values.length
          ? []
          : [`  On AWS something is left for you: npx cdktf-ground-truth explain ${name} todo`];
      return ["", ink.bold(name), ...lines, ...toDo, ""].join("\n");
    })
    .join("");
}

/** Whole policies would hide the rest. */
const mostCharacters = 200;

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length <= mostCharacters ? text : `${text.slice(0, 120)} … (${text.length} characters)`;
}
