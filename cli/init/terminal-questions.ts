import { UserError } from "../../review/user-error";
import type { Questions } from "./ask";

/** Questions to the person at the terminal. */
export async function terminalQuestions(): Promise<Questions> {
  const { isCancel, select, autocomplete, text } = await import("@clack/prompts");
  const given = (answer: string | symbol): string => {
    if (typeof answer === "string" && !isCancel(answer)) return answer;
    throw new UserError("Nothing was written.");
  };
  return {
    choice: async (message, options, initialValue) => {
      // A hint of the library is shown of the option under the cursor only: here each option says what it is.
      const width = Math.max(...options.map(({ value }) => value.length));
      const named = options.map(({ value, hint }) => ({
        value,
        label: hint === undefined ? value : `${value.padEnd(width)}  ${hint}`,
      }));
      const question = { message, options: named, initialValue, maxItems: 8 };
      if (options.length <= 6) return given(await select(question));
      // A long list is searched by typing.
      const search = {
        filter: (typed: string, { label = "" }: { readonly label?: string }) => isFoundBy(typed, label),
        validate: (value: unknown) => (value === undefined ? "Nothing matches what you typed" : undefined),
      };
      return given(await autocomplete({ ...question, ...search }));
    },
    text: async (message, initial, problem) => {
      // What is typed takes the place of what is offered, and Enter alone takes that.
      const answer = (value: string | undefined) => (value === undefined || value === "" ? initial : value);
      const options = {
        placeholder: initial === "" ? "s3://bucket/folder/" : initial,
        defaultValue: initial,
      };
      return given(await text({ message, ...options, validate: (value) => problem(answer(value)) }));
    },
  };
}

/** Whether all words that somebody typed stand in `text`, in any spelling: `text class` finds `TextClassification`. */
export function isFoundBy(typed: string, text: string): boolean {
  const searched = text.toLowerCase();
  return typed
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .every((word) => searched.includes(word));
}
