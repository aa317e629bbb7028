import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { allowed } from "./allowed";

const teamRule = allowed(
  "the name of a private work team is allowed, or the ARN of a private or vendor team; the public crowd never gets data",
  AwsPage.sagemakerPolicies,
);
const teamsRule = allowed("a list of work teams is allowed, at least one", AwsPage.sagemakerPolicies);
const patternRule = allowed(
  "the name of a private work team is allowed, or the beginning of names with * at its end",
  AwsPage.privateWorkforce,
);
const patternsRule = allowed("a list of names is allowed, at least one", AwsPage.privateWorkforce);

/** Work teams, by the names that the section `workforce` gives them, or by ARN. */
export const workTeams = z
  .array(
    z
      .string(teamRule)
      .regex(
        /^([a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}|arn:aws[a-z-]*:sagemaker:[a-z0-9-]+:\d{12}:workteam\/(private|vendor)-crowd\/[a-zA-Z0-9-]{1,126})$/,
        teamRule,
      ),
    teamsRule,
  )
  .min(1, teamsRule);

/** Private work teams that somebody looks after, those to come among them. */
export const workTeamPatterns = z
  .array(z.string(patternRule).regex(/^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}\*?$/, patternRule), patternsRule)
  .min(1, patternsRule);
