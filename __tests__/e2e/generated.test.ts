import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Terraform } from "../../local/terraform";
import { ConfigurationError, workflowStacks } from "../../stacks";
import { readConfigs } from "../../stacks/config/read-config";
import { synthesizeApp } from "../../stacks/synthesize";
import { additions } from "../../tools/fuzz/additions";
import { type FuzzInput, FuzzInputs } from "../../tools/fuzz/inputs";
import { placeInput } from "../../tools/fuzz/placed-input";
import { projectRoot, removeProject, throwawayProject } from "./throwaway-project";

/*
 * Configurations that are odd and yet accepted: the real provider takes what they give. GENERATED_CONFIGURATIONS says how many
 * are tried, GENERATED_SEED which.
 */

const wanted = Number(process.env["GENERATED_CONFIGURATIONS"] ?? 20);
const inputs = new FuzzInputs(projectRoot, Number(process.env["GENERATED_SEED"] ?? 1));

const root = throwawayProject();
afterAll(() => removeProject(root));

/** @returns the output directory, or undefined where the configuration is refused */
function output(index: number, input: FuzzInput): string | undefined {
  const place = join(root, "configurations", String(index));
  const file = placeInput(input, place);
  try {
    const add = input.hasAdditions === true ? additions : undefined;
    synthesizeApp(readConfigs(file), join(place, "out"), workflowStacks, add);
    return join(place, "out");
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    rmSync(place, { recursive: true });
    return undefined;
  }
}

interface StackJson {
  terraform: { backend?: object; cloud?: object };
  provider?: object;
  resource?: Record<string, object>;
  variable?: Record<string, { default?: unknown }>;
}

test("the stacks of accepted configurations are valid", async () => {
  // One project with a module for each stack: the provider's schema, which takes seconds, is read once.
  const project = join(root, "project");
  const module: Record<string, object> = {};
  let accepted = 0;
  let tooNew = 0;
  for (let index = 0; accepted < wanted; index += 1) {
    const outdir = output(index, inputs.at(index));
    if (outdir === undefined) continue;
    accepted += 1;
    for (const stack of readdirSync(join(outdir, "stacks"))) {
      const name = `input-${index}-${stack}`;
      cpSync(join(outdir, "stacks", stack), join(project, name), { recursive: true });
      const file = join(project, name, "cdk.tf.json");
      const json = JSON.parse(readFileSync(file, "utf8")) as StackJson;
      // A job as a resource needs a provider that is not on these machines; its shape is held against the binding.
      if (json.resource?.aws_sagemaker_labeling_job !== undefined) {
        rmSync(join(project, name), { recursive: true });
        tooNew += 1;
        continue;
      }
      // Only the outermost module has a state, and a provider of each module's own would be a process each.
      delete json.terraform.backend;
      delete json.terraform.cloud;
      delete json.provider;
      writeFileSync(file, JSON.stringify(json));
      const needed = Object.entries(json.variable ?? {}).filter(
        ([, { default: given }]) => given === undefined,
      );
      module[name] = {
        source: `./${name}`,
        ...Object.fromEntries(needed.map(([variable]) => [variable, "x"])),
      };
    }
    rmSync(outdir, { recursive: true });
  }
  writeFileSync(join(project, "main.tf.json"), JSON.stringify({ provider: { aws: {} }, module }));
  process.stderr.write(
    `${accepted} configurations, ${Object.keys(module).length} stacks, ${tooNew} need a newer provider\n`,
  );
  const terraform = new Terraform(root, "http://127.0.0.1:9");
  const work = { name: "generated", directory: project };
  await terraform.init(work);
  await terraform.validate(work);
});
