import { readConfigs } from "../../stacks/config/read-config";
import { checkApp } from "../../stacks/synthesize";
import { workflowStacks } from "../../stacks/workflow-stacks";
import { ConfigurationError } from "../../stacks/file/configuration-error";
import type { CommandModule } from "../command-entry";
import { findProject } from "../project";
import { counted } from "../words";
import { shownFile } from "../shown-file";
import { workflowCount, whileBuilding } from "../while-building";
import { locatedWarnings, warningText } from "../warnings";

const help = `
Writes nothing: for save hooks of editors and for pre-commit.

Examples:
  cdktf-ground-truth check
  cdktf-ground-truth check --json     problems and warnings, each with file, line and column`;

/** `cdktf-ground-truth check`. */
export const checkCommand: CommandModule = {
  define(command, terminal, exit) {
    command
      .option("--json", "for programs")
      .addHelpText("after", help)
      .action((options: { readonly json?: boolean }) => {
        const { configuration } = findProject();
        const json = (value: object) => terminal.write(`${JSON.stringify(value, undefined, 2)}\n`);
        try {
          const configs = readConfigs(configuration);
          const count = workflowCount(configs);
          const found = whileBuilding(terminal, count, () => checkApp(configs, workflowStacks));
          const warnings = locatedWarnings(found, configs);
          if (options.json === true) return json({ problems: [], warnings });
          terminal.tell(warnings.map((warning) => `${warningText(warning)}\n`).join(""));
          const also = warnings.length === 0 ? "" : `, ${counted(warnings.length, "warning")}`;
          const workflows = counted(count, "workflow");
          const where = configs.length === 1 ? "" : ` in ${configs.length} environments`;
          terminal.write(`${shownFile(configuration)}: ${workflows}${where}, no mistakes${also}.\n`);
        } catch (error) {
          if (options.json !== true || !(error instanceof ConfigurationError)) throw error;
          json({ problems: error.problems, warnings: [] });
          exit(1);
        }
      });
  },
};
