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
      // A long list is searched by typing.
      const prompt = options.length > 6 ? autocomplete : select;
      const named = options.map(({ value, hint }) => ({ value, label: value, ...(hint && { hint }) }));
      return given(await prompt({ message, options: named, initialValue, maxItems: 8 }));
    },
    text: async (message, initialValue, problem) =>
      given(await text({ message, initialValue, validate: (value) => problem(value ?? "") })),
  };
}
