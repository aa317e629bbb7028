import { CognitoManagedUserPoolClient } from "@cdktf/provider-aws/lib/cognito-managed-user-pool-client";
import { CognitoUserGroup } from "@cdktf/provider-aws/lib/cognito-user-group";
import { CognitoUserPool } from "@cdktf/provider-aws/lib/cognito-user-pool";
import { CognitoUserPoolClient } from "@cdktf/provider-aws/lib/cognito-user-pool-client";
import { CognitoUserPoolDomain } from "@cdktf/provider-aws/lib/cognito-user-pool-domain";
import { dependable, Fn, Token, type ITerraformDependable } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { freeId } from "../scope/free-id";
import { AwsPage } from "../aws-page";
import { StackScope } from "../scope/stack-scope";
import { checkCalls, checkInput } from "../validation/check-input";
import { Problems } from "../validation/problems";
import { WorkerMfa } from "./worker-mfa";
import {
  userPoolNameRule,
  cognitoGroupRule,
  existingUserPoolRules,
  userPoolRules,
  workerMessageRules,
} from "../rules/cognito";

/** A Cognito user pool that the workers of a workforce sign in with. A group in it is a work team. */
export interface IWorkerUserPool extends IConstruct {
  /** `<region>_<letters and digits>` */
  readonly userPoolId: string;
  /** The client that the worker portal signs workers in with. */
  readonly clientId: string;

  /** What must exist before a workforce can use the pool. @default - it exists already */
  readonly userPoolResource?: ITerraformDependable;

  /** Address of the client in Terraform. With a new client the workforce is replaced. @default - it exists already */
  readonly clientAddress?: string;

  /**
   * Makes a group of workers, once for each name: `cognito-idp:CreateGroup`.
   *
   * @throws InvalidInputError when Cognito takes no such name
   */
  addGroup(groupName: string, description?: string): ITerraformDependable;

  /**
   * A group that a work team names. In a pool made here it is made with the first team that names it; in a pool that
   * exists already it exists too, unless `addGroup` makes it, and is left alone.
   *
   * @returns what the team waits for; undefined if the group exists already
   * @throws InvalidInputError when Cognito takes no such name
   */
  groupOfTeam(groupName: string): ITerraformDependable | undefined;

  /**
   * Opens the client to a worker portal. For `PrivateWorkforce`, once the address of the portal is known.
   *
   * @param portalHost such as `abcdef1234.labeling.eu-west-1.sagemaker.aws`
   * @returns for an existing pool, how its client must be set, as JSON; undefined if that is done
   */
  openToPortal(portalHost: string): string | undefined;
}

/** An e-mail to workers. */
export interface WorkerMessage {
  /** Subject of the e-mail, up to 140 characters. */
  readonly emailSubject: string;
  /** Its text: 6 to 20,000 characters of HTML, with `{####}` for the code or password and, in an invitation, `{username}`. */
  readonly emailMessage: string;
}

/** How a user pool for workers is made. */
export interface WorkerUserPoolProps {
  /** 1 to 128 letters, digits, spaces and `_+=,.@-`. */
  readonly name: string;
  /**
   * Begins the address that workers sign in at, `https://<domain>.auth.<region>.amazoncognito.com`: 1 to 63 lower-case
   * letters, digits and hyphens, not used by anybody else in the region, and without `aws`, `amazon` and `cognito`.
   */
  readonly domain: string;
  /** Codes of an authenticator app, besides the password. @default WorkerMfa.REQUIRED */
  readonly mfa?: WorkerMfa;
  /**
   * Characters that a password has at least, 8 to 99. It always needs capital and small letters, digits and symbols.
   * @default 14
   */
  readonly minimumPasswordLength?: number;
  /**
   * Whether AWS refuses to delete the pool, and with it the accounts of all workers. Set it to false and apply before the
   * pool is destroyed.
   * @default true
   */
  readonly deletionProtection?: boolean;
  /**
   * Who may vouch for workers: `COGNITO` is the pool itself; identity providers of the pool have the names that they were
   * added under.
   * @default - the pool itself
   */
  readonly supportedIdentityProviders?: string[];
  /**
   * Whether workers sign in with their e-mail address, as their user name. Cannot be changed later: the pool would be replaced.
   * @default false
   */
  readonly signInByEmail?: boolean;
  /** E-mail that invites a new worker. @default - Cognito's own */
  readonly invitation?: WorkerMessage;
  /** E-mail with the code that verifies an address. @default - Cognito's own */
  readonly verification?: WorkerMessage;
  /**
   * Whether Cognito blocks sign-ins with stolen passwords and unusual ones. The pool then has the plan Plus, which AWS charges
   * for by worker.
   * @default false
   */
  readonly threatProtection?: boolean;
  /** Tags of what is made here, beside the provider's default tags. @default - none */
  readonly tags?: Record<string, string>;
}

