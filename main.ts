import { join } from "node:path";
import { InvalidInputError } from "./lib/validation/problems";
import { ConfigurationError } from "./stacks/config/configuration-error";
import { readLocatedConfig } from "./stacks/config/read-config";
import { projectRoot } from "./stacks/project-root";
import { OutputError } from "./stacks/output/output-error";
import { startedByCli } from "./stacks/output/removed-stacks";
import { synthesizeApp } from "./stacks/synthesize";
import { workflowStacks } from "./stacks/workflow-stacks";

/*
 * Reads ground-truth.yaml and writes one Terraform stack for each workflow in it.
 *
 * Both files and output belong to the project that this program stands in, not to the directory that it is started
 * from: `npx cdktf synth`, `npm run synth` and `node <project>/dist/main.js` from anywhere do the same. Two environment
 * variables say otherwise, relative to the directory of the command: GROUND_TRUTH_CONFIG names another configuration,
 * CDKTF_OUTDIR another output directory. The cdktf CLI sets the latter, to `cdktf.out` in the project.
 */
try {
  const root = projectRoot();
  const { config, places } = readLocatedConfig(
    process.env.GROUND_TRUTH_CONFIG ?? join(root, "ground-truth.yaml"),
  );
  const byCli = process.env.CDKTF_OUTDIR;
  const { notices, warnings } = synthesizeApp(
    config,
    byCli ?? join(root, "cdktf.out"),
    workflowStacks,
    places,
  );
  // The CLI shows what the program says on stdout, and on stderr when it fails.
  (startedByCli() ? process.stdout : process.stderr).write(notices.map((notice) => `${notice}\n`).join(""));
  // The CLI shows the warnings that it finds in the manifest.
  if (byCli === undefined) process.stderr.write(warnings.map((warning) => `Warning: ${warning}\n`).join(""));
} catch (error) {
  const isTold = [ConfigurationError, InvalidInputError, OutputError].some((kind) => error instanceof kind);
  if (!isTold) throw error;
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
