import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../review/user-error";

/** The project that a command works in. */
export interface Project {
  /** The folder of `cdktf.json` or `ground-truth.yaml`. */
  readonly root: string;
  /** Absolute. It need not exist. */
  readonly configuration: string;
  /** Absolute: where stacks are written. */
  readonly outdir: string;
}

const configurationFile = "ground-truth.yaml";

/**
 * The project of the working directory: the nearest folder upwards with a `cdktf.json` or a `ground-truth.yaml`.
 *
 * Two environment variables say otherwise, relative to the working directory: `GROUND_TRUTH_CONFIG` names another
 * configuration, `CDKTF_OUTDIR` (which the cdktf CLI sets) another output folder.
 *
 * @throws UserError when one of them is set to nothing, or `cdktf.json` is no JSON
 */
export function findProject(env: NodeJS.ProcessEnv = process.env): Project {
  const root = projectFolder(process.cwd());
  const configuration = fromEnvironment(env, "GROUND_TRUTH_CONFIG", "name a configuration in it");
  const outdir = fromEnvironment(env, "CDKTF_OUTDIR", "name an output folder in it");
  return {
    root,
    configuration: resolve(configuration ?? join(root, configurationFile)),
    outdir: resolve(outdir ?? join(root, configuredOutput(root))),
  };
}

/** What `cdktf.json` says, as far as it has to be known here. */
interface CdktfJson {
  readonly app?: unknown;
  readonly output?: unknown;
}

/** @returns undefined where there is none */
function readCdktfJson(root: string): CdktfJson | undefined {
  const file = join(root, "cdktf.json");
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as CdktfJson;
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

function projectFolder(start: string): string {
  for (let folder = start; ;) {
    if (["cdktf.json", configurationFile].some((name) => existsSync(join(folder, name)))) return folder;
    const above = dirname(folder);
    if (above === folder) return start;
    folder = above;
  }
}

function configuredOutput(root: string): string {
  const output = readCdktfJson(root)?.output;
  return typeof output === "string" && output !== "" ? output : "cdktf.out";
}

function fromEnvironment(env: NodeJS.ProcessEnv, name: string, advice: string): string | undefined {
  if (env[name] !== "") return env[name];
  throw new UserError(`The environment variable ${name} is empty: unset it, or ${advice}.`);
}
