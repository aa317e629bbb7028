import { SagemakerWorkforce } from "@cdktf/provider-aws/lib/sagemaker-workforce";
import { Annotations, TerraformStack, type ITerraformDependable } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { AwsPage } from "../aws-page";
import { workforceArn } from "../iam/arn";
import { Prerequisites } from "../iam/prerequisites";
import { StackScope } from "../scope/stack-scope";
import { checkCalls, checkInput } from "../validation/check-input";
import { Problems } from "../validation/problems";
import { checkOidcProvider, oidcConfig, type OidcProvider } from "./oidc-provider";
import { RegionClaims, sameName } from "./region-claims";
import type { IWorkerUserPool } from "./worker-user-pool";
import { checkIpRanges, checkVpc, type WorkforceVpc } from "./workforce-network";
import { workforceNameRule } from "../rules/sagemaker";

/** The people of an account who label data in one region, and where they sign in. */
export interface IPrivateWorkforce extends IConstruct {
  /** Name of the workforce, unique in the account and region. */
  readonly workforceName: string;
  /** Known before the first plan. */
  readonly workforceArn: string;

  /** The pool whose groups are work teams. @default - workers sign in with an OpenID Connect provider */
  readonly userPool?: IWorkerUserPool;

  /** What a work team waits for, and is destroyed before. @default - it exists already */
  readonly workforceResource?: ITerraformDependable;

  /** Known when the workforce exists, and then its name. @default - the name, as it exists already */
  readonly workforceId?: string;

  /** Whether the portal opens from inside a network only. @default - not known here */
  readonly usesVpc?: boolean;

  /** To be called by a work team with the groups that it makes: AWS wants a pool with a group. */
  waitForGroup(group: ITerraformDependable): void;
}

/** A workforce that exists already. */
export interface ExistingWorkforceProps {
  /** The pool that its workers sign in with. @default - they sign in with an OpenID Connect provider */
  readonly userPool?: IWorkerUserPool;
}

/** How a workforce is made: its name, and where its people sign in. */
export interface PrivateWorkforceProps {
  /** 1 to 63 letters, digits and hyphens, beginning with a letter or digit. */
  readonly name: string;
  /**
   * The pool that workers sign in with, in the same stack. Give this or `oidc`. With another pool or client the workforce
   * is replaced; between existing ones that must be asked for: `terraform apply -replace`.
   */
  readonly userPool?: IWorkerUserPool;
  /** The identity provider that workers sign in with. Give this or `userPool`. */
  readonly oidcConfig?: OidcProvider;
  /** 1 to 10 ranges of IPv4 addresses, as in `203.0.113.0/24`. The portal opens from there only. @default - from everywhere */
  readonly ipRanges?: string[];
  /** The portal opens from inside this network only. @default - from the internet */
  readonly workforceVpcConfig?: WorkforceVpc;
}

/**
 * A private workforce: your own people, who sign in through a Cognito user pool or an OpenID Connect provider.
 *
 * An account has one workforce in a region. Work teams are destroyed before it, and it before its user pool, as AWS
 * demands.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateWorkforce.html
 */
export class PrivateWorkforce extends Construct implements IPrivateWorkforce {
  /**
   * The workforce that the account has already in this region. Made in the SageMaker console it is named
   * `default`.
   *
   * @throws InvalidInputError when AWS takes no such name, or another workforce of this region is in the app
   */
  public static fromWorkforceName(
    scope: Construct,
    id: string,
    workforceName: string,
    props: ExistingWorkforceProps = {},
  ): IPrivateWorkforce {
    checkInput("PrivateWorkforce.fromWorkforceName", scope, id, { workforceName, ...props });
    return new ExistingWorkforce(scope, id, workforceName, props.userPool);
  }

  public readonly workforceName: string;
  public readonly workforceArn: string;
  public readonly userPool?: IWorkerUserPool;
  public readonly workforceResource: ITerraformDependable;
  public readonly workforceId: string;
  public readonly usesVpc: boolean;
  /** Where workers sign in. Known when the workforce exists. */
  public readonly portalUrl: string;
  /** Where an identity provider sends workers back to: it must be told. Known when the workforce exists. */
  public readonly redirectUrl: string;
  /**
   * What the client of an existing user pool must have, as JSON. It comes beside the settings that the client has already:
   * `update-user-pool-client` resets whatever a request leaves out.
   * @default - undefined if there is no such pool, or it is made here and its client is set
   */
  public readonly requiredClientSettings?: string;

  private readonly prerequisites: Prerequisites;

