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
  securityGroupIds: values(workforceSecurityGroupsRule).describe(
    "Security groups that let HTTPS in from the workers.",
  ),
  subnets: values(workforceSubnetsRule).describe("Subnets that the portal is in."),
});

const notifications = section({
  topic: topicSection(workTeamTopicArnRule)
    .optional()
    .describe("A topic that exists, in the same account and region. Default: a new one."),
  encryptionKey: keySchema.optional().describe("The key that encrypts a new topic. Default: a new one."),
}).superRefine((given, context) => {
  if (given.topic === undefined || given.encryptionKey === undefined) return;
  const message =
    "encrypts a new topic, but topic names one that exists; say its key there (topic.encryptionKey)";
  context.addIssue({ code: "custom", path: ["encryptionKey"], message });
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
  userPool: userPoolSchema.optional().describe("Workers sign in with a Cognito user pool."),
  oidcConfig: oidcSchema.optional().describe("Workers sign in with an OpenID Connect provider of yours."),
  existing: existingWorkforce
    .optional()
    .describe("The workforce that the account has in the region already."),
  ipRanges: values(ipRangesRule)
    .optional()
    .describe("The portal opens from these IPv4 addresses only. Default: from everywhere."),
  workforceVpcConfig: vpc.optional().describe("The portal opens from inside this network only."),
  teams: teamsSchema.describe("Work teams. Their members are invited later: people are not configuration."),
  notifications: notifications
    .optional()
    .describe("Workers hear of new and expiring tasks by an SNS topic. {} makes one with a key of its own."),
})
  .superRefine(checkSignIn, besideFieldChecks)
  .superRefine(checkTeams, besideFieldChecks)
  .meta({ oneOf: [{ required: ["userPool"] }, { required: ["oidcConfig"] }, { required: ["existing"] }] });

export type WorkforceConfig = z.infer<typeof workforceSchema>;
export type TopicConfig = z.infer<typeof notifications>;

/** What a workforce says, of which anything may be wrong or missing while the file is checked. */
type Given = Readonly<Record<string, unknown>>;

const signIns = ["userPool", "oidcConfig", "existing"] as const;

function checkSignIn(given: Given, context: z.core.$RefinementCtx): void {
  const rule = "exactly one of userPool, oidcConfig and existing is allowed";
  const [first, ...others] = signIns.filter((key) => given[key] !== undefined);
  if (first === undefined) {
    context.addIssue({ code: "custom", message: `has none of userPool, oidcConfig and existing; ${rule}` });
  }
  for (const key of others) {
    const message = allowed(`excludes ${first}; ${rule}`, AwsPage.createWorkforceApi);
    context.addIssue({ code: "custom", path: [key], message });
  }
  if (given.existing === undefined) return;
  for (const option of ["name", "ipRanges", "workforceVpcConfig"] as const) {
    if (given[option] === undefined) continue;
    const message = "belongs to a new workforce, but existing names one that exists; keep one of the two";
    context.addIssue({ code: "custom", path: [option], message });
  }
}

function checkTeams(given: Given, context: z.core.$RefinementCtx): void {
  const existing = given.existing as { readonly userPool?: unknown } | undefined;
  const hasPool = given.userPool !== undefined || existing?.userPool !== undefined;
  const hasProvider = given.oidcConfig !== undefined || (typeof existing === "object" && !hasPool);
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
    if (
      team?.restrictLinksTo === "vpc-source-ip" &&
      given.workforceVpcConfig === undefined &&
      existing === undefined
    ) {
      complain(
        "restrictLinksTo",
        "needs a workforce in a network (workforceVpcConfig), or take source-ip",
        AwsPage.presignedLinks,
      );
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
}
