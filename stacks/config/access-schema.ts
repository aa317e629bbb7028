import { z } from "zod";
import { PermissionStyle } from "../../lib/permissions/style";
import { guardRailsSchema } from "./access-guard-rails-schema";
import { holderKeys } from "./access-holder-schema";
import { workTeamPatterns, workTeams } from "./access-team-schema";
import { oneOf, oneType } from "./allowed";
import { section } from "./section";
import { ownRoleArnRule, policyDescriptionRule } from "../../lib/rules/iam";
import { existingKeyRule } from "../../lib/rules/kms";
import { personaNameRule } from "../../lib/rules/terraform";
import { functionNamesRule, jobNamePrefixRule } from "../../lib/rules/sagemaker";
import { userPoolIdRule } from "../../lib/rules/cognito";
import { value, values, flag } from "./value";

/** Name of the stack of people's rights. */
export const accessStackName = "access";

const namesRule = "a list of names of workflows is allowed, at least one";
const stacksRule = "a list of names of stacks is allowed, at least one";
const rolesRule = "a list of ARNs of roles is allowed, at least one";
const keysRule = "a list of keys is allowed, at least one: alias/<name>, or ARNs";
const names = (rule: string) => z.array(z.string(rule), rule).min(1, rule).optional();

const commonKeys = {
  name: value(personaNameRule)
    .optional()
    .describe("Ends the names of the policies: <namePrefix>-<name>. Default: the persona."),
  description: value(policyDescriptionRule)
    .optional()
    .describe("Describes the policies. AWS replaces them when it changes."),
  guardRails: guardRailsSchema
    .optional()
    .describe("What is denied, whatever else allows it. Default: nothing."),
  ...holderKeys,
};

const styleKeys = {
  style: z
    .enum(PermissionStyle, { error: oneOf("a style", Object.values(PermissionStyle)) })
    .optional()
    .describe(
      "least-privilege, as-documented (AWS's own text, corrected) or aws-managed. Default: the first.",
    ),
};

const workflowKeys = {
  workflows: names(namesRule).describe("Names of the workflows that it is about. Default: all."),
};

const jobKeys = {
  ...workflowKeys,
  workTeams: workTeams
    .optional()
    .describe(
      "Who labels, by name or ARN. Default: the teams of the section workforce; without one, every private and vendor team.",
    ),
  jobNamePrefix: value(jobNamePrefixRule)
    .optional()
    .describe(
      "How names of jobs begin, but for streaming workflows. Default: <namePrefix>-<workflow>-, each workflow by itself.",
    ),
};

const poolKeys = {
  userPoolId: value(userPoolIdRule)
    .optional()
    .describe(
      "Id of the workers' user pool, if it is known to nobody here: that of a new one comes with it.",
    ),
};

/** What each persona may say besides what all may. */
const ownKeys = {
  "console-user": {
    ...styleKeys,
    ...jobKeys,
    customWorkflow: flag()
      .optional()
      .describe("They try annotation functions, those of the workflows. Default: false."),
    privateWorkforce: flag().optional().describe("They look after work teams and workers. Default: false."),
    ...poolKeys,
    vendorWorkforce: flag().optional().describe("They look at vendors and their work teams. Default: false."),
  },
  "function-author": {
    ...styleKeys,
    ...workflowKeys,
    functionNames: values(functionNamesRule)
      .optional()
      .describe(
        "Names of functions that they write, which may end in *. Default: those that the workflows' stacks make and that neither assume an execution role nor read every bucket.",
      ),
    functionRoleArns: z
      .array(value(ownRoleArnRule), rolesRule)
      .min(1, rolesRule)
      .optional()
      .describe("ARNs of roles that new functions may run with. Default: no new functions."),
    starterFunctions: flag()
      .optional()
      .describe("They look at AWS's starter functions in the region. Default: false."),
  },
  "job-creator": {
    ...styleKeys,
    ...jobKeys,
    waitsInStepFunctions: flag()
      .optional()
      .describe(
        "A state machine starts jobs and waits for them (createLabelingJob.sync). Not verified against AWS. Default: false.",
      ),
  },
  "job-operator": jobKeys,
  "workforce-manager": {
    ...styleKeys,
    ...poolKeys,
    workTeams: workTeamPatterns
      .optional()
      .describe(
        "Names of private teams, which may end in *. Default: the teams of the section workforce; without one, every private team.",
      ),
  },
  "vendor-subscriber": styleKeys,
  auditor: jobKeys,
  "key-administrator": {
    ...styleKeys,
    ...workflowKeys,
    encryptionKeys: z
      .array(value(existingKeyRule), keysRule)
      .min(1, keysRule)
      .optional()
      .describe(
        "Further keys that they look after: alias/<name>, or ARNs. Default: those that the stacks make.",
      ),
    mayChangeKeyPolicy: flag()
      .optional()
      .describe("They write the policies of the keys, and so may let themselves use them. Default: false."),
  },
  deployer: {
    stacks: names(stacksRule).describe(
      "What they deploy: names of workflows, and workforce. Default: every stack but this one.",
    ),
  },
} satisfies Readonly<Record<string, z.ZodRawShape>>;

