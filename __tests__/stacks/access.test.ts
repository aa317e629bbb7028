import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import { ConfigurationError, readConfig, synthesize, workflowStacks } from "../../stacks";
import { personaKinds } from "../../stacks/config/access-schema";
import { jsonSchema } from "../../tools/json-schema";
import { withPeopleTable } from "../../tools/who-can-do-what";
import { deployedStack } from "../conformance/harness/deployed";
import { mayDo, mayNotDo } from "../conformance/harness/sentences";
import { propertyRuns } from "../property-runs";
import { all, bySid, type TerraformJson } from "../synthesized";
import { addresses, outputs } from "./example-json";
import { account } from "../account";

const exampleFile = join(__dirname, "..", "..", "examples", "people.yaml");
const exampleText = readFileSync(exampleFile, "utf8");
const iam = (what: string) => `arn:aws:iam::${account}:${what}`;
const regional = (service: string, what: string) => `arn:aws:${service}:eu-west-1:${account}:${what}`;
const privateTeam = (name: string) => regional("sagemaker", `workteam/private-crowd/${name}`);
const vendorTeam = "arn:aws:sagemaker:eu-west-1:777788889999:workteam/vendor-crowd/labels-inc";

const folder = mkdtempSync(join(tmpdir(), "ground-truth-"));
afterAll(() => rmSync(folder, { recursive: true }));

type Section = Record<string, unknown>;

const signs = {
  name: "street-signs",
  type: "built-in",
  taskType: "BoundingBox",
  inputs: ["s3://acme-raw/images/"],
  output: "s3://acme-labels/",
};
const sharedKey = regional("kms", "key/0f0f0f0f-1111-2222-3333-444455556666");
/** With every annotation function, key and topic that people's rights can follow from. */
const prices = {
  name: "price-tags",
  type: "custom",
  inputs: ["s3://acme-prices/photos/"],
  output: "s3://acme-prices/answers/",
  buckets: { existing: [{ name: "acme-prices", encryptionKey: { existing: "alias/acme-prices" } }] },
  encryptionKey: { existing: sharedKey },
  executionRole: { existing: iam("role/labeling/existing") },
  customTask: {
    preAnnotation: { existing: regional("lambda", "function:prepare:live") },
    postAnnotation: { ready: "majority-vote", answerAccess: "assume-execution-role" },
  },
};
/** The same with another task. */
const pricesWith = (change: object, more: object = {}) => ({
  ...prices,
  ...more,
  customTask: { ...prices.customTask, ...change },
});
const clips = {
  name: "clips",
  type: "streaming",
  taskType: "VideoClassification",
  inputs: ["s3://acme-clips/in/"],
  output: "s3://acme-clips-out/",
  executionRole: { existing: "clips-role" },
};
const faces = { ...clips, name: "faces", upstream: "clips", labelingJobName: "faces-1", executionRole: {} };
const base = { namePrefix: "acme", region: "eu-west-1", account, workflows: [signs] };

const config = (access: unknown, others: Section = {}) => stringify({ ...base, ...others, access });
const one = (persona: string, more: Section = {}) => [{ persona, ...more }];

function read(text: string) {
  const file = join(folder, "people.yaml");
  writeFileSync(file, text);
  return readConfig(file);
}

interface Synthesized {
  readonly json: TerraformJson;
  readonly text: string;
  readonly warnings: readonly string[];
}

function synthesized(text: string, stack = "access"): Synthesized {
  const outdir = mkdtempSync(join(folder, "out-"));
  const warnings = synthesize(read(text), outdir, workflowStacks);
  const json = readFileSync(join(outdir, "stacks", stack, "cdk.tf.json"), "utf8");
  return { json: JSON.parse(json) as TerraformJson, text: json, warnings };
}

/** The problems of `text`: `<line>:<column> <path>: <message>`; those of synth have no place. */
function problemsOf(text: string): string[] {
  try {
    synthesized(text);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map(({ path, message, place }) => {
      const position = place?.replace(/^.*people\.yaml:/, "");
      return `${[position, path].filter(Boolean).join(" ")}: ${message}`;
    });
  }
  return [];
}

/** The statements of the persona's first policy, by Sid. */
function statements({ json }: Synthesized, policyName: string): Record<string, Record<string, unknown>> {
  const policy = all(json, "aws_iam_policy").find(({ name }) => name === policyName);
  return bySid(policy!.policy);
}

describe("the example", () => {
  const example = synthesized(exampleText);

  test("has every persona", () => {
    const { access } = parse(exampleText) as { access: { persona: string }[] };
    expect(access.map(({ persona }) => persona).sort()).toEqual([...personaKinds].sort());
  });

  test("attaches policies to those who exist and to those whom it makes, under addresses that a reviewer can read", () => {
    expect(addresses(example.json)).toEqual([
      "aws_iam_group.key-keeper_new_group-labeling-key-keepers",
      "aws_iam_group_policy_attachment.key-keeper_group-labeling-key-keepers_attachment",
      "aws_iam_group_policy_attachment.labeling-lead_group-labeling-leads_attachment",
      "aws_iam_policy.auditor_policy",
      "aws_iam_policy.deployer_policy",
      "aws_iam_policy.function-author_policy",
      "aws_iam_policy.job-creator_policy",
      "aws_iam_policy.key-keeper_policy",
      "aws_iam_policy.labeling-lead_policy",
      "aws_iam_policy.on-call_policy",
      "aws_iam_policy.procurement_policy",
      "aws_iam_policy.workforce-manager_policy",
      "aws_iam_role.auditor_new_role-acme-auditor",
      "aws_iam_role.deployer_new_role-acme-deployer",
      "aws_iam_role.job-creator_new_role-acme-job-creator",
      "aws_iam_role_policy_attachment.auditor_role-acme-auditor_attachment",
      "aws_iam_role_policy_attachment.deployer_role-acme-deployer_attachment",
      "aws_iam_role_policy_attachment.job-creator_role-acme-job-creator_attachment",
      "aws_iam_role_policy_attachment.on-call_role-site-reliability_attachment",
      "aws_iam_user_policy_attachment.function-author_user-jane_doe_attachment",
    ]);
  });

  test("gives out the policies, the roles, the permission sets, and who must be added to a key", () => {
    const names = ["labeling-lead", "job-creator", "on-call", "function-author", "workforce-manager"].concat(
      "procurement",
      "auditor",
      "key-keeper",
      "deployer",
    );
    const { policy_arns, permission_sets, ...others } = outputs(example.json);
    expect(policy_arns).toEqual(
      Object.fromEntries(names.map((name) => [name, [iam(`policy/acme-${name}`)]])),
    );
    expect(others).toEqual({
      role_arns: {
        "job-creator": iam("role/acme-job-creator"),
        auditor: iam("role/acme-auditor"),
        deployer: iam("role/acme-deployer"),
      },
      // The role that is made is in the key; members of a group cannot be.
      required_data_users: { "street-signs": ["group/labeling-leads"] },
    });
    expect(Object.keys(permission_sets as object)).toEqual(["on-call", "procurement", "workforce-manager"]);
    const { InlinePolicy } = JSON.parse((permission_sets as Record<string, string>)["on-call"]!) as {
      InlinePolicy: object;
    };
    const policy = all(example.json, "aws_iam_policy").find(({ name }) => name === "acme-on-call");
    expect(InlinePolicy).toEqual(JSON.parse(policy!.policy as string));
  });

  test("warns of what a user pool that is not there yet keeps from people", () => {
    expect(example.warnings).toEqual([
      expect.stringMatching(/^access\/labeling-lead: cannot invite .* user_pool_id here \(userPoolId\)$/),
      expect.stringMatching(
        /^access\/labeling-lead: group\/labeling-leads cannot use the data of street-signs/,
      ),
      expect.stringMatching(/^access\/workforce-manager: cannot invite/),
      expect.stringMatching(/^access\/auditor: cannot see how workers sign in yet/),
      expect.stringMatching(/^access\/deployer: roles without a permissions boundary/),
    ]);
  });

  test("has no reference to another stack, and everything in it is known in the first plan", () => {
    expect(example.text).not.toContain("terraform_remote_state");
    expect(example.json.data).toBeUndefined();
    for (const { policy } of all(example.json, "aws_iam_policy")) expect(policy).not.toContain("${");
  });

  test("is the same in two synths", () => {
    expect(synthesized(exampleText).text).toBe(example.text);
  });
});

