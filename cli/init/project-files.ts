import { randomUUID } from "node:crypto";
import { basename } from "node:path";
import { asset } from "../../review/asset";
import { coreCli } from "../core-cli";
import type { Answers } from "./answers";
import { configurationText } from "./configuration-text";

/** Files of a new project by their paths, without `package.json`. */
export function projectFiles(answers: Answers): Readonly<Record<string, string>> {
  return {
    "ground-truth.yaml": configurationText(answers),
    "cdktf.json": cdktfJson(),
    ".gitignore": ["node_modules/", "cdktf.out/", ".local/", ".terraform/", "*.tfstate*", ""].join("\n"),
    ...(answers.kind === "custom" && {
      "templates/form.liquid.html": custom("template.liquid.html"),
      "handlers/pre-annotation.mjs": custom("handlers", "pre-annotation.mjs"),
      "handlers/post-annotation.mjs": custom("handlers", "post-annotation.mjs"),
      "handlers/handlers.test.mjs": custom("handlers", "handlers.test.mjs"),
    }),
  };
}

function custom(...path: readonly string[]): string {
  return asset("..", "cli", "init", "custom", ...path);
}

/** The app is the command: nothing has to be compiled, and `npx cdktf synth` does what `synth` does. */
function cdktfJson(): string {
  return json({
    language: "typescript",
    app: "npx --no-install cdktf-ground-truth synth",
    projectId: randomUUID(),
    sendCrashReports: "false",
    terraformProviders: [],
    terraformModules: [],
  });
}

export interface GivenPackageJson {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

/**
 * The `package.json` of a new project. npm has written one if it installed this package here: what it says stays, what is
 * missing is added.
 */
export function packageJson(
  folder: string,
  { kind }: Answers,
  dependencies: Readonly<Record<string, string>>,
  given: GivenPackageJson | undefined,
): string {
  const scripts = {
    check: "cdktf-ground-truth check",
    synth: "cdktf-ground-truth synth",
    ...(kind === "custom" && { test: "node --test handlers/" }),
  };
  const { name, range } = coreCli();
  return json({
    // npm writes a file without a name when it installs into an empty folder.
    ...(given?.["name"] === undefined && { name: packageName(folder), private: true }),
    ...given,
    // What `npm init` writes, which only fails.
    scripts: { ...scripts, ...withoutNoTest(given?.scripts) },
    dependencies: { ...dependencies, ...given?.dependencies },
    devDependencies: { [name]: range, ...given?.devDependencies },
  });
}

function withoutNoTest(scripts: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const { test, ...others } = scripts;
  return test === undefined || test.includes("no test specified") ? others : scripts;
}

function packageName(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9._-]/g, "-")
    .replace(/^[._-]+/, "");
  return name === "" ? "labeling" : name;
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
