import { AwsPage } from "../../lib/aws-page";
import { list } from "../../lib/rules/rule";
import { workTeamNamesRule, workTeamRule } from "../../lib/rules/sagemaker";
import { values } from "./value";

/** Work teams, by the names that the section `workforce` gives them, or by ARN. */
export const workTeams = values(list("work teams", workTeamRule, { page: AwsPage.sagemakerPolicies }));

/** Private work teams that somebody looks after, those to come among them. */
export const workTeamPatterns = values(workTeamNamesRule);
