import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { parse, stringify } from "yaml";
import {
  buildApp,
  ConfigurationError,
  type ConfigurationProblem,
  readLocatedConfig,
  workflowStacks,
} from "../../stacks";
import { Random } from "../../tools/fuzz/random";
import { mutateTree } from "../../tools/fuzz/tree-mutations";
import { scratchFolder } from "../scratch-folder";

const project = join(__dirname, "..", "..");
const folder = scratchFolder();

/** Something of every section, and of every kind of workflow. */
const base = `
namePrefix: acme
region: eu-west-1
account: "111122223333"
rolePath: /labeling/
shared:
  keys: [{ name: streets }]
  buckets: { create: [{ name: acme-streets, accessLogs: s3://acme-logs/streets/ }] }
workflows:
  - name: signs
    type: built-in
    taskType: BoundingBox
    inputs: [s3://acme-signs/images/]
    output: s3://acme-signs-labels/
    encryptionKey: { create: { dataUsers: ["arn:aws:iam::111122223333:role/data"] } }
    automatedLabeling: { enabled: true, vpcConfig: { subnets: [subnet-0a1b2c3d], securityGroupIds: [sg-0a1b2c3d] } }
    executionRole: { name: signs, maxSessionDuration: 7200 }
  - name: lamps
    type: streaming
    taskType: BoundingBox
    inputs: [s3://acme-streets/lamps/]
    output: s3://acme-streets/labels/
    encryptionKey: { shared: streets }
    labelingJobName: lamps-1
    labelAttributeName: lamps
    s3Events: [{ location: s3://acme-streets/lamps/, suffix: .jpg }]
    answers: { queue: { name: lamps, messageRetentionSeconds: 3600 } }
    alarms: {}
  - name: prices
    type: custom
    inputs: [s3://acme-prices/in/]
    output: s3://acme-prices/out/
    customTask:
      template: { existing: s3://acme-prices/in/page.html }
      preAnnotation:
        ready: pass-through-pre-annotation
        settings: { layers: ["arn:aws:lambda:eu-west-1:111122223333:layer:a:1"], timeout: 30 }
      postAnnotation: { existing: "arn:aws:lambda:eu-west-1:111122223333:function:f", roleArn: "arn:aws:iam::111122223333:role/f" }
workforce:
  userPool: { create: { domain: acme-labeling } }
  teams: [{ name: experts, description: They know, groups: [experts] }]
access:
  - persona: job-creator
    workTeams: [experts]
    createRole: { trustedPrincipalArns: ["arn:aws:iam::111122223333:role/p"] }
  - persona: function-author
    functionNames: [acme-*]
    guardRails: { onlyRegions: [eu-west-1], requiredTagKeys: [team] }
`;

/** What is wrong with a configuration, when it is read and when its stacks are built; undefined if nothing is. */
function problemsOf(config: unknown, builds: boolean): readonly ConfigurationProblem[] | undefined {
  const file = join(folder, "broken.yaml");
  writeFileSync(file, stringify(config));
  try {
    const { config: read, places } = readLocatedConfig(file);
    if (builds) buildApp(read, new App({ outdir: join(folder, "out") }), workflowStacks, places);
    return undefined;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems;
  }
}

test("300 broken configurations: each problem is told once, with line and column", () => {
  expect(problemsOf(parse(base), true)).toBeUndefined();
  const wrong: string[] = [];
  let refused = 0;
  let built = 0;
  for (let seed = 0; refused < 300; seed += 1) {
    const config = parse(base) as object;
    mutateTree(config, new Random(seed));
    // Building takes long: what only constructs can tell is looked for in the first of them.
    const problems = problemsOf(config, built < 20);
    if (problems === undefined) built += 1;
    if (problems === undefined || problems.length === 0) continue;
    refused += 1;
    const told = problems.map(({ place, path, message }) => `${place} ${path}: ${message}`);
    wrong.push(
      ...problems
        .filter(
          ({ place, message }) =>
            !/:\d+:\d+$/.test(place ?? "") && !/^(and \d+ more|it has \d+ bytes)/.test(message),
        )
        .map((one) => `${seed}: no place: ${one.path}: ${one.message}`),
      ...told.filter((one, index) => told.indexOf(one) < index).map((one) => `${seed}: twice: ${one}`),
    );
  }
  expect(wrong).toEqual([]);
});

/** The rules that a source names for a key, by the key. */
function rulesByKey(source: string, pattern: RegExp): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const [, key, rule] of source.matchAll(pattern)) {
    found.set(key!, (found.get(key!) ?? new Set()).add(rule!));
  }
  return found;
}

function sourceOf(...path: string[]): string {
  const root = join(project, ...path);
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(root, name), "utf8"))
    .join("\n");
}

/** Tables of rules, each with the properties that it is about. */
function ruleTables(): ReadonlyMap<string, readonly string[]> {
  const folder = join(project, "lib", "rules");
  const modules = readdirSync(folder).map((file) => jest.requireActual<object>(join(folder, file)));
  return new Map(
    modules
      .flatMap((exported): [string, unknown][] => Object.entries(exported))
      .filter(([name]) => name.endsWith("Rules"))
      .map(([name, table]) => [name, Object.keys(table as object)]),
  );
}

test("a table of rules makes the keys of the file and checks the props of constructs", () => {
  const tables = ruleTables();
  const used = (...path: string[]) => {
    const code = sourceOf(...path)
      .replace(/^import .*?;$/gms, "")
      .replace(/^export const \w+Rules\b/gm, "");
    return [...tables.keys()].filter((name) => new RegExp(`\\b${name}\\b`).test(code)).sort();
  };
  expect(used("lib")).toEqual([...tables.keys()].sort());
  expect(used("stacks", "config")).toEqual([...tables.keys()].sort());
  expect([...tables.values()].flat().length).toBeGreaterThan(50);
});

test("a key that constructs check too has the rule that they check it with", () => {
  const constructs = rulesByKey(
    sourceOf("lib"),
    /.check(?:List)?\(\s*["`](?:[^"`]*[.}])?(\w+)["`],[^;]*?\b(\w+Rule)\b/g,
  );
  const keys = rulesByKey(
    sourceOf("stacks", "config"),
    /\b(\w+): (?:(?:optional|needed|typeOf|must|location)\(\s*)*(?:\w+\.)?(\w+Rule)\b/g,
  );
  const shared = [...keys].filter(([key]) => constructs.has(key));
  expect(shared.length).toBeGreaterThan(20);
  const others = shared.flatMap(([key, rules]) =>
    [...rules].filter((rule) => !constructs.get(key)!.has(rule)).map((rule) => `${key}: ${rule}`),
  );
  expect(others.sort()).toEqual([
    // Of functions, templates, roles and log buckets that exist: they are checked by other names (functionArn, roleArn, bucketName).
    ...["annotationFunctionArnRule", "bucketNameRule", "existingRoleRule", "templateUriRule"].map(
      (rule) => `existing: ${rule}`,
    ),
    // A construct checks how the names of jobs begin.
    "labelingJobName: jobNameRule",
    // Names of what is no construct, or of what exists.
    ...[
      "bucketNameRule",
      "newWorkTeamNameRule",
      "personaNameRule",
      "sharedKeyNameRule",
      "sharedRoleNameRule",
      "stackNameRule",
    ].map((rule) => `name: ${rule}`),
    "name: workspaceNameRule",
    "prefix: workspacePrefixRule",
    // A team of the section workforce is named by its name.
    "workTeam: workTeamRule",
  ]);
});
