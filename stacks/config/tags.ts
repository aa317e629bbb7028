import { z } from "zod";
import { allowed } from "./allowed";
import { besideFieldChecks } from "./cross-field";
import { Page } from "./pages";

const mostTags = 50;
const characters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const characterRule = "letters, digits, spaces and _.:/=+-@ are allowed";
const valueRule = allowed("a tag value is text, in quotes if it looks like a number", Page.tags);

/** Tags that every resource of every stack gets. */
export const tags = z
  .record(z.string(), z.string(valueRule), "a mapping of tag keys to tag values is allowed")
  .superRefine((given, context) => {
    const problem = (message: string, ...path: string[]) =>
      context.addIssue({ code: "custom", path, message: allowed(message, Page.tags) });

    const keys = Object.keys(given);
    if (keys.length > mostTags) problem(`got ${keys.length} tags; AWS allows ${mostTags} on a resource`);
    for (const [key, value] of Object.entries(given)) {
      const wrongKey = keyProblem(key);
      if (wrongKey !== undefined) problem(`got the key "${key}"; ${wrongKey}`, key);
      const twin = keys.find((other) => other.toLowerCase() === key.toLowerCase());
      if (twin !== key)
        problem(`"${twin}" is given too; IAM takes keys that differ in case for the same`, key);
      const wrongValue = typeof value === "string" ? valueProblem(value) : undefined;
      if (wrongValue !== undefined) problem(`got "${value}"; ${wrongValue}`, key);
    }
  }, besideFieldChecks)
  .meta({ maxProperties: mostTags });

function keyProblem(key: string): string | undefined {
  if (key.length < 1 || key.length > 128) return `a tag key has 1 to 128 characters, this one ${key.length}`;
  if (/^aws:/i.test(key)) return "keys that begin with aws: belong to AWS";
  return characters.test(key) ? undefined : characterRule;
}

function valueProblem(value: string): string | undefined {
  if (value.length > 256) return `a tag value has at most 256 characters, this one ${value.length}`;
  return characters.test(value) ? undefined : characterRule;
}
