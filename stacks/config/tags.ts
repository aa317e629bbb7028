import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { tagKeyRule, tagValueRule } from "../../lib/rules/tags";
import { allowed } from "./allowed";
import { besideFieldChecks } from "./cross-field";
import { value } from "./value";

const mostTags = 50;

/** Tags that every resource of every stack gets. */
export const tags = z
  .record(z.string(), value(tagValueRule), "a mapping of tag keys to tag values is allowed")
  .superRefine((given, context) => {
    const problem = (message: string, ...path: string[]) =>
      context.addIssue({ code: "custom", path, message: allowed(message, AwsPage.tags) });

    const keys = Object.keys(given);
    if (keys.length > mostTags) problem(`got ${keys.length} tags; AWS allows ${mostTags} on a resource`);
    for (const key of keys) {
      const wrongKey = tagKeyRule.problem(key);
      if (wrongKey !== undefined) problem(wrongKey.replace(/^got /, "got the key "), key);
      const twin = keys.find((other) => other.toLowerCase() === key.toLowerCase());
      if (twin !== key)
        problem(`"${twin}" is given too; IAM takes keys that differ in case for the same`, key);
    }
  }, besideFieldChecks)
  .meta({ maxProperties: mostTags });
