import { chmodSync, copyFileSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { coreCli } from "../../cli/core-cli";
import { coreCliFound, look, node } from "../../cli/doctor/look";
import { resourceReasons } from "../../cli/explain/resource-reasons";
import { findProject } from "../../cli/project";
import { resourcesOf, type StackJson } from "../../stacks/summary/stack-json";
import { exampleStackTexts } from "../example-stacks";
import { run, UserFolder } from "./program";

const repository = join(__dirname, "..", "..");
const folder = new UserFolder();
beforeAll(() => {
  folder.enter();
  folder.write("node_modules/cdktf/package.json", '{"version":"0.21.0"}');
  copyFileSync(join(repository, "ground-truth.yaml"), folder.path("ground-truth.yaml"));
  // Without the workflow that needs files of its own.
  const text = readFileSync(folder.path("ground-truth.yaml"), "utf8");
  folder.write("ground-truth.yaml", text.slice(0, text.indexOf("  # A task that AWS has not built in")));
});
afterAll(() => folder.leave());

const line = (text: string) => {
  const lines = readFileSync(folder.path("ground-truth.yaml"), "utf8").split("\n");
  return lines.findIndex((one) => one.includes(text)) + 1;
};

describe("explain", () => {
  test("a stack: its resources by the key that asks for them", async () => {
    const { code, out, err } = await run("explain", "dashcam-signs");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^dashcam-signs: \d+ resources, by the key that asks for them$/m);
    const alarms = out.slice(out.indexOf(`ground-truth.yaml:${line("alarms: {}")}:`));
    expect(alarms).toMatch(/^\S+ workflows\[3\]\.alarms\n {2}aws_cloudwatch_metric_alarm\.alarms_backlog\n/);
  });

  test("what is left to do in it, as text to copy", async () => {
    const { out } = await run("explain", "contract-clauses", "todo");
    const [title, ...json] = out.split("\n");
    expect(title).toBe("alias/acme-contracts: add these statements to its key policy");
    expect(JSON.parse(json.join("\n"))).toMatchObject([
      { Principal: { AWS: expect.stringContaining("<your account id>") } },
    ]);
    expect((await run("explain", "dashcam-signs", "todo")).out).toBe(
      "dashcam-signs: nothing is left to do by hand.\n",
    );
  });

  test("a Sid: its reason, its page, and where it stands", async () => {
    const { out } = await run("explain", "StreamingQueue");
    expect(out).toContain("sqs:CreateQueue");
    expect(out).toContain("docs.aws.amazon.com/sagemaker/latest/dg/sms-streaming-how-it-works-sqs.html");
    expect(out).toContain("  dashcam-signs: aws_iam_policy.execution_role_policy   ground-truth.yaml:");
  });

  test("an address: why the resource is there, who asks for it, each statement with its reason", async () => {
    const { out } = await run("explain", "dashcam-signs/aws_sqs_queue_policy.answers_policy");
    expect(out).toContain(`  asked for by ground-truth.yaml:${line("rawMessageDelivery")}:`);
    expect(out).toMatch(/^ {2}AllowTopic\n {4}sqs:SendMessage\n {4}the topic delivers/m);
    expect(
      JSON.parse((await run("explain", "aws_sqs_queue_policy.answers_policy", "--json")).out),
    ).toHaveLength(2);
  });

  test("task types, all or one, wherever one is", async () => {
    expect((await run("explain", "taskType")).out).toMatch(
      /^BoundingBox +image +automated labeling, S3 events$/m,
    );
    expect(JSON.parse((await run("explain", "BoundingBox", "--json")).out)).toMatchObject({ mostLabels: 50 });
  });

  test("what there is not: with what was probably meant, and no stack trace", async () => {
    const { code, out, err } = await run("explain", "dashcam-sgns");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(
      /^There is no stack, Sid, address or task type "dashcam-sgns"\. Did you mean dashcam-signs\?\n/,
    );
    expect((await run("explain", "dashcam-signs", "todos")).err).toContain("Try: explain dashcam-signs todo");
  });

  test("a Sid can be explained beside a configuration with mistakes, a stack cannot", async () => {
    const bad = folder.path("bad.yaml");
    folder.write("bad.yaml", "namePrefix: acme\n");
    process.env.GROUND_TRUTH_CONFIG = bad;
    try {
      expect(await run("explain", "StreamingQueue")).toMatchObject({ code: 0 });
      expect(await run("explain", "signs")).toMatchObject({
        code: 1,
        err: expect.stringContaining("bad.yaml"),
      });
    } finally {
      delete process.env.GROUND_TRUTH_CONFIG;
    }
  });

  test("has a reason for every type of resource in the examples", () => {
    const stacks = exampleStackTexts().map((text) => JSON.parse(text) as StackJson);
    const types = stacks.flatMap((json) => resourcesOf(json).map(({ type }) => type));
    expect(types.length).toBeGreaterThan(100);
    expect([...new Set(types)].filter((type) => resourceReasons[type] === undefined)).toEqual([]);
  });
});

