import { z } from "zod";
import type * as lib from "../../lib";
import { AwsPage } from "../../lib/aws-page";
import { PresignedLinkRestriction } from "../../lib/workforce/presigned-link-restriction";
import { WorkerMfa } from "../../lib/workforce/worker-mfa";
import * as rules from "../../lib/rules";
import { allowed } from "./allowed";
import { keySchema } from "./key-schema";
import { exactlyOne, notBeside, onlyWith, standsTwice, unique } from "./relations";
import { topicSection } from "./messaging-schema";
import { section } from "./section";
import { allOf, flag, many, must, needed, oneWord, optional, propsOf, typeOf } from "./types";

const message = section(propsOf<lib.WorkerMessage>("WorkerMessage")(allOf(rules.workerMessageRules)));

const newUserPool = section(
  propsOf<lib.WorkerUserPoolProps>("WorkerUserPoolProps")({
    ...rules.userPoolRules,
    domain: must(rules.userPoolRules.domain),
    mfa: oneWord("a second factor", WorkerMfa, AwsPage.cognitoUserPool),
    deletionProtection: flag,
    signInByEmail: flag,
    invitation: message,
    verification: message,
    threatProtection: flag,
  }),
);

const existingUserPool = section({
  userPoolId: needed(rules.existingUserPoolRules.userPoolId, "Id: <region>_<letters and digits>."),
  clientId: needed(rules.existingUserPoolRules.clientId, "Id of its client that the worker portal uses."),
});

const userPoolSchema = section(
  {
    create: optional(newUserPool, "A pool of the workforce's own."),
    existing: optional(existingUserPool, "A pool with a domain. How its client must be set is an output."),
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
      rules.secretVariableRule,
      "Name of a sensitive Terraform variable with the client's secret, given as TF_VAR_<name>.",
    ),
    clientSecretName: optional(rules.secretIdRule, "Name or ARN in Secrets Manager of the client's secret."),
    clientSecretField: optional(
      rules.secretFieldRule,
      "Field of that secret, if it is a JSON object. Default: the whole text is the client's secret.",
    ),
    ...propsOf<lib.OidcProvider>("OidcProvider")({
      ...allOf(rules.oidcRules),
      scope: rules.oidcScopeRule,
      authenticationRequestExtraParams: z
        .record(typeOf(rules.oidcParameterRule), typeOf(rules.oidcParameterRule), parametersRule)
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
      topicSection(rules.workTeamTopicArnRule),
      "In the same account and region. Default: new.",
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
  name: needed(rules.workforceNameRule, "Its name; one that was made in the console is named default."),
  userPool: optional(existingUserPool, "Its user pool. Default: workers sign in with OpenID Connect."),
});

const team = section({
  name: needed(rules.newWorkTeamNameRule, "Name of the team; it stands in its ARN."),
  ...propsOf<lib.WorkTeamProps>("WorkTeamProps")({
    description: must(rules.workTeamDescriptionRule),
    groups: typeOf(rules.teamGroupsRule).superRefine(unique(standsTwice)),
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
    name: optional(rules.workforceNameRule, "Name of a new workforce. Default: the namePrefix."),
    userPool: optional(userPoolSchema, "Workers sign in with a Cognito user pool."),
    oidcConfig: optional(oidcSchema, "Workers sign in with an OpenID Connect provider of yours."),
    existing: optional(existingWorkforce, "The workforce that the account has in the region already."),
    ...propsOf<lib.PrivateWorkforceProps>("PrivateWorkforceProps")({
      ipRanges: rules.ipRangesRule,
      workforceVpcConfig: section(propsOf<lib.WorkforceVpc>("WorkforceVpc")(allOf(rules.workforceVpcRules))),
    }),
    teams: needed(teamsSchema, "Work teams. Their members are invited later: people are not configuration."),
    notifications: optional(
      notificationsSchema,
      "Tells workers of tasks by a topic. {} makes one with a key.",
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
