import { cpSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { stringify } from "yaml";
import { readConfig, synthesize, workflowStacks } from "../../stacks";
import { readConfigs } from "../../stacks/config/read-config";
import { synthesizeApp } from "../../stacks/synthesize";
import { exampleFiles, type ExampleChange } from "../example-stacks";
import { all, bySid, only, type TerraformJson } from "../synthesized";
import { addresses, example, outputs } from "./example-json";
import { account } from "../account";
import { scratchFolder } from "../scratch-folder";

const config = { account };
const project = join(__dirname, "..", "..");
const functionArn = (name: string) => `arn:aws:lambda:eu-west-1:${account}:function:${name}`;
const roleArn = (name: string) => `arn:aws:iam::${account}:role/${name}`;

const folder = scratchFolder();

function changed(name: string, workflow: object): TerraformJson {
  return example(name, { config, workflow: workflow as ExampleChange["workflow"] });
}

function withTask(name: string, customTask: object): TerraformJson {
  return example(name, { config, customTask });
}

/** The bytes of every file below `directory`, by its path in it. */
function bytesIn(directory: string): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" }).sort();
  return Object.fromEntries(
    files.flatMap((name) => {
      const path = join(directory, name);
      try {
        return [[name, readFileSync(path).toString("base64")]];
      } catch {
        return []; // a directory
      }
    }),
  );
}

/* Addresses are a contract: a change of one destroys the resource and makes it anew. */
describe("the addresses in a plan", () => {
  const notOfBuckets = (json: TerraformJson) =>
    addresses(json).filter((address) => !address.startsWith("aws_s3_bucket"));

  test("of a workflow with two functions and a template, which alone has a hash: of its content", () => {
    expect(notOfBuckets(example("price-tags"))).toEqual([
      "aws_cloudwatch_log_group.post_annotation_log_group",
      "aws_cloudwatch_log_group.pre_annotation_log_group",
      "aws_iam_policy.execution_role_policy",
      "aws_iam_policy.post_annotation_role_policy",
      "aws_iam_policy.pre_annotation_role_policy",
      "aws_iam_role.execution_role",
      "aws_iam_role.post_annotation_role",
      "aws_iam_role.pre_annotation_role",
      "aws_iam_role_policy_attachment.execution_role_attachment",
      "aws_iam_role_policy_attachment.post_annotation_role_attachment",
      "aws_iam_role_policy_attachment.pre_annotation_role_attachment",
      "aws_kms_alias.key_alias",
      "aws_kms_key.key",
      "aws_lambda_function.post_annotation",
      "aws_lambda_function.pre_annotation",
      expect.stringMatching(/^aws_s3_object\.template_[0-9a-f]{12}$/),
    ]);
  });

  test("of a workflow without functions", () => {
    expect(notOfBuckets(example("bird-songs"))).toEqual([
      "aws_iam_policy.execution_role_policy",
      "aws_iam_role.execution_role",
      "aws_iam_role_policy_attachment.execution_role_attachment",
      "aws_kms_alias.key_alias",
      "aws_kms_key.key",
      expect.stringMatching(/^aws_s3_object\.template_/),
    ]);
  });

  test("of a workflow whose functions and template exist", () => {
    expect(addresses(example("xray-quality"))).toEqual([
      "aws_iam_policy.execution_role_policy",
      "aws_iam_role.execution_role",
      "aws_iam_role_policy_attachment.execution_role_attachment",
      "aws_kms_alias.key_alias",
      "aws_kms_key.key",
    ]);
  });

  test("of a custom task in a streaming workflow", () => {
    expect(addresses(example("parcel-damage"))).toEqual(
      expect.arrayContaining([
        "aws_lambda_function.post_annotation",
        "aws_lambda_function.pre_annotation",
        "aws_s3_bucket_notification.acme-parcels_notifications",
        "aws_sns_topic.workflow_input_topic",
        "aws_sqs_queue.answers",
      ]),
    );
  });

  test.each(["price-tags", "support-calls", "bird-songs", "xray-quality", "parcel-damage"])(
    "of %s hide no policy",
    (name) => {
      const policies = Object.values(example(name).resource)
        .flatMap((resources) => Object.values(resources))
        .flatMap((resource) => Object.entries(resource))
        .filter(([key, value]) => /policy$/.test(key) && typeof value === "string");
      expect(policies.length).toBeGreaterThan(2);
      for (const [, policy] of policies) expect(policy).not.toContain("${aws_");
    },
  );
});

