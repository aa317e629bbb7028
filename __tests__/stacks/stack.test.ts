import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { DataAwsIamRole } from "@cdktf/provider-aws/lib/data-aws-iam-role";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { Annotations, App, TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { AwsPage } from "../../lib/aws-page";
import { Problems } from "../../lib/validation/problems";
import { buildApp } from "../../stacks/build-app";
import { readConfig } from "../../stacks/config/read-config";
import { configSchema, type GroundTruthConfig } from "../../stacks/config/schema";
import type { WorkflowConfig } from "../../stacks/config/workflow-schema";
import { GroundTruthStack, type GroundTruthStackProps } from "../../stacks/ground-truth-stack";
import { logicalId } from "../../lib/scope/short-logical-ids";
import { synthesize } from "../../stacks/synthesize";
import { workflowStacks } from "../../stacks/workflow-stacks";
import { scratchFolder } from "../scratch-folder";

const project = join(__dirname, "..", "..");
const folder = scratchFolder();

/** A stack with a few things in it, one of them with a warning. */
class RoleStack extends GroundTruthStack {
  public constructor(
    scope: Construct,
    id: string,
    props: GroundTruthStackProps & { readonly workflow: WorkflowConfig },
  ) {
    super(scope, id, props);
    const problems = new Problems(`RoleStack "${id}"`);
    if (props.workflow.output.uri.includes("forbidden")) {
      problems.add("output", "got a forbidden place", AwsPage.outputData);
      problems.add("inputs[0]", "is near it");
    }
    problems.throwIfAny();
    const role = new IamRole(new Construct(this, "ExecutionRole"), "Resource", {
      name: `${props.namePrefix}-${id}-execution`,
      assumeRolePolicy: "{}",
    });
    new TerraformOutput(this, "ExecutionRoleName", { value: role.name });
    Annotations.of(role).addWarning("A warning of this role.");
  }
}

const stacks = { "built-in": RoleStack, streaming: RoleStack, custom: RoleStack };

function config(
  change: object = {},
  outputs: Record<string, string> = { signs: "s3://acme-labels/" },
): GroundTruthConfig {
  const workflows = Object.entries(outputs).map(([name, output]) => ({
    name,
    type: "built-in",
    taskType: "BoundingBox",
    inputs: ["s3://acme-raw/"],
    output,
  }));
  return configSchema.parse({ namePrefix: "acme", region: "eu-west-1", workflows, ...change });
}

/** The Terraform of the stack `signs`. */
function synthesized(change: object = {}): Record<string, Record<string, unknown>> {
  const outdir = mkdtempSync(join(folder, "out-"));
  synthesize(config(change), outdir, stacks);
  return JSON.parse(readFileSync(join(outdir, "stacks", "signs", "cdk.tf.json"), "utf8")) as never;
}

/** Every file below `directory`, by its path in it. */
function filesIn(directory: string): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map((entry) => {
      // Node 20.9 calls it `path`.
      const file = join(entry.parentPath ?? entry.path, entry.name);
      return [file.slice(directory.length + 1), readFileSync(file, "utf8")];
    }),
  );
}

describe("a stack", () => {
  test("of the smallest configuration names provider, Terraform and state", () => {
    const { terraform, provider } = synthesized();
    expect(terraform).toEqual({
      backend: { local: { path: "../../../terraform.signs.tfstate" } },
      required_providers: { aws: { source: "hashicorp/aws", version: ">= 5.100.0, < 7.0.0" } },
      required_version: ">= 1.5.0",
    });
    expect(provider).toEqual({ aws: [{ region: "eu-west-1" }] });
  });

  test("refuses other accounts and tags everything, if asked to", () => {
    const { provider } = synthesized({ account: "111122223333", tags: { team: "vision" } });
    expect(provider).toEqual({
      aws: [
        {
          allowed_account_ids: ["111122223333"],
          default_tags: [{ tags: { team: "vision" } }],
          region: "eu-west-1",
        },
      ],
    });
  });

  test("names resources and outputs by their constructs, without a hash", () => {
    const { resource, output } = synthesized();
    expect(resource).toMatchObject({ aws_iam_role: { execution_role: { name: "acme-signs-execution" } } });
    expect(output).toEqual({ execution_role_name: { value: "${aws_iam_role.execution_role.name}" } });
  });
});

