import { locatedWarnings } from "../../cli/warnings";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig, readConfigs } from "../../stacks/config/read-config";
import { ConfigurationError } from "../../stacks/file/configuration-error";
import { checkApp, synthesizeApp } from "../../stacks/synthesize";
import { differences } from "../../stacks/environments/differences";
import { jsonSchema } from "../../tools/json-schema";
import { workflowStacks } from "../../stacks/workflow-stacks";

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ground-truth-environments-"));
  file = join(folder, "ground-truth.yaml");
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Two workflows; what they write to is their own in each environment. */
const base = `namePrefix: acme
region: eu-west-1
workflows:
  - name: signs
    type: built-in
    taskType: BoundingBox
    inputs: [s3://acme-raw/images/]
    output: s3://acme-labels/
  - name: b-c
    type: built-in
    taskType: BoundingBox
    inputs: [s3://acme-raw/images/]
    output: s3://acme-labels-2/
`;
const two = 'environments:\n  dev: { account: "111122223333" }\n  prod: { account: "444455556666" }\n';

function write(text: string): string {
  writeFileSync(file, text);
  return file;
}

/** What is wrong with a file when all is built: `<line>:<column> <path>: <message>`. */
function problemsOf(text: string): string[] {
  try {
    checkApp(readConfigs(write(text)), workflowStacks);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map(
      ({ path, message, place }) => `${place?.replace(/^.*ground-truth\.yaml:/, "")} ${path}: ${message}`,
    );
  }
}

