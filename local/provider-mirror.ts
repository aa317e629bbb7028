import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join, parse, resolve } from "node:path";
import { UserError } from "./user-error";

/*
 * Where Terraform finds its AWS provider when there is no registry to ask: a directory laid out as
 * <host>/<namespace>/<type>/<version>, which Terraform calls a filesystem mirror.
 */

const registry = "registry.terraform.io";
const awsProvider = join(registry, "hashicorp", "aws");

/** Kernel views, other people's dependencies and Terraform's own caches: large, and never a mirror. */
const skipped = new Set(["proc", "sys", "dev", "node_modules", ".git", ".terraform"]);

interface SearchLimits {
  readonly depth: number;
  readonly directories: number;
  readonly milliseconds: number;
}

const defaultLimits: SearchLimits = { depth: 5, directories: 50_000, milliseconds: 900 };

/** The mirror to use: the one named in the environment, else one in Terraform's own places, else the nearest found. */
export function findProviderMirror(
  env: NodeJS.ProcessEnv = process.env,
  searchFrom: string = parse(process.cwd()).root,
  limits: SearchLimits = defaultLimits,
): string | undefined {
  const named = env["GROUND_TRUTH_PROVIDER_MIRROR"];
  if (named) {
    if (holdsAwsProvider(named)) return resolve(named);
    throw new UserError(`GROUND_TRUTH_PROVIDER_MIRROR is ${named}, which has no directory ${awsProvider}.`);
  }
  return impliedPlaces(env).find(holdsAwsProvider) ?? search(searchFrom, limits);
}

/** Sources such as `registry.terraform.io/hashicorp/aws` that the mirror holds. */
export function mirroredProviders(mirror: string): string[] {
  return subdirectories(join(mirror, registry)).flatMap((namespace) =>
    subdirectories(join(mirror, registry, namespace)).map((type) => `${registry}/${namespace}/${type}`),
  );
}

function impliedPlaces(env: NodeJS.ProcessEnv): string[] {
  const home = env["HOME"] || homedir();
  const shared = (env["XDG_DATA_DIRS"] || ["/usr/local/share", "/usr/share"].join(delimiter)).split(
    delimiter,
  );
  return [
    join(home, ".terraform.d", "plugins"),
    ...[env["XDG_DATA_HOME"] || join(home, ".local", "share"), ...shared].map((data) =>
      join(data, "terraform", "plugins"),
    ),
  ];
}

/** Level by level, since a mirror that somebody set up on purpose lies near the top. */
function search(start: string, limits: SearchLimits): string | undefined {
  const end = performance.now() + limits.milliseconds;
  let visited = 0;
  let level = [start];
  for (let depth = 0; depth <= limits.depth; depth++) {
    const next: string[] = [];
    for (const directory of level) {
      if (++visited > limits.directories || performance.now() > end) return undefined;
      const names = subdirectories(directory);
      if (names.includes(registry) && holdsAwsProvider(directory)) return directory;
      next.push(...names.filter((name) => !skipped.has(name)).map((name) => join(directory, name)));
    }
    level = next;
  }
  return undefined;
}

function holdsAwsProvider(directory: string): boolean {
  return existsSync(join(directory, awsProvider));
}

/** Links are left out, so that the search cannot run in circles. */
function subdirectories(directory: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
  } catch {
    return [];
  }
}
