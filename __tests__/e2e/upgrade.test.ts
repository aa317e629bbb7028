import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inParallel } from "../../local/in-parallel";
import { synthesize, synthesizedStacks } from "../../local/synthesis";
import { atOnce, type Terraform } from "../../local/terraform";
import { prepareWorkDirectory, type WorkDirectory } from "../../local/work-directory";
import { emulatedTerraform, endEmulated } from "./recorded-terraform";
import type { RecordingProxy } from "./recording-proxy";
import { projectRoot, throwawayProject } from "./throwaway-project";

/*
 * Whoever deployed an earlier version deploys this one over it: stacks as they were released, kept in `released/`, are applied,
 * and then what the same configuration gives today.
 */

const planFile = "upgrade.tfplan";
/** What holds data, messages or a key, or stands in somebody's request: nobody may lose it by an upgrade. */
const precious = [
  "aws_iam_role",
  "aws_kms_alias",
  "aws_kms_key",
  "aws_lambda_function",
  "aws_s3_bucket",
  "aws_s3_object",
  "aws_sns_topic",
  "aws_sqs_queue",
];

const released = join(__dirname, "released");
const root = throwawayProject();
let terraform: Terraform;
let proxy: RecordingProxy;

/** A stack in its work directory, but for lifecycle rules: the provider waits a minute for each of them on the emulator. */
function prepared(name: string, directory: string): WorkDirectory {
  const work = prepareWorkDirectory(root, { name, directory });
  const file = join(work.directory, "cdk.tf.json");
  const { resource, ...others } = JSON.parse(readFileSync(file, "utf8")) as {
    resource: Record<string, unknown>;
  };
  delete resource["aws_s3_bucket_lifecycle_configuration"];
  writeFileSync(file, JSON.stringify({ ...others, resource }));
  return work;
}

beforeAll(async () => {
  ({ proxy, terraform } = await emulatedTerraform(root));
  process.env["GROUND_TRUTH_CONFIG"] = join(projectRoot, "ground-truth.yaml");
  synthesize(root);
  delete process.env["GROUND_TRUTH_CONFIG"];
}, 120_000);

afterAll(() => endEmulated(root, proxy), 60_000);

describe.each(readdirSync(released))("stacks of version %s", (version) => {
  const names = readdirSync(join(released, version));
  let works: WorkDirectory[];

  test("are deployed", async () => {
    works = names.map((name) => prepared(name, join(released, version, name)));
    for (const work of works) await terraform.init(work);
    expect(await inParallel(works, atOnce, (work) => terraform.apply(work))).toEqual([]);
  });

  test.each(names)(
    "%s: the upgrade replaces and deletes nothing that holds data, messages or a key",
    async (name) => {
      const work = prepareWorkDirectory(
        root,
        synthesizedStacks(root).find((stack) => stack.name === name)!,
      );
      await terraform.init(work);
      await terraform.changes(work, planFile);
      const { resource_changes = [] } = await terraform.showPlan(work, planFile);
      expect(resource_changes.map(({ address }) => address)).toContain("aws_iam_role.execution_role");
      const lost = resource_changes.filter(({ change }) => change.actions.includes("delete"));
      expect(lost.filter(({ type }) => precious.includes(type)).map(({ address }) => address)).toEqual([]);
    },
  );

  test("take the upgrade, and nothing is left to change", async () => {
    expect(await inParallel(works, atOnce, (work) => terraform.apply(work, planFile))).toEqual([]);
    const changes = new Map<string, string | undefined>();
    await inParallel(works, atOnce, async (work) => {
      changes.set(work.name, await terraform.changes(work));
    });
    expect([...changes].filter(([, plan]) => plan !== undefined)).toEqual([]);
  });
});
