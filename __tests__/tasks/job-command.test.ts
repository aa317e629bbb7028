import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { run, UserFolder } from "../cli/program";
import { UserError } from "../../review/user-error";
import { renderCheck, type WorkerInputOf } from "../../tasks/job/render-check";
import { requestProblems } from "../jobs/model-problems";
import { AwsStandIn, type StandInWorld } from "./aws-stand-in";
import { account } from "../account";

const folder = new UserFolder();
const configuration = `
namePrefix: acme
region: eu-west-1
account: "${account}"
backend: { type: local }
workforce:
  userPool: { create: { domain: acme-labeling } }
  teams: [{ name: drawers, description: People who draw }]
workflows:
  - name: signs
    type: built-in
    taskType: BoundingBox
    inputs: [s3://acme-raw/]
    output: s3://acme-labels/signs/
    executionRole: { existing: labeling }
    encryptionKey: { existing: "arn:aws:kms:eu-west-1:${account}:key/0a1b2c3d-4e5f-4a1b-8c2d-0123456789ab" }
    job:
      manifestS3Uri: s3://acme-raw/job/input.manifest
      labels: [stop, yield]
      numberOfHumanWorkersPerDataObject: 3
  - name: letters
    type: streaming
    taskType: TextClassificationMultiLabel
    inputs: [s3://acme-raw/]
    output: s3://acme-labels/letters/
    labelingJobName: letters-1
    publishers: ["arn:aws:iam::${account}:role/letter-box"]
    job:
      labels: [invoice, complaint]
  - name: bare
    type: built-in
    taskType: BoundingBox
    inputs: [s3://acme-raw/]
    output: s3://acme-labels/bare/
`;