/**
 * A user pool for workers: long passwords, a second factor, accounts made by administrators only, and an address to sign
 * in at.
 *
 * It has no members. Those are personal data, which neither a configuration nor a Terraform state should hold: invite
 * them in the SageMaker console or with `admin-create-user`.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-workforce-create-private-cognito.html
 */
export class WorkerUserPool extends Construct implements IWorkerUserPool {
  /**
   * A pool that exists already, in the stack's region. It needs a domain. Its client is not touched: see
   * `requiredClientSettings` of the workforce.
   *
   * @throws InvalidInputError when the ids are not those of a pool and its client
   */
  public static fromUserPoolId(
    scope: Construct,
    id: string,
    userPoolId: string,
    clientId: string,
  ): IWorkerUserPool {
    checkInput("WorkerUserPool.fromUserPoolId", scope, id, { userPoolId, clientId });
    return new ExistingUserPool(scope, id, userPoolId, clientId);
  }

  /** Known when the pool exists. */
  public readonly userPoolId: string;
  /** Known when the client exists. */
  public readonly clientId: string;
  /** Pool, client and domain: the domain is made last. */
  public readonly userPoolResource: ITerraformDependable;
  public readonly clientAddress: string;

  private readonly groups: Groups;
  private readonly client: CognitoUserPoolClient;
  private readonly identityProviders: string[];

  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: WorkerUserPoolProps) {
    checkInput("WorkerUserPool", scope, id, props);
    super(scope, id);
    validate(this, props);
    const pool = makePool(this, props);
    this.userPoolId = pool.id;
    this.identityProviders = props.supportedIdentityProviders ?? ["COGNITO"];
    this.client = new CognitoUserPoolClient(this, "Client", {
      name: clientName,
      userPoolId: this.userPoolId,
      ...clientSettings,
      generateSecret: true,
      // Set by openToPortal: the portal's address is known only when the workforce is there, and the workforce needs the
      // client. Without this each plan would take back what is set there.
      lifecycle: { ignoreChanges: [...setForPortal] },
    });
    this.clientId = this.client.id;
    this.clientAddress = dependable(this.client);
    this.userPoolResource = new CognitoUserPoolDomain(this, "Domain", {
      domain: props.domain,
      userPoolId: this.userPoolId,
      dependsOn: [this.client],
    });
    this.groups = new Groups(this, this.userPoolId);
  }

  public addGroup(groupName: string, description?: string): ITerraformDependable {
    return this.groups.make(groupName, description);
  }

  public groupOfTeam(groupName: string): ITerraformDependable | undefined {
    return this.groups.make(groupName);
  }

  public openToPortal(portalHost: string): string | undefined {
    // The resource is meant for clients that AWS made: it takes over the one client of this name, changes it when it is
    // created, and leaves it when it is destroyed. So nothing here waits for itself, and one apply is enough.
    new CognitoManagedUserPoolClient(this, "Portal", {
      userPoolId: this.userPoolId,
      namePattern: `^${clientName}$`,
      ...clientSettings,
      ...portalSettings(portalHost, this.identityProviders),
      dependsOn: [this.client],
      // A client that is made anew is another one of the same name.
      lifecycle: { replaceTriggeredBy: [`${this.clientAddress}.id`] },
    });
    return undefined;
  }
}

checkCalls(WorkerUserPool, "WorkerUserPool");

/** A pool that somebody else manages. */
class ExistingUserPool extends Construct implements IWorkerUserPool {
  private readonly groups: Groups;

  public constructor(
    scope: Construct,
    id: string,
    public readonly userPoolId: string,
    public readonly clientId: string,
  ) {
    super(scope, id);
    const problems = new Problems(() => `WorkerUserPool "${this.node.path}"`);
    problems.checkAll({ userPoolId, clientId }, existingUserPoolRules, StackScope.of(this).stated);
    problems.throwIfAny();
    this.groups = new Groups(this, userPoolId);
  }

  public addGroup(groupName: string, description?: string): ITerraformDependable {
    return this.groups.make(groupName, description);
  }

  public groupOfTeam(groupName: string): ITerraformDependable | undefined {
    return this.groups.known(groupName);
  }

  public openToPortal(portalHost: string): string {
    const settings = portalSettings(portalHost, ["COGNITO"]);
    return Fn.jsonencode({
      UserPoolId: this.userPoolId,
      ClientId: this.clientId,
      AllowedOAuthFlowsUserPoolClient: settings.allowedOauthFlowsUserPoolClient,
      AllowedOAuthFlows: settings.allowedOauthFlows,
      AllowedOAuthScopes: settings.allowedOauthScopes,
      CallbackURLs: settings.callbackUrls,
      LogoutURLs: settings.logoutUrls,
      SupportedIdentityProviders: settings.supportedIdentityProviders,
    });
  }
}

checkCalls(ExistingUserPool, "ExistingUserPool");

