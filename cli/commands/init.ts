import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../../review/user-error";
import { refusalText } from "../../stacks/output/refusals";
import type { CommandModule } from "../command-entry";
import { checkFlags, type Flags, kinds } from "../init/answers";
import { answersFrom, nobody } from "../init/ask";
import { dependenciesFor, packageRoot } from "../init/own-package";
import { type GivenPackageJson, packageJson, projectFiles } from "../init/project-files";
import { terminalQuestions } from "../init/terminal-questions";

interface Options extends Flags {
  readonly yes?: boolean;
}

const help = `
Writes into this folder, and overwrites nothing. Asks for what no option says; not on a terminal, and with --yes, it takes
the defaults.

Examples:
  cdktf-ground-truth init
  cdktf-ground-truth init --kind streaming --task BoundingBox --name dashcam-signs --yes
  cdktf-ground-truth init --buckets existing --input s3://my-data/images/ --output s3://my-labels/signs/ --yes
  cdktf-ground-truth init --kind custom     a form for workers, two functions and their test`;

/** `cdktf-ground-truth init`. */
export const initCommand: CommandModule = {
  define(command, terminal) {
    command
      .option("--kind <kind>", kinds.join(", "))
      .option("--task <type>", "task type of AWS, such as BoundingBox")
      .option("--name <name>", "name of the workflow")
      .option("--prefix <prefix>", "begins the names of roles, policies and keys")
      .option("--region <region>", "AWS Region")
      .option("--buckets <which>", "new, existing")
      .option("--input <location>", "S3 location of the data: s3://bucket/folder/")
      .option("--output <location>", "S3 location of the answers: s3://bucket/folder/")
      .option("-y, --yes", "ask nothing")
      .addHelpText("after", help)
      .action(async ({ yes, ...flags }: Options) => {
        checkFlags(flags);
        const folder = process.cwd();
        refuseToOverwrite(folder);
        const questions = terminal.asks && yes !== true ? await terminalQuestions() : nobody;
        const answers = await answersFrom(flags, questions, folder, process.env);
        // Defaults and answers that only fit together badly.
        checkFlags({ ...flags, name: answers.name, input: answers.input, output: answers.output });
        const files: Readonly<Record<string, string>> = {
          ...projectFiles(answers),
          "package.json": packageJson(folder, answers, dependenciesFor(folder), givenPackage(folder)),
        };
        const kept = [".gitignore"].filter((name) => existsSync(join(folder, name)));
        const names = Object.keys(files).filter((name) => !kept.includes(name));
        writeAll(names.map((name) => [join(folder, name), files[name]!]));
        terminal.write(`${told(answers.name, names, folder)}\n`);
      });
  },
};

/** All that could be overwritten, before a question is asked. */
function refuseToOverwrite(folder: string): void {
  const own = ["ground-truth.yaml", "cdktf.json", "templates/form.liquid.html", "handlers"];
  const there = own.filter((name) => existsSync(join(folder, name)));
  if (there.length === 0) return;
  throw new UserError(
    `${there.join(", ")}: here already, and init overwrites nothing. Use an empty folder: mkdir labeling && cd labeling`,
  );
}

function givenPackage(folder: string): GivenPackageJson | undefined {
  const file = join(folder, "package.json");
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as GivenPackageJson;
  } catch (error) {
    throw new UserError(`package.json cannot be read: ${(error as Error).message}`);
  }
}

/** All of them or none. */
function writeAll(files: readonly (readonly [file: string, text: string])[]): void {
  const made: string[] = [];
  const beside = (file: string) => `${file}.${process.pid}`;
  try {
    for (const [file, text] of files) {
      const firstMade = mkdirSync(dirname(file), { recursive: true });
      made.push(...(firstMade === undefined ? [] : [firstMade]), beside(file));
      writeFileSync(beside(file), text);
    }
    for (const [file] of files) renameSync(beside(file), file);
  } catch (error) {
    for (const path of made) rmSync(path, { recursive: true, force: true });
    const why = refusalText(error) ?? (error as Error).message;
    throw new UserError(`${why.replaceAll(`.${process.pid}`, "")} Nothing was written.`);
  }
}

function told(name: string, files: readonly string[], folder: string): string {
  const isInstalled = packageRoot().startsWith(join(folder, "node_modules"));
  return [
    `Written: ${files.join("  ")}`,
    "",
    isInstalled
      ? "Next: npx cdktf-ground-truth synth      the Terraform, and what is left to do"
      : "Next: npm install && npx cdktf-ground-truth synth",
    ...(isInstalled ? [`      npm install && npx cdktf diff ${name}   once you want to deploy`] : []),
  ].join("\n");
}
