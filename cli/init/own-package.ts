import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** What a new project depends on: this package as it was installed here, and what it wants beside it. */
export function dependenciesFor(folder: string): Readonly<Record<string, string>> {
  const root = packageRoot();
  const own = read(join(root, "package.json"));
  return { [own.name]: specification(own, root, folder), ...neededPeers(own) };
}

/** The packages without which nothing works: the core, its constructs, and the AWS provider. */
export function needsBeside(): readonly string[] {
  return Object.keys(neededPeers(read(join(packageRoot(), "package.json"))));
}

/** Without those that only some commands use. */
function neededPeers({ peerDependencies = {}, peerDependenciesMeta = {} }: PackageJson) {
  const needed = Object.entries(peerDependencies).filter(([name]) => !peerDependenciesMeta[name]?.optional);
  return Object.fromEntries(needed);
}

/** The package that this file belongs to. */
export function packageRoot(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}

/** A tarball stays a tarball, by its path from the new project; what came from a registry is asked for there. */
function specification(own: PackageJson, root: string, folder: string): string {
  const modules = dirname(root);
  // Not installed: the repository of this package itself.
  if (basename(modules) !== "node_modules") return fromFolder(root, folder);
  const holder = dirname(modules);
  const file = join(holder, "package.json");
  const { dependencies, devDependencies } = existsSync(file) ? read(file) : ({} as Partial<PackageJson>);
  const given = dependencies?.[own.name] ?? devDependencies?.[own.name] ?? `^${own.version}`;
  return given.startsWith("file:") ? fromFolder(resolve(holder, given.slice("file:".length)), folder) : given;
}

function fromFolder(path: string, folder: string): string {
  const way = relative(folder, path);
  return `file:${isAbsolute(way) ? path : way.replaceAll("\\", "/")}`;
}

function read(file: string): PackageJson {
  return JSON.parse(readFileSync(file, "utf8")) as PackageJson;
}