test("a configuration without access makes no such stack", () => {
  const outdir = mkdtempSync(join(folder, "out-"));
  synthesize(read(stringify(base)), outdir, workflowStacks);
  const { stacks } = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8")) as { stacks: object };
  expect(Object.keys(stacks)).toEqual(["street-signs"]);
});

describe("what people work on", () => {
  const workflows = [signs, prices, clips, faces];
  const creator = (more: Section = {}, others: Section = {}) =>
    statements(synthesized(config(one("job-creator", more), { workflows, ...others })), "acme-job-creator");

  test("is every workflow, unless some are named", () => {
    const { PassExecutionRole } = creator();
    expect(PassExecutionRole!.Resource).toEqual([
      iam("role/acme-street-signs-execution"),
      iam("role/labeling/existing"),
      iam("role/clips-role"),
      iam("role/acme-faces-execution"),
    ]);
    expect(creator({ workflows: ["clips"] }).PassExecutionRole!.Resource).toBe(iam("role/clips-role"));
  });

  test("is found below the path of the roles", () => {
    const made = creator({ workflows: ["street-signs"] }, { rolePath: "/labeling/" });
    expect(made.PassExecutionRole!.Resource).toBe(iam("role/labeling/acme-street-signs-execution"));
    const { json } = synthesized(config(one("job-creator"), { rolePath: "/labeling/" }));
    expect(outputs(json).policy_arns).toEqual({ "job-creator": [iam("policy/labeling/acme-job-creator")] });
  });

  test("is jobs named after the workflow, or as its configuration says", () => {
    const jobs = (made: ReturnType<typeof creator>) => made.StopLabelingJobs!.Resource;
    const operator = (more: Section = {}) =>
      statements(synthesized(config(one("job-operator", more), { workflows })), "acme-job-operator");
    const job = (name: string) => regional("sagemaker", `labeling-job/${name}`);
    expect(jobs(operator())).toEqual([
      job("acme-street-signs-*"),
      job("acme-price-tags-*"),
      job("acme-clips-*"),
      job("faces-1"),
    ]);
    expect(jobs(operator({ workflows: ["street-signs", "faces"], labelingJobNamePrefix: "signs" }))).toEqual([
      job("signs*"),
      job("faces-1"),
    ]);
  });

  test("is the workflow's locations and keys, those of existing buckets among them", () => {
    const { S3ReadLocations, ...others } = creator({ workflows: ["price-tags"] });
    expect(S3ReadLocations!.Resource).toEqual(
      expect.arrayContaining(["arn:aws:s3:::acme-prices/photos/*", "arn:aws:s3:::acme-prices/answers/*"]),
    );
    const uses = JSON.stringify(others);
    for (const key of [`"${sharedKey}"`, ":key/${data.aws_kms_key.subjects_key2.id}"]) {
      expect(uses).toContain(key);
    }
    expect(JSON.stringify(creator({ workflows: ["street-signs"] }).UseKeyThroughS3)).toContain(
      '"alias/acme-street-signs"',
    );
  });

  test("is not the answers and templates of others, where they lie in an input", () => {
    const template = { file: join(__dirname, "..", "..", "examples", "templates", "price-tags.liquid.html") };
    const own = { ...prices, customTask: { template } };
    const adjusted = {
      ...signs,
      name: "adjusted",
      inputs: ["s3://acme-prices/"],
      output: "s3://acme-adjusted/",
    };
    const made = (name: string) => creator({ workflows: [name] }, { workflows: [own, adjusted] });
    expect(made("price-tags").DenyOverwriteTemplates!.Resource).toBe(
      "arn:aws:s3:::acme-prices/photos/templates/acme-price-tags-*.liquid.html",
    );
    expect(made("price-tags")).not.toHaveProperty("DenyOverwriteAnswers");
    expect(made("adjusted").DenyOverwriteTemplates!.Resource).toBe(
      "arn:aws:s3:::acme-prices/photos/templates/acme-price-tags-*.liquid.html",
    );
    expect(made("adjusted").DenyOverwriteAnswers!.Resource).toContain(
      "arn:aws:s3:::acme-prices/answers/*/annotations/*",
    );
  });

  test("is the teams of the workforce; without one every private and vendor team", () => {
    const workforce = {
      existing: { name: "default" },
      teams: [{ name: "a", description: "A", groups: ["g"] }],
    };
    const teams = (made: ReturnType<typeof creator>) => made.CreateLabelingJobs!.Condition;
    const chosen = ["a", vendorTeam];
    expect(teams(creator({}, { workforce }))).toEqual({
      ArnEquals: { "sagemaker:WorkteamArn": privateTeam("a") },
    });
    expect(teams(creator({ workTeams: chosen }, { workforce }))).toEqual({
      ArnEquals: { "sagemaker:WorkteamArn": [privateTeam("a"), vendorTeam] },
    });
    expect(teams(creator())).toEqual({
      StringEquals: { "sagemaker:WorkteamType": ["private-crowd", "vendor-crowd"] },
    });
  });

  test("is the topics of a stream, also those of the workflow before", () => {
    const made = synthesized(config(one("auditor", { workflows: ["faces"] }), { workflows }));
    const text = JSON.stringify(statements(made, "acme-auditor"));
    expect(text).toContain(regional("sns", "acme-clips-output"));
    expect(text).toContain(regional("sns", "acme-faces-output"));
    expect(text).not.toContain("acme-faces-input");
  });

  test("is the functions of a custom workflow, to try them", () => {
    const { TryAnnotationFunctions } = statements(
      synthesized(config(one("console-user", { customWorkflow: true }), { workflows })),
      "acme-console-user",
    );
    expect(TryAnnotationFunctions!.Resource).toEqual(
      expect.arrayContaining([
        regional("lambda", "function:prepare:live"),
        regional("lambda", "function:acme-price-tags-post-annotation"),
      ]),
    );
  });

  test("is the functions of a custom workflow to write them, but for those that lend its author more", () => {
    const own = pricesWith({ preAnnotation: { ready: "pass-through-pre-annotation" } }, { name: "own" });
    const made = synthesized(
      config(one("function-author"), {
        workflows: [prices, { ...own, customTask: { preAnnotation: own.customTask.preAnnotation } }],
      }),
    );
    const { WriteFunctions } = statements(made, "acme-function-author");
    expect(WriteFunctions!.Resource).toEqual([
      regional("lambda", "function:acme-own-pre-annotation"),
      regional("lambda", "function:acme-own-pre-annotation:*"),
    ]);
    expect(made.warnings.filter((warning) => warning.includes("function-author"))).toEqual([
      expect.stringMatching(
        /function-author: does not write acme-price-tags-post-annotation: it assumes the execution role of price-tags/,
      ),
      expect.stringMatching(
        /function-author: does not write prepare: it exists already, and nobody here knows/,
      ),
    ]);
    const named = (...functionNames: string[]) =>
      synthesized(config(one("function-author", { functionNames }), { workflows })).warnings.join("\n");
    for (const pattern of ["acme-price-tags-post-annotation", "acme-price-*"]) {
      expect(named(pattern)).toMatch(
        /function-author: writes acme-price-tags-post-annotation, which assumes the execution role of price-tags/,
      );
    }
    expect(named("prepare")).toMatch(/function-author: writes prepare, which exists already, so that nobody/);
    expect(named("acme-other-*", "acme-price-tags")).not.toContain("function-author: writes");
    const reader = regional("lambda", "function:reader");
    const roleArn = iam("role/reader");
    const { preAnnotation } = own.customTask;
    const also = [
      pricesWith({ preAnnotation, postAnnotation: { existing: reader, roleArn } }),
      {
        ...prices,
        name: "wide",
        customTask: { postAnnotation: { existing: reader, roleArn, answerAccess: "read-all-buckets" } },
      },
    ];
    const narrow = synthesized(
      config(one("function-author", { workflows: ["price-tags"] }), { workflows: also }),
    );
    expect(JSON.stringify(statements(narrow, "acme-function-author"))).not.toContain("reader");
  });

  describe("tells what a role lends that somebody passes, or whose functions they write", () => {
    const ready = { ready: "pass-through-post-annotation" };
    const a = { ...prices, name: "a", customTask: { postAnnotation: ready }, executionRole: {} };
    const b = { ...a, name: "b" };
    const told = (access: unknown, more: Section = {}) =>
      synthesized(config(access, { workflows: [a, b], ...more })).warnings.join("\n");
    const author = (more: Section) => one("function-author", { workflows: ["a"], ...more });
    const reader = {
      existing: regional("lambda", "function:reader"),
      roleArn: iam("role/reader"),
      answerAccess: "read-all-buckets",
    };

    test.each<[string, string, Section]>([
      ["reads the answers of b", "role/acme-b-post-annotation", {}],
      ["is the execution role of b", "role/acme-b-execution", {}],
      // IAM takes no note of case.
      ["reads the answers of b", "role/ACME-B-post-annotation", {}],
      [
        "reads every bucket",
        "role/reader",
        { workflows: [a, { ...b, customTask: { postAnnotation: reader } }] },
      ],
    ])("to a function: a role that %s, %s", (lends, role, more) => {
      expect(told(author({ functionRoleArns: [iam(role)] }), more)).toMatch(
        new RegExp(
          `function-author: passes ${iam(role)} to functions. The role ${lends}.*: so can the author`,
        ),
      );
    });

    test("to a function: nothing that the author has not anyway", () => {
      const functionRoleArns = [iam("role/acme-a-post-annotation"), iam("role/plain")];
      expect(told(author({ functionRoleArns }))).not.toContain("passes");
    });

    test("to a function: a role that other people's policies are attached to, or that may assume their role", () => {
      const creator = { persona: "job-creator", workflows: ["b"] };
      const role = "acme-a-post-annotation";
      const attached = told([...author({}), { ...creator, attachTo: { roles: [role] } }]);
      expect(attached).toMatch(
        /writes acme-a-post-annotation, which has the policies of the persona job-creator: so can/,
      );
      const trusted = told([
        ...author({}),
        { ...creator, createRole: { trustedPrincipalArns: [iam(`role/${role}`)] } },
      ]);
      expect(trusted).toMatch(
        /writes acme-a-post-annotation, which may assume the role of the persona job-creator/,
      );
    });

    test("by functions whose names are in the author's pattern", () => {
      expect(told(author({ functionNames: ["acme-*"] }))).toMatch(
        /writes acme-b-post-annotation, which reads the answers of b: so can the author/,
      );
      expect(told(author({ functionNames: ["acme-*"] }))).not.toContain("writes acme-a-");
    });

    test.each(["job-creator", "console-user"])("to jobs: a shared execution role, by a %s", (persona) => {
      const executionRole = { existing: iam("role/labeling/shared") };
      const workflows = [
        { ...a, executionRole },
        { ...b, executionRole: { existing: "shared" } },
      ];
      expect(told(one(persona, { workflows: ["a"] }), { workflows })).toMatch(
        /passes the execution role of a, with which the jobs of b run too/,
      );
      expect(told(one(persona), { workflows })).not.toContain("run too");
      expect(told(one(persona, { workflows: ["a"] }))).not.toContain("run too");
    });

    test.each([
      ["workforce-manager", {}],
      ["console-user", { privateWorkforce: true }],
    ])("to workers: the groups of other teams, by a %s", (persona, more) => {
      const teams = ["day", "night"].map((name) => ({ name, description: name, groups: [name] }));
      const userPool = { userPoolId: "eu-west-1_xY9", clientId: "abc" };
      const workforce = { existing: { name: "default", userPool }, teams };
      const looksAfter = (workTeams?: string[]) => told(one(persona, { ...more, workTeams }), { workforce });
      expect(looksAfter(["day"])).toMatch(
        /into the groups of other teams: night\. Their tasks show the data/,
      );
      expect(looksAfter()).not.toContain("other teams");
      expect(looksAfter(["day", "night"])).not.toContain("other teams");
    });
  });

  test("is the keys that stacks make, and others by name", () => {
    const keys = (more: Section, others: Section = {}) => {
      const made = synthesized(config(one("key-administrator", more), { workflows, ...others }));
      return JSON.stringify(statements(made, "acme-key-administrator"));
    };
    const workforce = {
      existing: { name: "default" },
      teams: [{ name: "a", description: "A", groups: ["g"] }],
      notifications: {},
    };
    const made = keys({}, { workforce });
    for (const name of ["street-signs", "clips", "faces", "workforce"]) {
      expect(made).toContain(`"alias/acme-${name}"`);
    }
    expect(made).not.toContain(sharedKey);
    const looked = ":key/${data.aws_kms_key.subjects_key1.id}";
    expect(keys({ workflows: ["price-tags"], encryptionKeys: ["alias/shared"] })).toContain(looked);
  });

  test("is the workforce with its teams, and the user pool when its id is known", () => {
    const teams = [{ name: "a", description: "A" }];
    const manager = (workforce: Section | undefined, more: Section = {}) => {
      const made = synthesized(config(one("workforce-manager", more), { workforce }));
      return { ...made, by: statements(made, "acme-workforce-manager") };
    };
    const pool = (id: string) => regional("cognito-idp", `userpool/${id}`);
    const existing = {
      userPool: { existing: { userPoolId: "eu-west-1_aB3", clientId: "1example2" } },
      teams,
    };
    const cognito = { userPool: { create: { domain: "acme-labeling" } }, teams };

    expect(manager(existing).by.ManageWorkers!.Resource).toBe(pool("eu-west-1_aB3"));
    expect(manager(existing).by.ManageWorkteams!.Resource).toBe(privateTeam("a"));
    expect(manager(existing).by.ManageWorkforce!.Resource).toBe(regional("sagemaker", "workforce/acme"));
    expect(manager(existing).warnings).toEqual([]);
    expect(manager(cognito).by).not.toHaveProperty("ManageWorkers");
    const told = manager(cognito, { userPoolId: "eu-west-1_new", workTeams: ["a", "b-*"] });
    expect(told.by.ManageWorkers!.Resource).toBe(pool("eu-west-1_new"));
    expect(told.by.ManageWorkteams!.Resource).toEqual([privateTeam("a"), privateTeam("b-*")]);
    expect(told.warnings).toEqual([]);
    expect(manager(undefined).by.ManageWorkteams!.Resource).toBe(privateTeam("*"));
  });

  test("can be looked at in the account that the credentials say", () => {
    const made = synthesized(config(one("job-creator"), { account: undefined }));
    expect(statements(made, "acme-job-creator").PassExecutionRole!.Resource).toBe(
      "arn:aws:iam::${data.aws_caller_identity.ground_truth_caller_identity.account_id}:role/acme-street-signs-execution",
    );
  });
});