describe("the outputs", () => {
  test("are what a person needs to make a labeling job", () => {
    expect(outputs(example("price-tags", { config }))).toEqual({
      execution_role_arn: roleArn("acme-price-tags-execution"),
      output_kms_key_arn: "${aws_kms_key.key.arn}",
      input_locations: ["s3://acme-price-tags/photos/", "s3://acme-price-tags/job/"],
      output_location: "s3://acme-price-tags/prices/",
      pre_human_task_lambda_arn: functionArn("acme-price-tags-pre-annotation"),
      annotation_consolidation_lambda_arn: functionArn("acme-price-tags-post-annotation"),
      ui_template_s3_uri: expect.stringMatching(
        /^s3:\/\/acme-price-tags\/job\/templates\/acme-price-tags-[0-9a-f]{12}\.liquid\.html$/,
      ),
    });
  });

  test("leave out functions and a template that there are not", () => {
    const names = Object.keys(outputs(withTask("bird-songs", { template: undefined })));
    expect(names).not.toEqual(expect.arrayContaining([expect.stringMatching(/lambda|template/)]));
  });

  test("tell what is left to do for a function that exists: here, what its role needs", () => {
    const { required_function_role_statements: required, ...others } = outputs(
      example("xray-quality", { config }),
    ) as Record<string, Record<string, string>>;
    expect(Object.keys(required!)).toEqual([functionArn("xray-consensus:live")]);
    expect(JSON.parse(Object.values(required!)[0]!)).toMatchObject([
      { Action: "sts:AssumeRole", Resource: roleArn("acme-xray-quality-execution") },
    ]);
    expect(others).not.toHaveProperty("required_function_policy_statements");
    expect(others).toMatchObject({ required_cors: { buckets: ["acme-xrays"] } });
  });

  test("tell the policy that a function in another account needs", () => {
    const there = "arn:aws:lambda:eu-west-1:444455556666:function:prepare";
    const { required_function_policy_statements: required } = outputs(
      withTask("xray-quality", { preAnnotation: { existing: there } }),
    ) as Record<string, Record<string, string>>;
    expect(JSON.parse(required![there]!)).toMatchObject([
      { Principal: { AWS: roleArn("acme-xray-quality-execution") }, Action: "lambda:InvokeFunction" },
    ]);
  });

  test("tell what the trust of an existing role must contain for a function that assumes it", () => {
    const { required_trust_statements: required } = outputs(
      changed("price-tags", { executionRole: { existing: "old-role" } }),
    );
    expect(JSON.parse(required as string)).toMatchObject([
      { Principal: { Service: "sagemaker.amazonaws.com" } },
      { Condition: { ArnEquals: { "aws:PrincipalArn": roleArn("acme-price-tags-post-annotation") } } },
    ]);
  });

  test("of a streaming workflow have the functions and the template beside the topics", () => {
    expect(outputs(example("parcel-damage", { config }))).toMatchObject({
      pre_human_task_lambda_arn: functionArn("acme-parcel-damage-pre-annotation"),
      annotation_consolidation_lambda_arn: functionArn("acme-parcel-damage-post-annotation"),
      ui_template_s3_uri: expect.stringMatching(/^s3:\/\/acme-parcels\/job\/acme-parcel-damage-/),
      labeling_job_name: "parcel-damage-1",
      publish_command: expect.stringContaining(`'{"source-ref":"s3://acme-parcels/photos/object"}'`),
    });
  });

  test("have a description each", () => {
    for (const name of ["price-tags", "xray-quality"])
      for (const output of Object.values(example(name).output!)) expect(output.description).toMatch(/\w/);
  });
});

