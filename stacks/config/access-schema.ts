import { z } from "zod";
import type * as lib from "../../lib";
import { AwsPage } from "../../lib/aws-page";
import { labelingRegions } from "../../lib/jobs/labeling-regions";
import { guardRailRules, requiredTagValuesRule } from "../../lib/permissions/people/guard-rails";
import { PermissionStyle } from "../../lib/permissions/style";
import * as rules from "../../lib/rules";
import { oneType } from "./allowed";
import { atLeastOne } from "./relations";
import { section } from "./section";
import { flag, many, must, oneWord, optional, propsOf, typeOf } from "./types";

/** Work teams, by the names that the section `workforce` gives them, or by ARN. */
const workTeams = rules.list("work teams", rules.workTeamRule, { page: AwsPage.sagemakerPolicies });
const names = (what: string) => {
  const rule = `a list of names of ${what} is allowed, at least one`;
  return many(z.string(rule), { allowed: rule, from: 1 });
};

const guardRailKeys = {
  onlyWorkTeams: optional(workTeams, "Jobs go to these work teams only, by name or ARN. Default: any."),
  ...propsOf<lib.GuardRails>("GuardRails")({
    noPublicCrowd: flag,
    requireOutputKey: flag,
    onlyOutputKeyArns: guardRailRules.onlyOutputKeyArns,
    requireVolumeKey: flag,
    onlyVolumeKeyArns: guardRailRules.onlyVolumeKeyArns,
    onlyRegions: many(oneWord("a region with Ground Truth", labelingRegions, AwsPage.humanTaskConfig), {
      allowed: "a list of regions is allowed, at least one",
      page: AwsPage.deniedRegions,
      from: 1,
    }),
    requiredTagKeys: guardRailRules.requiredTagKeys,
    requiredTagValues: z.record(
      z.string(),
      typeOf(requiredTagValuesRule),
      "tag keys are allowed, with a list of values for each",
    ),
    noKeyDeletion: flag,
  }),
};

/** What somebody must never do, whatever else allows it. */
const guardRailsSchema = section(guardRailKeys, [
  atLeastOne(Object.keys(guardRailKeys), "has nothing in it; name a guard rail, or leave it out"),
]);

/** Who has the policies of a persona: existing roles, groups and users. */
const attachTo = section(
  {
    roles: optional(
      rules.list("names of roles", rules.existingRoleRule),
      "Roles by name or ARN, not those that Identity Center made. Keys made here let in roles by their ARN.",
    ),
    groups: optional(rules.list("names of groups", rules.groupNameRule), "Names of groups."),
    users: optional(
      rules.list("names of users", rules.existingUserRule),
      "Users by name or ARN. Keys made here let in ARNs.",
    ),
  },
  [atLeastOne(["roles", "groups", "users"], "names nobody; name roles, groups or users, or leave it out")],
);

const trustedService = section(
  propsOf<lib.TrustedService>("TrustedService")({
    service: must(rules.servicePrincipalRule),
    sourceArns: rules.sourceArnsRule,
    sourceAccount: flag,
  }),
);

const newRole = section(
  {
    name: optional(rules.roleNameRule, "Name of the role. Default: <namePrefix>-<name>."),
    ...propsOf<lib.PersonaRoleProps>("PersonaRoleProps")({
      trustedPrincipalArns: rules.trustedPrincipalsRule,
      trustedServices: many(trustedService, {
        allowed: "a list of services is allowed, at least one: service: states.amazonaws.com",
        from: 1,
      }),
      requireMfa: flag,
    }),
  },
  [
    atLeastOne(
      ["trustedPrincipalArns", "trustedServices"],
      "names nobody who assumes the role; add trustedPrincipalArns or trustedServices",
    ),
  ],
);

/** What may be said of every persona. Nobody needs to have its policies: then there are the policies and their ARNs. */
const commonKeys = {
  name: optional(rules.personaNameRule, "Policies are named <namePrefix>-<name>. Default: the persona."),
  ...propsOf<lib.PersonaProps>("PersonaProps")({
    description: rules.policyDescriptionRule,
    guardRails: guardRailsSchema,
  }),
  attachTo: optional(attachTo, "Who gets the policies: roles, groups and users that exist."),
  createRole: optional(newRole, "Makes a role with the policies, for people to assume."),
  createGroup: optional(rules.groupNameRule, "Makes a group of this name with the policies and no members."),
  createUser: optional(rules.userNameRule, "Makes a user of this name with the policies and no credentials."),
  permissionSet: optional(flag, "Tells what a permission set of Identity Center takes. Default: false."),
};

const styleKeys = {
  style: optional(
    oneWord("a style", PermissionStyle),
    "least-privilege, as-documented (AWS's own text, corrected) or aws-managed. Default: the first.",
  ),
};

const workflowKeys = {
  workflows: optional(names("workflows"), "Names of the workflows that it is about. Default: all."),
};

const jobKeys = {
  ...workflowKeys,
  workTeams: optional(
    workTeams,
    "Who labels, by name or ARN. Default: the teams of the section workforce; without one, every private and vendor team.",
  ),
  labelingJobNamePrefix: optional(
    rules.jobNamePrefixRule,
    "How names of jobs begin, but for streaming workflows. Default: <namePrefix>-<workflow>-, each workflow by itself.",
  ),
};

const poolKeys = {
  userPoolId: optional(
    rules.userPoolIdRule,
    "Id of the workers' user pool, where the file does not know it.",
  ),
};