describe("how the policies are written", () => {
  test("in another style, with a warning of what AWS's policy allows besides", () => {
    const made = synthesized(
      config(one("job-creator", { style: "aws-managed", attachTo: { groups: ["labelers"] } })),
    );
    expect(made.warnings).toEqual([
      expect.stringMatching(
        /^access\/job-creator: AmazonSageMakerFullAccess also allows every SageMaker action/,
      ),
      expect.stringMatching(/^access\/job-creator: group\/labelers cannot use the data of street-signs yet/),
    ]);
    expect(all(made.json, "aws_iam_group_policy_attachment").map(({ policy_arn }) => policy_arn)).toContain(
      "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess",
    );
  });

  test("without an account in the file, a warning names the role that is made", () => {
    const key = "arn:aws:kms:eu-west-1:111122223333:key/0a0a0a0a-1111-2222-3333-444455556666";
    const workflows = base.workflows.map((workflow) => ({
      ...workflow,
      buckets: { existing: [{ name: "acme-raw", encryptionKey: { existing: key } }] },
    }));
    const made = synthesized(
      config(
        one("console-user", {
          createRole: { trustedPrincipalArns: ["arn:aws:iam::111122223333:role/reader"] },
        }),
        { account: undefined, workflows },
      ),
    );
    const told = made.warnings.filter((warning) => warning.includes("cannot use the data of"));
    expect(told).toEqual([
      expect.stringContaining(`role/acme-console-user cannot use the data of ${key} yet`),
    ]);
    expect(made.warnings.join("\n")).not.toContain("TfToken");
  });

  test("with guard rails", () => {
    const key = regional("kms", "key/1234");
    const guardRails = {
      noPublicCrowd: true,
      onlyWorkTeams: ["a", vendorTeam],
      requireOutputKey: true,
      onlyOutputKeyArns: [key],
      requireVolumeKey: true,
      onlyVolumeKeyArns: [key],
      onlyRegions: ["eu-west-1"],
      requiredTagKeys: ["team"],
      noKeyDeletion: true,
    };
    const made = synthesized(config(one("vendor-subscriber", { guardRails })));
    const rails = Object.values(statements(made, "acme-vendor-subscriber")).filter(
      ({ Effect }) => Effect === "Deny",
    );
    expect(rails.map(({ Sid }) => Sid)).toEqual(
      expect.arrayContaining([
        "RestrictWorkteamType",
        "DenyOtherWorkteams",
        "DenyWithoutOutputKey",
        "DenyOtherRegions",
        "DenyWithoutTag",
        "DenyKeyDeletion",
      ]),
    );
    expect(JSON.stringify(rails)).toContain(JSON.stringify([privateTeam("a"), vendorTeam]));
    expect(made.warnings).toEqual([expect.stringContaining("requireVolumeKey denies every job without")]);
  });

  test("with description, path and boundary of a role, and its tags", () => {
    const permissionsBoundary = iam("policy/boundary");
    const createRole = { name: "auditors", trustedPrincipalArns: [iam("root")], requireMfa: true };
    const { json } = synthesized(
      config(one("auditor", { description: "Looks on.", createRole, name: "looks-on" }), {
        permissionsBoundary,
        rolePath: "/people/",
      }),
    );
    expect(all(json, "aws_iam_policy")).toEqual([
      expect.objectContaining({ name: "acme-looks-on", path: "/people/", description: "Looks on." }),
    ]);
    expect(all(json, "aws_iam_role")).toEqual([
      expect.objectContaining({
        name: "auditors",
        path: "/people/",
        permissions_boundary: permissionsBoundary,
      }),
    ]);
    expect(all(json, "aws_iam_role")[0]!.assume_role_policy).toContain("aws:MultiFactorAuthPresent");
    expect(outputs(json).role_arns).toEqual({ "looks-on": iam("role/people/auditors") });
  });

  test("for nobody: then there are the policy and its ARN", () => {
    const { json } = synthesized(config(one("auditor")));
    expect(addresses(json)).toEqual(["aws_iam_policy.auditor_policy"]);
    expect(outputs(json)).toEqual({ policy_arns: { auditor: [iam("policy/acme-auditor")] } });
  });

  test("for a new user, without keys", () => {
    const { json } = synthesized(config(one("auditor", { createUser: "olive" })));
    expect(addresses(json)).toEqual([
      "aws_iam_policy.auditor_policy",
      "aws_iam_user.auditor_new_user-olive",
      "aws_iam_user_policy_attachment.auditor_user-olive_attachment",
    ]);
  });

  test("once a key names who reads data, nothing is left to do", () => {
    const createRole = { trustedPrincipalArns: [iam("root")] };
    const encryptionKey = { create: { dataUsers: [iam("role/acme-job-creator")] } };
    const { json } = synthesized(
      config(one("job-creator", { createRole }), { workflows: [{ ...signs, encryptionKey }, clips] }),
    );
    expect(outputs(json).required_data_users).toBeUndefined();
  });
});