describe("a custom stack by the configuration", () => {
  test("tags the template too, unless there are more tags than S3 takes on an object", () => {
    const tagged = (count: number) => {
      const tags = Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${index}`, "x"]));
      return only(example("bird-songs", { config: { tags } }), "aws_s3_object");
    };
    expect(tagged(10)).not.toHaveProperty("override_provider");
    expect(tagged(11)).toMatchObject({ override_provider: { default_tags: { tags: {} } } });
  });

  test("makes functions of what the file names: bundled, a folder, ready", () => {
    const lambda = (name: string, step: string) => example(name).resource.aws_lambda_function![step];
    expect(lambda("price-tags", "pre_annotation")).toMatchObject({
      function_name: "acme-price-tags-pre-annotation",
      runtime: "nodejs22.x",
      handler: "index.handler",
      filename: "assets/pre_annotation_code.zip",
      architectures: ["arm64"],
      timeout: 60,
    });
    expect(lambda("price-tags", "post_annotation")).toMatchObject({
      timeout: 120,
      environment: { variables: { GROUND_TRUTH_ANSWER_ACCESS: "assume-execution-role" } },
    });
    expect(lambda("support-calls", "pre_annotation")).toMatchObject({
      runtime: "python3.13",
      handler: "pre_annotation.handler",
    });
    expect(lambda("support-calls", "post_annotation")).toMatchObject({
      environment: { variables: { GROUND_TRUTH_ANSWER_ACCESS: "s3-read", GROUND_TRUTH_ELEMENT: "reason" } },
    });
  });

  test("passes name, role and settings of a function on", () => {
    const json = example("price-tags", {
      config: { account, rolePath: "/labeling/", permissionsBoundary: `arn:aws:iam::${account}:policy/b` },
      customTask: {
        postAnnotation: undefined,
        preAnnotation: {
          imageUri: `${account}.dkr.ecr.eu-west-1.amazonaws.com/prepare:v1`,
          command: ["app.handler"],
          name: "LabelingFunction-prices",
          role: { name: "prices" },
          description: "Prepares photographs.",
          settings: {
            memorySize: 1024,
            timeout: 30,
            architecture: "x86_64",
            environment: { MODE: "strict" },
            vpcConfig: { subnetIds: ["subnet-0a1b2c3d"], securityGroupIds: ["sg-0a1b2c3d"] },
            tracing: true,
            logRetentionInDays: 30,
            reservedConcurrentExecutions: 5,
            deadLetterQueueArn: `arn:aws:sqs:eu-west-1:${account}:dead`,
            deadLetterQueueKey: "alias/dead",
          },
        },
      },
    });
    expect(only(json, "aws_lambda_function")).toMatchObject({
      function_name: "LabelingFunction-prices",
      description: "Prepares photographs.",
      role: roleArn("labeling/prices"),
      image_uri: `${account}.dkr.ecr.eu-west-1.amazonaws.com/prepare:v1`,
      image_config: { command: ["app.handler"] },
      memory_size: 1024,
      timeout: 30,
      architectures: ["x86_64"],
      environment: { variables: { MODE: "strict" } },
      vpc_config: { subnet_ids: ["subnet-0a1b2c3d"], security_group_ids: ["sg-0a1b2c3d"] },
      tracing_config: { mode: "Active" },
      reserved_concurrent_executions: 5,
      dead_letter_config: { target_arn: `arn:aws:sqs:eu-west-1:${account}:dead` },
    });
    expect(only(json, "aws_cloudwatch_log_group")).toMatchObject({ retention_in_days: 30 });
    expect(all(json, "aws_iam_role").find(({ name }) => name === "prices")).toMatchObject({
      path: "/labeling/",
      permissions_boundary: `arn:aws:iam::${account}:policy/b`,
    });
    expect(Object.keys(outputs(json).required_key_policy_statements as object)).toEqual(["alias/dead"]);
  });

  test("takes a zip file in S3 with its version, and who must have signed it", () => {
    const codeSigningConfigArn = `arn:aws:lambda:eu-west-1:${account}:code-signing-config:csc-0123456789abcdef0`;
    const settings = { codeSigningConfigArn };
    const python = { runtime: "python3.13", handler: "b.c", settings };
    const s3 = { s3: "s3://acme-code/a/b.zip", s3ObjectVersion: "7", ...python };
    const json = withTask("price-tags", { preAnnotation: s3, postAnnotation: undefined });
    expect(only(json, "aws_lambda_function")).toMatchObject({
      s3_bucket: "acme-code",
      s3_key: "a/b.zip",
      s3_object_version: "7",
      code_signing_config_arn: codeSigningConfigArn,
    });
  });

  test("encrypts logs with the workflow's key, and variables with Lambda's own unless told otherwise", () => {
    const json = example("support-calls");
    expect(json.resource.aws_lambda_function!.post_annotation).not.toHaveProperty("kms_key_arn");
    const keyOfVariables = (environmentKey: string) => {
      const changedJson = withTask("support-calls", {
        postAnnotation: {
          ready: "bounding-boxes",
          settings: { environment: { GROUND_TRUTH_ELEMENT: "boxes" }, environmentKey },
        },
      });
      return changedJson.resource.aws_lambda_function!.post_annotation!.kms_key_arn;
    };
    expect(keyOfVariables("workflow")).toBe("${aws_kms_key.key.arn}");
    const keyArn = `arn:aws:kms:eu-west-1:${account}:key/0f0f0f0f-1111-2222-3333-444455556666`;
    expect(keyOfVariables(keyArn)).toBe(keyArn);
    for (const group of all(json, "aws_cloudwatch_log_group"))
      expect(group).toMatchObject({ kms_key_id: "${aws_kms_key.key.arn}" });
  });

  test("writes the right on the answers as the documentation does where that style is chosen", () => {
    const json = changed("support-calls", { permissions: { style: "as-documented", hardening: {} } });
    const policy = json.resource.aws_iam_policy!.post_annotation_role_policy!;
    expect(JSON.stringify(bySid(policy.policy))).toContain("arn:aws:s3:::acme-support-calls/*");
  });

  test("puts a template into templates/ of the first input unless told otherwise, also in a bucket that exists", () => {
    const existing = { create: [], existing: [] };
    const json = changed("support-calls", { buckets: existing });
    expect(only(json, "aws_s3_object")).toMatchObject({
      bucket: "acme-support-calls",
      key: expect.stringMatching(/^job\/templates\/acme-support-calls-/),
    });
    expect(only(json, "aws_s3_object").depends_on).toBeUndefined();
  });

  test("keeps older versions of a template where they are", () => {
    const file = join(project, "examples", "templates", "bird-songs.liquid.html");
    const keep = join(project, "examples", "templates", "price-tags.liquid.html");
    const template = (value: object) => all(withTask("bird-songs", { template: value }), "aws_s3_object");
    const [older] = template({ file: keep });
    const [current] = template({ file });
    expect(template({ file, keep: [keep] })).toEqual(expect.arrayContaining([older, current]));
    expect(template({ file, keep: [keep] })).toHaveLength(2);
  });
});

describe("what only the constructs can tell", () => {
  test.each<[string, string, () => object, string]>([
    [
      "code that cannot be bundled",
      "price-tags",
      () => {
        const entry = join(folder, "broken.ts");
        writeFileSync(entry, "export const handler = (;\n");
        return { preAnnotation: { entry } };
      },
      "workflows[0].customTask.preAnnotation.entry: ",
    ],
    [
      "a runtime that Lambda has not",
      "support-calls",
      () => ({
        preAnnotation: {
          directory: join(project, "examples", "handlers", "support_calls"),
          runtime: "python9",
          handler: "pre_annotation.handler",
        },
      }),
      'workflows[0].customTask.preAnnotation.runtime: got "python9"',
    ],
    [
      "an image of another region",
      "price-tags",
      () => ({ preAnnotation: { imageUri: `${account}.dkr.ecr.us-east-1.amazonaws.com/prepare:v1` } }),
      "workflows[0].customTask.preAnnotation.imageUri: got an image in us-east-1",
    ],
    [
      "a layer that is none",
      "parcel-damage",
      () => ({ preAnnotation: { ready: "pass-through-pre-annotation", settings: { layers: ["tools"] } } }),
      'workflows[0].customTask.preAnnotation.settings.layers[0]: got "tools"',
    ],
    [
      "an existing function of another region",
      "xray-quality",
      () => ({ preAnnotation: { existing: `arn:aws:lambda:us-east-1:${account}:function:f` } }),
      "workflows[0].customTask.preAnnotation.existing: got",
    ],
    [
      "an existing function after annotation without its role",
      "xray-quality",
      () => ({ postAnnotation: { existing: functionArn("f") } }),
      "workflows[0].customTask.postAnnotation.roleArn: got none",
    ],
    [
      "a template that is no text",
      "bird-songs",
      () => {
        const file = join(folder, "latin1.html");
        writeFileSync(file, Uint8Array.of(0xe9, 0x20));
        return { template: { file } };
      },
      "workflows[0].customTask.template.file: ",
    ],
    [
      "a template among the objects that S3 tells of",
      "parcel-damage",
      () => ({ template: { existing: "s3://acme-parcels/photos/page.jpg" } }),
      "workflows[0].s3Events[0]: the worker task template s3://acme-parcels/photos/page.jpg lies in",
    ],
  ])("is refused by its place in the configuration: %s", (_what, name, task, message) => {
    expect(() => withTask(name, task())).toThrow(message);
  });
});

test("a warning about a template names it the same wherever the program is run", () => {
  const file = join(folder, "form.html");
  writeFileSync(file, "<form>Hello</form>");
  const workflow = {
    name: "a",
    type: "custom",
    inputs: ["s3://acme-raw/"],
    output: "s3://acme-labels/",
    customTask: { template: { file: "form.html" } },
  };
  writeFileSync(
    join(folder, "warned.yaml"),
    stringify({ namePrefix: "acme", region: "eu-west-1", workflows: [workflow] }),
  );
  const warnings = synthesize(
    readConfig(join(folder, "warned.yaml")),
    join(folder, "warned"),
    workflowStacks,
  );
  expect(warnings).toEqual(
    ["<form> has nothing to submit it with", "<form> has no input with a name", "never uses task.input"].map(
      (finding) => expect.stringContaining(`a/Template: form.html:1:1 ${finding}`) as string,
    ),
  );
});

test("a template that leaves workers without data is warned of, with file, line and column; a good one is not", () => {
  const page = (src: string) =>
    '<script src="https://assets.crowd.aws/crowd-html-elements.js"></script><crowd-form><crowd-semantic-segmentation ' +
    `name="s" header="h" labels="[]" src="${src}"><full-instructions header="x">x</full-instructions>` +
    "<short-instructions>x</short-instructions></crowd-semantic-segmentation></crowd-form>";
  const templates = {
    "single-brace": page("{ task.input.taskObject | grant_read_access }"),
    "no-grant": page("{{ task.input.taskObject }}"),
    good: page("{{ task.input.taskObject | grant_read_access }}"),
    "for-unclosed":
      '<script src="https://assets.crowd.aws/crowd-html-elements.js"></script><crowd-form>' +
      '{% for x in task.input.items %}<crowd-input name="a"></crowd-input></crowd-form>',
  };
  const workflows = Object.entries(templates).map(([name, content]) => {
    writeFileSync(join(folder, `${name}.html`), content);
    return {
      name,
      type: "custom",
      inputs: [`s3://acme-t-${name}/in/`],
      output: `s3://acme-t-${name}/out/`,
      buckets: { create: [{ name: `acme-t-${name}` }] },
      customTask: { template: { file: `${name}.html` } },
    };
  });
  const file = join(folder, "liquid.yaml");
  writeFileSync(
    file,
    stringify({ namePrefix: "acme", region: "eu-west-1", account: "111122223333", workflows }),
  );
  const warnings = synthesize(readConfig(file), join(folder, "liquid"), workflowStacks);
  expect(warnings.filter((warning) => warning.includes(".html"))).toEqual([
    expect.stringContaining(
      "single-brace.html:1:150 one brace is text, which workers see as it stands: write {{",
    ),
    expect.stringContaining("no-grant.html:1:150 src of <crowd-semantic-segmentation> loads a file"),
    expect.stringContaining("for-unclosed.html:1:84 {% for %} is never closed: {% endfor %} is missing"),
  ]);
});

