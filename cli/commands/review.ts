import { Option } from "commander";
import type { CommandModule } from "../command-entry";
import { orSynthesized } from "../or-synthesized";
import { writeWhole } from "../output-file";
import { acceptedGrowthFile, readAcceptedGrowth } from "../../review/report/accepted-growth";
import { buildReport } from "../../review/report/build-report";
import { failing, failOnValues, type FailOn } from "../../review/report/fail-on";
import { formatNames, formatted, type FormatName } from "../../review/formats/formats";
import { readInputs } from "../../review/input/read-inputs";
import { UserError } from "../../review/user-error";

interface Options {
  readonly against?: readonly string[];
  readonly format: FormatName;
  readonly json?: boolean;
  readonly out?: string;
  readonly failOn?: readonly FailOn[];
  readonly accepted?: string;
  readonly account?: string;
}

const help = `
Examples:
  terraform plan -out plan.bin && terraform show -json plan.bin > plan.json
  cdktf-ground-truth review plan.json                          what the plan adds, with one request for each growth
  cdktf-ground-truth review plan.json --format html --out review.html
  cdktf-ground-truth review cdktf.out --against main/cdktf.out  two synthesized versions
  cdktf-ground-truth review plans/*.json --fail-on growth       in a pipeline: exit code 3 when something grew

Accepted growth is read from ${acceptedGrowthFile} in this directory. All of it: docs/review.md`;

/** `cdktf-ground-truth review`. */
export const reviewCommand: CommandModule = {
  define(command, terminal, exit) {
    command
      .argument(
        "[what...]",
        "plans and states of `terraform show -json`, JSON plans of HCP Terraform, cdktf.out; - for standard input (default: what synth wrote)",
      )
      .option("--against <what...>", "compare with these, instead of with the state before the plan")
      .addOption(new Option("--format <format>", "how to write it").choices(formatNames).default("text"))
      .addOption(new Option("--json", "the same as --format json").conflicts("format"))
      .option("--out <file>", "write to a file")
      .addOption(
        new Option("--fail-on <class...>", "exit code 3 when one of these is found").choices(failOnValues),
      )
      .option("--accepted <file>", `accepted growth (default: ${acceptedGrowthFile}, if it is there)`)
      .option("--account <id>", "account of stacks that do not tell theirs")
      .addHelpText("after", help)
      .action(async (what: string[], options: Options) => {
        if (options.account !== undefined && !/^\d{12}$/.test(options.account)) {
          throw new UserError(`--account: ${options.account} is no account: it has twelve digits.`);
        }
        const accepted = readAcceptedGrowth(options.accepted);
        const inputs = readInputs(orSynthesized(what), options);
        const against = options.against === undefined ? undefined : readInputs(options.against, options);
        const today = new Date().toISOString().slice(0, 10);
        const report = await buildReport({ what: inputs, against, accepted, today });
        const found = failing(report, options.failOn ?? []);
        const format = options.json === true ? "json" : options.format;
        const text = formatted(report, format, {
          colours: terminal.colours && options.out === undefined,
          width: terminal.width,
        });
        if (options.out === undefined) terminal.write(text);
        else await writeWhole(options.out, text, terminal);
        if (found.length === 0) return;
        terminal.tell(`Found what --fail-on names: ${found.join(", ")}.\n`);
        exit(3);
      });
  },
};
