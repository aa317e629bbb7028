import type { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { allowed } from "./allowed";
import { besideFieldChecks, listOf } from "./cross-field";
import { keySchema } from "./key-schema";
import { section } from "./section";
import { topicSection } from "./topic-schema";
import { workTeamTopicArnRule } from "../../lib/rules/messaging";
import { oidcSchema } from "./workforce-oidc-schema";
import { teamsSchema } from "./workforce-team-schema";
import { existingUserPool, userPoolSchema } from "./workforce-user-pool-schema";
import { workforceNameRule } from "../../lib/rules/sagemaker";
import {
  workforceNetworkRule,
  workforceSubnetsRule,
  workforceSecurityGroupsRule,
  ipRangesRule,
} from "../../lib/rules/network";
import { value, values } from "./value";

/** Name of the stack of the workforce. */
export const workforceStackName = "workforce";

const vpc = section({
  vpcId: value(workforceNetworkRule).describe("Id of the network."),
  securityGroups: values(workforceSecurityGroupsRule).describe(
    "Security groups that let HTTPS in from the workers.",
  ),
  subnets: values(workforceSubnetsRule).describe("Subnets that the portal is in."),
});

const notifications = section({
  topic: topicSection(workTeamTopicArnRule)
    .optional()
    .describe("A topic that exists, in the same account and region. Default: a new one."),
  key: keySchema.optional().describe("The key that encrypts a new topic. Default: a new one."),
}).superRefine((given, context) => {
  if (given.topic === undefined || given.key === undefined) return;
  const message = "encrypts a new topic, but topic names one that exists; say its key there (topic.key)";
  context.addIssue({ code: "custom", path: ["key"], message });
}, besideFieldChecks);

const existingWorkforce = section({
  name: value(workforceNameRule).describe("Its name; one that was made in the console is named default."),
  userPool: existingUserPool
    .optional()
    .describe("Its user pool. Default: workers sign in with an OpenID Connect provider."),
});

/** The people who label data, in a stack of their own. An account has one workforce in a region. */
export const workforceSchema = section({
  name: value(workforceNameRule).optional().describe("Name of a new workforce. Default: the namePrefix."),
  cognito: userPoolSchema.optional().describe("Workers sign in with a Cognito user pool."),
  oidc: oidcSchema.optional().describe("Workers sign in with an OpenID Connect provider of yours."),
  existing: existingWorkforce
    .optional()
    .describe("The workforce that the account has in the region already."),
  ipRanges: values(ipRangesRule)
    .optional()
    .describe("The portal opens from these IPv4 addresses only. Default: from everywhere."),
  vpc: vpc.optional().describe("The portal opens from inside this network only."),
  teams: teamsSchema.describe("Work teams. Their members are invited later: people are not configuration."),
  notifications: notifications
    .optional()
    .describe("Workers hear of new and expiring tasks by an SNS topic. {} makes one with a key of its own."),
})
  .superRefine(checkSignIn, besideFieldChecks)
  .superRefine(checkTeams, besideFieldChecks)
  .meta({ oneOf: [{ required: ["cognito"] }, { required: ["oidc"] }, { required: ["existing"] }] });

export type WorkforceConfig = z.infer<typeof workforceSchema>;
export type TopicConfig = z.infer<typeof notifications>;

/** What a workforce says, of which anything may be wrong or missing while the file is checked. */
type Given = Readonly<Record<string, unknown>>;

const signIns = ["cognito", "oidc", "existing"] as const;

function checkSignIn(given: Given, context: z.core.$RefinementCtx): void {
  const rule = "exactly one of cognito, oidc and existing is allowed";
  const [first, ...others] = signIns.filter((key) => given[key] !== undefined);
  if (first === undefined) {
    context.addIssue({ code: "custom", message: `has none of cognito, oidc and existing; ${rule}` });
  }
  for (const key of others) {
    const message = allowed(`excludes ${first}; ${rule}`, AwsPage.createWorkforceApi);
    context.addIssue({ code: "custom", path: [key], message });
  }
  if (given.existing === undefined) return;
  for (const option of ["name", "ipRanges", "vpc"] as const) {
    if (given[option] === undefined) continue;
    const message = "belongs to a new workforce, but existing names one that exists; keep one of the two";
    context.addIssue({ code: "custom", path: [option], message });
  }
}

function checkTeams(given: Given, context: z.core.$RefinementCtx): void {
  const existing = given.existing as { readonly userPool?: unknown } | undefined;
  const hasPool = given.cognito !== undefined || existing?.userPool !== undefined;
  const hasProvider = given.oidc !== undefined || (typeof existing === "object" && !hasPool);
  listOf(given.teams as Given[] | undefined).forEach((team, index) => {
    const complain = (key: string, message: string, page: string) =>
      context.addIssue({ code: "custom", path: ["teams", index, key], message: allowed(message, page) });
    const groups = team?.groups;
    if (hasProvider && groups === undefined) {
      const rule =
        "workers sign in with an OpenID Connect provider, so name its groups that make up the team";
      complain("groups", `is missing; ${rule}`, AwsPage.createWorkTeamApi);
    }
    listOf(hasProvider ? (groups as string[] | undefined) : undefined).forEach((group: unknown) => {
      if (typeof group !== "string" || group.length <= 63) return;
      const got = `"${group.slice(0, 20)}…" has ${group.length} characters`;
      complain(
        "groups",
        `${got}; a group of an OpenID Connect provider has at most 63`,
        AwsPage.createWorkTeamApi,
      );
    });
    if (team?.restrictLinksTo === "vpc-source-ip" && given.vpc === undefined && existing === undefined) {
      complain("restrictLinksTo", "needs a workforce with a vpc, or take source-ip", AwsPage.presignedLinks);
    }
  });
}

/** What a workforce cannot have in common with the stacks of workflows, and must have in common with its region. */
export function checkWorkforce(config: Given, context: z.core.$RefinementCtx): void {
  const workforce = config.workforce as Given | undefined;
  if (typeof workforce !== "object" || workforce === null) return;
  const complain = (path: (string | number)[], message: string) =>
    context.addIssue({ code: "custom", path, message });

  const workflows = listOf(config.workflows as (Given | undefined)[] | undefined);
  workflows.forEach((workflow, index) => {
    if (workflow?.name !== workforceStackName) return;
    const message = `"${workforceStackName}" is the stack of the workforce; name the workflow otherwise`;
    complain(["workflows", index, "name"], message);
  });
  sharedWorkspace(config, workflows.length, complain);
}

type Complain = (path: (string | number)[], message: string) => void;

function sharedWorkspace({ backend }: Given, workflows: number, complain: Complain): void {
  const { type, workspace } = (backend ?? {}) as { type?: unknown; workspace?: { name?: unknown } };
  const name = workspace?.name;
  // With more workflows the same is said of these.
  if (type !== "cloud" || typeof name !== "string" || workflows !== 1) return;
  const message =
    `"${name}" would hold the state of both stacks, the workflow's and the workforce's, and each would ` +
    "destroy the other; leave it out, or use prefix: then each stack has a workspace of its own";
  complain(["backend", "workspace", "name"], message);
}
