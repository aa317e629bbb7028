import { Annotations, Aspects, TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { AwsPage } from "../aws-page";
import { deployerRights, deployerStatements } from "../permissions/deployer/deployer-rights";
import { unknownPassedRoles } from "../permissions/deployer/passed-roles";
import type { StackResource } from "../permissions/deployer/stack-resource";
import { stateBackend, type DeployerStateBackend } from "../permissions/deployer/state-backend";
import { PermissionStyle } from "../permissions/style";
import { checkInput } from "../validation/check-input";
import { Problems } from "../validation/problems";
import { Persona, type PersonaProps } from "./persona";
import { stackResources } from "./stack-resources";

/** What writes or attaches policies, and where its holder is named. */
const holderOf: Readonly<Record<string, string>> = {
  aws_iam_group_policy_attachment: "group",
  aws_iam_role_policy: "role",
  aws_iam_role_policy_attachment: "role",
  aws_iam_user_policy_attachment: "user",
};

/** What a deployer is made of, and where its name stands. */
const nameOfOwn: Readonly<Record<string, string>> = {
  aws_iam_group_policy_attachment: "group",
  aws_iam_policy: "name",
  aws_iam_role_policy_attachment: "role",
  aws_iam_user_policy_attachment: "user",
};

/** What somebody deploys. */
export interface DeployerProps extends PersonaProps {
  /**
   * What is deployed: whole stacks. None of them may be the stack of the deployer itself, whose rights it could then
   * raise.
   */
  readonly stacks: TerraformStack[];
  /** Where the state of the stacks lies, if whoever deploys reaches it with this policy. @default - somewhere else */
  readonly backend?: DeployerStateBackend;
  /**
   * Types of Terraform resources that somebody else deploys, or whose rights `addStatements` gives:
   * `aws_route53_record`, `data.aws_ssm_parameter`.
   * @default - none: a type that this library does not know is an error
   */
  readonly ignoredResourceTypes?: string[];
}

/**
 * Whoever applies and destroys the given stacks, with the least rights for that: derived from what the stacks contain, by
 * type and name of each resource, when the app is synthesized.
 *
 * It follows the stacks: what is added to them later is in its policy from the next synth on. What aspects of another stack
 * add while that one is synthesized is not seen. Apply the deployer's own stack first, with other rights than its own.
 *
 * A deployer can write the policies of the roles that it deploys, so give these roles a permissions boundary: the deployer
 * can neither take it off nor exchange it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export class Deployer extends Persona {
  private readonly stacks: readonly TerraformStack[];
  private readonly ignoredResourceTypes: ReadonlySet<string>;
  private derived = false;

  /** @throws InvalidInputError naming every property that is not allowed; at synth, what the stacks do not say */
  public constructor(scope: Construct, id: string, props: DeployerProps) {
    checkInput("Deployer", scope, id, props);
    super(scope, id, props);
    const problems = new Problems(this.title);
    if (props.stacks.length === 0) problems.add("stacks", "got none; name what is deployed");
    if (props.stacks.includes(TerraformStack.of(this))) {
      const message = `got "${TerraformStack.of(this).node.id}", the stack of the deployer itself: it could give itself any right`;
      problems.add("stacks", `${message}. Put the deployer into a stack of its own`, AwsPage.iamBoundaries);
    }
    if (this.rules.style !== PermissionStyle.LEAST_PRIVILEGE) {
      problems.add(
        "permissions.style",
        `got "${this.rules.style}"; AWS has no policy for this: leave it out`,
      );
    }
    problems.throwIfAny();
    this.stacks = [...new Set(props.stacks)];
    this.ignoredResourceTypes = new Set(props.ignoredResourceTypes ?? []);
    if (props.backend !== undefined) this.addStatements(stateBackend(props.backend, this.rules.scope));
    // Grants go on adding to stacks after this line; aspects come when all of them have been made.
    Aspects.of(this).add({ visit: (node: IConstruct) => this.deriveOnce(node) });
  }

  private get title(): string {
    return `Deployer "${this.node.path}"`;
  }

  private deriveOnce(visited: IConstruct): void {
    if (visited !== this || this.derived) return;
    this.derived = true;
    const resources = stackResources(this.stacks, this.rules.scope).filter(
      ({ type }) => !this.ignoredResourceTypes.has(type),
    );
    this.check(resources);
    this.addStatements(deployerStatements(resources));
    this.warnOfUntold(resources);
    const problems = new Problems(this.title);
    this.checkSelf(problems, resources);
    problems.throwIfAny();
  }

  private check(resources: readonly StackResource[]): void {
    const problems = new Problems(this.title);
    const unknown = resources.map(({ type }) => type).filter((type) => !(type in deployerRights));
    for (const type of new Set(unknown)) {
      const message = `${type} is not a type whose rights this library knows`;
      problems.add(
        "stacks",
        `${message}. Name it in ignoredResourceTypes and give its rights with addStatements`,
      );
    }
    for (const resource of resources) {
      for (const name of deployerRights[resource.type]?.names ?? []) {
        if (resource.text(name) !== undefined) continue;
        const message = `${resource.address} has a ${name} that only AWS will know; a policy needs a name known at synth`;
        problems.add("stacks", `${message}. Give it a fixed one`);
      }
    }
    for (const attribute of unknownPassedRoles(resources)) {
      problems.add("stacks", `${attribute} is a role that only AWS will know; build its ARN from its name`);
    }
    this.checkBoundaries(problems, resources);
    problems.throwIfAny();
  }

  /** Of keys and user pools only tags tell whose they are, of keys until they have their alias. */
  private warnOfUntold(resources: readonly StackResource[]): void {
    const untagged = (type: string) =>
      resources.some((one) => one.type === type && Object.keys(one.tags).length === 0);
    const warn = (what: string) =>
      Annotations.of(this).addWarning(
        `${what}. Give the stacks tags, which tell theirs from others (default_tags of the provider, tags in the configuration)`,
      );
    if (untagged("aws_kms_key")) {
      warn(
        `keys of the stacks have no tags: whoever deploys administers every key of the account and region without an alias, its policy too (${AwsPage.kmsAliasCondition})`,
      );
    }
    if (untagged("aws_cognito_user_pool")) {
      warn(
        `user pools of the stacks have no tags: whoever deploys changes and deletes every user pool of the account and region (${AwsPage.cognitoActions})`,
      );
    }
  }

  /** Who has the policies, and the policies themselves, must be out of the deployer's reach. */
  private checkSelf(problems: Problems, resources: readonly StackResource[]): void {
    const named = new Set(resources.map((resource) => `${resource.type} ${resource.text("name")}`));
    const holders = new Set(
      resources.flatMap((one) => {
        const attribute = holderOf[one.type];
        return attribute === undefined ? [] : [`aws_iam_${attribute} ${one.text(attribute)}`];
      }),
    );
    const own = stackResources([this], this.rules.scope);
    for (const [type, attribute] of Object.entries(nameOfOwn)) {
      for (const resource of own.filter((one) => one.type === type)) {
        const name = resource.text(attribute);
        const deployed = type.replace("_policy_attachment", "");
        if (name === undefined) continue;
        const risk = "belongs to the deployer: it could give itself any right";
        if (named.has(`${deployed} ${name}`)) {
          problems.add(
            "stacks",
            `"${name}" is made by the stacks (${deployed}) and ${risk}. ` +
              "Give the deployer to somebody else, and its policy another name",
            AwsPage.iamBoundaries,
          );
        } else if (holders.has(`${deployed} ${name}`)) {
          problems.add(
            "stacks",
            `"${name}" gets policies from the stacks (${deployed}) and ${risk}. Give the deployer to somebody else`,
            AwsPage.iamBoundaries,
          );
        }
      }
    }
  }

  /** A boundary that the deployer could rewrite bounds nothing. */
  private checkBoundaries(problems: Problems, resources: readonly StackResource[]): void {
    const roles = resources.filter(({ type }) => type === "aws_iam_role");
    const boundaries = new Set(roles.flatMap((role) => role.text("permissions_boundary") ?? []));
    for (const policy of resources.filter(({ type }) => type === "aws_iam_policy")) {
      const arn = [...boundaries].find((one) => one.endsWith(`/${policy.text("name")}`));
      if (arn === undefined) continue;
      const message = `${policy.address} is the permissions boundary of roles of the stacks, and the deployer could rewrite it`;
      problems.add("stacks", `${message}. Keep it in another stack`, AwsPage.iamBoundaries);
    }
    for (const role of roles.filter((one) => one.has("permissions_boundary"))) {
      if (role.text("permissions_boundary") !== undefined) continue;
      problems.add("stacks", `${role.address} has a permissions boundary that only AWS will know`);
    }
    const free = roles.filter((role) => !role.has("permissions_boundary")).length;
    if (free > 0) {
      Annotations.of(this).addWarning(
        `roles without a permissions boundary: ${free} of ${roles.length}. Whoever deploys can give them any right ` +
          `(${AwsPage.iamBoundaries})`,
      );
    }
  }
}
