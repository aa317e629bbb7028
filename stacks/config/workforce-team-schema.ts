import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { PresignedLinkRestriction } from "../../lib/workforce/presigned-link-restriction";
import { allowed, oneOf } from "./allowed";
import { repeated } from "./cross-field";
import { section } from "./section";
import { newWorkTeamNameRule, workTeamDescriptionRule } from "../../lib/rules/sagemaker";
import { teamGroupsRule } from "../../lib/rules/cognito";
import { value, values } from "./value";

const page = AwsPage.createWorkTeamApi;
const teamsRule = allowed("a list of 1 to 25 teams is allowed", page);

const team = section({
  // AWS takes capitals too, and does not say whether it keeps them in the ARN.
  name: value(newWorkTeamNameRule).describe("Name of the team; it stands in its ARN."),
  description: value(workTeamDescriptionRule).describe("What workers read of it."),
  groups: values(teamGroupsRule)
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
