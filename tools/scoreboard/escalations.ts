import { escalationPaths } from "../../review/risks/escalation-paths";
import { openWays, type OpenWay } from "../../review/risks/find-risks";
import type { JudgedStacks } from "./judged-stacks";

/** Why a way is open to somebody whom a statement opens it to, and where it ends. */
const deployer = "[what a deployer can do beyond the stacks](deployer.md#what-it-can-do-beyond-the-stacks)";
const lent = "[what a right lends](people.md#what-a-right-lends)";
const explanations: Readonly<Record<string, string>> = {
  AssumeExecutionRole:
    "Reads answers as the execution role of its own workflow (`answerAccess: assume-execution-role`), and can assume no other. It gets what that role has: all input of the workflow, and it can replace answers. The default, `s3-read`, opens nothing.",
  IamPolicies: `Writes the policies of the roles that it deploys. Without a permissions boundary on these it can get any right so, with one what the boundary allows: ${deployer}.`,
  IamRoles: `Writes whom the roles that it deploys trust: ${deployer}.`,
  IamRoleAttachmentsOfStacks: `Attaches the policies of the stacks to the roles of the stacks, and no others: ${deployer}.`,
  LambdaFunctions: `Writes code and permissions of the functions that it deploys, and of no others: the code does what their roles may. ${deployer}.`,
  PassFunctionRoles: `Gives a function one of the roles in \`functionRoleArns\`, and no other: its code does what that role may. ${lent}.`,
  WriteFunctions: `Writes code of functions in \`functionNames\`, and no others: it does what their roles may. ${lent}.`,
};

/** The same for AWS's own text, which nobody gets who does not ask for it by `style: as-documented`. */
const explanationsOfAwsText: Readonly<Record<string, string>> = {
  ListAndCreateExecutionRoles:
    "AWS's text for people who label in the console lets them make any role and attach any policy to any role, as the form for a new execution role does: it is every right. Least privilege has no right on roles.",
  PassRoleForExecutionRoles:
    "AWS's text passes every role of the account to SageMaker: notebooks, training and processing jobs run code as any role that trusts SageMaker. Least privilege passes the execution role of the workflow, and has no such calls.",
  SageMakerApis:
    "AWS's text allows `sagemaker:*` on everything: notebooks of others are opened with the roles that they have. Least privilege has jobs of its workflows only.",
};

interface Hit extends OpenWay {
  readonly principal: string;
  readonly title: string;
}

/** Those who are judged, each once, and every way that is open to one of them. */
export function escalations(stacks: readonly JudgedStacks[]): {
  readonly principals: readonly string[];
  readonly hits: readonly Hit[];
} {
  const judged = new Map<string, readonly Hit[]>();
  for (const { title, estate } of stacks) {
    for (const principal of estate.principals) {
      const name = principal.stack === "access" ? principal.address : principal.name;
      if (judged.has(name)) continue;
      judged.set(
        name,
        openWays(principal).map((way) => ({ ...way, principal: principal.name, title })),
      );
    }
  }
  return { principals: [...judged.keys()], hits: [...judged.values()].flat() };
}

/** @throws where a hit has no explanation, or an explanation no hit: neither may be left in the page */
export function escalationSection(stacks: readonly JudgedStacks[]): string {
  return section(escalations(stacks), explanations, "tools/scoreboard");
}

/** What AWS's own text opens besides. */
export function documentedSection(
  stacks: readonly JudgedStacks[],
  documented: readonly JudgedStacks[],
): string {
  const keyOf = ({ principal, path, finding }: Hit) => [principal, path.id, sidOf(finding)].join(" ");
  const known = new Set(escalations(stacks).hits.map(keyOf));
  const { principals, hits } = escalations(documented);
  const more = hits.filter((hit) => !known.has(keyOf(hit)));
  return section({ principals, hits: more }, explanationsOfAwsText, "tools/scoreboard, for AWS's text");
}

const sidOf = (finding: OpenWay["finding"]) => finding.statement.sid!.replace(/\d+$/, "");

function section(
  { principals, hits }: ReturnType<typeof escalations>,
  because: Readonly<Record<string, string>>,
  where: string,
): string {
  const sids = [...new Set(hits.map(({ finding }) => sidOf(finding)))].sort();
  const known = Object.keys(because).sort();
  if (sids.join() !== known.join())
    throw new Error(`Ways that are open: ${sids.join(", ")}. Explained in ${where}: ${known.join(", ")}.`);
  const open = new Set(hits.map(({ principal }) => principal));
  const rows = [...open].flatMap((principal) =>
    sids.flatMap((sid) => {
      const its = hits.filter((hit) => hit.principal === principal && sidOf(hit.finding) === sid);
      if (its.length === 0) return [];
      const ways = its.map(({ path }) => `[${path.id}](https://pathfinding.cloud/paths/${path.id})`);
      return [`| \`${principal}\` | ${ways.join(", ")} | \`${sid}\` | ${because[sid]!} |`];
    }),
  );
  return [
    `${escalationPaths.length} ways × ${principals.length} roles, users, groups and policies for people: ${hits.length} hits, all below, of ${open.size} of them. ` +
      `The other ${principals.length - open.size} have none.`,
    "",
    "| Who | Ways | Statement | Why, and where it ends |",
    "| --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}
