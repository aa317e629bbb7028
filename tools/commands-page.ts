import { commands } from "../cli/commands";
import { exitCodes, runProgram } from "../cli/program";

/** What the program says of itself: a command that is not in this page is not there. */
export async function commandsPage(): Promise<string> {
  const sections: string[] = [];
  for (const { name } of commands) sections.push(`## ${name}\n\n\`\`\`\n${await helpOf(name)}\n\`\`\`\n`);
  const table = commands.map(({ name, summary }) => `| [\`${name}\`](#${name}) | ${summary} |`);
  return [
    "# Commands",
    "",
    "`npx cdktf-ground-truth <command>`. This page is made from the program (`npm run docs`); `--help` behind a command says the same.",
    "",
    "| Command | What it does |",
    "| --- | --- |",
    ...table,
    "",
    "## For all commands",
    "",
    `- ${exitCodes}`,
    "- Results go to standard output, everything that is meant for the person to standard error. `--json` is for programs.",
    "- Colours and moving lines only on a terminal; never colours with `NO_COLOR`.",
    "- The project is the nearest folder upwards with a `cdktf.json` or a `ground-truth.yaml`. `GROUND_TRUTH_CONFIG` names another",
    "  configuration, `CDKTF_OUTDIR` another output folder, both relative to the working directory.",
    "- A mistake is told in words, with its place, and never with a stack trace.",
    "- Nothing is sent anywhere: no usage, no crash reports, no look-up of new versions. Commands that talk to AWS say so. Under the cdktf CLI, `synth` looks up the",
    "  name of a host that the CLI asks in the same run, to explain the red lines of a machine without a network.",
    "",
    ...sections,
  ].join("\n");
}

async function helpOf(name: string): Promise<string> {
  let help = "";
  await runProgram(["help", name], {
    write: (text) => void (help += text),
    tell: () => undefined,
    colours: false,
    width: 100,
  });
  return help.trim();
}