describe("state is kept", () => {
  const bucket = { type: "s3", bucket: "acme-state", region: "eu-west-1" };
  const cloud = { type: "cloud", organization: "acme" };

  test.each<[string, object, object, string]>([
    [
      "on this machine",
      { type: "local" },
      { backend: { local: { path: "../../../terraform.signs.tfstate" } } },
      ">= 1.5.0",
    ],
    [
      "in S3, encrypted and with a lock file",
      bucket,
      {
        backend: {
          s3: {
            bucket: "acme-state",
            encrypt: true,
            key: "signs.tfstate",
            region: "eu-west-1",
            use_lockfile: true,
          },
        },
      },
      ">= 1.10.0",
    ],
    [
      "in S3, with key, folder and a lock table for an older Terraform",
      {
        ...bucket,
        keyPrefix: "labeling/eu/",
        kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-4e5f-4a1b-8c2d-0123456789ab",
        dynamodbTable: "locks",
      },
      {
        backend: {
          s3: {
            bucket: "acme-state",
            dynamodb_table: "locks",
            encrypt: true,
            key: "labeling/eu/signs.tfstate",
            kms_key_id: "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-4e5f-4a1b-8c2d-0123456789ab",
            region: "eu-west-1",
          },
        },
      },
      ">= 1.5.0",
    ],
    [
      "in S3, without a lock",
      { ...bucket, useLockfile: false },
      { backend: { s3: { bucket: "acme-state", encrypt: true, key: "signs.tfstate", region: "eu-west-1" } } },
      ">= 1.5.0",
    ],
    [
      "in HCP Terraform, in a workspace named after the stack",
      { ...cloud, workspaces: {} },
      { cloud: { organization: "acme", workspaces: { name: "signs" } } },
      ">= 1.5.0",
    ],
    [
      "in HCP Terraform, with a prefix and a project",
      { ...cloud, workspaces: { prefix: "labeling-", project: "Vision" } },
      { cloud: { organization: "acme", workspaces: { name: "labeling-signs", project: "Vision" } } },
      ">= 1.6.0",
    ],
    [
      "in Terraform Enterprise, in workspaces by tag",
      { ...cloud, hostname: "tfe.acme.example", workspaces: { tags: ["labeling", "team:vision"] } },
      {
        cloud: {
          hostname: "tfe.acme.example",
          organization: "acme",
          workspaces: { tags: ["labeling", "team:vision"] },
        },
      },
      ">= 1.5.0",
    ],
  ])("%s", (_, backend, expected, version) => {
    const { required_providers, ...rest } = synthesized({ backend }).terraform!;
    expect(required_providers).toBeDefined();
    expect(rest).toEqual({ ...expected, required_version: version });
  });
});

describe("a logical id", () => {
  test.each([
    [["ExecutionRole", "Resource"], "execution_role"],
    [["Workflow", "Key", "Alias"], "workflow_key_alias"],
    [["Workflow", "Default", "Resource"], "workflow"],
    [["Resource"], "resource"],
    [["AwsCallerIdentity"], "aws_caller_identity"],
    [["KMSKeyPolicy"], "kms_key_policy"],
    [["S3Data2"], "s3_data2"],
    [["Bucket", "acme-raw.images"], "bucket_acme-raw_images"],
    [["größe"], "gr__e"],
    [["3DBox"], "_3_d_box"],
  ])("of %j is %s", (ids, id) => {
    expect(logicalId(ids)).toBe(id);
  });

  class Bare extends GroundTruthStack {
    public constructor() {
      super(new App({ outdir: join(folder, "bare") }), "signs", config());
    }
  }

  const role = { name: "a", assumeRolePolicy: "{}" };

  test("of two constructs of one type is refused, with the paths of both", () => {
    const stack = new Bare();
    new IamRole(stack, "Role", role);
    new IamRole(new Construct(stack, "Role-"), "Resource", role); // not the same
    new IamRole(stack, "role", role);
    expect(() => stack.prepareStack()).toThrow(
      'Constructs "signs/Role" and "signs/role" would both become aws_iam_role.role. Give one of them another id',
    );
  });

  test("may be the same for elements of different kinds and types", () => {
    const stack = new Bare();
    const first = new IamRole(stack, "Role", role);
    new DataAwsIamRole(stack, "role", { name: "b" });
    new KmsAlias(stack, "ROLE", { targetKeyId: "c" });
    new TerraformOutput(new Construct(stack, "Role_"), "Default", { value: first.arn });
    expect(() => stack.prepareStack()).not.toThrow();
  });
});