describe("doctor", () => {
  const tools = (env: NodeJS.ProcessEnv) => look(findProject(), env);
  const of = (env: NodeJS.ProcessEnv, name: string) => tools(env).find(({ what }) => what === name)!;

  test("says what is there and what is missing, with the line that mends it", () => {
    const nothing = { PATH: folder.root, HOME: folder.root, GROUND_TRUTH_PROVIDER_MIRROR: "" };
    expect(of(nothing, "Terraform")).toMatchObject({
      isGood: false,
      mend: expect.stringContaining("Install"),
    });
    expect(of(nothing, "moto_server")).toMatchObject({ isGood: false, mend: "pip install 'moto[server]'" });
    expect(of(nothing, "AWS credentials")).toMatchObject({ isGood: false });
    expect(of(nothing, "configuration")).toMatchObject({
      isGood: true,
      found: "ground-truth.yaml: 5 workflows in eu-west-1",
    });
  });

  test("takes OpenTofu where there is no Terraform", () => {
    folder.write("bin/tofu", '#!/bin/sh\necho \'{"terraform_version": "1.9.1"}\'\n');
    chmodSync(folder.path("bin", "tofu"), 0o755);
    const env = { PATH: `${folder.path("bin")}:/usr/bin:/bin`, HOME: folder.root };
    expect(of(env, "Terraform")).toMatchObject({
      isGood: true,
      found: `1.9.1 (${folder.path("bin", "tofu")})`,
    });
  });

  test("says where credentials come from, and shows none", () => {
    folder.write(".aws/config", "[profile acme]\nregion = eu-west-1\n[default]\n");
    const home = { HOME: folder.root, PATH: "" };
    const found = (env: NodeJS.ProcessEnv) => of({ ...home, ...env }, "AWS credentials").found;
    expect(found({})).toBe("the profile default");
    expect(found({ AWS_PROFILE: "acme" })).toBe("the profile acme (AWS_PROFILE)");
    expect(found({ AWS_PROFILE: "gone" })).toMatch(/^none/);
    expect(found({ AWS_ACCESS_KEY_ID: "AKIAX", AWS_SECRET_ACCESS_KEY: "hush" })).not.toMatch(/AKIAX|hush/);
  });

  test("knows which Node.js is too old, and which is too new for the cdktf CLI", () => {
    expect(node("20.12.0").isGood).toBe(true);
    expect(node("20.9.0")).toMatchObject({ isGood: false, mend: expect.stringContaining("20.12") });
    expect(node("18.20.0").isGood).toBe(false);
    expect(coreCliFound("0.21.0", "20.12.0").isGood).toBe(true);
    expect(coreCliFound("0.21.0", "22.19.0").isGood).toBe(true);
    expect(coreCliFound("0.21.0", "24.1.0")).toMatchObject({
      isGood: false,
      mend: expect.stringContaining("Node.js 22"),
    });
    expect(coreCliFound(undefined, "22.19.0")).toMatchObject({
      isGood: false,
      mend: "npm install --save-dev cdktf-cli@^0.21.0",
    });
  });

  test("in the package for CDK Terrain, looks for the CLI of that, which wants a newer Node.js", () => {
    const cli = coreCli(["constructs", "cdktn", "@cdktn/provider-aws"]);
    expect(coreCliFound("0.24.0", "22.18.0", cli)).toMatchObject({
      what: "cdktn-cli",
      isGood: false,
      mend: expect.stringContaining("22.19"),
    });
    expect(["22.19.0", "24.1.0"].map((one) => coreCliFound("0.24.0", one, cli).isGood)).toEqual([true, true]);
    expect(coreCliFound(undefined, "24.1.0", cli).mend).toBe("npm install --save-dev cdktn-cli@^0.24.0");
  });

  test("what package.json names already is brought by npm install alone", async () => {
    folder.write(
      "package.json",
      JSON.stringify({
        dependencies: { constructs: "^10.4.2" },
        devDependencies: { "cdktf-cli": "^0.21.0" },
      }),
    );
    const { out } = await run("doctor");
    expect(out).toMatch(/missing +constructs +not installed\n +npm install\n/);
    expect(out).toMatch(/missing +cdktf-cli +not installed\n +npm install\n/);
    rmSync(folder.path("package.json"));
  });

  test("ends with 1 when something is wrong that is asked for", async () => {
    const { code, out } = await run("doctor");
    // Nothing is installed in this folder.
    expect(code).toBe(1);
    expect(out).toMatch(/missing +constructs +not installed\n +npm install 'constructs@/);
    const json = JSON.parse((await run("doctor", "--json")).out) as { what: string; isGood: boolean }[];
    expect(json.find(({ what }) => what === "cdktf")).toMatchObject({ isGood: true, found: "0.21.0" });
  });
});

test("a Sid of a deployer, which follows from the stacks, has its actions", async () => {
  process.env.GROUND_TRUTH_CONFIG = join(repository, "examples", "people.yaml");
  try {
    const { code, out } = await run("explain", "KmsKeyCreate");
    expect(code).toBe(0);
    expect(out).toContain("follows from the stacks: no statement of the catalogue");
    expect(out).toMatch(/^ {2}access: aws_iam_policy\.deployer_policy/m);
  } finally {
    delete process.env.GROUND_TRUTH_CONFIG;
  }
});
