import { Argument } from "commander";
import { noInk, terminalInk } from "../../review/formats/ink";
import type { CommandModule } from "../command-entry";
import type { Finding, Purpose } from "../doctor/finding";
import { purposes } from "../doctor/finding";
import { look } from "../doctor/look";
import { findProject } from "../project";

const help = `
Sends nothing anywhere, and shows no secret. Exit code 1 when something is wrong that synth needs, or what you name.

Examples:
  cdktf-ground-truth doctor
  cdktf-ground-truth doctor deploy --json     for a pipeline that deploys`;

const purposeWords: Readonly<Record<Purpose, string>> = {
  synth: "to write Terraform",
  deploy: "to deploy",
  local: "to try it on this machine",
};

/** `cdktf-ground-truth doctor`. */
export const doctorCommand: CommandModule = {
  define(command, terminal, exit) {
    command
      .addArgument(new Argument("[for]", "what must work").choices(purposes).default("synth"))
      .option("--json", "for programs")
      .addHelpText("after", help)
      .action((purpose: Purpose, options: { readonly json?: boolean }) => {
        const findings = look(findProject(), process.env);
        const ink = terminal.colours ? terminalInk : noInk;
        if (options.json === true) terminal.write(`${JSON.stringify(findings, undefined, 2)}\n`);
        else terminal.write(findingsText(findings, ink));
        const needed = purposes.slice(0, purpose === "synth" ? 1 : purposes.length);
        const isWrong = ({ neededFor, isGood }: Finding) =>
          !isGood && (neededFor === purpose || (needed.includes(neededFor) && neededFor === "synth"));
        if (findings.some(isWrong)) exit(1);
      });
  },
};

function findingsText(findings: readonly Finding[], ink: typeof noInk): string {
  const width = Math.max(...findings.map(({ what }) => what.length));
  const sections = purposes.map((purpose) => {
    const own = findings.filter(({ neededFor }) => neededFor === purpose);
    const lines = own.flatMap(({ what, isGood, found, mend }) => [
      `  ${isGood ? ink.good("ok     ") : ink.grave("missing")}  ${what.padEnd(width)}  ${found}`,
      ...(mend === undefined ? [] : [`  ${" ".repeat(width + 9)}  ${ink.bold(mend)}`]),
    ]);
    return [`${purposeWords[purpose]}:`, ...lines].map((line) => `${line}\n`).join("");
  });
  const isAll = findings.every(({ isGood }) => isGood);
  return `${sections.join("\n")}${isAll ? "\nAll is well.\n" : ""}`;
}
