import {
  SagemakerWorkteam,
  type SagemakerWorkteamMemberDefinition,
  type SagemakerWorkteamWorkerAccessConfigurationS3PresignIamPolicyConstraints as LinkConstraints,
} from "@cdktf/provider-aws/lib/sagemaker-workteam";
import { TerraformStack, Token, type ITerraformDependable } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { AwsPage } from "../aws-page";
import { privateWorkTeamArn } from "../iam/arn";
import { StackScope } from "../scope/stack-scope";
import { checkInput } from "../validation/check-input";
import { Problems } from "../validation/problems";
import { PresignedLinkRestriction } from "./presigned-link-restriction";
import type { IPrivateWorkforce } from "./private-workforce";
import { RegionClaims } from "./region-claims";
import { WorkTeamKind, workTeamKind } from "./work-team-kind";
import type { IWorkTeamTopic } from "./work-team-topic";
import { workTeamNameRule, workTeamDescriptionRule, workTeamArnRule } from "../rules/sagemaker";
import { teamGroupsRule } from "../rules/cognito";

/** The people who work on a labeling job. */
export interface IWorkTeam extends IConstruct {
  /** `HumanTaskConfig.WorkteamArn` of a labeling job. Known before the first plan. */
  readonly workTeamArn: string;
  /** Whether its workers are your own, a vendor's or the public. @default - undefined for an ARN that only Terraform knows */
  readonly kind?: WorkTeamKind;
}

/** How a work team is made. */
export interface WorkTeamProps {
  /**
   * 1 to 63 letters, digits and hyphens, beginning and ending with a letter or digit. It stands in the ARN; small letters
   * are safe, as AWS does not say whether it keeps capitals there.
   */
  readonly name: string;
  /** What workers read of the team: 1 to 200 characters, one line. */
  readonly description: string;
  /** In the same stack, or brought in with `fromWorkforceName`. */
  readonly workforce: IPrivateWorkforce;
  /**
   * Who belongs to the team: 1 to 10 groups of the Cognito pool (128 characters at most) or of the OpenID Connect provider
   * (63). In a pool made here they are made too.
   * @default - a new Cognito group with the name of the team; with an OpenID Connect provider groups must be named
   */
  readonly groups?: string[];
  /** Tells workers of new and expiring tasks. @default - nobody is told */
  readonly notificationTopic?: IWorkTeamTopic;
  /** From where links to data objects open. @default - from everywhere, for as long as they are valid */
  readonly restrictLinksTo?: PresignedLinkRestriction;
  /** Tags of what is made here, beside the provider's default tags. @default - none */
  readonly tags?: Record<string, string>;
}

/**
 * A team of the account's private workforce.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateWorkteam.html
 */
export class WorkTeam extends Construct implements IWorkTeam {
  /**
   * A work team that exists already: of the private workforce, or of a vendor that the account subscribed to in AWS
   * Marketplace.
   *
   * @throws InvalidInputError when it is not the ARN of a work team, is that of another region, or is that of the public
   * workforce (Amazon Mechanical Turk), which is closed
   */
  public static fromWorkTeamArn(scope: Construct, id: string, workTeamArn: string): IWorkTeam {
    checkInput("WorkTeam.fromWorkTeamArn", scope, id, { workTeamArn });
    const team = new ExistingWorkTeam(scope, id, workTeamArn);
    const problems = new Problems(() => `WorkTeam "${team.node.path}"`);
    problems.check("workTeamArn", workTeamArn, workTeamArnRule, StackScope.of(team).stated);
    problems.throwIfAny();
    return team;
  }

  /**
   * A team of the private workforce that exists already, in the stack's account and region.
   *
   * @throws InvalidInputError when AWS takes no such name
   */
  public static fromWorkTeamName(scope: Construct, id: string, workTeamName: string): IWorkTeam {
    checkInput("WorkTeam.fromWorkTeamName", scope, id, { workTeamName });
    const team = new ExistingWorkTeam(scope, id, privateWorkTeamArn(StackScope.of(scope), workTeamName));
    const problems = new Problems(() => `WorkTeam "${team.node.path}"`);
    problems.check("workTeamName", workTeamName, workTeamNameRule);
    problems.throwIfAny();
    return team;
  }

  public readonly workTeamArn: string;
  /** Name of the team, unique in the account and region. */
  public readonly workTeamName: string;
  /** A team of one's own workers. */
  public readonly kind: WorkTeamKind = WorkTeamKind.PRIVATE;
  /** The workforce that the team belongs to. */
  public readonly workforce: IPrivateWorkforce;
  /** To wait for, before a labeling job is made. */
  public readonly workTeamResource: ITerraformDependable;

  /** @throws InvalidInputError naming every property that is not allowed, or a twenty-sixth team of the region */
  public constructor(scope: Construct, id: string, props: WorkTeamProps) {
    checkInput("WorkTeam", scope, id, props);
    super(scope, id);
    validate(this, props);
    const { workforce, notificationTopic, restrictLinksTo } = props;
    this.workforce = workforce;
    this.workTeamName = props.name;
    this.workTeamArn = privateWorkTeamArn(StackScope.of(this), props.name);

    const { memberDefinition, groups } = members(props);
    for (const group of groups) workforce.waitForGroup(group);
    const before = [workforce.workforceResource, ...groups, notificationTopic?.topicResource];
    this.workTeamResource = new SagemakerWorkteam(this, "Resource", {
      workteamName: props.name,
      // Unknown while the workforce is made anew: so its teams are, first of all to be gone before it.
      workforceName: workforce.workforceId ?? workforce.workforceName,
      description: props.description,
      memberDefinition,
      notificationConfiguration: notificationTopic && { notificationTopicArn: notificationTopic.topicArn },
      workerAccessConfiguration: restrictLinksTo && {
        s3Presign: { iamPolicyConstraints: linkConstraints(restrictLinksTo) },
      },
      tags: props.tags,
      // AWS deletes no workforce that has teams, and no pool behind a workforce: Terraform destroys in the reverse order.
      dependsOn: before.filter((one) => one !== undefined),
    });
  }
}

