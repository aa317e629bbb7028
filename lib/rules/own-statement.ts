import { AwsPage } from "../aws-page";
import { elsewhereInPartition, partitionProblemOf } from "./arn";
import { freeText, list, text, type TextRule } from "./rule";

/*
 * Statements that a user of this library writes for a function: what is allowed of them. They are the user's own to answer
 * for, and all the same no statement may open more than it names.
 */

const ownActionRule = text(
  "an action is allowed, like dynamodb:GetItem, or the beginning of a few, like dynamodb:BatchGet*, with three letters or more",
  /^[a-z0-9-]+:[A-Z][A-Za-z0-9]*\*?$/,
  {
    page: AwsPage.iamStatement,
    but: (action) => {
      const [service = "", name = ""] = action.split(":");
      if (/^[A-Za-z0-9]{0,2}\*$/.test(name)) return "that is most of a service; name the actions";
      return service === "iam" || service === "organizations" || service === "account"
        ? "a function that changes who may do what could give itself any right"
        : undefined;
    },
  },
);

/** Services whose actions name what they are about: `*` would be everything of the account. */
const named: ReadonlySet<string> = new Set([
  "dynamodb",
  "kms",
  "lambda",
  "s3",
  "sagemaker",
  "secretsmanager",
  "sns",
  "sqs",
  "ssm",
  "states",
  "sts",
]);

const ownResourceRule: TextRule = {
  ...text(
    "an ARN is allowed, with * in its last part if need be, or * for actions that have no resource type",
    /^(\*|arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|aws)?:[^*?\s]\S*)$/,
    {
      page: AwsPage.iamStatement,
      but: partitionProblemOf,
    },
  ),
  elsewhere: elsewhereInPartition,
};

/** What is wrong with actions on every resource, if anything. */
export function anyResourceProblem(
  actions: readonly string[],
  resources: readonly string[],
): string | undefined {
  if (!resources.includes("*")) return undefined;
  const action = actions.find((one) => named.has(one.split(":")[0]!));
  return action && `got "*", and ${action} is about something that has an ARN: name it`;
}

/** What a statement is made of. */
export const ownStatementRules = {
  sid: text("a name of 1 to 90 letters and digits is allowed", /^[A-Za-z0-9]{1,90}$/, {
    page: AwsPage.iamStatement,
  }),
  actions: list("actions", ownActionRule, { page: AwsPage.iamStatement }),
  resources: list("ARNs", ownResourceRule, { page: AwsPage.iamStatement }),
  reason: freeText("a sentence that says why, of 10 to 500 characters, is allowed", 500),
};

/** Whether a reason says something. */
export function reasonProblem(reason: string): string | undefined {
  return reason.trim().length < 10 ? `got "${reason}"; ${ownStatementRules.reason.allowed}` : undefined;
}

// IAM refuses a policy with another word, when Terraform applies it.
const operators = [
  "String(Not)?Equals(IgnoreCase)?",
  "String(Not)?Like",
  "(Numeric|Date)(Not)?Equals",
  "(Numeric|Date)(Less|Greater)Than(Equals)?",
  "Bool",
  "BinaryEquals",
  "(Not)?IpAddress",
  "Arn(Not)?(Equals|Like)",
];

export const conditionOperatorRule = text(
  "an operator of IAM is allowed, like StringEquals, Bool, Null, StringLikeIfExists or ForAnyValue:StringLike",
  new RegExp(`^(Null|(ForAllValues:|ForAnyValue:)?(${operators.join("|")})(IfExists)?)$`),
  { page: AwsPage.iamStatement },
);

export const conditionKeyRule = text(
  "a condition key is allowed, like aws:ResourceTag/team",
  /^[a-z0-9-]+:[\w.:/=+@ -]+$/,
  { page: AwsPage.iamStatement, most: 256 },
);

const valuesForm =
  "operators are allowed, with condition keys and a value or a list of values for each, as in " +
  'StringEquals: { "aws:RequestedRegion": eu-west-1 }';

/** What conditions of a statement are made of. */
export const conditionsRule = { allowed: valuesForm, page: AwsPage.iamStatement } as const;

/**
 * The values of a condition key as IAM compares them: texts, in a list. A number means itself to operators of numbers and dates
 * only: anywhere else it is an id that lost its zeros, or a text that lost its quotes.
 *
 * @returns the values, or what is wrong
 */
export function conditionValues(operator: string, given: unknown): readonly string[] | string {
  const values: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (values.length === 0) return `got an empty list; ${valuesForm}`;
  const ofNumbers = /^(?:\w+:)?(?:Numeric|Date)/.test(operator);
  const texts: string[] = [];
  for (const value of values) {
    if (typeof value === "number" && !ofNumbers)
      return `got ${value}, a number, and ${operator} compares texts: put it in quotes`;
    if (typeof value !== "string" && typeof value !== "boolean" && typeof value !== "number")
      return `got ${JSON.stringify(value) ?? typeof value}; ${valuesForm}`;
    texts.push(String(value));
  }
  return texts;
}