describe("the examples", () => {
  /** All examples, as somebody else would have them on another day, in another directory. */
  function written(root: string, outdir: string): Record<string, string> {
    for (const file of exampleFiles) {
      const copy = join(root, file.slice(project.length));
      synthesizeApp(readConfigs(copy), join(outdir, basename(file, ".yaml")), workflowStacks);
    }
    return bytesIn(outdir);
  }

  test("give the same bytes, archives too, in another directory, time zone and order of files", () => {
    const first = written(project, join(folder, "first"));
    expect(Object.keys(first).filter((name) => name.endsWith(".zip"))).toHaveLength(6);

    const elsewhere = join(folder, "deep", "elsewhere");
    mkdirSync(elsewhere, { recursive: true });
    for (const name of ["examples", "lib", "package.json", "tsconfig.json", "ground-truth.yaml"])
      cpSync(join(project, name), join(elsewhere, name), { recursive: true });
    for (const name of readdirSync(elsewhere, { recursive: true, encoding: "utf8" }))
      utimesSync(join(elsewhere, name), new Date(0), new Date(0));
    const { TZ } = process.env;
    const home = process.cwd();
    try {
      process.env.TZ = "Pacific/Chatham";
      process.chdir(tmpdir());
      expect(written(elsewhere, join(folder, "second"))).toEqual(first);
    } finally {
      process.chdir(home);
      if (TZ === undefined) delete process.env.TZ;
      else process.env.TZ = TZ;
    }
  });

  test("hold no path of this machine", () => {
    const files = Object.entries(written(project, join(folder, "third")));
    for (const [name, base64] of files) {
      if (name.endsWith(".zip")) continue;
      const text = Buffer.from(base64, "base64").toString();
      for (const path of [project, folder, tmpdir(), "node_modules"]) expect(text).not.toContain(path);
    }
  });
});