/** The Terraform of a file, by stack. */
function stacksOf(text: string): Record<string, string> {
  const outdir = mkdtempSync(join(folder, "out-"));
  synthesizeApp(readConfigs(write(text)), outdir, workflowStacks);
  const names = readdirSync(join(outdir, "stacks")).sort();
  return Object.fromEntries(
    names.map((name) => [name, readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8")]),
  );
}

describe("environments", () => {
  test("have a stack for each workflow, with what differs", () => {
    const stacks = stacksOf(`${base}environments:
  development:
    account: "111122223333"
    without: [b-c]
  production:
    account: "444455556666"
    region: eu-central-1
    workflows:
      - name: signs
        output: s3://acme-labels-production/
`);
    expect(Object.keys(stacks)).toEqual(["development-signs", "production-b-c", "production-signs"]);
    expect(stacks["development-signs"]).toContain("111122223333");
    expect(stacks["development-signs"]).toContain("acme-labels/");
    expect(stacks["production-signs"]).toContain('"region": "eu-central-1"');
    expect(stacks["production-signs"]).toContain("acme-labels-production");
    expect(stacks["production-signs"]).not.toContain("acme-labels/");
    expect(stacks["production-signs"]).toContain("terraform.production-signs.tfstate");
  });

  test('keep the stacks of a file without them, to the byte, with stackPrefix: ""', () => {
    const before = stacksOf(`account: "111122223333"\n${base}`);
    const after = stacksOf(
      `${base}environments:\n  old: { account: "111122223333", stackPrefix: "" }\n  new: { account: "444455556666" }\n`,
    );
    expect(after).toMatchObject(before);
    expect(Object.keys(after)).toHaveLength(4);
  });

  test("merge mappings, replace lists, take away what is null, and replace a backend of another type", () => {
    write(`${base}tags: { team: vision, stage: none, type: a }
backend: { type: s3, bucket: acme-state, region: eu-west-1 }
environments:
  dev:
    backend: { type: local }
    tags: { stage: dev, type: b }
  prod:
    backend: { keyPrefix: prod/ }
    tags: { team: null }
    workflows:
      - name: b-c
        inputs: [s3://acme-other/]
`);
    const dev = readConfig(file, "dev");
    const prod = readConfig(file, "prod");
    expect(dev).toMatchObject({
      backend: { type: "local" },
      tags: { team: "vision", stage: "dev", type: "b" },
    });
    expect(dev.environment).toEqual({ name: "dev", stackPrefix: "dev-" });
    expect(prod.tags).toEqual({ stage: "none", type: "a" });
    expect(prod.backend).toMatchObject({ type: "s3", bucket: "acme-state", keyPrefix: "prod/" });
    expect(prod.workflows.map(({ inputs }) => inputs.map(({ uri }) => uri))).toEqual([
      ["s3://acme-raw/images/"],
      ["s3://acme-other/"],
    ]);
  });

  test("fill in environment, account, region and namePrefix", () => {
    write(`${base.replace("namePrefix: acme", "namePrefix: acme-${environment}").replaceAll("acme-labels", "${namePrefix}-labels-${account}")}
permissionsBoundary: arn:aws:iam::\${account}:policy/\${region}
${two}`);
    const prod = readConfig(file, "prod");
    expect(prod.namePrefix).toBe("acme-prod");
    expect(prod.permissionsBoundary).toBe("arn:aws:iam::444455556666:policy/eu-west-1");
    expect(prod.workflows[0]!.output.uri).toBe("s3://acme-prod-labels-444455556666/");
  });

  test("fill nothing in where a file has none", () => {
    const [problem] = problemsOf(base.replace("namePrefix: acme", "namePrefix: acme-${environment}"));
    expect(problem).toContain("Nothing replaces ${environment} in this file");
    expect(problem).toContain("docs/environments.md");
  });

  test("keep who moves deployed stacks into one from destroying them", () => {
    const outdir = join(folder, "moved");
    synthesizeApp(readConfigs(write(`account: "111122223333"\n${base}`)), outdir, workflowStacks);
    const moved = `${base}environments:\n  prod: { account: "111122223333" }\n`;
    const { notices } = synthesizeApp(readConfigs(write(moved)), outdir, workflowStacks);
    expect(notices.join()).toContain('If it is prod-b-c, prod-signs now, do not destroy it: stackPrefix: ""');
  });

  test("are asked for by name where one is needed", () => {
    write(base + two);
    expect(() => readConfig(file)).toThrow("several environments, and one is needed: dev, prod");
    expect(() => readConfig(file, "pord")).toThrow("it has no environment pord; did you mean prod?");
    write(base);
    expect(() => readConfig(file, "prod")).toThrow("it describes no environments, so there is no prod");
  });
});

test("a placeholder that some environments have no value for is told with all of them", () => {
  const text = base.replace("namePrefix: acme", 'namePrefix: acme\ntags: { owner: "${account}" }');
  const some = `environments:\n  a: {}\n  b: { account: "111122223333" }\n  c: {}\n`;
  expect(problemsOf(text + some)).toEqual([
    expect.stringMatching(/tags.owner: uses \$\{account\}, .* Only so in the environments a and c$/),
  ]);
  const none = problemsOf(`${text}environments:\n  a: {}\n  b: {}\n  c: {}\n`);
  expect(none).toEqual([expect.stringMatching(/Write one in each environment$/)]);
});

test("a workflow of another type in an environment is told to be another thing", () => {
  const text = `${base}environments:
  dev: { account: "111122223333" }
  prod:
    account: "444455556666"
    without: [b-c]
    workflows:
      - { name: signs, type: custom, inputs: [s3://acme-prod/in/], output: s3://acme-prod/out/ }
`;
  const configs = readConfigs(write(text));
  const { warnings } = synthesizeApp(configs, join(folder, "typed"), workflowStacks);
  const told = locatedWarnings(warnings, configs).map(({ place, message }) => `${place} ${message}`);
  expect(told).toEqual([
    expect.stringMatching(
      /^\S*:\d+:30 environments\.prod\.workflows\[0\]\.type: is another type than outside/,
    ),
  ]);
});

test("what differs between environments is told with the values that hold", () => {
  write(`${base.replaceAll("acme-labels", "acme-${environment}")}environments:
  dev: { account: "111122223333", without: [b-c] }
  prod: { account: "111122223333", tags: { team: vision } }
`);
  const found = differences(readConfigs(file).map(({ config }) => config));
  const values = new Map(found.map(({ key, values }) => [key, values]));
  expect([...values.keys()].sort()).toEqual(["tags", "workflows.b-c", "workflows.signs.output"]);
  expect(values.get("tags")).toEqual({ prod: { team: "vision" } });
  expect(values.get("workflows.signs.output")).toEqual({ dev: "s3://acme-dev/", prod: "s3://acme-prod/" });
  expect(Object.keys(values.get("workflows.b-c")!)).toEqual(["prod"]);
});

test("editors know the keys of an environment by references into the rest of the schema", () => {
  interface Schema {
    readonly properties: Record<string, unknown>;
    readonly definitions: { readonly environment: { readonly properties: Record<string, unknown> } };
  }
  const schema = JSON.parse(jsonSchema()) as Schema;
  const { environment } = schema.definitions;
  const { environments: _, ...keys } = schema.properties;
  expect(Object.keys(environment.properties).sort()).toEqual(
    [...Object.keys(keys), "stackPrefix", "without"].sort(),
  );
  const text = JSON.stringify(environment);
  expect(text).not.toContain('"required"');
  expect(text.length).toBeLessThan(JSON.stringify(keys).length / 4);
  const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path!);
  expect(references.length).toBeGreaterThan(100);
  for (const path of new Set(references)) {
    const target = path
      .split("/")
      .reduce<unknown>((value, step) => (value as Record<string, unknown>)?.[step], schema);
    expect([path, typeof target]).toEqual([path, "object"]);
  }
});

describe("what is wrong", () => {
  test.each([
    ["a list", "environments:\n  - name: dev\n", ["15:3 environments: got a list"]],
    ["a text", "environments: dev\n", ['14:15 environments: got "dev"']],
    ["nothing in it", "environments: {}\n", ["14:15 environments: got none; 1 to 20 environments"]],
    [
      "names that are none",
      'environments:\n  Dev: {}\n  __proto__: {}\n  constructor: { account: "111122223333" }\n',
      ['15:3 environments: got "Dev"', '16:3 environments: got "__proto__"'],
    ],
    [
      "what is no mapping",
      "environments:\n  dev: [a]\n  prod: 5\n",
      ["15:8 environments.dev: got a list", "16:9 environments.prod: got 5"],
    ],
    [
      "misspelt keys",
      "environments:\n  dev:\n    acount: 1\n    stackPrefx: a\n  prod:\n    environments: {}\n",
      [
        '16:5 environments.dev.acount: unknown key; did you mean "account"?',
        '17:5 environments.dev.stackPrefx: unknown key; did you mean "stackPrefix"?',
        "19:19 environments.prod.environments: an environment has none in it",
      ],
    ],
    [
      "workflows that nobody knows",
      "environments:\n  dev:\n    workflows: [{ name: sings }, { output: a }, 5, { name: 5 }]\n    without: [b-d]\n",
      [
        '16:25 environments.dev.workflows[0].name: got "sings", which is no workflow of this file; did you mean "signs"?',
        "16:34 environments.dev.workflows[1]: has no name",
        "16:49 environments.dev.workflows[2]: has no name",
        "16:60 environments.dev.workflows[3].name: got 5",
        '17:15 environments.dev.without[0]: got "b-d", which is no workflow of this file; did you mean "b-c"?',
      ],
    ],
    [
      "a workflow twice, or left out",
      "environments:\n  dev:\n    workflows: [{ name: signs }, { name: signs }, { name: b-c }]\n    without: [b-c]\n",
      [
        '16:42 environments.dev.workflows[1].name: "signs" stands twice here',
        '16:59 environments.dev.workflows[2].name: "b-c" is left out of this environment',
      ],
    ],
    [
      "no workflow left",
      'environments:\n  dev:\n    without: [signs, b-c]\n  prod: { account: "444455556666" }\n',
      ["16:14 environments.dev.without: leaves out every workflow; keep at least one"],
    ],
    [
      "no workflow left in the only one",
      "environments:\n  dev:\n    without: [signs, b-c]\n",
      ["16:14 environments.dev.without: leaves out every workflow; keep at least one"],
    ],
    [
      "a name that is none, though placeholders stand for it",
      'environments:\n  Dev Team:\n    namePrefix: "acme-${environment}"\n    tags: { a: "${environment}" }\n',
      ['15:3 environments: got "Dev Team"; the name of an environment has'],
    ],
    [
      "capitals beside a placeholder",
      'environments:\n  dev:\n    namePrefix: "Acme-${environment}"\n',
      ['16:17 environments.dev.namePrefix: got "Acme-dev"; a name prefix has'],
    ],
    [
      "values of one environment",
      'environments:\n  dev: { account: "1111" }\n  prod:\n    workflows:\n      - name: b-c\n        taskType: Boundingbox\n',
      ['15:19 environments.dev.account: got "1111"', "19:19 environments.prod.workflows[0].taskType: got"],
    ],
    [
      "what null cannot take away",
      "environments:\n  dev:\n    region: null\n    tgas: null\n",
      [
        "16:13 environments.dev.region: got nothing",
        "17:11 environments.dev.tgas: is null, which takes a key away",
      ],
    ],
    [
      "what excludes what stands above",
      'environments:\n  dev:\n    workflows:\n      - name: signs\n        encryptionKey: { create: {}, existing: alias/x }\n  prod: { account: "444455556666" }\n',
      ["18:48 environments.dev.workflows[0].encryptionKey.existing: excludes create"],
    ],
    [
      "placeholders that stand for nothing",
      'environments:\n  dev:\n    rolePath: /${acount}/\n    tags: { a: "${account}" }\n',
      [
        '16:15 environments.dev.rolePath: got "/${acount}/"; ${acount} stands for nothing; did you mean ${account}?',
        "17:16 environments.dev.tags.a: uses ${account}, and there is no account. Write one in each environment",
      ],
    ],
  ])("%s", (_, environments, expected) => {
    const found = problemsOf(base + environments);
    expect(found.map((problem, index) => problem.slice(0, expected[index]?.length))).toEqual(expected);
    expect(found.join()).not.toContain("acme-environment");
  });

  test("with all of them is told once, where it stands", () => {
    const found = problemsOf(
      base
        .replace("BoundingBox", "Boxes")
        .replaceAll("[s3://acme-raw/images/]", '["s3://${environment}_raw/"]') + two,
    );
    expect(found).toHaveLength(3);
    expect(found[0]).toMatch(/^6:15 workflows\[0\].taskType: got "Boxes"/);
    expect(found[1]).toMatch(/^7:14 workflows\[0\].inputs\[0\]: got "s3:\/\/dev_raw\/"; a bucket name/);
    expect(found.join()).not.toMatch(/Only so|Nothing replaces/);
  });

  test("names workflows by their places in the file, whatever an environment leaves out", () => {
    const third = base
      .slice(base.lastIndexOf("  - name"))
      .replace("b-c", "d")
      .replace("labels-2", "labels-3");
    const environments = two.replace(
      '{ account: "111122223333" }',
      '{ account: "111122223333", without: [signs] }',
    );
    expect(
      problemsOf(
        `${base}    logGroup: { retentionInDays: 30 }\n${third}    logGroup: { retentionInDays: 30 }\n${environments}`,
      ),
    ).toEqual([
      expect.stringMatching(
        /^20:15 workflows\[2\]\.logGroup: "\/aws\/sagemaker\/LabelingJobs" is made by workflows\[1\] already/,
      ),
    ]);
  });

  test("with a placeholder in brackets is told in words", () => {
    const found = problemsOf(base.replace("acme-raw", "acme-${environment}") + two);
    expect(found).toEqual([expect.stringMatching(/^7:14 undefined: in brackets .* put it in quotes/)]);
  });

  test("with some of them only names them", () => {
    const boundary = "permissionsBoundary: arn:aws-cn:iam::111122223333:policy/x\n";
    const [found, ...others] = problemsOf(base + boundary + two);
    expect(others.map((one) => one.slice(0, 26))).toEqual(["14:22 permissionsBoundary:"]);
    expect(`${found} ${others.join()}`).toContain("Only so in the environment prod");
  });

  test.each([
    [
      "stacks of one name",
      'environments:\n  x: { account: "111122223333", stackPrefix: "" }\n  y: { account: "444455556666", stackPrefix: "" }\n',
      ['16:6 environments.y: its stack "signs" has the name of one of the environment x'],
    ],
    [
      "states in one place",
      "backend: { type: s3, bucket: acme-state, region: eu-west-1 }\n" +
        'environments:\n  x: { account: "111122223333", stackPrefix: a-, backend: { keyPrefix: b/ } }\n' +
        '  y: { account: "444455556666", stackPrefix: b-, without: [signs], backend: { keyPrefix: b/ } }\n' +
        '  z: { account: "444455556667", without: [signs], stackPrefix: a- }\n',
      ['18:6 environments.z: its stack "a-b-c" has the name of one of the environment x'],
    ],
    [
      "one workspace",
      "backend: { type: cloud, organization: acme, workspaces: { name: one } }\n" +
        'environments:\n  x: { account: "111122223333", without: [b-c] }\n  y: { account: "444455556666", without: [signs] }\n',
      ['17:6 environments.y: its stack "y-b-c" has its state in the workspace one, as the environment x has'],
    ],
    [
      "resources of one account",
      'environments:\n  x: { account: "111122223333" }\n  y: { account: "111122223333", region: eu-central-1 }\n',
      ["16:6 environments.y: would make what the environment x ("],
    ],
    [
      "resources of accounts that are not given",
      "environments:\n  x:\n  y:\n",
      ["16:5 environments.y: would make what the environment x ("],
    ],
    [
      "a bucket of all accounts",
      `    buckets: { create: [{ name: acme-labels-2 }] }\n${two}`,
      ["14:33 workflows[1].buckets.create[0].name: the environment dev makes the bucket acme-labels-2 too ("],
    ],
  ])("between them: %s", (_, environments, expected) => {
    const found = problemsOf(base + environments);
    expect(found.map((problem, index) => problem.slice(0, expected[index]?.length))).toEqual(expected);
  });

  describe("one labelingJobName", () => {
    const streaming = (name: string) => `namePrefix: acme-\${environment}
region: eu-west-1
workflows:
  - name: signs
    type: streaming
    taskType: BoundingBox
    inputs: ["s3://acme-raw-\${environment}/in/"]
    output: s3://acme-labels-\${environment}/
    encryptionKey: { existing: alias/data }
    labelingJobName: ${name}
`;
    const one = "environments:\n  dev: {}\n  prod: {}\n";

    test("in one account is refused, with what mends it", () => {
      const account = 'account: "111122223333"\n';
      const told = '10:22 workflows[0].labelingJobName: "acme-signs" is the job of the environment dev too (';
      expect(problemsOf(streaming("acme-signs") + account + one)).toEqual([expect.stringContaining(told)]);
      expect(problemsOf(streaming("acme-signs") + account + one)[0]).toContain(
        "; put ${environment} into it",
      );
      expect(problemsOf(streaming("acme-${environment}") + account + one)).toEqual([]);
    });

    test("where accounts are not known, too; in two accounts or regions it is right", () => {
      expect(problemsOf(streaming("acme-signs") + one)[0]).toContain(
        "if they are different accounts, write account in each environment",
      );
      expect(problemsOf(streaming("acme-signs") + two)).toEqual([]);
      expect(problemsOf(`${streaming("acme-signs")}${one.replace("{}", "{ region: us-east-1 }")}`)).toEqual(
        [],
      );
    });
  });

  test("of names that collide", () => {
    const other = base.replace("name: signs", "name: c");
    expect(
      problemsOf(
        `${other}environments:\n  a: { account: "111122223333" }\n  a-b: { account: "444455556666" }\n`,
      ),
    ).toEqual([
      expect.stringMatching(
        /^16:8 environments\.a-b: its stack "a-b-c" has the name of one of the environment a/,
      ),
    ]);
  });
});
