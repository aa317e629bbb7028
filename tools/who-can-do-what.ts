import type { PolicyStatement } from "../lib/iam/statement";
import { deployerRights, deployerStatements } from "../lib/permissions/deployer/deployer-rights";
import type { StackResource } from "../lib/permissions/deployer/stack-resource";
import { keyByAlias } from "../lib/permissions/key-target";
import { functionAuthor } from "../lib/permissions/people/function-author";
import { keyAdministrator } from "../lib/permissions/people/key-administrator";
import { peopleSections } from "./people-sections";

/** What somebody does, the calls that it takes, and a resource or condition of all of these calls if that matters. */
type Deed = readonly [what: string, actions: readonly string[], on?: string];

const groups: readonly (readonly [title: string, deeds: readonly Deed[]])[] = [
  [
    "Jobs",
    [
      [
        "start jobs of the workflow, and tag them",
        ["sagemaker:CreateLabelingJob", "sagemaker:AddTags"],
        "labeling-job/<job>",
      ],
      ["pass the workflow's execution role to SageMaker", ["iam:PassRole"], "role/<execution-role>"],
      ["stop jobs", ["sagemaker:StopLabelingJob"]],
      ["see state and counters of jobs", ["sagemaker:DescribeLabelingJob", "sagemaker:ListLabelingJobs"]],
      ["read the log of jobs", ["logs:GetLogEvents"], "/aws/sagemaker/LabelingJobs"],
      ["see metrics", ["cloudwatch:ListMetrics"]],
      [
        "make manifests and previews in the console",
        ["groundtruthlabeling:RunGenerateManifestByCrawlingJob"],
      ],
    ],
  ],
  [
    "Data",
    [
      ["read data and answers", ["s3:GetObject"], "<output-bucket>"],
      ["write manifests, categories and templates", ["s3:PutObject"], "<input-bucket>"],
      ["use the key for that, through S3 only", ["kms:Decrypt"], "s3.<region>"],
      ["see how buckets are set up", ["s3:GetBucketPolicy"]],
    ],
  ],
  [
    "Functions",
    [
      ["try the workflow's functions", ["lambda:InvokeFunction"]],
      ["write and publish functions", ["lambda:UpdateFunctionCode", "lambda:PublishVersion"]],
      ["give a listed role to a new function", ["iam:PassRole"], "role/<function-role>"],
      ["look at AWS's starter functions", ["serverlessrepo:GetApplication"]],
    ],
  ],
  [
    "Those who label",
    [
      ["see work teams", ["sagemaker:DescribeWorkteam"]],
      ["make, change and delete work teams", ["sagemaker:CreateWorkteam", "sagemaker:DeleteWorkteam"]],
      [
        "invite, block and remove workers of the one user pool",
        ["cognito-idp:AdminCreateUser", "cognito-idp:AdminDeleteUser"],
      ],
      ["change the user pool", ["cognito-idp:UpdateUserPool"]],
      ["change the workforce, and end it", ["sagemaker:UpdateWorkforce", "sagemaker:DeleteWorkforce"]],
      ["see vendors' teams", ["sagemaker:DescribeSubscribedWorkteam"]],
      ["see contracts with vendors", ["aws-marketplace:ViewSubscriptions"]],
      ["make and end contracts", ["aws-marketplace:Subscribe", "aws-marketplace:Unsubscribe"]],
    ],
  ],
  [
    "Keys, roles and everything that is deployed",
    [
      ["rotate, disable and enable keys", ["kms:EnableKeyRotation", "kms:DisableKey"]],
      ["order the deletion of keys", ["kms:ScheduleKeyDeletion"]],
      ["write key policies", ["kms:PutKeyPolicy"]],
      ["see who may do what", ["iam:GetRole", "iam:GetPolicyVersion"]],
      ["make the stacks' roles, and write their policies", ["iam:CreateRole", "iam:CreatePolicyVersion"]],
      ["make buckets, keys and topics", ["s3:CreateBucket", "kms:CreateKey", "sns:CreateTopic"]],
    ],
  ],
];

const scope = { partition: "aws", region: "<region>", account: "<account>" };

/** One resource of each type. The ready stacks invite no workers, and encrypt templates with the key only if asked to. */
const deployed: readonly StackResource[] = Object.keys(deployerRights)
  .filter((type) => type !== "aws_cognito_user")
  .map((type) => ({
    type,
    address: type,
    scope,
    text: (attribute) => `<${attribute}>`,
    texts: () => [],
    has: () => false,
    flag: () => false,
    tags: {},
  }));
const withoutObjects = deployed.filter(({ type }) => type !== "aws_s3_object");

/** What those have who say nothing of options that are off by default. */
const withoutOptions: Readonly<Record<string, readonly PolicyStatement[]>> = {
  "Function author": functionAuthor.leastPrivilege({ functionNames: ["<function>"] }, scope, {}),
  "Key administrator": keyAdministrator.leastPrivilege({ key: keyByAlias(scope, "alias/<key>") }, scope, {}),
  Deployer: deployerStatements(withoutObjects),
};

const base = "Console user";
const additions = peopleSections.filter(({ title }) => title.startsWith(`${base}, `));
const columns: readonly (readonly [title: string, statements: readonly PolicyStatement[]])[] = [
  ...peopleSections
    // What others get besides is no column of its own.
    .filter(({ title }) => !title.includes(", "))
    .map(({ title, leastPrivilege }) => [title, leastPrivilege] as const),
  ["Deployer", deployerStatements(deployed)],
];

/** The table of who can do what, by the least privilege. Made from the catalogue, as no hand-made one stays true. */
function whoCanDoWhat(): string[] {
  const header = ["", ...columns.map(([title]) => title)];
  return groups.flatMap(([title, deeds]) => [
    `**${title}**`,
    "",
    ...aligned([header, ...deeds.map((deed) => [deed[0], ...columns.map((column) => cell(column, deed))])]),
    "",
  ]);
}

function cell([title, statements]: (typeof columns)[number], deed: Deed): string {
  if (!allows(statements, deed)) {
    if (title !== base) return "";
    const addition = additions.find(({ leastPrivilege }) => allows(leastPrivilege, deed));
    return addition === undefined ? "" : `with ${addition.title.slice(base.length + 2)}`;
  }
  const least = withoutOptions[title];
  return least === undefined || allows(least, deed) ? "yes" : "if asked for";
}

function allows(statements: readonly PolicyStatement[], [, actions, on]: Deed): boolean {
  return actions.every((action) =>
    statements.some(
      ({ effect, actions: allowed, resources, when }) =>
        effect === "Allow" &&
        allowed.some((one) => one === action || (one.endsWith("*") && action.startsWith(one.slice(0, -1)))) &&
        (on === undefined || JSON.stringify([resources, when]).includes(on)),
    ),
  );
}

/** As `npm run format` would have it. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(3, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((text, column) => text.padEnd(widths[column]!)).join(" | ")} |`;
  const [header, ...others] = rows;
  return [line(header!), line(widths.map((width) => "-".repeat(width))), ...others.map(line)];
}

const start = "<!-- who can do what: written by npm run docs -->";
const end = "<!-- end -->";

/** A page with its table of who can do what made anew. */
export function withPeopleTable(page: string): string {
  const from = page.indexOf(start);
  const to = page.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`The page has no ${start} … ${end}`);
  return [page.slice(0, from + start.length), "", "", ...whoCanDoWhat(), page.slice(to)]
    .join("\n")
    .replace(/\n{3,}/g, "\n\n");
}