const key = "0a1b2c3d-4e5f-4a1b-8c2d-0123456789ab";
const roleArn = `arn:aws:iam::${account}:role/labeling`;
const allow = (Action: string[], Resource: string[], more: object = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const document = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
const keyPolicy = document({
  Effect: "Allow",
  Principal: { AWS: roleArn },
  Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
  Resource: "*",
});
const cors = "<CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin></CORSRule>";
const aws = new AwsStandIn({ objects: {}, roles: {}, jobs: {} });
let request: Record<string, unknown>;

beforeAll(async () => {
  folder.enter();
  folder.write("ground-truth.yaml", configuration);
  // Stands for Terraform before anything is deployed; tests that deploy write another.
  terraform("echo 'Error: Output \"labeling_job_request\" not found' >&2; exit 1");
  process.env.TERRAFORM_BINARY_NAME = folder.path("terraform.sh");
  await aws.start();
  await run("synth");
  request = JSON.parse((await run("job", "request", "signs")).out) as Record<string, unknown>;
}, 60_000);
afterAll(async () => {
  delete process.env.TERRAFORM_BINARY_NAME;
  await aws.stop();
  folder.leave();
});
beforeEach(() => {
  aws.world = world();
  aws.calls.length = 0;
});

function terraform(script: string): void {
  const file = folder.path("terraform.sh");
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

/** An account in which the job of `signs` gets through. */
function world(): StandInWorld {
  const template = (request.HumanTaskConfig as { UiConfig: { UiTemplateS3Uri: string } }).UiConfig
    .UiTemplateS3Uri;
  const labels = request.LabelCategoryConfigS3Uri as string;
  const stack = JSON.parse(readFileSync(folder.path("cdktf.out/stacks/signs/cdk.tf.json"), "utf8")) as {
    resource: { aws_s3_object: Record<string, { bucket: string; key: string; content: string }> };
  };
  const uploaded = Object.values(stack.resource.aws_s3_object).map(
    ({ bucket, key: name, content }) => [`${bucket}/${name}`, content] as const,
  );
  expect(uploaded.map(([place]) => `s3://${place}`).sort()).toEqual([labels, template].sort());
  const pictures = Array.from({ length: 4 }, (_, index) => `acme-raw/images/${index}.jpg`);
  return {
    objects: {
      ...Object.fromEntries(uploaded),
      ...Object.fromEntries(pictures.map((place) => [place, "x"])),
      "acme-raw/job/input.manifest": pictures.map((place) => `{"source-ref":"s3://${place}"}\n`).join(""),
    },
    cors: { "acme-raw": cors },
    roles: {
      labeling: {
        trust: document({
          Effect: "Allow",
          Principal: { Service: "sagemaker.amazonaws.com" },
          Action: "sts:AssumeRole",
        }),
        attached: {
          labeling: document(
            allow(["s3:GetObject"], ["arn:aws:s3:::acme-raw/*"]),
            allow(
              ["s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload"],
              ["arn:aws:s3:::acme-labels/signs/*"],
            ),
          ),
        },
      },
    },
    keys: { [key]: { policy: keyPolicy } },
    teams: ["drawers"],
    jobs: {},
  };
}

const changed = (change: Partial<StandInWorld>) => {
  aws.world = { ...aws.world, ...change };
};
/** What stands behind the mark and the name of a check. */
function check(out: string, about: string): string {
  return (
    new RegExp(`^ {2}([✓✗–]) ${about} +(.*)$`, "m").exec(out)?.slice(1).join(" ") ??
    `no check of ${about} in\n${out}`
  );
}

describe("job request", () => {
  it("says what Terraform calls an error, and not what it warns of before", async () => {
    terraform(
      "printf 'There are some problems with the CLI configuration:\\n╷\\n│ Warning: Unable to open it\\n╵\\nError: Backend initialization required\\n' >&2; exit 1",
    );
    const { err } = await run("job", "request", "letters");
    terraform("echo 'Error: Output \"labeling_job_request\" not found' >&2; exit 1");
    expect(err).toContain("Not deployed, as far as Terraform knows here (Backend initialization required).");
  });

  it("prints exactly what the AWS CLI takes", () => {
    expect(requestProblems("CreateLabelingJob", request)).toEqual([]);
    expect(request).toMatchObject({ RoleArn: roleArn, LabelAttributeName: "signs" });
  });

  it("takes the request of the deployed stack, and says when the file describes another", async () => {
    writeFileSync(
      folder.path("deployed.json"),
      JSON.stringify({ ...request, LabelingJobName: "acme-signs-old" }),
    );
    terraform(`cat ${folder.path("deployed.json")}`);
    const { out, err } = await run("job", "request", "signs");
    terraform("echo 'Error: Output not found' >&2; exit 1");
    expect(JSON.parse(out)).toMatchObject({ LabelingJobName: "acme-signs-old" });
    expect(err).toBe(
      `The configuration describes another job (${String(request.LabelingJobName)}) than is deployed (acme-signs-old): deploy it first.\n`,
    );
  });

  it("says what only a deployed stack knows", async () => {
    const { out, err } = await run("job", "request", "letters");
    expect(JSON.parse(out)).toMatchObject({ LabelingJobName: "letters-1" });
    expect(err).toContain("Known once the stack is deployed: OutputConfig.KmsKeyId.");
  });

  it("takes the outputs of a stack from a file", async () => {
    writeFileSync(
      folder.path("outputs.json"),
      JSON.stringify({ labeling_job_request: { value: request, sensitive: false } }),
    );
    const { out } = await run(
      "job",
      "request",
      "signs",
      "--request",
      "outputs.json",
      "--name",
      "acme-signs-2",
    );
    expect(JSON.parse(out)).toEqual({ ...request, LabelingJobName: "acme-signs-2" });
  });

  it.each([
    [["bare"], "bare has no job: describe it with the key job"],
    [["sings"], 'has no workflow "sings"; did you mean signs?'],
    [["signs", "--request", "nowhere.json"], "--request: nowhere.json is not there."],
    [["signs", "--request", "ground-truth.yaml"], "--request: ground-truth.yaml cannot be read"],
  ])("of %s fails in plain words", async (args, message) => {
    const { code, err } = await run("job", "request", ...args);
    expect([code, err]).toEqual([1, expect.stringContaining(message)]);
  });
});

describe("job start", () => {
  const start = (...args: string[]) => run("job", "start", "signs", ...args);

  it("checks everything, tells the cost, and starts the job", async () => {
    const { code, out, err } = await start("--yes");
    expect([code, err]).toEqual([0, ""]);
    expect(out).not.toMatch(/[✗–]/);
    expect(check(out, "manifest")).toBe("✓ 4 lines, 0 faulty   s3://acme-raw/job/input.manifest");
    expect(check(out, "objects")).toBe("✓ 4 of 4 samples readable by the role");
    expect(check(out, "labels")).toBe("✓ stop, yield");
    expect(check(out, "tasks")).toBe("✓ the template renders with the first 3 lines");
    expect(out).toContain(
      "cost: 4 objects x 3 workers = 12 tasks for your team; AWS bills 4 labeled objects",
    );
    const name = String(request.LabelingJobName);
    expect(out).toContain(`Started: arn:aws:sagemaker:eu-west-1:${account}:labeling-job/${name}`);
    expect(aws.world.jobs[name]?.request).toEqual(request);
  });

  it("starts nothing with --dry-run, and needs no right to", async () => {
    changed({ denied: ["CreateLabelingJob"] });
    const { code, out } = await start("--dry-run");
    expect([code, out]).toEqual([0, expect.stringContaining("Nothing was started (--dry-run).")]);
    expect(aws.calls).not.toContain("CreateLabelingJob");
  });

  it("starts nothing when nobody is there to say yes", async () => {
    const { code, err } = await start();
    expect([code, err]).toEqual([
      1,
      expect.stringContaining("12 tasks will go to workers. Nobody is here to say so: --yes says it."),
    ]);
    expect(aws.world.jobs).toEqual({});
  });

  it("writes checks and request for programs", async () => {
    const { out } = await start("--dry-run", "--json");
    const report = JSON.parse(out) as { checks: { about: string; verdict: string }[]; objects: number };
    expect(report.objects).toBe(4);
    expect(report.checks.map(({ about }) => about)).toEqual([
      "name",
      "team",
      "manifest",
      "objects",
      "labels",
      "template",
      "tasks",
      "CORS",
      "answers",
      "role",
    ]);
    expect(new Set(report.checks.map(({ verdict }) => verdict))).toEqual(new Set(["fine"]));
  });

  const without = (...places: string[]) =>
    Object.fromEntries(
      Object.entries(aws.world.objects).filter(([place]) => !places.some((one) => place.includes(one))),
    );
  const role = (...statements: object[]) => ({
    labeling: { ...aws.world.roles.labeling!, attached: { labeling: document(...statements) } },
  });
  const reads = allow(["s3:GetObject"], ["arn:aws:s3:::acme-raw/*"]);
  const writes = allow(
    ["s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload"],
    ["arn:aws:s3:::acme-labels/signs/*"],
  );

  it.each<readonly [what: string, change: () => Partial<StandInWorld>, about: string, found: string]>([
    [
      "a name that is taken, in another case",
      () => ({ jobs: { [String(request.LabelingJobName).toUpperCase()]: { status: "Completed" } } }),
      "name",
      "is taken for ever: a job that is Completed",
    ],
    ["a team that is not there", () => ({ teams: [] }), "team", "there is no work team drawers"],
    [
      "no manifest",
      () => ({ objects: without("input.manifest") }),
      "manifest",
      "s3://acme-raw/job/input.manifest is not there",
    ],
    [
      "a faulty manifest",
      () => ({
        objects: {
          ...aws.world.objects,
          "acme-raw/job/input.manifest": '{"source-ref":"s3://acme-raw/a.jpg"}\n{"source"\n',
        },
      }),
      "manifest",
      "2 lines, 1 faulty; the first: line 2",
    ],
    [
      "objects in a place that the role may not read",
      () => ({
        roles: role(
          allow(
            ["s3:GetObject"],
            [
              "arn:aws:s3:::acme-raw/job/*",
              "arn:aws:s3:::acme-raw/templates/*",
              "arn:aws:s3:::acme-raw/labels/*",
            ],
          ),
          writes,
        ),
      }),
      "objects",
      "0 of 4 samples readable by the role; s3:GetObject on arn:aws:s3:::acme-raw/images/0.jpg: no statement",
    ],
    [
      "objects that the bucket denies",
      () => ({
        bucketPolicies: {
          "acme-raw": document({
            Sid: "No",
            Effect: "Deny",
            Principal: "*",
            Action: "s3:GetObject",
            Resource: "arn:aws:s3:::acme-raw/images/*",
          }),
        },
      }),
      "objects",
      "the policy of acme-raw, No denies it",
    ],
    [
      "one object that is not there",
      () => ({ objects: without("images/3.jpg") }),
      "objects",
      "3 of 4 samples readable by the role; s3://acme-raw/images/3.jpg is not there",
    ],
    [
      "objects behind a key that lets the role not in",
      () => ({
        encrypted: { "acme-raw/images/0.jpg": "k" },
        keys: { ...aws.world.keys, k: { policy: document() } },
      }),
      "objects",
      `kms:Decrypt on arn:aws:kms:eu-west-1:${account}:key/k: no statement`,
    ],
    ["labels that are not there", () => ({ objects: without(".labels.json") }), "labels", "is not there"],
    [
      "labels that are no JSON",
      () => ({
        objects: Object.fromEntries(
          Object.entries(aws.world.objects).map(([place, text]) => [
            place,
            place.endsWith(".labels.json") ? "{" : text,
          ]),
        ),
      }),
      "labels",
      "is no JSON",
    ],
    [
      "a template that is not there",
      () => ({ objects: without(".liquid.html") }),
      "template",
      "is not there",
    ],
    [
      "a template that names only one of the labels",
      () => ({
        objects: Object.fromEntries(
          Object.entries(aws.world.objects).map(([place, text]) => [
            place,
            text.replace("{{ task.input.labels | to_json | escape }}", "['stop']"),
          ]),
        ),
      }),
      "template",
      "never reads task.input.labels, and does not name yield",
    ],
    [
      "a template that reads what no line has",
      () => ({
        objects: Object.fromEntries(
          Object.entries(aws.world.objects).map(([place, text]) => [
            place,
            text.replace("</crowd-form>", "{{ task.input.manifestLine.hint }}</crowd-form>"),
          ]),
        ),
      }),
      "tasks",
      "with the first 3 lines the template has a hole: ",
    ],
    [
      "a template that cannot be rendered with the objects",
      () => ({
        objects: Object.fromEntries(
          Object.entries(aws.world.objects).map(([place, text]) => [
            place,
            text.replace("</crowd-form>", "{% render 'other' %}</crowd-form>"),
          ]),
        ),
      }),
      "tasks",
      "with line 1 the template cannot be rendered: ",
    ],
    [
      "no CORS rule",
      () => ({ cors: {} }),
      "CORS",
      "acme-raw has no CORS rule for the worker portal: workers would see no objects",
    ],
    [
      "a CORS rule for writing",
      () => ({ cors: { "acme-raw": cors.replace("GET", "PUT") } }),
      "CORS",
      "acme-raw has no CORS rule for GET from the worker portal",
    ],
    [
      "answers that the role may not write",
      () => ({ roles: role(reads) }),
      "answers",
      "s3:PutObject on arn:aws:s3:::acme-labels/signs/",
    ],
    [
      "a key that lets the role not in",
      () => ({ keys: { [key]: { policy: document() } } }),
      "answers",
      `kms:GenerateDataKey on arn:aws:kms:eu-west-1:${account}:key/${key}: no statement`,
    ],
    [
      "a key that is to be deleted",
      () => ({ keys: { [key]: { policy: keyPolicy, state: "PendingDeletion" } } }),
      "answers",
      "is not enabled",
    ],
    [
      "a role that Ground Truth may not assume",
      () => ({
        roles: {
          labeling: {
            ...aws.world.roles.labeling!,
            trust: document({
              Effect: "Allow",
              Principal: { Service: "lambda.amazonaws.com" },
              Action: "sts:AssumeRole",
            }),
          },
        },
      }),
      "role",
      "sts:AssumeRole",
    ],
  ])("finds %s", async (_what, change, about, found) => {
    changed(change());
    const { code, out } = await start("--yes");
    expect(code).toBe(3);
    expect(check(out, about)).toMatch(/^✗ /);
    expect(check(out, about)).toContain(found);
    expect(out).toContain("Not started: a check found something wrong.");
    expect(aws.calls).not.toContain("CreateLabelingJob");
  });

  it.each<readonly [what: string, denied: string, about: string]>([
    ["the role", "GetRole", "objects"],
    ["a policy of the role", "GetPolicyVersion", "answers"],
    ["the bucket's policy", "GetBucketPolicy", "objects"],
    ["the key", "DescribeKey", "answers"],
    ["the key's policy", "GetKeyPolicy", "answers"],
    ["the CORS rules", "GetBucketCors", "CORS"],
    ["the team", "DescribeWorkteam", "team"],
    ["the name", "DescribeLabelingJob", "name"],
    ["the objects", "HeadObject", "objects"],
    ["what is in S3", "GetObject", "manifest"],
  ])("does not tick what hangs on %s, which may not be read", async (_what, denied, about) => {
    changed({ denied: [denied] });
    const { code, out } = await start("--dry-run");
    expect(code).toBe(0);
    expect(check(out, about)).toMatch(/^– not checked: .*(AccessDenied|Forbidden|403|cannot be (read|seen))/);
  });

  it("does not take a denial for one that hangs on what only AWS knows", async () => {
    const only = {
      Sid: "Network",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: "arn:aws:s3:::acme-raw/*",
    };
    changed({
      bucketPolicies: {
        "acme-raw": document({ ...only, Condition: { StringNotEquals: { "aws:SourceVpc": "vpc-1" } } }),
      },
    });
    expect(check((await start("--dry-run")).out, "objects")).toContain(
      "it depends on aws:SourceVpc, which only AWS knows",
    );
    // Ground Truth's own endpoint is known.
    changed({
      bucketPolicies: {
        "acme-raw": document({
          ...only,
          Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-0788e7ed8628e595d" } },
        }),
      },
    });
    expect(check((await start("--dry-run")).out, "objects")).toMatch(/^✓/);
  });

  it("starts a job with --force, and tells what SageMaker says", async () => {
    changed({ cors: {} });
    expect((await start("--yes", "--force")).code).toBe(0);
    const { code, err } = await start("--yes", "--force");
    expect([code, err]).toEqual([
      1,
      expect.stringContaining("ResourceInUse: Labeling job name must be unique"),
    ]);
  });

  it("starts a job once more under another name", async () => {
    const { code } = await start("--yes", "--name", "acme-signs-2");
    expect([code, Object.keys(aws.world.jobs)]).toEqual([0, ["acme-signs-2"]]);
  });

  it("wants a stack that is deployed where only that knows the key", async () => {
    const { code, err } = await run("job", "start", "letters", "--yes");
    expect([code, err]).toEqual([
      1,
      expect.stringContaining("Deploy letters first: OutputConfig.KmsKeyId is known only then."),
    ]);
  });
});

describe("the tasks of a job", () => {
  const lines = ["a", "b"].map((name, index) => ({
    number: index + 1,
    text: JSON.stringify({ "source-ref": `s3://acme-raw/${name}.jpg`, ...(index === 0 && { hint: "x" }) }),
  }));
  const asLine: WorkerInputOf = (input) => ({ input, isHumanAnnotationRequired: true });
  const found = (template: string, inputOf = asLine) => renderCheck(template, lines, [], inputOf);

  it("may have a hole in some lines, and where an if or a default asks", () => {
    expect(found("{{ task.input.hint }}")).toMatchObject({
      verdict: "fine",
      found:
        "the template renders with the first 2 lines; a hole with line 2: 1:4 task.input.hint is not there, so nothing is shown",
    });
    const asked =
      "{% if task.input.more %}{{ task.input.more }}{% endif %}{{ task.input.more | default: 'x' }}";
    expect(found(asked)).toMatchObject({
      verdict: "fine",
      found: "the template renders with the first 2 lines",
    });
    expect(found("{{ task.input.more }}")).toMatchObject({ verdict: "wrong" });
  });

  it("may not have a hole each, of whatever value: each line is told what it lacks", () => {
    const each = ["a", "b", "a"].map((name, index) => ({
      number: index + 1,
      text: JSON.stringify({ source: "x", [name]: "x" }),
    }));
    const template = "{{ task.input.a }}\n{{ task.input.b }}";
    expect(renderCheck(template, each, [], asLine)).toMatchObject({
      verdict: "wrong",
      found:
        "with each of the first 3 lines the template has a hole, not the same: " +
        "lines 1 and 3: 2:4 task.input.b is not there, so nothing is shown; line 2: 1:4 task.input.a is not there, so nothing is shown",
    });
  });

  it("may be kept from workers by the pre-annotation function", () => {
    const { found: told } = found("{{ task.input }}", (input) => ({
      input,
      isHumanAnnotationRequired: false,
    }))!;
    expect(told).toContain("the pre-annotation function keeps 2 of them from workers");
  });

  it("are not checked where the function cannot run here, and are none without a line", () => {
    const failing: WorkerInputOf = () => {
      throw new UserError("The pre-annotation function failed:\nat x\nKeyError: 'price'");
    };
    expect(found("{{ task.input }}", failing)).toMatchObject({
      verdict: "unsure",
      found: "line 1: The pre-annotation function failed: KeyError: 'price'",
    });
    expect(renderCheck("", [], [], asLine)).toBeUndefined();
  });
});

test("from a folder of ten pictures to a started job in five commands", async () => {
  for (let number = 0; number < 10; number++) folder.write(`pictures/${number}.jpg`, "x");
  const made = await run(
    "manifest",
    "make",
    "pictures",
    "--as",
    "s3://acme-raw/images/",
    "--out",
    "ten.manifest",
  );
  expect([made.code, made.err]).toEqual([0, expect.stringContaining("10 objects listed")]);
  const checked = await run("manifest", "check", "ten.manifest", "--workflow", "signs");
  expect([checked.code, checked.out]).toEqual([0, expect.stringContaining("10 lines, 0 faulty")]);
  expect((await run("synth")).code).toBe(0);
  // `aws s3 sync` and `cdktf deploy` put pictures, manifest, labels and template there.
  const pictures = Object.fromEntries(
    Array.from({ length: 10 }, (_, index) => [`acme-raw/images/${index}.jpg`, "x"]),
  );
  const manifest = readFileSync(folder.path("ten.manifest"), "utf8");
  changed({ objects: { ...aws.world.objects, ...pictures, "acme-raw/job/input.manifest": manifest } });
  const started = await run("job", "start", "signs", "--yes");
  expect([started.code, started.out]).toEqual([
    0,
    expect.stringContaining("10 objects x 3 workers = 30 tasks"),
  ]);
  const { out } = await run("job", "status", "signs");
  expect(out).toContain("Initializing");
});

describe("job start of a streaming job", () => {
  const topic = (name: string) => `arn:aws:sns:eu-west-1:${account}:${name}`;
  const queue = `arn:aws:sqs:eu-west-1:${account}:GroundTruth-letters-1`;
  const subscribe = allow(["sns:Subscribe"], [topic("acme-letters-input")], {
    Condition: { StringEquals: { "sns:Protocol": "sqs" }, StringLike: { "sns:Endpoint": queue } },
  });
  const statements = [
    allow(["s3:GetObject"], ["arn:aws:s3:::acme-raw/*"]),
    allow(
      ["s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload"],
      ["arn:aws:s3:::acme-labels/letters/*"],
    ),
    allow(["sqs:*"], [queue]),
    allow(["sns:Publish"], [topic("acme-letters-output")]),
  ];

  async function started(policy: object) {
    const letters = JSON.parse((await run("job", "request", "letters")).out) as Record<string, unknown>;
    const text = JSON.stringify(letters).replaceAll(
      /\$\{aws_kms_key[^}]*\}/g,
      `arn:aws:kms:eu-west-1:${account}:key/${key}`,
    );
    writeFileSync(
      folder.path("letters.json"),
      text.replaceAll("role/acme-letters-execution", "role/labeling"),
    );
    changed({
      topics: { "acme-letters-input": document(), "acme-letters-output": document() },
      roles: { labeling: { ...aws.world.roles.labeling!, attached: { labeling: policy } } },
    });
    return run("job", "start", "letters", "--request", "letters.json", "--dry-run");
  }

  it("looks at the queue and the topics", async () => {
    expect(check((await started(document(...statements, subscribe))).out, "role")).toMatch(/^✓/);
    const { out } = await started(document(...statements));
    expect(check(out, "role")).toContain(`✗ sns:Subscribe on ${topic("acme-letters-input")}: no statement`);
    expect(out).toContain("cost: each object that comes in is 3 tasks for your team");
  });
});

describe("job status and job stop", () => {
  const name = () => String(request.LabelingJobName);

  it("tell of a job that is not there", async () => {
    const { code, err } = await run("job", "status", "signs");
    expect([code, err]).toEqual([1, `There is no job ${name()} yet: npx cdktf-ground-truth job start\n`]);
  });

  it("tell counters, and the answers of a job that is complete", async () => {
    const counters = {
      TotalLabeled: 7,
      HumanLabeled: 5,
      MachineLabeled: 2,
      Unlabeled: 2,
      FailedNonRetryableError: 1,
    };
    changed({ jobs: { [name()]: { status: "Completed", counters } } });
    const { code, out } = await run("job", "status", "signs");
    expect([code, out]).toEqual([
      0,
      `${name()}  Completed  7 labeled (5 by people, 2 by the model), 2 to go, 1 failed\n` +
        `Answers: s3://acme-labels/signs/${name()}/manifests/output/output.manifest\n`,
    ]);
  });

  it("tell the reason of a failure", async () => {
    changed({ jobs: { [name()]: { status: "Failed", reason: "ClientError: no access to the manifest" } } });
    const { code, out } = await run("job", "status", "signs");
    expect([code, out]).toEqual([
      3,
      expect.stringContaining("Failed  0 labeled, 0 to go, 0 failed\n  ClientError: no access"),
    ]);
  });

  it("follow a job until it ends, a line for each change", async () => {
    const job = { status: "InProgress", counters: { TotalLabeled: 1, Unlabeled: 9 } };
    changed({ jobs: { [name()]: job } });
    const following = run("job", "status", "signs", "--follow", "--every", "0.01");
    const asked = () => aws.calls.filter((one) => one === "DescribeLabelingJob").length;
    while (asked() < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    job.status = "Completed";
    const { out } = await following;
    expect(out.split("\n").filter((line) => line.startsWith(name()))).toEqual([
      `${name()}  InProgress  1 labeled, 9 to go, 0 failed`,
      `${name()}  Completed  1 labeled, 9 to go, 0 failed`,
    ]);
  });

  it("write what AWS answers", async () => {
    changed({ jobs: { [name()]: { status: "InProgress" } } });
    const { out } = await run("job", "status", "signs", "--json");
    expect(JSON.parse(out)).toMatchObject({ LabelingJobName: name(), LabelingJobStatus: "InProgress" });
  });

  it("stop a job when somebody says so", async () => {
    changed({ jobs: { [name()]: { status: "InProgress" }, "letters-1": { status: "InProgress" } } });
    expect(await run("job", "stop", "signs")).toMatchObject({ code: 1 });
    expect((await run("job", "stop", "signs", "--yes", "--dry-run")).out).toMatch(
      /^Would stop \S+ for good. Nothing was stopped.\n$/,
    );
    expect(await run("job", "stop", "signs", "--yes")).toMatchObject({
      code: 0,
      out: `Stopping ${name()}.\n`,
    });
    expect(aws.world.jobs[name()]!.status).toBe("Stopping");
    const { out } = await run("job", "stop", "letters", "--yes");
    expect(out).toContain("Its queue stays: aws sqs delete-queue once GroundTruth-letters-1 is empty.");
  });
});
