import { readConfigs } from "../../stacks/config/read-config";
import { stackNames } from "../../stacks/facts/stack-names";
import { removedStacks, startedByCli } from "../../stacks/output/removed-stacks";
import { summaries } from "../../stacks/summary/stack-summary";
import { synthesizeApp } from "../../stacks/synthesize";
import { workflowStacks } from "../../stacks/workflow-stacks";
import { noInk, terminalInk } from "../../review/formats/ink";
import type { CommandModule } from "../command-entry";
import { coreCli } from "../core-cli";
import { installedVersion } from "../installed-version";
import { findProject } from "../project";
import { offlineNotice } from "../offline-notice";
import { shownFile } from "../shown-file";
import { synthText } from "../synth-text";
import { workflowCount, whileBuilding } from "../while-building";
import { locatedWarnings } from "../warnings";

const help = `
Reads ground-truth.yaml, or what GROUND_TRUTH_CONFIG names, and writes one stack for each workflow into cdktf.out, or
where CDKTF_OUTDIR says. The same command is the "app" of cdktf.json: npx cdktf synth, diff and deploy run it.

Examples:
  cdktf-ground-truth synth
  cdktf-ground-truth synth --json     stacks, files, what is left to do, warnings`;

/** `cdktf-ground-truth synth`. */
export const synthCommand: CommandModule = {
  define(command, terminal) {
    command
      .option("--json", "for programs")
      .addHelpText("after", help)
      .action(async (options: { readonly json?: boolean }) => {
        const isByCli = startedByCli();
        // Looked up while the stacks are written.
        const offline = isByCli ? offlineNotice(process.env) : "";
        const { root, configuration, outdir } = findProject();
        const configs = readConfigs(configuration);
        const { notices, warnings } = whileBuilding(terminal, workflowCount(configs), () =>
          synthesizeApp(configs, outdir, workflowStacks),
        );
        const told = notices.map((notice) => `${notice}\n`).join("");
        // The CLI shows its own list of stacks, and the warnings that it finds in the manifest. Of what the program says it
        // shows stdout when all is well.
        if (isByCli) return terminal.write(`${told}${await offline}`);
        const stacks = summaries(outdir);
        const located = locatedWarnings(warnings, configs);
        if (options.json === true) {
          const files = stacks.map((stack) => ({ ...stack, file: shownFile(stack.file) }));
          const report = { stacks: files, warnings: located, notices, removed: removedStacks(outdir) };
          return void terminal.write(`${JSON.stringify(report, undefined, 2)}\n`);
        }
        terminal.tell(told);
        const ink = terminal.colours ? terminalInk : noInk;
        const [first] = stackNames(configs[0]!.config);
        const hasCli = installedVersion(coreCli().name, root) !== undefined;
        terminal.write(synthText({ stacks, warnings: located, first: first!, hasCli }, ink, terminal.width));
      });
  },
};
