import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import {
  cognitoDomainRule,
  emailMessageRule,
  emailSubjectRule,
  identityProvidersRule,
  passwordLengthRule,
  teamGroupsRule,
  userPoolClientIdRule,
  userPoolIdRule,
} from "../../lib/rules/cognito";
import { workTeamTopicArnRule } from "../../lib/rules/messaging";
import {
  ipRangesRule,
  workforceNetworkRule,
  workforceSecurityGroupsRule,
  workforceSubnetsRule,
} from "../../lib/rules/network";
import { newWorkTeamNameRule, workforceNameRule, workTeamDescriptionRule } from "../../lib/rules/sagemaker";
import {
  oidcClientIdRule,
  oidcEndpointRule,
  oidcParameterRule,
  oidcScopeRule,
  secretFieldRule,
  secretIdRule,
  secretVariableRule,
} from "../../lib/rules/sign-in";
import { PresignedLinkRestriction } from "../../lib/workforce/presigned-link-restriction";
import { WorkerMfa } from "../../lib/workforce/worker-mfa";
import { allowed } from "./allowed";
import { keySchema } from "./key-schema";
import { exactlyOne, notBeside, onlyWith, standsTwice, unique } from "./relations";
import { section } from "./section";
import { topicSection } from "./topic-schema";
import { flag, many, needed, oneWord, optional, typeOf } from "./types";

/** Name of the stack of the workforce. */
export const workforceStackName = "workforce";

const message = section({
  emailSubject: needed(emailSubjectRule, "Subject of the e-mail."),
  emailMessage: needed(
    emailMessageRule,
    "Its text, HTML: {####} is the code or password, {username} the name.",
  ),
});

const newUserPool = section({
  signInByEmail: optional(
    flag,
    "Workers sign in with their e-mail address. Later the pool would be made anew. Default: false.",
  ),
  invitation: optional(message, "E-mail that invites a worker. Default: Cognito's own."),
  verification: optional(message, "E-mail with the code that verifies an address. Default: Cognito's own."),
  threatProtection: optional(
    flag,
    "Cognito blocks stolen passwords and unusual sign-ins; the plan Plus, charged by worker. Default: false.",
  ),
  domain: needed(
    cognitoDomainRule,
    "Begins the address that workers sign in at: <domain>.auth.<region>.amazoncognito.com. Unique in the region.",
  ),
  mfa: optional(
    oneWord("a second factor", WorkerMfa, AwsPage.cognitoUserPool),
    "Codes of an authenticator app: required, optional or none. Default: required.",
  ),
  minimumPasswordLength: optional(
    passwordLengthRule,
    "Characters of a password, of all four kinds. Default: 14.",
  ),
  deletionProtection: optional(
    flag,
    "AWS refuses to delete the pool with its accounts. Set it to false before a destroy. Default: true.",
  ),
  supportedIdentityProviders: optional(
    identityProvidersRule,
    "Who vouches for workers: COGNITO, or providers that you add to the pool. Default: COGNITO.",
  ),
});

const existingUserPool = section({
  userPoolId: needed(
    userPoolIdRule,
    "Id of the pool, in the region of the stacks: <region>_<letters and digits>.",
  ),
  clientId: needed(userPoolClientIdRule, "Id of its client that the worker portal uses."),
});

const userPoolSchema = section(
  {
    create: optional(newUserPool, "A pool of the workforce's own."),
    existing: optional(
      existingUserPool,
      "A pool that exists, with a domain. How its client must be set is an output.",
    ),
  },
  [exactlyOne(["create", "existing"])],
);

const noSecret =
  "the secret itself has no place in this file, from where it would get into the repository and into plans; " +
  "name a sensitive Terraform variable (clientSecretVariable) or a secret in AWS Secrets Manager (clientSecretName)";
const parametersRule = "a mapping of names to texts is allowed, at most 10 of them";

