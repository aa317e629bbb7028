import fs, {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { Construct } from "constructs";
import { readConfig } from "../../stacks/config/read-config";
import { configSchema } from "../../stacks/config/schema";
import type { WorkflowConfig } from "../../stacks/config/workflow-schema";
import { GroundTruthStack, type GroundTruthStackProps } from "../../stacks/ground-truth-stack";
import { fileHashes } from "../../stacks/output/file-hashes";
import { synthesize } from "../../stacks/synthesize";
import { workflowStacks } from "../../stacks/workflow-stacks";
import { scratchFolder } from "../scratch-folder";

const folder = scratchFolder();
afterEach(() => jest.restoreAllMocks());

/** A stack with one role, named after the output of its workflow. */
class RoleStack extends GroundTruthStack {
  public constructor(
    scope: Construct,
    id: string,
    props: GroundTruthStackProps & { readonly workflow: WorkflowConfig },
  ) {
    super(scope, id, props);
    new IamRole(this, "Role", { name: props.workflow.output.uri.slice(5, -1), assumeRolePolicy: "{}" });
  }
}
const stacks = { "built-in": RoleStack, streaming: RoleStack, custom: RoleStack };

/** Synthesizes workflows with these outputs. */
function synth(outdir: string, outputs: Record<string, string>): string[] {
  const workflows = Object.entries(outputs).map(([name, bucket]) => ({
    name,
    type: "built-in",
    taskType: "BoundingBox",
    inputs: ["s3://acme-raw/"],
    output: `s3://${bucket}/`,
  }));
  return synthesize(
    configSchema.parse({ namePrefix: "acme", region: "eu-west-1", workflows }),
    outdir,
    stacks,
  );
}

const old = { signs: "acme-old", lanes: "acme-old" };
const renewed = { signs: "acme-new", lanes: "acme-new", cars: "acme-new" };

function freshFolder(): string {
  return join(mkdtempSync(join(folder, "case-")), "out");
}

/** What a synth into an empty folder writes. */
function wholeOutput(outputs: Record<string, string>): Record<string, string> {
  const outdir = freshFolder();
  expect(synth(outdir, outputs)).toEqual([]);
  return fileHashes(outdir);
}

/** Lets the `at`-th call of a function of node:fs on a path that holds `part` fail. @returns whether it did */
function failing(name: "renameSync" | "writeFileSync", at: number, code: string, part = ""): () => boolean {
  let calls = 0;
  const original = fs[name] as (...args: unknown[]) => void;
  jest.spyOn(fs, name).mockImplementation((...args: unknown[]) => {
    if (args.some((arg) => String(arg).includes(part)) && ++calls === at) {
      throw Object.assign(new Error(`${code}: injected, write`), { code });
    }
    return original(...args);
  });
  return () => calls >= at;
}

test("the manifest lists every file with its hash, and nothing else stays in the folder", () => {
  const outdir = freshFolder();
  synth(outdir, old);
  const { "manifest.json": _own, ...files } = fileHashes(outdir);
  expect(Object.keys(files)).toEqual(["stacks/lanes/cdk.tf.json", "stacks/signs/cdk.tf.json"]);
  expect(JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8"))).toMatchObject({ files });
  expect(readdirSync(outdir).sort()).toEqual(["manifest.json", "stacks"]);
});

test("on a full disk what was there stays as it was, and the error says so in words", () => {
  const outdir = freshFolder();
  synth(outdir, old);
  const before = fileHashes(outdir);
  // Three stacks, the manifest, and the manifest with the hashes.
  for (let at = 1; at <= 5; at += 1) {
    failing("writeFileSync", at, "ENOSPC", ".synth");
    expect(() => synth(outdir, renewed)).toThrow(
      `The output folder ${outdir} cannot be written: the disk is full, ENOSPC. Nothing in it was changed.`,
    );
    expect(fileHashes(outdir)).toEqual(before);
    jest.restoreAllMocks();
  }
  const failed = failing("writeFileSync", 6, "ENOSPC", ".synth");
  expect(synth(outdir, renewed)).toEqual([]);
  expect(failed()).toBe(false);
});

test.each([
  ["EFBIG", "this user may not write files as large as this (ulimit -f)"],
  ["EDQUOT", "this user's share of the disk is used up"],
])("a limit of the user, %s, is told in words, and what was there stays", (code, words) => {
  const outdir = freshFolder();
  synth(outdir, old);
  const before = fileHashes(outdir);
  failing("writeFileSync", 2, code, ".synth");
  expect(() => synth(outdir, renewed)).toThrow(`${words}, ${code}. Nothing in it was changed.`);
  expect(fileHashes(outdir)).toEqual(before);
});

test("a folder that a failed synth made is gone", () => {
  const outdir = freshFolder();
  failing("writeFileSync", 2, "ENOSPC");
  expect(() => synth(outdir, old)).toThrow("the disk is full");
  expect(existsSync(outdir)).toBe(false);
});

test("stopped at any rename, every file is old or new and whole, and the next synth mends the mix and says so", () => {
  const [whole, before] = [wholeOutput(renewed), wholeOutput(old)];
  let mixes = 0;
  for (let at = 1; ; at += 1) {
    const outdir = freshFolder();
    synth(outdir, old);
    const failed = failing("renameSync", at, "EIO");
    try {
      synth(outdir, renewed);
    } catch (error) {
      expect((error as Error).message).toMatch(/cannot be written: the file system refuses it, EIO\. /);
    }
    jest.restoreAllMocks();
    if (!failed()) break;
    const files = Object.entries(fileHashes(outdir)).filter(([path]) => !path.startsWith(".synth/"));
    for (const [path, hash] of files) expect([before[path], whole[path]]).toContain(hash);
    const isMix = !existsSync(join(outdir, "manifest.json"));
    if (isMix) mixes += 1;
    expect(synth(outdir, renewed)).toEqual(
      isMix ? [expect.stringMatching(/an earlier synth was stopped while it replaced files/)] : [],
    );
    expect(fileHashes(outdir)).toEqual(whole);
    expect(synth(outdir, renewed)).toEqual([]);
  }
  // After the old manifest went: three stacks and the new manifest.
  expect(mixes).toBe(4);
});

test("files that were changed or lost since are named and written again", () => {
  const outdir = freshFolder();
  synth(outdir, old);
  writeFileSync(join(outdir, "stacks", "signs", "cdk.tf.json"), "{");
  rmSync(join(outdir, "stacks", "lanes", "cdk.tf.json"));
  expect(synth(outdir, old)).toEqual([
    expect.stringContaining(
      "these files were not as synth had left them, and are written again: stacks/lanes/cdk.tf.json, stacks/signs/cdk.tf.json.",
    ),
  ]);
  expect(fileHashes(outdir)).toEqual(wholeOutput(old));
});

test("an output that has no list of hashes, as 0.1.0 wrote it, is replaced without a word", () => {
  const outdir = freshFolder();
  synth(outdir, old);
  const { files: _, ...manifest } = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8")) as Record<
    string,
    unknown
  >;
  writeFileSync(join(outdir, "manifest.json"), JSON.stringify(manifest));
  expect(synth(outdir, old)).toEqual([]);
});

test("what Terraform and people keep in the folder of a stack stays; what an earlier synth wrote and this one does not goes", () => {
  const outdir = freshFolder();
  synth(outdir, old);
  const stack = join(outdir, "stacks", "signs");
  const kept = [".terraform/providers/x", ".terraform.lock.hcl", "terraform.tfstate", "mine.auto.tfvars"];
  for (const name of [...kept, "assets/old.zip", "cdk.tf", "metadata.json"]) {
    mkdirSync(join(stack, name, ".."), { recursive: true });
    writeFileSync(join(stack, name), name);
  }
  synth(outdir, old);
  expect(Object.keys(fileHashes(stack))).toEqual([...kept, "cdk.tf.json"].sort());
});

describe("a stack that left the configuration", () => {
  const commandsFor = (outdir: string, name: string) => {
    const at = `terraform -chdir=${relative(process.cwd(), join(outdir, "removed", name))}`;
    return `    ${at} init && ${at} destroy`;
  };

  test("is named at every synth with the commands that destroy it, and keeps its Terraform until somebody deletes it", () => {
    const outdir = freshFolder();
    synth(outdir, old);
    writeFileSync(join(outdir, "stacks", "lanes", ".terraform.lock.hcl"), "locked");
    for (let turn = 0; turn < 2; turn += 1) {
      const [notice, ...others] = synth(outdir, { signs: "acme-old" });
      expect(notice).toContain('Not in the configuration any more: the stack "lanes".');
      expect(notice).toContain(commandsFor(outdir, "lanes"));
      expect(others).toEqual([]);
    }
    expect(existsSync(join(outdir, "stacks", "lanes"))).toBe(false);
    expect(Object.keys(fileHashes(join(outdir, "removed", "lanes")))).toEqual([
      ".terraform.lock.hcl",
      "cdk.tf.json",
    ]);
    rmSync(join(outdir, "removed", "lanes"), { recursive: true });
    expect(synth(outdir, { signs: "acme-old" })).toEqual([]);
  });

  test("that comes back has what Terraform kept for it, and is not named any more", () => {
    const outdir = freshFolder();
    synth(outdir, old);
    writeFileSync(join(outdir, "stacks", "lanes", ".terraform.lock.hcl"), "locked");
    synth(outdir, { signs: "acme-old" });
    expect(synth(outdir, old)).toEqual([]);
    expect(readdirSync(join(outdir, "stacks", "lanes"))).toContain(".terraform.lock.hcl");
    expect(existsSync(join(outdir, "removed", "lanes"))).toBe(false);
  });

  test("and is deleted from the folder by the cdktf CLI afterwards, leaves it an empty folder to delete", () => {
    const outdir = freshFolder();
    synth(outdir, old);
    process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS = "true";
    try {
      expect(synth(outdir, { signs: "acme-old" })).toHaveLength(1);
    } finally {
      delete process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS;
    }
    expect(readdirSync(join(outdir, "stacks", "lanes"))).toEqual([]);
    expect(synth(outdir, old)).toEqual([]);
    expect(fileHashes(outdir)).toEqual(wholeOutput(old));
  });

  test("under a name that another one had that left before, keeps a folder of its own", () => {
    const outdir = freshFolder();
    synth(outdir, old);
    synth(outdir, { signs: "acme-old" });
    mkdirSync(join(outdir, "stacks", "lanes"));
    writeFileSync(join(outdir, "stacks", "lanes", "cdk.tf.json"), "{}");
    const [notice] = synth(outdir, { signs: "acme-old" });
    expect(notice).toContain(commandsFor(outdir, "lanes"));
    expect(notice).toContain(commandsFor(outdir, "lanes.2"));
  });
});

describe("a key that data needs", () => {
  const file = () => join(folder, "keys.yaml");
  const common = (name: string) => [
    `  - name: ${name}`,
    "    type: built-in",
    "    taskType: BoundingBox",
    "    inputs: [s3://acme-raw/]",
    `    output: s3://acme-labels/${name}/`,
  ];

  function synthKeys(outdir: string, ...workflows: string[][]): string[] {
    writeFileSync(
      file(),
      ["namePrefix: acme", "region: eu-west-1", "workflows:", ...workflows.flat()].join("\n"),
    );
    return synthesize(readConfig(file()), outdir, workflowStacks);
  }
  const signs = common("signs");
  const lanes = common("lanes");

  test("is protected in the output, unless the one switch says otherwise", () => {
    const outdir = freshFolder();
    const key = () => {
      const text = readFileSync(join(outdir, "stacks", "signs", "cdk.tf.json"), "utf8");
      return (JSON.parse(text) as { resource: { aws_kms_key: { key: object } } }).resource.aws_kms_key.key;
    };
    synthKeys(outdir, signs);
    expect(key()).toMatchObject({ lifecycle: { prevent_destroy: true } });
    expect(synthKeys(outdir, [...signs, "    encryptionKey: { create: { preventDestroy: false } }"])).toEqual(
      [expect.stringMatching(/^The key aws_kms_key\.key of the stack "signs" is not protected any more\./)],
    );
    expect(key()).not.toHaveProperty("lifecycle");
  });

  test("and is replaced by one that exists, is told with the command that keeps it", () => {
    const outdir = freshFolder();
    expect(synthKeys(outdir, signs)).toEqual([]);
    const notices = synthKeys(outdir, [...signs, "    encryptionKey: { existing: alias/other }"]);
    expect(notices).toEqual([
      expect.stringMatching(
        /^The next apply of the stack "signs" schedules its key aws_kms_key\.key for deletion\.[^]* state rm aws_kms_key\.key aws_kms_alias\.key_alias\n/,
      ),
    ]);
  });

  test("and that is replaced under a bucket that stays, is told although the bucket went before it", () => {
    const outdir = freshFolder();
    const own = [...signs, "    buckets: { create: [{ name: acme-labels }] }"];
    expect(synthKeys(outdir, own)).toEqual([]);
    const notices = synthKeys(outdir, [...own, "    encryptionKey: { existing: alias/other }"]);
    expect(notices).toEqual([
      expect.stringMatching(
        /schedules its key aws_kms_key\.key for deletion\. What is in acme-labels by now is encrypted with it[^]* state rm aws_kms_key\.key aws_kms_alias\.key_alias\n/,
      ),
    ]);
    // Where the bucket goes too, it goes first, and stops the destroy if something is in it.
    synthKeys(outdir, own);
    expect(
      synthKeys(outdir, [
        ...common("signs").slice(0, 4),
        "    output: s3://acme-other/",
        "    encryptionKey: { existing: alias/other }",
      ]),
    ).toEqual([]);
  });

  test("and whose workflow leaves the configuration, keeps its protection and is named", () => {
    const outdir = freshFolder();
    synthKeys(outdir, signs, lanes);
    const [notice] = synthKeys(outdir, signs);
    expect(notice).toContain('Data that stays needs aws_kms_key.key of "lanes": destroy refuses.');
  });
});

test("an output folder on a read-only file system is told as that, and not as Node tells it", () => {
  const outdir = join(freshFolder(), "below");
  const original = fs.mkdirSync as (...args: unknown[]) => string | undefined;
  // Node says ENOENT of folders that it makes together, whatever refuses the first of them.
  jest.spyOn(fs, "mkdirSync").mockImplementation((...args: unknown[]) => {
    if (!String(args[0]).includes("out")) return original(...args);
    const code = (args[1] as { recursive?: boolean } | undefined)?.recursive === true ? "ENOENT" : "EROFS";
    throw Object.assign(new Error(`${code}: injected, mkdir`), { code, path: args[0], syscall: "mkdir" });
  });
  expect(() => synth(outdir, old)).toThrow(
    /cannot be written: the file system is read-only, EROFS .*Nothing in it/,
  );
});

test.each([".synth", "stacks"])(
  "so is one that is there already, where %s is to be made in it",
  (refused) => {
    const outdir = freshFolder();
    mkdirSync(outdir);
    const original = fs.mkdirSync as (...args: unknown[]) => string | undefined;
    jest.spyOn(fs, "mkdirSync").mockImplementation((...args: unknown[]) => {
      if (!String(args[0]).startsWith(join(outdir, refused))) return original(...args);
      const code = (args[1] as { recursive?: boolean } | undefined)?.recursive === true ? "ENOENT" : "EROFS";
      throw Object.assign(new Error(`${code}: injected, mkdir`), { code, path: args[0], syscall: "mkdir" });
    });
    expect(() => synth(outdir, old)).toThrow(/cannot be written: the file system is read-only, EROFS /);
  },
);

test("an output folder that is a file is told in words", () => {
  const outdir = join(folder, "a-file");
  writeFileSync(outdir, "");
  expect(() => synth(outdir, old)).toThrow(
    /^The output folder .*a-file cannot be written: a file stands where a folder belongs/,
  );
});