/** A team that somebody else manages. */
class ExistingWorkTeam extends Construct implements IWorkTeam {
  public constructor(
    scope: Construct,
    id: string,
    public readonly workTeamArn: string,
  ) {
    super(scope, id);
  }

  public get kind(): WorkTeamKind | undefined {
    return workTeamKind(this.workTeamArn);
  }
}

function members({ workforce, name: workTeamName, groups }: WorkTeamProps): {
  readonly memberDefinition: SagemakerWorkteamMemberDefinition[];
  readonly groups: readonly ITerraformDependable[];
} {
  const { userPool } = workforce;
  if (userPool === undefined) {
    return { memberDefinition: [{ oidcMemberDefinition: { groups: groups ?? [] } }], groups: [] };
  }
  const memberOf = (userGroup: string) => ({
    cognitoMemberDefinition: { userPool: userPool.userPoolId, clientId: userPool.clientId, userGroup },
  });
  if (groups === undefined) {
    return { memberDefinition: [memberOf(workTeamName)], groups: [userPool.addGroup(workTeamName)] };
  }
  return {
    memberDefinition: groups.map(memberOf),
    groups: groups.map((name) => userPool.groupOfTeam(name)).filter((one) => one !== undefined),
  };
}

/** The provider takes one of the two and refuses both, even if the other one says `Disabled`. */
function linkConstraints(restriction: PresignedLinkRestriction): LinkConstraints {
  switch (restriction) {
    case PresignedLinkRestriction.SOURCE_IP:
      return { sourceIp: "Enabled" };
    case PresignedLinkRestriction.VPC_SOURCE_IP:
      return { vpcSourceIp: "Enabled" };
  }
}

const longestOidcGroup = 63;
const mostTeams = 25;
const teams = new RegionClaims();

function validate(team: Construct, props: WorkTeamProps): void {
  const problems = new Problems(() => `WorkTeam "${team.node.path}"`);
  const { name: workTeamName, description, workforce, groups } = props;
  problems.check("name", workTeamName, workTeamNameRule);
  problems.check("description", description, workTeamDescriptionRule);
  if (workforce.workforceResource !== undefined && stackOf(workforce) !== TerraformStack.of(team)) {
    const instead = "make the team there, or bring the workforce in with PrivateWorkforce.fromWorkforceName";
    problems.add("workforce", `is made in another stack, which this one cannot wait for; ${instead}`);
  }
  checkGroups(problems, workforce, groups);
  if (props.restrictLinksTo === PresignedLinkRestriction.VPC_SOURCE_IP && workforce.usesVpc === false) {
    const rule =
      "needs a workforce in a network (workforceVpcConfig): otherwise no worker has an address inside one";
    problems.add("restrictLinksTo", `vpc-source-ip ${rule}. Or take source-ip`, AwsPage.presignedLinks);
  }
  checkRegion(team, problems, workTeamName);
  problems.throwIfAny();
}

function stackOf(workforce: IPrivateWorkforce): TerraformStack | undefined {
  return Construct.isConstruct(workforce) ? TerraformStack.of(workforce) : undefined;
}

function checkGroups(
  problems: Problems,
  { userPool }: IPrivateWorkforce,
  groups: string[] | undefined,
): void {
  const page = AwsPage.createWorkTeamApi;
  if (groups === undefined) {
    if (userPool !== undefined) return;
    const rule = "name 1 to 10 groups of the provider, as it sends them in sagemaker:groups";
    problems.add("groups", `is missing, and workers sign in with an OpenID Connect provider; ${rule}`, page);
    return;
  }
  if (Token.isUnresolved(groups)) {
    const why = "the groups of a team are named one by one";
    problems.add("groups", `got a list that only Terraform knows; ${why}, each of which may be a token`);
    return;
  }
  problems.checkList("groups", groups, teamGroupsRule);
  groups.forEach((name, index) => {
    const isTooLong = userPool === undefined && !Token.isUnresolved(name) && name.length > longestOidcGroup;
    if (isTooLong) {
      const rule = `a group of an OpenID Connect provider has at most ${longestOidcGroup}`;
      problems.add(`groups[${index}]`, `got ${name.length} characters; ${rule}`, page);
    }
    if (groups.indexOf(name) < index)
      problems.add(`groups[${index}]`, `"${name}" is there already; keep one`);
  });
}

function checkRegion(team: Construct, problems: Problems, name: string): void {
  const { same } = teams.add(team, name, true);
  const twin = same.find((other) => other.name === name && !Token.isUnresolved(name));
  if (twin !== undefined) {
    const rule = "names of work teams are unique in an account and region";
    problems.add("name", `"${name}" is the name of "${twin.path}" too; ${rule}`, AwsPage.createWorkTeamApi);
  }
  if (same.length >= mostTeams) {
    const rule = `an account has at most ${mostTeams} in a region`;
    problems.add("name", `is work team number ${same.length + 1}; ${rule}`, AwsPage.createWorkTeamApi);
  }
}