describe("a deployer", () => {
  const workforce = {
    userPool: { create: { domain: "acme-labeling" } },
    teams: [{ name: "experts", description: "A" }],
  };
  const others = { workflows: [signs, clips], workforce };
  const policy = (access: unknown, more: Section = {}) => {
    const { json } = synthesized(config(access, { ...others, ...more }));
    return JSON.stringify(all(json, "aws_iam_policy").map((one) => one.policy));
  };

  test("has rights on what the other stacks hold, and not on this one", () => {
    const rights = policy([
      ...one("deployer"),
      ...one("auditor", { createRole: { trustedPrincipalArns: [iam("root")] } }),
    ]);
    for (const name of [
      "role/acme-street-signs-execution",
      "acme-clips-input",
      "workteam/private-crowd/experts",
    ]) {
      expect(rights).toContain(name);
    }
    expect(rights).not.toContain("role/acme-auditor");
    expect(rights).not.toContain("policy/acme-deployer");
  });

  test("has rights on the named stacks only", () => {
    const rights = policy(one("deployer", { stacks: ["clips"] }));
    expect(rights).toContain("acme-clips-input");
    expect(rights).not.toContain("street-signs");
    expect(rights).not.toContain("workteam/");
    expect(policy(one("deployer", { stacks: ["workforce"] }))).not.toContain("clips");
  });

  test("reaches the state of these stacks in S3", () => {
    const backend = { type: "s3", bucket: "acme-state", keyPrefix: "labeling/", region: "eu-west-1" };
    const rights = policy(one("deployer", { stacks: ["clips", "workforce"] }), { backend });
    expect(rights).toContain("acme-state/labeling/clips.tfstate");
    expect(rights).toContain("acme-state/labeling/workforce.tfstate.tflock");
    expect(rights).not.toContain("acme-state/labeling/access.tfstate");
    expect(policy(one("deployer"))).not.toContain("tfstate");
    const both = { ...backend, region: "eu-north-1", dynamodbTable: "locks", useLockfile: true };
    const locks = policy(one("deployer", { stacks: ["clips"] }), { backend: both });
    expect(locks).toContain(`arn:aws:dynamodb:eu-north-1:${account}:table/locks`);
    expect(locks).toContain("acme-state/labeling/clips.tfstate.tflock");
  });

  test("follows the stacks", () => {
    const logGroup = { workflows: [{ ...signs, logGroup: { retentionInDays: 30 } }] };
    expect(policy(one("deployer", { stacks: ["street-signs"] }))).not.toContain(
      "/aws/sagemaker/LabelingJobs",
    );
    expect(policy(one("deployer", { stacks: ["street-signs"] }), logGroup)).toContain(
      "/aws/sagemaker/LabelingJobs",
    );
  });
});