test("HCL, for those who leave CDKTF, is whole", () => {
  const outdir = join(folder, "hcl");
  const backend = { type: "cloud", organization: "acme", workspaces: { project: "Vision" } };
  process.env.SYNTH_HCL_OUTPUT = "true";
  try {
    synthesize(config({ backend }), outdir, stacks);
  } finally {
    delete process.env.SYNTH_HCL_OUTPUT;
  }
  const hcl = readFileSync(join(outdir, "stacks", "signs", "cdk.tf"), "utf8").replace(/\s+/g, " ");
  expect(hcl).toContain('cloud { organization = "acme" workspaces { name = "signs" project = "Vision" } }');
  expect(hcl).toContain('resource "aws_iam_role" "execution_role" {');
  expect(hcl).not.toMatch(/\b0 =/);
});

describe("synthesis", () => {
  const two = () =>
    config({ tags: { b: "2", a: "1" } }, { signs: "s3://acme-labels/", lanes: "s3://acme-lanes/" });

  test("writes the same bytes each time, wherever it runs, and no path of this machine", () => {
    const [first, second] = [join(folder, "first"), join(folder, "deep", "second")];
    synthesize(two(), first, stacks);
    const home = process.cwd();
    try {
      process.chdir(folder);
      synthesize(two(), "deep/second", stacks);
    } finally {
      process.chdir(home);
    }
    const files = filesIn(first);
    expect(Object.keys(files).sort()).toEqual([
      "manifest.json",
      "stacks/lanes/cdk.tf.json",
      "stacks/signs/cdk.tf.json",
    ]);
    expect(files["manifest.json"]).toContain("A warning of this role.");
    expect(filesIn(second)).toEqual(files);
    for (const text of Object.values(files)) {
      for (const path of [project, folder, homedir(), home, "node_modules"]) expect(text).not.toContain(path);
    }
  });

  const forbidden = () => config({}, { a: "s3://forbidden/", b: "s3://acme-labels/", c: "s3://forbidden/" });

  test("tells what is wrong with all workflows at once, and leaves no directory behind", () => {
    const outdir = join(folder, "new", "out");
    expect(() => synthesize(forbidden(), outdir, stacks)).toThrow(
      [
        "The configuration cannot be used, for 4 reasons:",
        `  - workflows[0].output: got a forbidden place (${AwsPage.outputData})`,
        "  - workflows[0].inputs[0]: is near it",
        `  - workflows[2].output: got a forbidden place (${AwsPage.outputData})`,
        "  - workflows[2].inputs[0]: is near it",
      ].join("\n"),
    );
    expect(existsSync(join(folder, "new"))).toBe(false);
  });

  test("leaves what was in the output directory when a workflow is wrong", () => {
    const outdir = join(folder, "old");
    mkdirSync(outdir);
    writeFileSync(join(outdir, "manifest.json"), "of yesterday");
    expect(() => synthesize(forbidden(), outdir, stacks)).toThrow("workflows[2].output");
    expect(filesIn(outdir)).toEqual({ "manifest.json": "of yesterday" });
  });

  test("does not take a fault of the program for one of the configuration", () => {
    class Broken extends GroundTruthStack {
      public constructor(scope: Construct, id: string, props: GroundTruthStackProps) {
        super(scope, id, props);
        throw new TypeError("a fault");
      }
    }
    const app = new App({ outdir: join(folder, "broken") });
    expect(() => buildApp(two(), app, { ...stacks, "built-in": Broken })).toThrow(TypeError);
  });
});

