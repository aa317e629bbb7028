import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { PresignedLinkRestriction } from "../../lib/workforce/presigned-link-restriction";
import { cognitoGroupProblem } from "../../lib/workforce/worker-user-pool-names";
import { allowed, oneOf } from "./allowed";
import { problemOf } from "./aws-values";
import { repeated } from "./cross-field";
import { section } from "./section";

const page = AwsPage.createWorkTeamApi;
const nameRule = allowed(
  "a team's name has 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end",
  page,
);
const descriptionRule = allowed("1 to 200 characters in one line are allowed", page);
const groupRule = allowed("the name of a group is allowed, without spaces", page);
const groupsRule = allowed("a list of 1 to 10 groups is allowed", page);
const teamsRule = allowed("a list of 1 to 25 teams is allowed", page);

const team = section({
  // AWS takes capitals too, and does not say whether it keeps them in the ARN.
  name: z
    .string(nameRule)
    .regex(/^[a-z0-9](-*[a-z0-9])*$/, nameRule)
    .max(63, nameRule)
    .describe("Name of the team; it stands in its ARN."),
  description: z
    .string(descriptionRule)
    .regex(/^.{1,200}$/, descriptionRule)
    .describe("What workers read of it."),
  groups: z
    .array(z.string(groupRule).superRefine(problemOf(cognitoGroupProblem, page)), groupsRule)
    .min(1, groupsRule)
    .max(10, groupsRule)
    .superRefine(checkTwice((group) => `"${group}"`))
    .optional()
    .describe(
      "Who belongs to it: groups of the user pool, or of the OpenID Connect provider. Default: a new group of the team's name.",
    ),
  restrictLinksTo: z
    .enum(PresignedLinkRestriction, {
      error: oneOf("a restriction", Object.values(PresignedLinkRestriction), AwsPage.presignedLinks),
    })
    .optional()
    .describe("Links to data objects open from the address only that the worker opened the task at."),
});

export type TeamConfig = z.infer<typeof team>;

/** The work teams of a workforce. */
export const teamsSchema = z
  .array(team, teamsRule)
  .min(1, teamsRule)
  .max(25, teamsRule)
  .superRefine((teams, context) => {
    const names = teams.map((one: unknown) => (one as Partial<TeamConfig> | null)?.name);
    for (const { index, first } of repeated(names)) {
      const message = `"${names[index]}" is the name of teams[${first}] too; each team needs its own`;
      context.addIssue({ code: "custom", path: [index, "name"], message: allowed(message, page) });
    }
  });

function checkTwice(told: (item: string) => string) {
  return (items: readonly string[], context: z.core.$RefinementCtx<string[]>): void => {
    for (const { index, first } of repeated(items)) {
      const message = `${told(items[index]!)} stands at [${first}] too; keep one of the two`;
      context.addIssue({ code: "custom", path: [index], message });
    }
  };
}