describe("the people of the example", () => {
  const deployed = deployedStack([
    synthesized(exampleText).text,
    synthesized(exampleText, "street-signs").text,
  ]);
  const creator = deployed.role("acme-job-creator");
  const deployer = deployed.role("acme-deployer");
  const street = (run: string) => regional("sagemaker", `labeling-job/acme-street-signs-${run}`);
  const forTeam = (arn: string) => ({
    "sagemaker:WorkteamArn": arn,
    "sagemaker:WorkteamType": arn.split("/")[1],
  });

  describe("a job creator", () => {
    mayDo(creator, [
      [
        "start a job of the workflow",
        "sagemaker:CreateLabelingJob",
        street("1"),
        forTeam(privateTeam("everybody")),
      ],
      [
        "pass its role",
        "iam:PassRole",
        iam("role/acme-street-signs-execution"),
        { "iam:PassedToService": "sagemaker.amazonaws.com" },
      ],
      ["bring a manifest", "s3:PutObject", "arn:aws:s3:::acme-street-signs-raw/job/input.manifest"],
    ]);
    mayNotDo(creator, [
      [
        "start a job of a workflow whose name begins alike",
        "sagemaker:CreateLabelingJob",
        regional("sagemaker", "labeling-job/acme-street-signs2-1"),
        forTeam(privateTeam("everybody")),
      ],
      ["have others label", "sagemaker:CreateLabelingJob", street("1"), forTeam(privateTeam("accountants"))],
      ["have vendors label", "sagemaker:CreateLabelingJob", street("1"), forTeam(vendorTeam)],
      [
        "pass the deployer's role",
        "iam:PassRole",
        iam("role/acme-deployer"),
        { "iam:PassedToService": "sagemaker.amazonaws.com" },
      ],
      ["read the state of another team's bucket", "s3:GetObject", "arn:aws:s3:::acme-payslips/a"],
    ]);
  });

  describe("the deployer", () => {
    mayDo(deployer, [["make the execution role", "iam:CreateRole", iam("role/acme-street-signs-execution")]]);
    mayNotDo(deployer, [
      ["change its own policy", "iam:CreatePolicyVersion", iam("policy/acme-deployer")],
      ["change another persona's policy", "iam:CreatePolicyVersion", iam("policy/acme-auditor")],
      ["give itself another policy", "iam:AttachRolePolicy", iam("role/acme-deployer")],
    ]);
  });
});