const oidcSchema = section(
  {
    clientId: needed(oidcClientIdRule, "Id of Ground Truth's client at the provider."),
    clientSecretVariable: optional(
      secretVariableRule,
      "Name of a sensitive Terraform variable with the client's secret, given as TF_VAR_<name>.",
    ),
    clientSecretName: optional(
      secretIdRule,
      "Name or ARN of a secret in AWS Secrets Manager that holds the client's secret.",
    ),
    clientSecretField: optional(
      secretFieldRule,
      "Field of that secret, if it is a JSON object. Default: the whole text is the client's secret.",
    ),
    issuer: needed(oidcEndpointRule, "Issuer, as in the provider's tokens."),
    authorizationEndpoint: needed(oidcEndpointRule, "Where workers sign in."),
    tokenEndpoint: needed(oidcEndpointRule, "Where Ground Truth gets tokens."),
    userInfoEndpoint: needed(oidcEndpointRule, "Where Ground Truth asks who somebody is."),
    logoutEndpoint: needed(oidcEndpointRule, "Where workers sign out."),
    jwksUri: needed(oidcEndpointRule, "Where the provider's public keys are."),
    scope: optional(oidcScopeRule, "What is asked of the provider, like: openid email. Default: AWS's own."),
    authenticationRequestExtraParams: optional(
      z
        .record(typeOf(oidcParameterRule), typeOf(oidcParameterRule), parametersRule)
        .refine((given) => Object.keys(given).length <= 10, allowed(parametersRule, AwsPage.oidcConfig)),
      "More parameters of the sign-in request.",
    ),
  },
  [
    exactlyOne(["clientSecretVariable", "clientSecretName"], {
      none: "does not say where the client's secret is",
    }),
    onlyWith("clientSecretField", "clientSecretName", "is a field of clientSecretName, which is missing"),
  ],
  { clientSecret: noSecret, clientSecretValue: noSecret },
);

const network = section({
  vpcId: needed(workforceNetworkRule, "Id of the network."),
  securityGroupIds: needed(
    workforceSecurityGroupsRule,
    "Security groups that let HTTPS in from the workers.",
  ),
  subnets: needed(workforceSubnetsRule, "Subnets that the portal is in."),
});

const notificationsSchema = section(
  {
    topic: optional(
      topicSection(workTeamTopicArnRule),
      "A topic that exists, in the same account and region. Default: a new one.",
    ),
    encryptionKey: optional(keySchema, "The key that encrypts a new topic. Default: a new one."),
  },
  [
    notBeside(
      "topic",
      ["encryptionKey"],
      "encrypts a new topic, but topic names one that exists; say its key there (topic.encryptionKey)",
    ),
  ],
);

const existingWorkforce = section({
  name: needed(workforceNameRule, "Its name; one that was made in the console is named default."),
  userPool: optional(
    existingUserPool,
    "Its user pool. Default: workers sign in with an OpenID Connect provider.",
  ),
});

const team = section({
  // AWS takes capitals too, and does not say whether it keeps them in the ARN.
  name: needed(newWorkTeamNameRule, "Name of the team; it stands in its ARN."),
  description: needed(workTeamDescriptionRule, "What workers read of it."),
  groups: optional(
    typeOf(teamGroupsRule).superRefine(unique(standsTwice)),
    "Who belongs to it: groups of the user pool, or of the OpenID Connect provider. Default: a new group of the team's name.",
  ),
  restrictLinksTo: optional(
    oneWord("a restriction", PresignedLinkRestriction, AwsPage.presignedLinks),
    "Links to data objects open from the address only that the worker opened the task at.",
  ),
});

const teamsSchema = many(team, {
  allowed: "a list of 1 to 25 teams is allowed",
  page: AwsPage.createWorkTeamApi,
  from: 1,
  to: 25,
}).superRefine(
  unique(
    (name, first) =>
      allowed(
        `${name} is the name of teams[${first}] too; each team needs its own`,
        AwsPage.createWorkTeamApi,
      ),
    "name",
  ),
);

/** The people who label data, in a stack of their own. An account has one workforce in a region. */
export const workforceSchema = section(
  {
    name: optional(workforceNameRule, "Name of a new workforce. Default: the namePrefix."),
    userPool: optional(userPoolSchema, "Workers sign in with a Cognito user pool."),
    oidcConfig: optional(oidcSchema, "Workers sign in with an OpenID Connect provider of yours."),
    existing: optional(existingWorkforce, "The workforce that the account has in the region already."),
    ipRanges: optional(
      ipRangesRule,
      "The portal opens from these IPv4 addresses only. Default: from everywhere.",
    ),
    workforceVpcConfig: optional(network, "The portal opens from inside this network only."),
    teams: needed(teamsSchema, "Work teams. Their members are invited later: people are not configuration."),
    notifications: optional(
      notificationsSchema,
      "Workers hear of new and expiring tasks by an SNS topic. {} makes one with a key of its own.",
    ),
  },
  [
    exactlyOne(["userPool", "oidcConfig", "existing"], { page: AwsPage.createWorkforceApi }),
    notBeside(
      "existing",
      ["name", "ipRanges", "workforceVpcConfig"],
      "belongs to a new workforce, but existing names one that exists; keep one of the two",
    ),
  ],
);

export type WorkforceConfig = z.infer<typeof workforceSchema>;
