/*
 * Prints a bill of materials (CycloneDX) of a package: itself and all that npm installs with it, at the versions of the lock file.
 * What users choose themselves (the core, its provider package, the AWS SDK) is not in it.
 *
 * `npm sbom --omit dev` leaves out what tests use as well, so npm gets a lock file in which nothing is for tests only.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (name) => JSON.parse(readFileSync(join(root, name), "utf8"));

const manifest = read("package.json");
const lock = read("package-lock.json");
const name = process.argv[2] ?? manifest.name;

function shipped({ devDependencies: _tests, peerDependencies: _core, peerDependenciesMeta: _some, ...rest }) {
  return { ...rest, name };
}

const packages = Object.entries(lock.packages).filter(
  ([path, { dev, devOptional, peer }]) => path !== "" && !dev && !devOptional && !peer,
);

const scratch = mkdtempSync(join(tmpdir(), "ground-truth-sbom-"));
// npm calls a package as its folder is called.
const folder = join(scratch, name);
try {
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify(shipped(manifest)));
  writeFileSync(
    join(folder, "package-lock.json"),
    JSON.stringify({
      ...lock,
      name,
      packages: { "": shipped(lock.packages[""]), ...Object.fromEntries(packages) },
    }),
  );
  process.stdout.write(
    execFileSync("npm", ["sbom", "--package-lock-only", "--sbom-format", "cyclonedx"], {
      cwd: folder,
      encoding: "utf8",
    }),
  );
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