/** The groups of a pool that are made here, each once. */
class Groups {
  private readonly made = new Map<string, CognitoUserGroup>();
  private readonly scope: Construct;

  public constructor(
    private readonly pool: Construct,
    private readonly userPoolId: string,
  ) {
    // A group may be named like something else in the pool.
    this.scope = new Construct(pool, "Group");
  }

  public known(groupName: string): CognitoUserGroup | undefined {
    const problems = new Problems(() => `WorkerUserPool "${this.pool.node.path}"`);
    problems.check("groupName", groupName, cognitoGroupRule);
    problems.throwIfAny();
    return this.made.get(groupName);
  }

  public make(groupName: string, description?: string): CognitoUserGroup {
    const known = this.known(groupName);
    if (known !== undefined) return known;
    // An id may hold no token.
    const id = Token.isUnresolved(groupName) ? `Unknown${this.made.size + 1}` : freeId(this.scope, groupName);
    const group = new CognitoUserGroup(this.scope, id, {
      name: groupName,
      userPoolId: this.userPoolId,
      description,
    });
    this.made.set(groupName, group);
    return group;
  }
}

/** The one client of a pool made here. */
const clientName = "worker-portal";

/** What is the same before and after the client is opened to the portal. */
const clientSettings = {
  // A change of a client takes back what it does not name: without this, to flows that send passwords to programs.
  explicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"],
  // Wrong name or wrong password: strangers cannot tell which.
  preventUserExistenceErrors: "ENABLED",
  enableTokenRevocation: true,
};

const setForPortal = [
  "allowed_oauth_flows",
  "allowed_oauth_flows_user_pool_client",
  "allowed_oauth_scopes",
  "callback_urls",
  "logout_urls",
  "supported_identity_providers",
];

function portalSettings(portalHost: string, identityProviders: string[]) {
  return {
    allowedOauthFlowsUserPoolClient: true,
    allowedOauthFlows: ["code"],
    allowedOauthScopes: ["email", "openid", "profile"],
    callbackUrls: [`https://${portalHost}/oauth2/idpresponse`],
    logoutUrls: [`https://${portalHost}/logout`],
    supportedIdentityProviders: identityProviders,
  };
}

function makePool(scope: Construct, props: WorkerUserPoolProps): CognitoUserPool {
  const mfa = props.mfa ?? WorkerMfa.REQUIRED;
  return new CognitoUserPool(scope, "Resource", {
    name: props.name,
    deletionProtection: (props.deletionProtection ?? true) ? "ACTIVE" : "INACTIVE",
    mfaConfiguration: {
      [WorkerMfa.REQUIRED]: "ON",
      [WorkerMfa.OPTIONAL]: "OPTIONAL",
      [WorkerMfa.NONE]: "OFF",
    }[mfa],
    softwareTokenMfaConfiguration: mfa === WorkerMfa.NONE ? undefined : { enabled: true },
    // Left out where nobody asks: pools that exist keep what they have.
    usernameAttributes: props.signInByEmail ? ["email"] : undefined,
    userPoolTier: props.threatProtection ? "PLUS" : undefined,
    userPoolAddOns: props.threatProtection ? { advancedSecurityMode: "ENFORCED" } : undefined,
    verificationMessageTemplate: props.verification && {
      defaultEmailOption: "CONFIRM_WITH_CODE",
      ...props.verification,
    },
    adminCreateUserConfig: {
      allowAdminCreateUserOnly: true,
      inviteMessageTemplate: props.invitation && {
        ...props.invitation,
        // Cognito takes the three together.
        smsMessage: "{username}: {####}",
      },
    },
    autoVerifiedAttributes: ["email"],
    accountRecoverySetting: { recoveryMechanism: [{ name: "verified_email", priority: 1 }] },
    usernameConfiguration: { caseSensitive: false },
    passwordPolicy: {
      minimumLength: props.minimumPasswordLength ?? 14,
      requireLowercase: true,
      requireUppercase: true,
      requireNumbers: true,
      requireSymbols: true,
      temporaryPasswordValidityDays: 7,
    },
    tags: props.tags,
  });
}

function validate(pool: Construct, props: WorkerUserPoolProps): void {
  const problems = new Problems(() => `WorkerUserPool "${pool.node.path}"`);
  problems.check("name", props.name, userPoolNameRule);
  problems.checkAll(props, userPoolRules);
  for (const [property, message, parts] of [
    ["invitation", props.invitation, ["{####}", "{username}"]],
    ["verification", props.verification, ["{####}"]],
  ] as const) {
    problems.checkAll(message, workerMessageRules, undefined, `${property}.`);
    for (const part of parts.filter((one) => message !== undefined && !message.emailMessage.includes(one))) {
      problems.add(
        `${property}.emailMessage`,
        `has no ${part}, which Cognito fills in; add it`,
        AwsPage.cognitoMessages,
      );
    }
  }
  problems.throwIfAny();
}
