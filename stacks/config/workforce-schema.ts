import { z } from "zod";
import type * as lib from "../../lib";
import { AwsPage } from "../../lib/aws-page";
import * as cognito from "../../lib/rules/cognito";
import { workTeamTopicArnRule } from "../../lib/rules/messaging";
import { ipRangesRule, workforceVpcRules } from "../../lib/rules/network";
import { newWorkTeamNameRule, workforceNameRule, workTeamDescriptionRule } from "../../lib/rules/sagemaker";
import * as signIn from "../../lib/rules/sign-in";
import { PresignedLinkRestriction } from "../../lib/workforce/presigned-link-restriction";
import { WorkerMfa } from "../../lib/workforce/worker-mfa";
import { allowed } from "./allowed";
import { keySchema } from "./key-schema";
import { exactlyOne, notBeside, onlyWith, standsTwice, unique } from "./relations";
import { section } from "./section";
import { topicSection } from "./topic-schema";
import { allOf, flag, many, must, needed, oneWord, optional, propsOf, typeOf } from "./types";

/** Name of the stack of the workforce. */
export const workforceStackName = "workforce";

const message = section(propsOf<lib.WorkerMessage>("WorkerMessage")(allOf(cognito.workerMessageRules)));

const newUserPool = section(
  propsOf<lib.WorkerUserPoolProps>("WorkerUserPoolProps")({
    ...cognito.userPoolRules,
    domain: must(cognito.userPoolRules.domain),
    mfa: oneWord("a second factor", WorkerMfa, AwsPage.cognitoUserPool),
    deletionProtection: flag,
    signInByEmail: flag,
    invitation: message,
    verification: message,
    threatProtection: flag,
  }),
);

const existingUserPool = section({
  userPoolId: needed(
    cognito.existingUserPoolRules.userPoolId,
    "Id of the pool, in the region of the stacks: <region>_<letters and digits>.",
  ),
  clientId: needed(cognito.existingUserPoolRules.clientId, "Id of its client that the worker portal uses."),
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
    clientSecretVariable: optional(
      signIn.secretVariableRule,
      "Name of a sensitive Terraform variable with the client's secret, given as TF_VAR_<name>.",
    ),
    clientSecretName: optional(
      signIn.secretIdRule,
      "Name or ARN of a secret in AWS Secrets Manager that holds the client's secret.",
    ),
    clientSecretField: optional(
      signIn.secretFieldRule,
      "Field of that secret, if it is a JSON object. Default: the whole text is the client's secret.",
    ),
    ...propsOf<lib.OidcProvider>("OidcProvider")({
      ...allOf(signIn.oidcRules),
      scope: signIn.oidcScopeRule,
      authenticationRequestExtraParams: z
        .record(typeOf(signIn.oidcParameterRule), typeOf(signIn.oidcParameterRule), parametersRule)
        .refine((given) => Object.keys(given).length <= 10, allowed(parametersRule, AwsPage.oidcConfig)),
    }),
  },
  [
    exactlyOne(["clientSecretVariable", "clientSecretName"], {
      none: "does not say where the client's secret is",
    }),
    onlyWith("clientSecretField", "clientSecretName", "is a field of clientSecretName, which is missing"),
  ],
  { clientSecret: noSecret, clientSecretValue: noSecret },
);

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
  name: needed(newWorkTeamNameRule, "Name of the team; it stands in its ARN."),
  ...propsOf<lib.WorkTeamProps>("WorkTeamProps")({
    description: must(workTeamDescriptionRule),
    groups: typeOf(cognito.teamGroupsRule).superRefine(unique(standsTwice)),
    restrictLinksTo: oneWord("a restriction", PresignedLinkRestriction, AwsPage.presignedLinks),
  }),
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
    ...propsOf<lib.PrivateWorkforceProps>("PrivateWorkforceProps")({
      ipRanges: ipRangesRule,
      workforceVpcConfig: section(propsOf<lib.WorkforceVpc>("WorkforceVpc")(allOf(workforceVpcRules))),
    }),
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

/** What `workforce` says, with defaults filled in. */
export type WorkforceConfig = z.infer<typeof workforceSchema>;
