import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot as root } from "./throwaway-project";

/*
 * Every sample of TypeScript in the pages, in a project of its own: all are compiled together against the package as it is
 * published, and each is run. What a sample leaves out is written here, as its reader would.
 */

const scratch = mkdtempSync(join(tmpdir(), "ground-truth-samples-"));

interface Sample {
  readonly page: string;
  readonly line: number;
  readonly code: string;
}

function samplesOf(page: string): Sample[] {
  const text = readFileSync(join(root, page), "utf8");
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(({ index, 1: code }) => ({
    page,
    line: text.slice(0, index).split("\n").length,
    code: code!,
  }));
}

const pages = ["README.md", ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith(".md"),
);
const samples = pages.flatMap(samplesOf);

const bucketAndKey = `
  const key = new LabelingKey(this, "OwnKey", { alias: "alias/own" });
  const bucket = new LabelingBucket(this, "OwnBucket", { name: "acme-own", encryptionKey: key });
`;
const workflowOf = (stack: string, name: string): string => `new BuiltInWorkflow(${stack}, "Workflow", {
  name: "${name}",
  taskType: BuiltInTaskType.BOUNDING_BOX,
  inputs: [S3Location.parse("s3://acme-raw/${name}/")],
  output: S3Location.parse("s3://acme-labels/${name}/"),
});`;

/** What comes before a sample, by its page: of the second one of a page under \`page 2\`. */
const before: Readonly<Record<string, string>> = {
  "README.md 2": `const boundary = "arn:aws:iam::111122223333:policy/boundary";`,
  "docs/built-in-workflow.md": `const functionArn = "arn:aws:lambda:eu-west-1:111122223333:function:on-end";`,
  "docs/coming-from.md": `
    const workforce = new PrivateWorkforce(this, "Workforce", {
      name: "acme-workers",
      userPool: new WorkerUserPool(this, "Pool", { name: "acme-workers", domain: "acme-workers" }),
    });
    const reviewRoleArn = "arn:aws:iam::111122223333:role/review";
    const ui = new SagemakerHumanTaskUi(this, "Ui", {
      humanTaskUiName: "review",
      uiTemplate: { content: "<crowd-form></crowd-form>" },
    });
  `,
  "docs/deployer.md": `
    const app = this.node.root as App;
    const streetSigns = new TerraformStack(app, "street-signs");
    const dashcamSigns = new TerraformStack(app, "dashcam-signs");
    for (const stack of [streetSigns, dashcamSigns]) {
      new AwsProvider(stack, "aws", { region: "eu-west-1", defaultTags: [{ tags: { team: "vision" } }] });
    }
    ${workflowOf("streetSigns", "street-signs")}
    ${workflowOf("dashcamSigns", "dashcam-signs")}
  `,
  "docs/people.md": `${bucketAndKey}
    const [raw, labels] = [bucket, bucket];
    const workflow = new BuiltInWorkflow(this, "Workflow", {
      name: "street-signs",
      taskType: BuiltInTaskType.BOUNDING_BOX,
      inputs: [raw.location("images/")],
      output: labels.location("boxes/"),
      buckets: [bucket],
      encryptionKey: key,
    });
  `,
  "docs/shared.md": `
    const app = this.node.root as App;
    const other = new TerraformStack(app, "other");
    new AwsProvider(other, "aws", { region: "eu-west-1" });
    const key = new LabelingKey(other, "Key", { alias: "alias/shared" });
    const bucket = new LabelingBucket(other, "Bucket", { name: "acme-shared", encryptionKey: key });
    const topic = new LabelingTopic(other, "Topic", { name: "GroundTruth-shared", encryptionKey: key });
  `,
  "docs/templates.md": bucketAndKey,
};

/** Where samples import it from, one another included. */
const fileNames: Readonly<Record<string, string>> = { "docs/annotation-handlers.md 3": "longest-comment" };

function keyOf({ page, line }: Sample): string {
  const place = samples.filter((one) => one.page === page).findIndex((one) => one.line === line) + 1;
  return place === 1 ? page : `${page} ${place}`;
}

