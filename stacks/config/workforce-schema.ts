import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { parseArn } from "../../lib/iam/arn";
import { workforceNameProblem } from "../../lib/workforce/private-workforce";
import { userPoolElsewhereProblem } from "../../lib/workforce/worker-user-pool-names";
import { ipRangeProblem } from "../../lib/workforce/workforce-network";
import { allowed } from "./allowed";
import { problemOf } from "./aws-values";
import { besideFieldChecks, listOf } from "./cross-field";
import { keySchema } from "./key-schema";
import { section } from "./section";
import { existingTopic } from "./topic-schema";
import { oidcSchema } from "./workforce-oidc-schema";
import { teamsSchema } from "./workforce-team-schema";
import { existingUserPool, userPoolSchema } from "./workforce-user-pool-schema";

/** Name of the stack of the workforce. */
export const workforceStackName = "workforce";

const nameRule = allowed("1 to 63 letters, digits and hyphens are allowed", AwsPage.createWorkforceApi);
const rangeRule = allowed(
  "a range of IPv4 addresses is allowed, as in 203.0.113.0/24",
  AwsPage.workforceAuthentication,
);
const rangesRule = allowed("a list of 1 to 10 ranges is allowed", AwsPage.workforceAuthentication);

const workforceName = () =>
  z.string(nameRule).superRefine(problemOf(workforceNameProblem, AwsPage.createWorkforceApi));

function ids(kind: string, most: number) {
  const rule = allowed(`an id of the form ${kind}-0123456789abcdef0 is allowed`, AwsPage.workforceVpc);
  const listRule = allowed(`a list of 1 to ${most} ids is allowed`, AwsPage.workforceVpc);
  const id = z.string(rule).regex(new RegExp(`^${kind}-[0-9a-z]+$`), rule);
  return { id, list: z.array(id, listRule).min(1, listRule).max(most, listRule) };
}

const vpc = section({
  vpcId: ids("vpc", 1).id.describe("Id of the network."),
  securityGroups: ids("sg", 5).list.describe("Security groups that let HTTPS in from the workers."),
  subnets: ids("subnet", 16).list.describe("Subnets that the portal is in."),
});

const notifications = section({
  topic: existingTopic
    .optional()
    .describe("A topic that exists, in the same account and region. Default: a new one."),
  key: keySchema.optional().describe("The key that encrypts a new topic. Default: a new one."),
}).superRefine((given, context) => {
  if (given.topic === undefined || given.key === undefined) return;
  const message = "encrypts a new topic, but topic names one that exists; say its key there (topic.key)";
  context.addIssue({ code: "custom", path: ["key"], message });
}, besideFieldChecks);

const existingWorkforce = section({
  name: workforceName().describe("Its name; one that was made in the console is named default."),
  userPool: existingUserPool
    .optional()
    .describe("Its user pool. Default: workers sign in with an OpenID Connect provider."),
});

/** The people who label data, in a stack of their own. An account has one workforce in a region. */
export const workforceSchema = section({
  name: workforceName().optional().describe("Name of a new workforce. Default: the namePrefix."),
  cognito: userPoolSchema.optional().describe("Workers sign in with a Cognito user pool."),
  oidc: oidcSchema.optional().describe("Workers sign in with an OpenID Connect provider of yours."),
  existing: existingWorkforce
    .optional()
    .describe("The workforce that the account has in the region already."),
  ipRanges: z
    .array(
      z.string(rangeRule).superRefine(problemOf(ipRangeProblem, AwsPage.workforceAuthentication)),
      rangesRule,
    )
    .min(1, rangesRule)
    .max(10, rangesRule)
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
  otherRegion(config.region, workforce, complain);
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

function otherRegion(region: unknown, workforce: Given, complain: Complain): void {
  if (typeof region !== "string") return;
  const at = (...path: string[]): unknown =>
    path.reduce<unknown>((value, key) => (value as Given | null | undefined)?.[key], workforce);

  for (const path of [
    ["cognito", "existing", "userPoolId"],
    ["existing", "userPool", "userPoolId"],
  ]) {
    const userPoolId = at(...path);
    if (typeof userPoolId !== "string" || !userPoolId.includes("_")) continue;
    const message = userPoolElsewhereProblem(userPoolId, region);
    if (message !== undefined) complain(["workforce", ...path], allowed(message, AwsPage.createWorkforceApi));
  }
  const topic = at("notifications", "topic", "existing");
  const topicRegion = typeof topic === "string" ? parseArn(topic)?.region : undefined;
  if (topicRegion === undefined || topicRegion === region) return;
  const message = `lies in ${topicRegion}; a work team and its topic are in one region, here ${region}`;
  complain(
    ["workforce", "notifications", "topic", "existing"],
    allowed(message, AwsPage.workTeamNotifications),
  );
}