describe("what is refused, with its place in the file", () => {
  const workforce = {
    existing: { name: "default" },
    teams: [{ name: "experts", description: "A", groups: ["g"] }],
  };
  const withPool = {
    ...workforce,
    existing: { name: "default", userPool: { userPoolId: "eu-west-1_aB3", clientId: "1example2" } },
  };
  const trustedPrincipalArns = [iam("root")];
  const keyless = [{ ...signs, encryptionKey: { existing: "alias/shared" } }];
  const elsewhere = "arn:aws:lambda:eu-west-1:444455556666:function:prepare";
  const assumed = [pricesWith({ preAnnotation: undefined })];

  test.each<[string, unknown, Section, RegExp[]]>([
    ["a mapping", { persona: "auditor" }, {}, [/^\d+:\d+ access: got a mapping; a list of personas/]],
    ["nobody", [], {}, [/access: got an empty list; a list of personas/]],
    ["no persona", [{}], {}, [/^\d+:\d+ access\[0\].*is missing; a persona is one of console-user/]],
    ["an unknown persona", one("consoleuser"), {}, [/access\[0\].*did you mean "console-user"\?/]],
    ["a text", ["auditor"], {}, [/access\[0\]: got "auditor", a text; a mapping is allowed, with a persona/]],
    [
      "an option of another persona",
      one("job-operator", { customWorkflow: true }),
      {},
      [/^\d+:\d+ access\[0\]\.customWorkflow: belongs to console-user; a job-operator has no such key/],
    ],
    [
      "a style where there is one only",
      [...one("auditor", { style: "as-documented" }), ...one("deployer", { style: "aws-managed" })],
      {},
      [/access\[0\]\.style: AWS has no text for an auditor/, /access\[1\]\.style: AWS has no policy/],
    ],
    [
      "workflows of a deployer",
      one("deployer", { workflows: ["a"] }),
      {},
      [/workflows: a deployer takes stacks/],
    ],
    [
      "a misspelt option",
      one("auditor", { workflow: ["a"] }),
      {},
      [/unknown key; did you mean "workflows"\?/],
    ],
    [
      "a wrong name",
      one("auditor", { name: "The Auditor" }),
      {},
      [/access\[0\]\.name: got "The Auditor"; a name has/],
    ],
    [
      "an unknown workflow",
      one("auditor", { workflows: ["street-sings"] }),
      {},
      [
        /^\d+:\d+ access\[0\]\.workflows\[0\]: no workflow is named "street-sings"; did you mean "street-signs"\?/,
      ],
    ],
    [
      "a workflow twice",
      one("auditor", { workflows: ["street-signs", "street-signs"] }),
      {},
      [/workflows\[1\]: "street-signs" stands at \[0\] too/],
    ],
    [
      "unknown stacks of a deployer",
      one("deployer", { stacks: ["workforce", "access"] }),
      {},
      [
        /stacks\[0\]: no stack is named "workforce"/,
        /stacks\[1\]: "access" is the stack that the deployer itself/,
      ],
    ],
    [
      "an unknown team",
      one("job-creator", { workTeams: ["expert"], guardRails: { onlyWorkTeams: ["others"] } }),
      { workforce },
      [
        /workTeams\[0\]: the section workforce has no team "expert"; did you mean "experts"\? A team of elsewhere/,
        /guardRails\.onlyWorkTeams\[0\]: the section workforce has no team "others"/,
      ],
    ],
    [
      "the public crowd",
      one("job-creator", {
        workTeams: ["arn:aws:sagemaker:eu-west-1:394669845002:workteam/public-crowd/default"],
      }),
      {},
      [/workTeams\[0\]: got "arn:.*the public workforce, Amazon Mechanical Turk/],
    ],
    [
      "a team of another region",
      one("job-creator", { workTeams: [privateTeam("a").replace("eu-west-1", "us-east-1")] }),
      {},
      [/workTeams\[0\]: got .*, which lies in us-east-1; a job and its work team/],
    ],
    [
      "a user pool of another region",
      one("workforce-manager", { userPoolId: "us-east-1_aB3" }),
      {},
      [/userPoolId: got "us-east-1_aB3", a pool in us-east-1/],
    ],
    [
      "a user pool that the workforce names",
      one("workforce-manager", { userPoolId: "eu-west-1_xY9" }),
      { workforce: withPool },
      [/userPoolId: the section workforce names the user pool already, "eu-west-1_aB3"/],
    ],
    [
      "a user pool beside a provider",
      one("workforce-manager", { userPoolId: "eu-west-1_xY9" }),
      { workforce },
      [/userPoolId: the workers of the section workforce sign in with an OpenID/],
    ],
    [
      "a user pool of a console user without a workforce",
      one("console-user", { userPoolId: "eu-west-1_xY9" }),
      {},
      [/userPoolId: is of the private workforce; add privateWorkforce: true/],
    ],
    [
      "an author without functions",
      one("function-author"),
      {},
      [/access\[0\]\.persona: none of the workflows has an annotation function of its own/],
    ],
    [
      "an author of what has the execution role",
      one("function-author"),
      { workflows: assumed },
      [
        /access\[0\]\.persona: none of the workflows' functions can be this person's: acme-price-tags-post-annotation: it assumes the execution role/,
      ],
    ],
    [
      "an author of what is elsewhere",
      one("function-author"),
      { workflows: [{ ...prices, customTask: { preAnnotation: { existing: elsewhere } } }] },
      [/access\[0\]\.persona: none of the workflows' functions .*: it is in another account or region/],
    ],
    [
      "an author of what may be elsewhere",
      one("function-author"),
      { workflows: [pricesWith({ postAnnotation: undefined })], account: undefined },
      [/an account that nothing here names \(account\)\. Name what this person writes/],
    ],
    [
      "a private team of another account",
      one("job-creator", { workTeams: [privateTeam("a").replace(account, "444455556666")] }),
      {},
      [
        /workTeams\[0\]: got .*, which is in the account 444455556666 and not in 111122223333; private teams label for their own account/,
      ],
    ],
    [
      "a private workforce without a private team",
      one("console-user", { privateWorkforce: true, workTeams: [vendorTeam] }),
      {},
      [/access\[0\]\.privateWorkforce: has no work team of the private workforce to look after/],
    ],
    [
      "an administrator without keys",
      one("key-administrator"),
      { workflows: keyless },
      [/access\[0\]\.persona: the workflows make no key/],
    ],
    [
      "empty guard rails and nobody to attach to",
      one("auditor", { guardRails: {}, attachTo: {} }),
      {},
      [/guardRails: has nothing in it/, /attachTo: names nobody/],
    ],
    [
      "guard rails with wrong values",
      one("auditor", {
        guardRails: { onlyOutputKeyArns: ["alias/a"], onlyRegions: ["mars-1"], requiredTagKeys: ["aws:a"] },
      }),
      {},
      [
        /onlyOutputKeyArns\[0\]: got "alias\/a"; the ARN of a key is allowed/,
        /onlyRegions: leaves out eu-west-1/,
        /onlyRegions\[0\]: got "mars-1"; a region with Ground Truth/,
        /requiredTagKeys\[0\]: got "aws:a"; keys that begin with aws: belong to AWS/,
      ],
    ],
    [
      "the region itself left out",
      one("auditor", { guardRails: { onlyRegions: ["us-east-1"] } }),
      {},
      [/guardRails\.onlyRegions: leaves out eu-west-1, where everything is/],
    ],
    [
      "principals that are none",
      one("auditor", {
        attachTo: { roles: [iam("user/a")], users: [] },
        createRole: { trustedPrincipalArns: ["*"] },
      }),
      {},
      [
        /attachTo\.roles\[0\]: got "arn:.*; a role is named by its name or its ARN/,
        /attachTo\.users: got an empty list/,
        /createRole\.trustedPrincipalArns\[0\]: got "\*"; the ARN of a role/,
      ],
    ],
    [
      "two users of one address in Terraform, and one user twice",
      one("auditor", { attachTo: { users: ["jane.doe", "jane@doe", "a", "a"] } }),
      {},
      [
        /users\[1\]: "jane@doe" and "jane\.doe" would have one address/,
        /users\[3\]: "a" stands at \[2\] too/,
      ],
    ],
    [
      "somebody who is made and exists",
      one("auditor", {
        attachTo: { roles: ["acme-auditor"], groups: ["g"] },
        createRole: { trustedPrincipalArns },
        createGroup: "g",
      }),
      {},
      [/roles\[0\]: "acme-auditor" is made here/, /groups\[0\]: "g" is made here/],
    ],
    [
      "one name twice",
      [...one("auditor"), ...one("auditor"), ...one("job-operator", { name: "auditor-2" })],
      {},
      [
        /^\d+:\d+ access\[1\]\.persona: "auditor" is the name of access\[0\] too/,
        /access\[2\]\.name: "auditor-2" may be what a further policy of access\[0\] is called/,
      ],
    ],
    [
      "one holder made twice",
      [
        ...one("auditor", {
          createRole: { name: "r", trustedPrincipalArns },
          createGroup: "g",
          createUser: "u",
        }),
        ...one("job-operator", {
          createRole: { name: "r", trustedPrincipalArns },
          createGroup: "g",
          createUser: "u",
        }),
      ],
      {},
      [
        /createRole\.name: "r" is the role of access\[0\]; IAM takes each name once/,
        /createGroup: "g" is the group of access\[0\]/,
        /createUser: "u" is the user of access\[0\]/,
      ],
    ],
    [
      "the name of an execution role",
      [
        ...one("auditor", { name: "street-signs-execution" }),
        ...one("job-operator", { createRole: { name: "acme-street-signs-execution", trustedPrincipalArns } }),
      ],
      {},
      [
        /access\[0\]\.name: "acme-street-signs-execution" is the policy of the execution role of workflows\[0\]; IAM/,
        /access\[1\]\.createRole\.name: "acme-street-signs-execution" is the execution role of workflows\[0\]/,
      ],
    ],
    [
      "a workflow with the name of the stack",
      one("auditor"),
      { workflows: [{ ...signs, name: "access" }] },
      [/workflows\[0\]\.name: "access" is the stack of people's rights/],
    ],
    [
      "one workspace for two stacks",
      one("auditor"),
      { backend: { type: "cloud", organization: "acme", workspaces: { name: "labeling" } } },
      [/backend\.workspaces\.name: "labeling" would hold the state of all 2 stacks/],
    ],
  ])("%s", (_name, access, others, expected) => {
    const found = problemsOf(config(access, others));
    expect(found).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
  });

  test("what only a construct sees, of all personas at once", () => {
    const roles = Array.from({ length: 130 }, (_, index) => ({
      ...signs,
      name: `workflow-${index}-${"x".repeat(26)}`,
      encryptionKey: { existing: "alias/shared" },
    }));
    const workflows = roles.map((workflow, index) => ({
      ...workflow,
      inputs: [`s3://acme-raw-${index}-${"x".repeat(40)}/${"y".repeat(200)}/`],
    }));
    const attachTo = { groups: ["labelers"] };
    const found = problemsOf(
      config([...one("console-user", { attachTo }), ...one("job-creator", { attachTo })], { workflows }),
    );
    expect(found).toEqual([
      expect.stringMatching(
        /^access\[0\]\.policyName: \d+ policies of 6144 characters are needed, and a group/,
      ),
      expect.stringMatching(/^access\[1\]\.policyName/),
    ]);
  });
});

describe("docs/people.md", () => {
  const page = readFileSync(join(__dirname, "..", "..", "docs", "people.md"), "utf8");

  test("has the table of who can do what that the catalogue makes: npm run docs", () => {
    expect(page).toBe(withPeopleTable(page));
    expect(page).toMatch(/\| start jobs of the workflow, and tag them +\| yes +\| yes +\| +\|/);
  });

  test("names every key of a persona, and every guard rail", () => {
    const keys = accessPlaces().map((path) => path.at(-1)!);
    const told = new Set([...page.matchAll(/`(\w+)`/g)].map(([, word]) => word));
    const plain = [
      "persona",
      "description",
      "roles",
      "groups",
      "users",
      "trustedPrincipalArns",
      "requireMfa",
    ];
    expect([...new Set(keys)].filter((key) => !told.has(key) && !plain.includes(key))).toEqual([]);
  });

  test("has an example that can be used", () => {
    const [, yaml] = /```yaml\n([\s\S]*?)```/.exec(page)!;
    const { access } = parse(yaml!) as Section;
    const workforce = {
      userPool: { create: { domain: "acme-labeling" } },
      teams: [{ name: "sign-experts", description: "A" }],
    };
    expect(problemsOf(config(access, { workforce }))).toEqual([]);
  });
});

test("no value anywhere in a persona makes the reader fail in another way than by telling what is wrong", () => {
  const places = accessPlaces();
  expect(places).toContainEqual(["guardRails", "onlyWorkTeams"]);
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom(null, {}, [], [{}], [null], "", 0, true, "a(", "__proto__", "arn:", "eu-west-1_"),
    fc.constantFrom(...personaKinds),
    fc.constantFrom(["street-signs"], ["price-tags", "clips"], [privateTeam("a")], [iam("root")]),
  );
  const persona = fc
    .tuple(
      fc.constantFrom(...personaKinds),
      fc.array(fc.tuple(fc.constantFrom(...places), value), { maxLength: 4 }),
    )
    .map(([kind, changes]) => {
      const made: Section = { persona: kind };
      for (const [[key, inner], given] of changes) {
        if (inner === undefined) made[key!] = given;
        else made[key!] = { ...(made[key!] as object), [inner]: given };
      }
      return made;
    });
  const workforce = fc.constantFrom(
    undefined,
    {},
    { teams: [null, {}] },
    { userPool: { existing: null }, teams: "a" },
    { userPool: { create: { domain: "a" } }, teams: [{ name: "a", description: "A" }] },
  );
  fc.assert(
    fc.property(fc.array(persona, { minLength: 1, maxLength: 3 }), workforce, (access, given) => {
      const text = config(access, { workflows: [signs, prices, clips, faces], workforce: given });
      try {
        read(text);
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
        for (const { message, place } of error.problems) {
          expect(place).toMatch(/people\.yaml:\d+:\d+$/);
          expect(message).not.toBe("");
        }
      }
    }),
    propertyRuns(150),
  );
});

/** Every key of every persona, and of what lies in it. */
function accessPlaces(): string[][] {
  const schema = JSON.parse(jsonSchema()) as {
    properties: { access: { items: { oneOf: { properties: Record<string, { properties?: object }> }[] } } };
  };
  return schema.properties.access.items.oneOf.flatMap(({ properties }) =>
    Object.entries(properties).flatMap(([key, { properties: inner = {} }]) => [
      [key],
      ...Object.keys(inner).map((innerKey) => [key, innerKey]),
    ]),
  );
}

describe("the key of a workflow, for people of the same file", () => {
  const creator = { persona: "job-creator", createRole: { trustedPrincipalArns: [iam("root")] } };
  const attached = {
    persona: "console-user",
    attachTo: {
      roles: ["by-name", iam("role/people/by-arn")],
      users: [iam("user/people/ann"), "bob"],
      groups: ["labelers"],
    },
    createUser: "eve",
    permissionSet: true,
  };
  const file = (more: Section = {}) => config([creator, attached], { rolePath: "/labeling/", ...more });
  const made = synthesized(file());
  const workflow = synthesized(file(), "street-signs");
  const both = deployedStack([workflow.text, made.text]);
  const key = both.key("alias/acme-street-signs");
  const throughS3 = { "kms:ViaService": "s3.eu-west-1.amazonaws.com" };
  const uses = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "kms:*", Resource: "*" }],
  };

  describe("the role that is made", () => {
    mayDo(both.role("acme-job-creator"), [
      ["read answers", "kms:Decrypt", key, throughS3],
      ["bring data", "kms:GenerateDataKey", key, throughS3],
    ]);
    mayNotDo(both.role("acme-job-creator"), [["use the key without S3", "kms:Decrypt", key]]);
  });

  describe("a role of another name", () => {
    mayNotDo(both.anotherRole("acme-job-creator-2", uses), [["read answers", "kms:Decrypt", key, throughS3]]);
  });

  test("lets in all whose ARN is known, who need not exist, and nobody by an account alone", () => {
    const policy = bySid(all(workflow.json, "aws_kms_key")[0]!.policy);
    expect(policy.AllowDataUsersThroughS3).toMatchObject({
      Principal: { AWS: iam("root") },
      Condition: {
        ArnEquals: {
          "aws:PrincipalArn": [
            iam("role/labeling/acme-job-creator"),
            iam("user/labeling/eve"),
            iam("role/people/by-arn"),
            iam("user/people/ann"),
          ],
        },
        StringEquals: { "kms:ViaService": throughS3["kms:ViaService"] },
      },
    });
    expect(JSON.stringify(workflow.json.resource.aws_kms_key)).not.toContain("aws_iam_role.job-creator");
  });

  test("tells of all others, in an output and a warning", () => {
    const others = ["role/by-name", "user/bob", "group/labelers", "permission-set/console-user"];
    expect(outputs(made.json).required_data_users).toEqual({ "street-signs": others });
    expect(made.warnings).toContainEqual(
      expect.stringContaining(`${others.join(", ")} cannot use the data of street-signs yet`),
    );
  });

  test("that exists already is its owner's: everybody is told of", () => {
    const existing = synthesized(file({ workflows: [{ ...signs, encryptionKey: { existing: sharedKey } }] }));
    const { required_data_users: told } = outputs(existing.json) as Record<string, Record<string, string[]>>;
    expect(told!["street-signs"]).toEqual(
      expect.arrayContaining([
        iam("role/labeling/acme-job-creator"),
        iam("role/people/by-arn"),
        "group/labelers",
      ]),
    );
  });

  test("attaches policies to holders by ARN as by name", () => {
    expect(all(made.json, "aws_iam_role_policy_attachment").map(({ role }) => role)).toEqual(
      expect.arrayContaining(["by-arn", "by-name"]),
    );
  });
});

