import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Terminal } from "../../cli/command-entry";
import { runProgram } from "../../cli/program";
import { formatted } from "../../review/formats/formats";
import { commentLimit, markdownReport } from "../../review/formats/markdown";
import { sarifReport } from "../../review/formats/sarif";
import { changeClasses } from "../../review/growth/change";
import { readInputs } from "../../review/input/read-inputs";
import { pageReport } from "../../review/page/page";
import { buildReport } from "../../review/report/build-report";
import type { Report } from "../../review/report/report";
import { workflowStacks } from "../../stacks";
import { readConfigs } from "../../stacks/config/read-config";
import { synthesizeApp } from "../../stacks/synthesize";
import { exampleFiles, exampleStack } from "../example-stacks";
import { account } from "../account";
import { bucketWith, planOf, role, roleTrusting, roleWith } from "./plan-of";
import { scratchFolder } from "../scratch-folder";

const project = join(__dirname, "..", "..");
const plans = join(__dirname, "plans");
const today = "2026-11-26";
const folder = scratchFolder();

function written(name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

const reviewOf = (...files: readonly string[]): Promise<Report> =>
  buildReport({ what: readInputs(files), accepted: [], today });

const names = (items: readonly { readonly name: string }[]) => items.map(({ name }) => name);

describe("plans that others wrote", () => {
  describe("public modules of terraform-aws-modules: a key, a bucket, a role, a queue", () => {
    let report: Report;
    beforeAll(async () => {
      report = await reviewOf(join(plans, "public.json"));
    });

    it("finds principals and resources inside of modules", () => {
      expect(names(report.principals)).toEqual(["labeling-deploy", "labeling-reader"]);
      expect(names(report.resources).sort()).toEqual([
        "acme-labeling-images",
        "alias/labeling/data",
        "labeling-answers",
      ]);
    });

    it("lists policies whose text is unknown, with what can be seen of their statements", () => {
      const bucket = report.notDecided.find(
        ({ about }) => about === "module.bucket.aws_s3_bucket_policy.this[0]",
      );
      expect(bucket?.why).toContain("data.aws_iam_policy_document.combined");
      // The module merges documents of three data sources: they are followed.
      expect(bucket?.seen).toEqual(
        expect.arrayContaining([
          expect.stringContaining("denyInsecureTransport: deny s3:*"),
          "allow s3:ListBucket on arn:aws:s3:::acme-labeling-images",
        ]),
      );
      const queue = report.notDecided.find(({ about }) => about.includes("aws_sqs_queue_policy"));
      expect(queue?.seen).toEqual([
        expect.stringMatching(/^AccountWrite: allow sqs:SendMessage .*to everybody$/),
      ]);
    });

    it("counts each of them as growth that is not decided", () => {
      const undecided = report.changes
        .filter((change) => change.class === "not decided")
        .map(({ address }) => address);
      expect(undecided).toEqual(
        expect.arrayContaining([
          "module.bucket.aws_s3_bucket_policy.this[0]",
          "module.kms.aws_kms_key.this[0]",
        ]),
      );
    });

    it("finds the accounts and the rights that come with the modules' defaults", () => {
      const kinds = report.risks.map(({ kind, about }) => `${kind}: ${about}`);
      expect(kinds).toEqual(
        expect.arrayContaining(["another account: labeling-reader", "way to raise rights: labeling-deploy"]),
      );
    });
  });

  describe("a data lake with for_each, count, a local module and policy document data sources", () => {
    it("gives each role of for_each its own policies, though their names are unknown", async () => {
      const { principals, notDecided } = await reviewOf(join(plans, "lake.json"));
      expect(names(principals)).toEqual(["lake-reporting-*", "lake-training-*"]);
      const unseen = notDecided.map(({ about }) => about);
      // Only the role with `writer` has the policy of count.
      expect(unseen.filter((about) => about.includes("aws_iam_role_policy.write"))).toEqual([
        'module.reader["training"].aws_iam_role_policy.write[0]',
      ]);
      expect(unseen).toContain('aws_s3_bucket_policy.zone["raw"]');
    });

    it("tells before and after inside of one plan: TLS, public access, a bucket more", async () => {
      const { changes, comparedWith, notDecided } = await reviewOf(join(plans, "lake-widened.json"));
      expect(comparedWith).toBe("the state before the plan");
      expect(notDecided).toEqual([]);
      const found = changes.map((change) => `${change.class}: ${change.address}`);
      expect(found).toEqual(
        expect.arrayContaining([
          'loosens: aws_s3_bucket_policy.zone["curated"]',
          'loosens: aws_s3_bucket_public_access_block.zone["raw"]',
          'opens more data: module.reader["training"].aws_iam_role_policy.write[0]',
        ]),
      );
      const list = changes.find((change) => change.sid === "List");
      expect(list?.request).toMatchObject({
        action: "s3:ListBucket",
        resource: "arn:aws:s3:::northwind-lake-raw",
      });
      expect(list?.because).toBe("Resource now also has arn:aws:s3:::northwind-lake-raw.");
    });
  });

  describe("a build runner: users, a group, a boundary, functions, images, secrets", () => {
    let report: Report;
    beforeAll(async () => {
      report = await reviewOf(join(plans, "runner.json"));
    });

    it("gives users the policies of their group", () => {
      expect(names(report.principals)).toEqual(["resize", "runner", "ana", "bo", "cy"]);
      expect(report.notDecided.map(({ about }) => about)).toContain("aws_iam_group_policy.labelers");
    });

    it("does not judge what a boundary outside of the plan limits", () => {
      const runner = report.changes.filter(({ about, sid }) => about === "runner" && sid === "Deploy");
      expect(runner.map((change) => change.class)).toEqual(["not decided"]);
    });

    it("finds everybody in images and behind the address of a function, and the administrator", () => {
      const kinds = report.risks.map(({ kind, about }) => `${kind}: ${about}`);
      expect(kinds.slice(0, 2)).toEqual(["everybody: images", "everybody: resize"]);
      expect(kinds).toContain("way to raise rights: resize");
      const admin = report.changes.find(({ about }) => about === "resize")!;
      expect(admin.class).toBe("raises privilege");
    });
  });
});

describe("reports of the shipped examples", () => {
  it.each(exampleFiles.map((file) => [relative(project, file), file] as const))(
    "are as they were reviewed last: %s",
    async (_title, file) => {
      const outdir = mkdtempSync(join(folder, "example-"));
      synthesizeApp(readConfigs(file), outdir, workflowStacks);
      const report = await buildReport({ what: readInputs([outdir], { account }), accepted: [], today });
      expect(markdownReport(report)).toMatchSnapshot();
    },
  );

  it("know the reason and the page of the library's own statements", async () => {
    const report = await buildReport({
      what: readInputs([written("street-signs.json", exampleStack("street-signs"))], { account }),
      accepted: [],
      today,
    });
    const unexplained = report.statements.filter(({ reason }) => reason === undefined).map(({ sid }) => sid);
    expect(unexplained).toEqual([]);
    expect(report.notDecided).toEqual([]);
  });

  it("are the same for the same input, byte by byte, in every format", async () => {
    const file = written("signs.json", exampleStack("dashcam-signs"));
    const twice = async () => {
      const report = await buildReport({ what: readInputs([file], { account }), accepted: [], today });
      return [JSON.stringify(report), markdownReport(report), sarifReport(report), pageReport(report)];
    };
    expect(await twice()).toEqual(await twice());
  });
});

describe("AWS's own extractor of policies", () => {
  /**
   * What terraform-iam-policy-validator of AWS takes from a plan: attributes with a document that are known. It passes over
   * the rest: "no IAM policy found".
   */
  const extracted = (plan: {
    resource_changes: { address: string; mode: string; change: { after: Record<string, unknown> } }[];
    configuration: { root_module: { resources: { address: string; expressions: object }[] } };
  }) => {
    const attributes = ["policy", "assume_role_policy", "access_policy", "inline_policy"];
    const configured = new Map(
      plan.configuration.root_module.resources.map(({ address, expressions }) => [address, expressions]),
    );
    const all = plan.resource_changes
      .filter(({ mode }) => mode === "managed")
      .flatMap(({ address, change }) =>
        attributes.flatMap((name) => {
          const known = typeof change.after[name] === "string";
          return known || name in (configured.get(address) ?? {}) ? [known] : [];
        }),
      );
    return { seen: all.filter(Boolean).length, of: all.length };
  };

  it("sees the policies of our stack, all of them, as they are literals in the first plan", () => {
    const stack = JSON.parse(exampleStack("street-signs", { config: { account } })) as {
      resource: Record<string, Record<string, Record<string, unknown>>>;
    };
    const policies = Object.values(stack.resource).flatMap((them) =>
      Object.values(them).flatMap(({ policy, assume_role_policy }) =>
        [policy, assume_role_policy].filter(Boolean),
      ),
    );
    expect(policies).toHaveLength(5);
    // Data sources that AWS answers while it plans are the only references.
    for (const policy of policies)
      expect(String(policy).replaceAll(/\$\{data\.aws_[\w.-]+\}|\$\$\{/g, "")).not.toContain("${");
  });

  it("sees one of four in the same stack written by hand, with references to resources", () => {
    const plan = JSON.parse(readFileSync(join(plans, "by-hand.json"), "utf8"));
    expect(extracted(plan)).toEqual({ seen: 1, of: 4 });
  });

  it("is told by the review which three those are", async () => {
    const { notDecided } = await reviewOf(join(plans, "by-hand.json"));
    expect(notDecided.map(({ about }) => about)).toEqual([
      "aws_iam_role_policy.execution",
      "aws_kms_key.key",
      "aws_s3_bucket_policy.labels",
    ]);
  });
});

describe("accepted growth", () => {
  const before = roleWith({
    Sid: "Read",
    Effect: "Allow",
    Action: "s3:GetObject",
    Resource: "arn:aws:s3:::raw/a/*",
  });
  const after = roleWith({
    Sid: "Read",
    Effect: "Allow",
    Action: "s3:GetObject",
    Resource: ["arn:aws:s3:::raw/a/*", "arn:aws:s3:::raw/b/*"],
  });
  const entry = {
    principal: role("reader"),
    action: "s3:GetObject",
    resource: "arn:aws:s3:::raw/b/*",
    reason: "b is ours too",
    by: "jane.doe",
    until: "2027-01-31",
  };
  const review = (accepted: readonly object[], to = after) =>
    buildReport({
      what: readInputs([written("plan.json", planOf(before, to))]),
      accepted: accepted as (typeof entry)[],
      today,
    });

  it("no longer counts, and stays visible with its reason", async () => {
    const { changes, accepted, acceptances } = await review([entry]);
    expect(changes).toEqual([]);
    expect(accepted).toMatchObject([{ change: { class: "opens more data" }, by: [{ by: "jane.doe" }] }]);
    expect(acceptances.unused).toEqual([]);
  });

  it("covers what it names and nothing beyond", async () => {
    const { changes } = await review([{ ...entry, resource: "arn:aws:s3:::raw/b/2026/*" }]);
    expect(changes).toMatchObject([{ class: "opens more data" }]);
    expect(changes[0]?.request?.resource).not.toMatch(/raw\/b\/2026\//);
  });

  it("ends on its day", async () => {
    const { changes, acceptances } = await review([{ ...entry, until: "2026-11-25" }]);
    expect(changes).toHaveLength(1);
    expect(acceptances.expired).toMatchObject([{ until: "2026-11-25" }]);
  });

  it("is reported when it matches nothing", async () => {
    const { acceptances } = await review([{ ...entry, resource: "arn:aws:s3:::other/*" }]);
    expect(acceptances.unused).toHaveLength(1);
  });

  it("accepts by address and class what is no request", async () => {
    const bucket = {
      address: "aws_s3_bucket.labels",
      class: "loses-data-or-a-key",
      reason: "empty",
      by: "jane.doe",
      until: "2027-01-31",
    };
    const report = await buildReport({
      what: readInputs([written("plan.json", planOf(bucketWith(), {}))]),
      accepted: [bucket],
      today,
    });
    expect(report.changes).toEqual([]);
    expect(report.accepted).toHaveLength(1);
  });
});

describe("formats", () => {
  const nasty = "x|y`z <img src=x onerror=alert(1)> @octocat";
  const grown = () =>
    reviewOf(
      written(
        "plan.json",
        planOf(
          {},
          roleWith({
            Sid: nasty,
            Effect: "Allow",
            Action: "s3:GetObject",
            Resource: `arn:aws:s3:::${nasty}/*`,
          }),
        ),
      ),
    );

  it("what would move a cursor or turn the writing is shown as what it is", async () => {
    const sid = "a\u001b[2Jb\nGrew: nothing\u202e";
    const report = await reviewOf(
      written(
        "plan.json",
        planOf({}, roleWith({ Sid: sid, Effect: "Allow", Action: "s3:GetObject", Resource: "*" })),
      ),
    );
    for (const format of ["text", "markdown", "html"] as const) {
      const text = formatted(report, format, { colours: false, width: 100 });
      expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(text).toContain("\\u001b[2Jb\\u000aGrew");
    }
  });

  it.each(["a\\|b", "a|b", "`|`", "a\\"])("Markdown keeps its columns with %j in a name", async (name) => {
    const report = await reviewOf(
      written(
        "plan.json",
        planOf({}, roleWith({ Sid: name, Effect: "Allow", Action: "s3:GetObject", Resource: "*" })),
      ),
    );
    const rows = markdownReport(report)
      .split("\n")
      .filter((line) => line.startsWith("| opens data"));
    // A bar ends a cell, unless an odd backslash is before it.
    for (const row of rows) expect(row.replaceAll(/\\./g, "").split("|")).toHaveLength(6);
  });

  it("Markdown stays one table row and calls nobody, whatever an input holds", async () => {
    const text = markdownReport(await grown());
    const rows = text.split("\n").filter((line) => line.startsWith("| opens data"));
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row.replaceAll("\\|", "").split("|")).toHaveLength(6);
    expect(text.replaceAll(/\\./g, "").replaceAll(/(`+)[\s\S]*?\1/g, "")).not.toMatch(/<img|@octocat/);
  });

  it("a page shows what an input holds as text", async () => {
    const page = pageReport(await grown());
    expect(page).not.toContain("<img");
    expect(page).toContain("&lt;img src=x onerror=alert(1)&gt;");
  });

  it("a comment fits, and says how much did not", async () => {
    const roles = Object.fromEntries(
      Array.from({ length: 250 }, (_, index) => [
        `aws_iam_role.r${index}`,
        {
          ...roleTrusting({ Effect: "Allow", Principal: { AWS: "111111111111" }, Action: "sts:AssumeRole" })[
            "aws_iam_role.reader"
          ],
          name: `r${index}`,
        },
      ]),
    );
    const text = markdownReport(await reviewOf(written("plan.json", planOf({}, roles))));
    expect(text.length).toBeLessThanOrEqual(commentLimit);
    expect(text).toMatch(/And \d+ more, which did not fit/);
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  });

  it("SARIF has what version 2.1.0 requires: rules, results that point to them, places, fingerprints", async () => {
    const log = JSON.parse(sarifReport(await reviewOf(join(plans, "runner.json"))));
    expect(log.version).toBe("2.1.0");
    const [{ tool, results }] = log.runs;
    const ids = tool.driver.rules.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(results.length).toBeGreaterThan(10);
    const prints = new Set<string>();
    for (const result of results) {
      expect(ids[result.ruleIndex]).toBe(result.ruleId);
      expect(["error", "warning", "note"]).toContain(result.level);
      expect(result.message.text).not.toBe("");
      expect(result.locations[0].physicalLocation.artifactLocation.uri).toMatch(/^file:|^[\w./%-]+$/);
      expect(result.locations[0].logicalLocations[0].fullyQualifiedName).not.toBe("");
      prints.add(result.partialFingerprints["accessReview/v1"]);
    }
    expect(prints.size).toBe(results.length);
  });
});

describe("the command", () => {
  const run = async (...args: readonly string[]) => {
    let out = "";
    let told = "";
    const terminal: Terminal = {
      write: (text) => void (out += text),
      tell: (text) => void (told += text),
      colours: false,
      width: 100,
    };
    return { code: await runProgram(args, terminal), out, told };
  };

  it("says what it does: for each command an example", async () => {
    const { out, code } = await run("--help");
    expect(code).toBe(0);
    for (const name of ["review", "who-can", "what-can"]) {
      expect(out).toContain(name);
      const help = await run(name, "--help");
      expect(help.code).toBe(0);
      expect(help.out).toContain(`cdktf-ground-truth ${name}`);
    }
  });

  it("ends with 3 when it finds what --fail-on names, and with 0 when not", async () => {
    const plan = join(plans, "lake-widened.json");
    expect((await run("review", plan)).code).toBe(0);
    const growth = await run("review", plan, "--fail-on", "growth");
    expect(growth.code).toBe(3);
    expect(growth.told).toBe("Found what --fail-on names: opens more data (5), loosens (4).\n");
    expect((await run("review", plan, "--fail-on", "loosens")).code).toBe(3);
    expect((await run("review", plan, "--fail-on", "raises-privilege")).code).toBe(0);
  });

  it.each([
    ["a file that is not there", () => ["none.json"], /none\.json: there is no such file/],
    [
      "a plan file itself",
      () => [written("plan.bin", "PK\u0003\u0004")],
      /terraform show -json .*plan\.bin > plan\.json/,
    ],
    [
      "a raw state",
      () => [written("terraform.tfstate", { version: 4, serial: 1, lineage: "x", resources: [] })],
      /state file itself/,
    ],
    ["text", () => [written("notes.json", "hello")], /is no JSON/],
    [
      "other JSON",
      () => [written("package.json", { name: "x" })],
      /neither a plan, nor a state, nor a stack/,
    ],
    ["two mistakes at once", () => ["a.json", "b.json"], /a\.json: .*\nb\.json: /],
    [
      "a gate without a before",
      () => [written("cdk.json", exampleStack("street-signs")), "--fail-on", "growth"],
      /needs something to compare with/,
    ],
    ["an account that is none", () => [join(plans, "lake.json"), "--account", "12"], /12 is no account/],
    [
      "accepted growth that is not there",
      () => [join(plans, "lake.json"), "--accepted", "none.yaml"],
      /none\.yaml: there is no such file/,
    ],
  ])("tells a mistake in one sentence, without a trace: %s", async (_title, args, message) => {
    const { code, out, told } = await run("review", ...args());
    expect(code).toBe(1);
    expect(out).toBe("");
    expect(told).toMatch(message);
    expect(told).not.toMatch(/\n\s+at |undefined/);
  });

  it.each([
    [
      "  - address: x\n    reason: r\n    by: j\n    until: 2027-1-1",
      ':5:5: accepted[0].until is "2027-1-1", and must be a day that there is',
    ],
    ["  - address: x\n    until: 9999-99-99", ':3:5: accepted[0].until is "9999-99-99", and must be a day'],
    ["  - until: 2027-02-30", ':2:5: accepted[0].until is "2027-02-30", and must be a day'],
    ["  - by: j", ":2:5: accepted[0].reason is missing."],
    ["  - reasn: r", ":2:5: accepted[0] has no member reasn: did you mean reason?"],
    ["  - class: loosen", "and must be one of raises-privilege, "],
    ["  - class: loosen", "did you mean loosens?"],
    ["  - reason:", ":2:5: accepted[0].reason is empty."],
    ["  - by: [a]", ":2:5: accepted[0].by must be a text."],
    ["  - text", ':2:5: accepted[0] is "text", and must be an entry with members.'],
    [
      "  - reason: r\n    by: j\n    until: 2027-01-31",
      ":2:5: accepted[0] needs either principal, action and resource, or address",
    ],
    ["  [", "at line 3, column 1"],
  ])("tells what is wrong in accepted growth, with its place: %j", async (entries, message) => {
    const file = written("accepted.yaml", `accepted:\n${entries}\n`);
    const { code, told } = await run("review", join(plans, "lake.json"), "--accepted", file);
    expect(code).toBe(1);
    expect(told).toContain(message);
    expect(told).not.toContain("undefined");
  });

  it("compares two synthesized versions", async () => {
    const old = join(folder, "old");
    const now = join(folder, "now");
    for (const to of [old, now]) {
      const stack = exampleStack("price-tags");
      const text =
        to === old ? stack : stack.replaceAll("acme-price-tags/photos/*", "acme-price-tags/photos*");
      expect(to === old || text !== stack).toBe(true);
      mkdirSync(join(to, "stacks", "price-tags"), { recursive: true });
      writeFileSync(join(to, "stacks", "price-tags", "cdk.tf.json"), text);
    }
    const { out } = await run("review", now, "--against", old, "--json", "--account", account);
    const { changes, comparedWith } = JSON.parse(out) as Report;
    expect(comparedWith).toBe("another input");
    expect(changes).toMatchObject([
      {
        class: "opens more data",
        about: "acme-price-tags-execution",
        sid: "S3ReadInput",
        reason: expect.any(String),
      },
    ]);
    expect(changes[0]?.request?.resource).toMatch(/acme-price-tags\/photos[^/]/);
  });

  it("does not answer nobody to a word that is no action", async () => {
    const stack = written("signs.json", exampleStack("street-signs"));
    const noAction = await run("who-can", "GetObject", "*", "--in", stack);
    expect(noAction).toMatchObject({ code: 1, out: "" });
    expect(noAction.told).toContain("GetObject is no action: it is written as s3:GetObject");
    const misspelled = await run("who-can", "s3:GetObjects", "*", "--in", stack);
    expect(misspelled.told).toContain("AWS's list has no action s3:GetObjects");
    for (const action of ["s3:getobject", "s3:Get*", "*", "s?:GetObject"])
      expect((await run("who-can", action, "*", "--in", stack)).told).toBe("");
  });

  it("answers who can and what can on the same inputs", async () => {
    const stack = written("signs.json", exampleStack("street-signs"));
    const who = await run(
      "who-can",
      "s3:GetObject",
      "arn:aws:s3:::acme-street-signs-raw/images/1.jpg",
      "--in",
      stack,
      "--account",
      account,
    );
    expect(who.code).toBe(0);
    expect(who.out).toContain("role/acme-street-signs-execution");
    const what = await run(
      "what-can",
      "acme-street-signs-execution",
      "--in",
      stack,
      "--account",
      account,
      "--json",
    );
    const { access } = JSON.parse(what.out) as {
      access: { statements: { action: { patterns: string[] } }[] }[];
    };
    const actions = access.flatMap(({ statements }) => statements.flatMap(({ action }) => action.patterns));
    expect(actions).toContain("s3:GetObject");
    const everybody = await run("what-can", "*", "--in", join(plans, "runner.json"));
    expect(everybody.out).toContain("What everybody can do: 2");
    const none = await run("what-can", "nobody", "--in", stack);
    expect(none.code).toBe(1);
    expect(none.told).toMatch(/no principal nobody\. Principals of the input: .*acme-street-signs-execution/);
  });

  it("knows every class of change in --fail-on", async () => {
    const { out } = await run("review", "--help");
    for (const each of changeClasses) expect(out).toContain(each.replaceAll(" ", "-"));
  });
});
