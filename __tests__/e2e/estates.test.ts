import { readdirSync } from "node:fs";
import { join } from "node:path";
import { inParallel } from "../../local/in-parallel";
import { synthesize, synthesizedStacks } from "../../local/synthesis";
import { atOnce, type Terraform } from "../../local/terraform";
import { prepareWorkDirectory } from "../../local/work-directory";
import { unknownPolicies } from "./policies";
import { emulatedTerraform, endEmulated } from "./recorded-terraform";
import type { RecordingProxy } from "./recording-proxy";
import { projectRoot, removeProject, throwawayProject } from "./throwaway-project";

/* The public set-ups of docs/coming-from.md with the real Terraform and the real AWS provider: valid, and planned from nothing. */

const root = throwawayProject();
const folder = join(projectRoot, "examples", "coming-from");
/** The emulator knows no key of somebody else's, which Terraform looks up while it plans. */
const namesExistingKey = "mlspace.yaml";

let terraform: Terraform;
let proxy: RecordingProxy;

beforeAll(async () => {
  ({ proxy, terraform } = await emulatedTerraform(root));
}, 120_000);

afterAll(() => endEmulated(root, proxy), 60_000);

test.each(readdirSync(folder))("%s is valid, and planned with every policy in full", async (file) => {
  const project = throwawayProject();
  try {
    process.env["GROUND_TRUTH_CONFIG"] = join(folder, file);
    synthesize(project);
    delete process.env["GROUND_TRUTH_CONFIG"];
    const unknown: string[] = [];
    const failed = await inParallel(synthesizedStacks(project), atOnce, async (stack) => {
      const work = prepareWorkDirectory(root, {
        ...stack,
        name: `${file.replace(".yaml", "")}-${stack.name}`,
      });
      await terraform.init(work);
      if (file === namesExistingKey) return terraform.validate(work);
      expect(await terraform.changes(work, "first.tfplan")).toBeDefined();
      unknown.push(...unknownPolicies(await terraform.showPlan(work, "first.tfplan")));
    });
    expect(failed).toEqual([]);
    expect(unknown).toEqual([]);
  } finally {
    removeProject(project);
  }
});