describe("the program", () => {
  /** `cdktf-ground-truth synth`, from another directory than the project's unless told so. */
  function run(env: Record<string, string>, cwd = folder) {
    const hook = join(__dirname, "typescript-hook.js");
    return spawnSync(process.execPath, ["--require", hook, join(project, "main.ts")], {
      cwd,
      env: { PATH: process.env.PATH, ...env },
      encoding: "utf8",
    });
  }

  test("tells mistakes on stderr, ends with 1 and writes nothing", () => {
    writeFileSync(join(folder, "bad.yaml"), "namePrefix: acme\nregion: mars\nworkflows: []\n");
    const { status, stdout, stderr } = run({ GROUND_TRUTH_CONFIG: "bad.yaml", CDKTF_OUTDIR: "bad.out" });
    expect(stderr).toMatch(
      /^bad\.yaml:2:9 {2}region\n[^]*Got "mars"\n[^]*\nbad\.yaml:3:12 {2}workflows\n[^]*Got an empty list\n[^]*\n2 mistakes in bad\.yaml\. Nothing was written\.\n$/,
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(existsSync(join(folder, "bad.out"))).toBe(false);
  });

  test("tells what only a construct refuses with its line, once for all workflows that it is about", () => {
    const workflow = (name: string) =>
      `  - { name: ${name}, type: built-in, taskType: BoundingBox, inputs: [s3://acme-${name}/in/], output: s3://acme-${name}/out/ }`;
    const executionRole = "executionRole: { existing: arn:aws:iam::111122223333:user/bob }";
    const text = [
      "namePrefix: acme",
      "region: eu-west-1",
      "workflows:",
      workflow("a"),
      workflow("b").replace(" }", `, ${executionRole} }`),
    ];
    writeFileSync(join(folder, "late.yaml"), text.join("\n"));
    const { stderr } = run({ GROUND_TRUTH_CONFIG: "late.yaml", CDKTF_OUTDIR: "late.out" });
    const column = text[4]!.indexOf("arn:aws:iam") + 1;
    expect(stderr).toMatch(
      new RegExp(
        `^late\\.yaml:5:${column}  workflows\\[1\\]\\.executionRole\\.existing\\n[^]*Got .*\\n[^]*\\n1 mistake in late\\.yaml\\. Nothing was written\\.\\n$`,
      ),
    );
    expect(existsSync(join(folder, "late.out"))).toBe(false);
  });

  test("finds what is probably not meant, and leaves it to the CLI to tell where that is at work", () => {
    const unheard = [
      "namePrefix: acme",
      "region: eu-west-1",
      "workflows:",
      "  - name: letters",
      "    type: streaming",
      "    taskType: TextClassificationSingleLabel",
      "    inputs: [s3://acme-letters/job/]",
      "    output: s3://acme-letters/labels/",
    ];
    writeFileSync(join(folder, "unheard.yaml"), unheard.join("\n"));
    // Only the CLI sets the last one.
    const byCli = run({
      GROUND_TRUTH_CONFIG: "unheard.yaml",
      CDKTF_OUTDIR: "unheard.out",
      CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: "true",
    });
    expect(byCli).toMatchObject({ status: 0, stderr: "" });
    // Where the machine has no network, what the CLI may say of it is explained there.
    expect(byCli.stdout).not.toMatch(/Nobody subscribes/);
    expect(
      synthesize(readConfig(join(folder, "unheard.yaml")), join(folder, "again.out"), workflowStacks),
    ).toEqual([
      expect.stringContaining(
        "letters/Workflow: Nobody subscribes to acme-letters-output: answers reach S3 only.",
      ),
    ]);
  });

  test("reads the project's own configuration and writes the same, wherever it is started", () => {
    const elsewhere = run({
      CDKTF_OUTDIR: "good.out",
      GROUND_TRUTH_CONFIG: join(project, "ground-truth.yaml"),
    });
    expect(elsewhere).toMatchObject({ status: 0, stderr: "" });
    const files = filesIn(join(folder, "good.out"));
    expect(Object.keys(files).sort()).toEqual([
      "manifest.json",
      "stacks/contract-clauses/cdk.tf.json",
      "stacks/customer-letters/cdk.tf.json",
      "stacks/dashcam-signs/cdk.tf.json",
      "stacks/price-tags/assets/post_annotation_code.zip",
      "stacks/price-tags/assets/pre_annotation_code.zip",
      "stacks/price-tags/cdk.tf.json",
      "stacks/road-surface/cdk.tf.json",
      "stacks/street-signs/cdk.tf.json",
    ]);
    expect(run({ CDKTF_OUTDIR: join(folder, "home.out") }, project)).toMatchObject({ status: 0 });
    expect(filesIn(join(folder, "home.out"))).toEqual(files);
    expect(Object.values(files).join()).not.toContain(project);
  });
});
