import { z } from "zod";
import { InputAccess } from "../../lib/functions/function-rights";
import { invokedFunctionsRule, resultPrefixesRule } from "../../lib/rules/lambda";
import { ownActionsRule, ownReasonRule, ownResourcesRule, ownSidRule } from "../../lib/rules/own-statement";
import { oneOf } from "./allowed";
import { section } from "./section";
import { value, values } from "./value";

const conditionRule =
  "operators are allowed, with condition keys and a list of values for each, as IAM has them";
const statementsRule = "a list of statements is allowed, at least one";

const ownStatement = section({
  sid: value(ownSidRule).describe("Name of the statement; in the policy it begins with Own."),
  actions: values(ownActionsRule).describe("What the function may do: dynamodb:GetItem. Nothing of IAM's."),
  resources: values(ownResourcesRule).describe("ARNs, or * for actions that have no resource type."),
  conditions: z
    .record(
      z.string(),
      z.record(
        z.string(),
        z.array(z.string(conditionRule), conditionRule).min(1, conditionRule),
        conditionRule,
      ),
      conditionRule,
    )
    .optional()
    .describe("Operator, then condition key, then a list of values. Default: none."),
  reason: value(ownReasonRule).describe("Why the function needs it, for whoever reviews it."),
});

/** What a function may do besides its work. */
export const functionRightsKeys = {
  inputAccess: z
    .enum(InputAccess, { error: oneOf("an access to data objects", Object.values(InputAccess)) })
    .optional()
    .describe(
      "How it reads the data objects themselves: s3-read (its own role, in the inputs). Default: it does not.",
    ),
  rights: section({
    writePrefixes: values(resultPrefixesRule)
      .optional()
      .describe("Folders below the output that it writes results to, the first part with a _: _pages/."),
    invokeFunctionArns: values(invokedFunctionsRule).optional().describe("ARNs of functions that it calls."),
    statements: z
      .array(ownStatement, statementsRule)
      .min(1, statementsRule)
      .optional()
      .describe("Statements of your own, which you answer for: an output and a review show them as such."),
  })
    .optional()
    .describe("What it may do besides its work. Default: nothing."),
};