function kind<const Kind extends string>(persona: Kind, does: string) {
  return { persona: z.literal(persona).describe(does) };
}

/** What each persona does, and what it may say besides what all may. */
const personas = {
  "console-user": {
    ...kind("console-user", "Prepares, starts, watches and stops jobs in the console, and reads answers."),
    ...styleKeys,
    ...jobKeys,
    privateWorkforce: optional(flag, "They look after work teams and workers. Default: false."),
    ...poolKeys,
    ...propsOf<lib.ConsoleUserProps>("ConsoleUserProps")({ customWorkflow: flag, vendorWorkforce: flag }),
  },
  "function-author": {
    ...kind("function-author", "Writes annotation functions."),
    ...styleKeys,
    ...workflowKeys,
    functionNames: optional(
      rules.functionNamesRule,
      "Names of functions that they write, which may end in *. Default: those that the workflows' stacks make and that neither assume an execution role nor read every bucket.",
    ),
    ...propsOf<lib.FunctionAuthorProps>("FunctionAuthorProps")({
      functionRoleArns: rules.list("ARNs of roles", rules.ownRoleArnRule),
      starterFunctions: flag,
    }),
  },
  "job-creator": {
    ...kind("job-creator", "Starts jobs by the API, and reads answers."),
    ...styleKeys,
    ...jobKeys,
    ...propsOf<lib.JobCreatorProps>("JobCreatorProps")({ waitsInStepFunctions: flag }),
  },
  "job-operator": {
    ...kind("job-operator", "Watches and stops jobs; reads no data."),
    ...jobKeys,
    redrivesDeadLetters: optional(
      flag,
      "They read, delete and move back the dead letters of the streaming workflows' answer queues. Default: false.",
    ),
  },
  "workforce-manager": {
    ...kind("workforce-manager", "Looks after the private workforce, its teams and its workers."),
    ...styleKeys,
    ...poolKeys,
    workTeams: optional(
      rules.workTeamNamesRule,
      "Names of private teams, which may end in *. Default: the teams of the section workforce; without one, every private team.",
    ),
  },
  "vendor-subscriber": {
    ...kind("vendor-subscriber", "Subscribes to vendors of work in AWS Marketplace."),
    ...styleKeys,
  },
  auditor: {
    ...kind("auditor", "Sees how workflows are set up; changes nothing and reads no data."),
    ...jobKeys,
    ...poolKeys,
  },
  "key-administrator": {
    ...kind("key-administrator", "Looks after keys without using them."),
    ...styleKeys,
    ...workflowKeys,
    encryptionKeys: optional(
      rules.list("keys", rules.existingKeyRule),
      "Further keys that they look after: alias/<name>, or ARNs. Default: those that the stacks make.",
    ),
    ...propsOf<lib.KeyAdministratorProps>("KeyAdministratorProps")({ mayChangeKeyPolicy: flag }),
  },
  deployer: {
    ...kind("deployer", "Applies and destroys the stacks."),
    stacks: optional(names("stacks"), "Workflows, shared and workforce. Default: every stack but this one."),
  },
} satisfies Readonly<Record<string, z.ZodRawShape>>;

type PersonaKind = keyof typeof personas;
export const personaKinds = Object.keys(personas) as PersonaKind[];

/** Keys that one persona has not and others have. */
const reasons: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  auditor: { style: "AWS has no text for an auditor, so every style would be the same; leave it out" },
  deployer: {
    style: "AWS has no policy for a deployer, whose rights follow from the stacks; leave it out",
    workflows: "a deployer takes stacks: names of workflows, and workforce",
  },
  "job-operator": {
    style: "AWS has no text for a job operator, so every style would be the same; leave it out",
  },
};

function keysOfOthers(kind: PersonaKind): Readonly<Record<string, string>> {
  const others = personaKinds.flatMap((other) => Object.keys(personas[other]));
  return Object.fromEntries(
    others
      .filter((key) => !(key in personas[kind]))
      .map((key) => {
        const owners = personaKinds.filter((other) => key in personas[other]);
        return [key, reasons[kind]?.[key] ?? `belongs to ${owners.join(", ")}; a ${kind} has no such key`];
      }),
  );
}

type PersonaSection<Kind extends PersonaKind> = z.ZodObject<
  Omit<(typeof personas)[Kind], never> & typeof commonKeys,
  z.core.$strict
>;

const sections = personaKinds.map((kind) =>
  section({ ...personas[kind], ...commonKeys }, [], keysOfOthers(kind)),
) as unknown as [{ [Kind in PersonaKind]: PersonaSection<Kind> }[PersonaKind]];

const personasRule = "a list of personas is allowed, at least one";

/** Who may do what, as policies in a stack of their own. */
export const accessSchema = many(
  z.discriminatedUnion("persona", sections, { error: oneType("a persona", personaKinds, "persona") }),
  { allowed: personasRule, from: 1 },
);

/** What `access` says, with defaults filled in. */
export type AccessConfig = z.infer<typeof accessSchema>;
export type PersonaConfig = AccessConfig[number];
export type PersonaOf<Kind extends PersonaKind> = Extract<PersonaConfig, { persona: Kind }>;

/** What a persona is called. */
export function personaName({ persona: kind, name }: Pick<PersonaConfig, "persona" | "name">): string {
  return name ?? kind;
}