export type PersonaKind = keyof typeof ownKeys;
export const personaKinds = Object.keys(ownKeys) as PersonaKind[];

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
  const others = personaKinds.flatMap((other) => Object.keys(ownKeys[other]));
  return Object.fromEntries(
    others
      .filter((key) => !(key in ownKeys[kind]))
      .map((key) => {
        const owners = personaKinds.filter((other) => key in ownKeys[other]);
        return [key, reasons[kind]?.[key] ?? `belongs to ${owners.join(", ")}; a ${kind} has no such key`];
      }),
  );
}

const of = <Kind extends PersonaKind>(kind: Kind, what: string) => ({
  persona: z.literal(kind).describe(what),
  ...commonKeys,
});

const personasRule = "a list of personas is allowed, at least one";

/** Who may do what, as policies in a stack of their own. */
export const accessSchema = z
  .array(
    z.discriminatedUnion(
      "persona",
      [
        section(
          {
            ...of(
              "console-user",
              "Prepares, starts, watches and stops jobs in the console, and reads answers.",
            ),
            ...ownKeys["console-user"],
          },
          keysOfOthers("console-user"),
        ),
        section(
          { ...of("function-author", "Writes annotation functions."), ...ownKeys["function-author"] },
          keysOfOthers("function-author"),
        ),
        section(
          { ...of("job-creator", "Starts jobs by the API, and reads answers."), ...ownKeys["job-creator"] },
          keysOfOthers("job-creator"),
        ),
        section(
          { ...of("job-operator", "Watches and stops jobs; reads no data."), ...ownKeys["job-operator"] },
          keysOfOthers("job-operator"),
        ),
        section(
          {
            ...of("workforce-manager", "Looks after the private workforce, its teams and its workers."),
            ...ownKeys["workforce-manager"],
          },
          keysOfOthers("workforce-manager"),
        ),
        section(
          {
            ...of("vendor-subscriber", "Subscribes to vendors of work in AWS Marketplace."),
            ...ownKeys["vendor-subscriber"],
          },
          keysOfOthers("vendor-subscriber"),
        ),
        section(
          {
            ...of("auditor", "Sees how workflows are set up; changes nothing and reads no data."),
            ...ownKeys.auditor,
          },
          keysOfOthers("auditor"),
        ),
        section(
          {
            ...of("key-administrator", "Looks after keys without using them."),
            ...ownKeys["key-administrator"],
          },
          keysOfOthers("key-administrator"),
        ),
        section(
          { ...of("deployer", "Applies and destroys the stacks."), ...ownKeys.deployer },
          keysOfOthers("deployer"),
        ),
      ],
      { error: oneType("a persona", personaKinds, "persona") },
    ),
    personasRule,
  )
  .min(1, personasRule);

export type AccessConfig = z.infer<typeof accessSchema>;
export type PersonaConfig = AccessConfig[number];
export type PersonaOf<Kind extends PersonaKind> = Extract<PersonaConfig, { persona: Kind }>;

/** What a persona is called. */
export function personaName({ persona: kind, name }: Pick<PersonaConfig, "persona" | "name">): string {
  return name ?? kind;
}