  /** @throws InvalidInputError naming every property that is not allowed, or the other workforce of the region */
  public constructor(scope: Construct, id: string, props: PrivateWorkforceProps) {
    checkInput("PrivateWorkforce", scope, id, props);
    super(scope, id);
    validate(this, props);
    this.workforceName = props.name;
    this.workforceArn = workforceArn(StackScope.of(this), props.name);
    this.userPool = props.userPool;
    this.usesVpc = props.workforceVpcConfig !== undefined;

    const { userPool, oidcConfig: oidc, ipRanges, workforceVpcConfig: vpc } = props;
    const clientAddress = userPool?.clientAddress;
    const resource = new SagemakerWorkforce(this, "Resource", {
      workforceName: props.name,
      cognitoConfig: userPool && { userPool: userPool.userPoolId, clientId: userPool.clientId },
      oidcConfig: oidc && oidcConfig(oidc, oidc.clientSecret.bind(this)),
      sourceIpConfig: ipRanges && { cidrs: ipRanges },
      workforceVpcConfig: vpc && {
        vpcId: vpc.vpcId,
        securityGroupIds: vpc.securityGroupIds,
        subnets: vpc.subnets,
      },
      // The provider takes a change of pool or client for one that AWS can make in place, and then does nothing.
      lifecycle: clientAddress === undefined ? undefined : { replaceTriggeredBy: [`${clientAddress}.id`] },
    });
    this.workforceResource = resource;
    this.workforceId = resource.id;
    this.prerequisites = new Prerequisites(resource);
    this.prerequisites.add(userPool?.userPoolResource);
    const host = resource.subdomain;
    this.portalUrl = `https://${host}`;
    this.redirectUrl = `${this.portalUrl}/oauth2/idpresponse`;
    this.requiredClientSettings = userPool?.openToPortal(host);
  }

  public waitForGroup(group: ITerraformDependable): void {
    this.prerequisites.add(group);
  }
}

checkCalls(PrivateWorkforce, "PrivateWorkforce");

/** A workforce that somebody else manages. */
class ExistingWorkforce extends Construct implements IPrivateWorkforce {
  public readonly workforceArn: string;

  public constructor(
    scope: Construct,
    id: string,
    public readonly workforceName: string,
    public readonly userPool?: IWorkerUserPool,
  ) {
    super(scope, id);
    const problems = new Problems(() => `PrivateWorkforce "${this.node.path}"`);
    checkName(problems, workforceName);
    checkOnlyOne(this, problems, workforceName, false);
    problems.throwIfAny();
    this.workforceArn = workforceArn(StackScope.of(this), workforceName);
  }

  public waitForGroup(): void {
    // It is there already.
  }
}

function validate(workforce: Construct, props: PrivateWorkforceProps): void {
  const problems = new Problems(() => `PrivateWorkforce "${workforce.node.path}"`);
  const { userPool, oidcConfig: oidc } = props;
  checkName(problems, props.name);
  if (userPool === undefined && oidc === undefined) {
    const message = "is missing, and so is oidcConfig; give one of the two, by which workers sign in";
    problems.add("userPool", message, AwsPage.createWorkforceApi);
  }
  if (userPool !== undefined && oidc !== undefined) {
    problems.add("oidcConfig", "excludes userPool; keep one of the two", AwsPage.createWorkforceApi);
  }
  if (userPool?.clientAddress !== undefined && !isInStackOf(workforce, userPool)) {
    const instead = "make it there, or bring the pool in with WorkerUserPool.fromUserPoolId";
    problems.add("userPool", `is made in another stack, which this one cannot wait for; ${instead}`);
  }
  if (oidc !== undefined) checkOidcProvider(problems, oidc);
  checkIpRanges(problems, props.ipRanges);
  checkVpc(problems, props.workforceVpcConfig);
  checkOnlyOne(workforce, problems, props.name, true);
  problems.throwIfAny();
}

function isInStackOf(workforce: Construct, userPool: IWorkerUserPool): boolean {
  return Construct.isConstruct(userPool) && TerraformStack.of(userPool) === TerraformStack.of(workforce);
}

function checkName(problems: Problems, name: string): void {
  problems.check("name", name, workforceNameRule);
}

const workforces = new RegionClaims();

/** Existing ones count too: where one exists no other can be made. */
function checkOnlyOne(workforce: Construct, problems: Problems, name: string, isMade: boolean): void {
  const { same, perhaps } = workforces.add(workforce, name, isMade);
  const clashes = ({ name: other, isMade: otherIsMade }: { name: string; isMade: boolean }) =>
    (isMade && otherIsMade) || !sameName(name, other);
  const rule = "an account has one workforce in a region";
  const first = same.find(clashes);
  if (first !== undefined) {
    const instead = "put further work teams into that one, or bring it in with fromWorkforceName";
    problems.add(
      "name",
      `"${first.path}" is there already, and ${rule}; ${instead}`,
      AwsPage.workforceAuthentication,
    );
    return;
  }
  const maybe = perhaps.find(clashes);
  if (maybe === undefined) return;
  const when = `If its region and account are those of "${maybe.path}", AWS refuses one of the two`;
  Annotations.of(workforce).addWarning(`${when}: ${rule} (${AwsPage.workforceAuthentication})`);
}
