import type { TerraformStack } from "cdktf";
import type { ILabelingKey } from "../lib/encryption/labeling-key";
import { type IPrivateWorkforce, PrivateWorkforce } from "../lib/workforce/private-workforce";
import type { WorkTeam } from "../lib/workforce/work-team";
import type { IWorkTeamTopic } from "../lib/workforce/work-team-topic";
import { OutputSet } from "../lib/workflows/output-set";

interface BuiltWorkforce {
  readonly workforce: IPrivateWorkforce;
  readonly teams: readonly WorkTeam[];
  readonly notificationTopic?: IWorkTeamTopic;
  readonly existingKeys: ReadonlyMap<string, ILabelingKey>;
}

/** What labeling jobs take, where workers sign in, and what is left to do by hand. */
export function addWorkforceOutputs(
  stack: TerraformStack,
  built: BuiltWorkforce,
  ssmParameterPath?: string,
): void {
  const { workforce, teams, notificationTopic, existingKeys } = built;
  const made = workforce instanceof PrivateWorkforce ? workforce : undefined;
  const outputs = new OutputSet(stack, "", ssmParameterPath);
  outputs.tell(
    "WorkTeamArns",
    Object.fromEntries(teams.map(({ workTeamName, workTeamArn }) => [workTeamName, workTeamArn])),
    "HumanTaskConfig.WorkteamArn of a labeling job, by team",
  );
  outputs.tell("WorkforceArn", workforce.workforceArn, "ARN of the workforce");
  outputs.tell("PortalUrl", made?.portalUrl, "Where workers sign in");
  outputs.tell("UserPoolId", workforce.userPool?.userPoolId, "To do: invite workers into this user pool");
  outputs.tell("NotificationTopicArn", notificationTopic?.topicArn, "To do: subscribe workers to this topic");
  outputs.add(
    "RedirectUrl",
    workforce.userPool === undefined ? made?.redirectUrl : undefined,
    "To do: let the identity provider send workers back to this address",
  );
  outputs.add(
    "RequiredClientSettings",
    made?.requiredClientSettings,
    "To do: what the client of the existing user pool must have beside its other settings, else nobody can sign in",
  );
  outputs.add(
    "RequiredTopicPolicyStatements",
    notificationTopic?.requiredTopicPolicyStatements,
    "To do: what the policy of the existing topic must contain",
  );
  outputs.addRequired(
    "RequiredKeyPolicyStatements",
    [...existingKeys].map(([name, { requiredKeyPolicyStatements }]) => [name, requiredKeyPolicyStatements]),
    "To do: what the policies of existing keys must contain, by key",
  );
}
