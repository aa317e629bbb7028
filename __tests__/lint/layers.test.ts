import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

/** File, its one line of code, and what the linter must say of it: nothing, or a part of its message. */
type Case = readonly [says: string, file: string, code: string, message?: string];

const root = join(__dirname, "..", "..");
const imports = (from: string) => `import { it } from "${from}";\nexport const that = it;\n`;
const folders = (of: string) =>
  readdirSync(join(root, of), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
const value = (text: string) => `export const that = ${text};\n`;

const cases: readonly Case[] = [
  // Downwards.
  ["workflows may import jobs", "lib/workflows/probe.ts", imports("../jobs/probe")],
  ["jobs may import storage", "lib/jobs/probe.ts", imports("../storage/cors-variant")],
  ["roles may import validation", "lib/roles/probe.ts", imports("../validation/problems")],
  ["permissions may import iam", "lib/permissions/probe.ts", imports("../iam/statement")],
  ["permissions may import the core", "lib/permissions/probe.ts", imports("cdktf")],
  ["a folder may import itself", "lib/roles/probe.ts", imports("./execution-role")],
  ["every folder may import the AWS pages", "lib/validation/probe.ts", imports("../aws-page")],
  ["the index may import every folder", "lib/index.ts", imports("./workflows/probe")],
  ["stacks may import lib", "stacks/probe.ts", imports("../lib/workflows/probe")],
  ["storage may import one resource", "lib/storage/probe.ts", imports("@cdktf/provider-aws/lib/s3-bucket")],
  [
    "tests may import the IAM simulator",
    "__tests__/conformance/probe.ts",
    imports("@cloud-copilot/iam-simulate"),
  ],

  // Upwards, in each of the ways to write it.
  ["iam may not import permissions", "lib/iam/probe.ts", imports("../permissions/probe"), "point downwards"],
  ["storage may not import jobs", "lib/storage/probe.ts", imports("../jobs/task-family"), "point downwards"],
  [
    "jobs may not import workflows",
    "lib/jobs/probe.ts",
    imports("../../lib/workflows/probe"),
    "point downwards",
  ],
  [
    "scope may not import iam from deeper down",
    "lib/scope/deep/probe.ts",
    imports("../../iam/arn"),
    "downwards",
  ],
  [
    "validation may not import a type from scope",
    "lib/validation/probe.ts",
    'import type { AwsScope } from "../scope/aws-scope";\nexport type That = AwsScope;\n',
    "point downwards",
  ],
  [
    "encryption may not hand on storage",
    "lib/encryption/probe.ts",
    'export * from "../storage/s3-location";\n',
    "point downwards",
  ],
  [
    "iam may not import permissions while it runs",
    "lib/iam/probe.ts",
    'export const that = import("../permissions/probe");\n',
    "at the top",
  ],
  ["no folder may import the index", "lib/roles/probe.ts", imports("../index"), "for users"],
  ["lib may not import stacks", "lib/workflows/probe.ts", imports("../../stacks/base"), "knows nothing"],
  ["lib may not import the app", "lib/index.ts", imports("../main"), "knows nothing"],
  ["stacks may not import local", "stacks/probe.ts", imports("../local/main"), "knows nothing"],

  // A new folder has no place until it stands in the linter's list of layers.
  ...folders("lib")
    .filter((folder) => folder !== "workflows" && folder !== "handlers")
    .map((folder): Case => [
      `lib/${folder} stands below workflows`,
      `lib/${folder}/probe.ts`,
      imports("../workflows/probe"),
      "point downwards",
    ]),

  // Handlers are bundled for Lambda.
  ["handlers may import their own", "lib/handlers/ready/probe.ts", imports("../payload")],
  [
    "handlers may not import validation",
    "lib/handlers/probe.ts",
    imports("../validation/problems"),
    "Lambda",
  ],
  ["handlers may not import workflows", "lib/handlers/probe.ts", imports("../workflows/probe"), "Lambda"],
  ["handlers may not import cdktf", "lib/handlers/probe.ts", imports("cdktf"), "Lambda"],
  ["handlers may import the AWS SDK", "lib/handlers/probe.ts", imports("@aws-sdk/client-s3")],
  ["ready handlers reach no other layer", "lib/handlers/ready/probe.ts", imports("../../iam/arn"), "Lambda"],

  // Plain functions.
  ["permissions may not import constructs", "lib/permissions/probe.ts", imports("constructs"), "plain"],
  [
    "iam may not import a resource's type",
    "lib/iam/probe.ts",
    'import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";\nexport type That = IamRole;\n',
    "plain",
  ],
  [
    "permissions may not import a construct of scope",
    "lib/permissions/probe.ts",
    imports("../scope/stack-scope"),
    "plain",
  ],

  // Packages.
  ...["lib/roles", "stacks", "__tests__/roles", "examples", "bench"].map((folder): Case => [
    `${folder} may not import the provider's root`,
    `${folder}/probe.ts`,
    imports("@cdktf/provider-aws"),
    "500 MB",
  ]),
  ["nor by its other name", "lib/roles/probe.ts", imports("@cdktf/provider-aws/lib"), "500 MB"],
  ...["lib/iam", "lib", "stacks", "local", "examples"].map((folder): Case => [
    `${folder} may not import AGPL code`,
    `${folder}/probe.ts`,
    imports("@cloud-copilot/iam-simulate"),
    "AGPL",
  ]),

  // Names and partitions.
  ["no default export", "lib/roles/probe.ts", "export default class Probe {}\n", "default"],
  ["no default export by renaming", "stacks/probe.ts", "const a = 1;\nexport { a as default };\n", "default"],
  ["no fixed partition in lib", "lib/roles/probe.ts", value('"arn:aws:iam::aws:policy/x"'), "partition"],
  ["nor in a template", "lib/roles/probe.ts", value("`arn:aws:s3:::${process.pid}`"), "partition"],
  ["but in AWS's own ARNs", "lib/jobs/probe.ts", value("`arn:aws:lambda:${process.pid}`")],
  ["and in tests", "__tests__/roles/probe.ts", value('"arn:aws:iam::aws:policy/x"')],
];

const found = JSON.parse(
  execFileSync(process.execPath, [join(__dirname, "lint-cases.mjs")], {
    cwd: root,
    input: JSON.stringify(cases.map(([, file, code]) => [file, code])),
    encoding: "utf8",
  }),
) as string[][];

describe("the linter holds the layers", () => {
  it.each(cases.map(([says, , , message], index) => [says, message, found[index]!] as const))(
    "%s",
    (_, message, messages) => {
      expect(messages).toEqual(message === undefined ? [] : [expect.stringContaining(message)]);
    },
  );
});
