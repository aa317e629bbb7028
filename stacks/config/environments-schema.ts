import { z } from "zod";
import * as rules from "../../lib/rules";
import { many, optional } from "./types";

/** Each is read, built and compared with all others. */
export const mostEnvironments = 20;

/** Whatever else of the file may stand in an environment is checked once it is laid over the rest. */
const environmentSchema = z
  .looseObject(
    {
      stackPrefix: optional(
        rules.stackPrefixRule,
        'Begins the names of its stacks, and so those of their states. Default: <environment>-. "" keeps the names that they have without environments.',
      ),
      without: optional(
        many(rules.stackNameRule, { allowed: "a list of names of workflows is allowed" }),
        "Workflows that this environment does not have.",
      ),
    },
    "a mapping is allowed: what is different in this environment",
  )
  .nullable()
  .describe("What is different in this environment: any key of the file. null takes a key away.");

/** The accounts or regions that the rest of the file is deployed to. */
export const environmentsSchema = z
  .record(
    z.string(),
    environmentSchema,
    "a mapping is allowed: names of environments, and below each what is different in it",
  )
  .meta({
    minProperties: 1,
    maxProperties: mostEnvironments,
    propertyNames: { pattern: rules.environmentNameRule.pattern!.source },
  });