describe("a job operator who looks after dead letters", () => {
  const watched = { ...clips, executionRole: {}, answers: { queue: {} } };
  const operator = (more: Section = {}) => ({ persona: "job-operator", redrivesDeadLetters: true, ...more });
  const attachTo = { roles: [iam("role/people/nights"), "by-name"], groups: ["on-call"] };
  const createRole = { trustedPrincipalArns: [iam("root")] };
  const file = (workflow: Section = watched) =>
    config([operator({ createRole, attachTo })], { workflows: [signs, workflow] });
  const made = synthesized(file());
  const workflow = synthesized(file(), "clips");
  const both = deployedStack([workflow.text, made.text]);
  const key = both.key("alias/acme-clips");
  const queue = regional("sqs", "acme-clips-answers");
  const through = (service: string) => ({ "kms:ViaService": `${service}.eu-west-1.amazonaws.com` });

  describe("by the role that is made", () => {
    const role = both.role("acme-job-operator");
    mayDo(role, [
      ["reads a dead letter", "sqs:ReceiveMessage", `${queue}-dead-letters`],
      ["deletes one", "sqs:DeleteMessage", `${queue}-dead-letters`],
      ["has SQS move them back", "sqs:StartMessageMoveTask", `${queue}-dead-letters`],
      ["sees how far it is", "sqs:ListMessageMoveTasks", `${queue}-dead-letters`],
      ["calls it off", "sqs:CancelMessageMoveTask", `${queue}-dead-letters`],
      ["has SQS put them into the queue", "sqs:SendMessage", queue],
      ["decrypts them, through SQS", "kms:Decrypt", key, through("sqs")],
      ["seals them again, through SQS", "kms:GenerateDataKey", key, through("sqs")],
    ]);
    mayNotDo(role, [
      ["read answers that wait", "sqs:ReceiveMessage", queue],
      ["move answers that wait", "sqs:StartMessageMoveTask", queue],
      ["put something among the dead letters", "sqs:SendMessage", `${queue}-dead-letters`],
      ["send to the job's queue", "sqs:SendMessage", regional("sqs", "GroundTruth-acme-clips-1")],
      [
        "move dead letters of another queue",
        "sqs:StartMessageMoveTask",
        regional("sqs", "orders-dead-letters"),
      ],
      ["use the key without SQS", "kms:Decrypt", key],
      ["decrypt answers in S3", "kms:Decrypt", key, through("s3")],
      ["read answers in S3", "s3:GetObject", "arn:aws:s3:::acme-clips-out/a.json"],
    ]);
  });

  test("is named by the key, as far as the ARN is known, and the others are told of", () => {
    const policy = bySid(all(workflow.json, "aws_kms_key")[0]!.policy);
    expect(policy.AllowDeadLettersThroughSqs).toMatchObject({
      Condition: {
        ArnEquals: { "aws:PrincipalArn": [iam("role/acme-job-operator"), iam("role/people/nights")] },
      },
    });
    const left = ["role/by-name", "group/on-call"];
    expect(outputs(made.json).required_redrivers).toEqual({ clips: left });
    expect(made.warnings).toContainEqual(
      expect.stringContaining(`${left.join(", ")} cannot read or move the dead letters of clips yet`),
    );
  });

  test("with a key that exists, is its owner's business", () => {
    const existing = synthesized(file({ ...watched, encryptionKey: { existing: sharedKey } }));
    expect(outputs(existing.json).required_redrivers).toEqual({
      clips: [iam("role/acme-job-operator"), iam("role/people/nights"), "role/by-name", "group/on-call"],
    });
  });

  test("is no longer told of once the queue names them, whose policies and key let them in", () => {
    const redrivers = [iam("role/by-name")];
    const named = file({ ...watched, answers: { queue: { redrivers } } });
    expect(outputs(synthesized(named).json).required_redrivers).toEqual({ clips: ["group/on-call"] });
    const policies = all(synthesized(named, "clips").json, "aws_sqs_queue_policy").map(({ policy }) =>
      bySid(policy),
    );
    expect(policies.map((policy) => Object.keys(policy))).toEqual(
      expect.arrayContaining([
        expect.arrayContaining(["AllowNamedRedrivers"]),
        expect.arrayContaining(["AllowReturnOfDeadLetters"]),
      ]),
    );
  });

  test("without the key may touch no queue", () => {
    const without = synthesized(config(one("job-operator"), { workflows: [watched] }));
    expect(without.text).not.toContain("sqs:StartMessageMoveTask");
    expect(without.text).not.toContain("kms:Decrypt");
  });

  test.each<[Section, string]>([
    [{ workflows: ["street-signs"] }, "redrivesDeadLetters: none of the workflows has an answer queue"],
    [{ redrivesDeadLetters: "yes" }, "redrivesDeadLetters"],
  ])("is refused with %j", (more, message) => {
    expect(() => read(config([operator(more)], { workflows: [signs, watched] }))).toThrow(message);
  });

  test("of another account is refused, as SQS moves nothing for them", () => {
    const redrivers = ["arn:aws:iam::444455556666:role/nights"];
    expect(() => read(file({ ...watched, answers: { queue: { redrivers } } }))).toThrow(
      /redrivers\[0\].*SQS moves messages for principals of the queue's own account only/s,
    );
  });
});