const nameOf = (sample: Sample): string =>
  fileNames[keyOf(sample)] ?? `${sample.page.replace(/\W+/g, "-")}-${sample.line}`;

const providers: Readonly<Record<string, string>> = {
  AwsProvider: "provider",
  SagemakerFlowDefinition: "sagemaker-flow-definition",
  SagemakerHumanTaskUi: "sagemaker-human-task-ui",
};

/** A sample that is a part of a stack becomes a program that synthesizes it; the others are programs already. */
function programOf(sample: Sample): string {
  if (!/\bthis\b|\bapp\b/.test(sample.code)) return sample.code;
  const lines = sample.code.split("\n");
  const imports = lines.filter((line) => line.startsWith("import "));
  const body = [before[keyOf(sample)] ?? "", ...lines.filter((line) => !line.startsWith("import "))].join(
    "\n",
  );
  const known = new Set([...imports.join().matchAll(/\w+/g)].map(([name]) => name));
  const mentioned = [...new Set([...body.matchAll(/\b[A-Z]\w+\b/g)].map(([name]) => name))];
  const ours = mentioned.filter((name) => exported.has(name) && !known.has(name));
  const of = Object.entries(providers).filter(([name]) => mentioned.includes(name) || name === "AwsProvider");
  return [
    `import { App, TerraformStack } from "cdktf";`,
    ...of.map(([name, module]) => `import { ${name} } from "@cdktf/provider-aws/lib/${module}";`),
    ...(ours.length === 0 ? [] : [`import { ${ours.join(", ")} } from "cdktf-ground-truth";`]),
    ...imports,
    `class Sample extends TerraformStack {`,
    `  public constructor(scope: App) {`,
    `    super(scope, "sample");`,
    `    new AwsProvider(this, "aws", { region: "eu-west-1" });`,
    body,
    `  }`,
    `}`,
    `const sampleApp = new App({ outdir: "out/${nameOf(sample)}" });`,
    `new Sample(sampleApp);`,
    `sampleApp.synth();`,
  ].join("\n");
}

const exported = new Set(
  [...readFileSync(join(root, "lib", "index.ts"), "utf8").matchAll(/\b[A-Za-z]\w+\b/g)].map(([name]) => name),
);

function run(args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: scratch, encoding: "utf8" });
  return status === 0 ? "" : `${stdout}${stderr}`;
}

beforeAll(() => {
  const modules = join(scratch, "node_modules");
  mkdirSync(modules);
  symlinkSync(root, join(modules, "cdktf-ground-truth"), "dir");
  for (const name of ["cdktf", "constructs", "@cdktf", "@types", "undici-types"]) {
    symlinkSync(join(root, "node_modules", name), join(modules, name), "dir");
  }
  for (const name of ["ground-truth.yaml", "examples"]) {
    cpSync(join(root, name), join(scratch, name), { recursive: true });
  }
  mkdirSync(join(scratch, "out"));
  mkdirSync(join(scratch, "trial"));
  const answers = { datasetObjectId: "0", dataObject: { "source-ref": "s3://trial/1.jpg" }, annotations: [] };
  writeFileSync(join(scratch, "trial", "payload.json"), JSON.stringify([answers]));
  writeFileSync(join(scratch, "cdktf.json"), "{}");
  for (const sample of samples) writeFileSync(join(scratch, `${nameOf(sample)}.ts`), programOf(sample));
  const compilerOptions = {
    target: "es2022",
    lib: ["es2023"],
    module: "node16",
    strict: true,
    skipLibCheck: true,
    types: ["node"],
    preserveSymlinks: true,
  };
  writeFileSync(join(scratch, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test("all samples of the pages compile", () => {
  expect(samples.length).toBeGreaterThan(12);
  expect(run([join(root, "node_modules", "typescript", "bin", "tsc"), "--project", "."])).toBe("");
}, 120_000);

test.each(samples.map((sample) => [`${sample.page}:${sample.line}`, sample] as const))(
  "%s runs",
  (_, sample) => {
    expect(run(["--preserve-symlinks", `${nameOf(sample)}.js`])).toBe("");
  },
);
