/*
 * Writes the two packages of this repository into dist/packages/, or the folder that is named: cdktf-ground-truth as
 * `npm pack` makes it, and cdktn-ground-truth, which is the same with the names of CDK Terrain in it. Build first.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const out = resolve(process.argv[2] ?? join(root, "dist", "packages"));

/** What CDK Terrain 0.24 and its provider package ask for themselves. */
const terrainPeers = {
  "@cdktn/provider-aws": "^25.7.0",
  cdktn: "^0.24.0",
  constructs: ">=10.6.0 <10.8.0",
};

/** These speak of both packages, or of the past. */
const leftAsTheyAre = /^(CHANGELOG\.md|docs\/packages\.md|docs\/decisions\/.*)$/;
const text = /\.(c|m)?[jt]s$|\.(json|md|yaml|html)$/;

function npm(args, cwd) {
  return execFileSync("npm", [...args, "--ignore-scripts", "--silent"], { cwd, encoding: "utf8" });
}

function packed(folder, ...options) {
  return JSON.parse(npm(["pack", "--json", ...options], folder))[0];
}

/** Code names modules; pages and messages also name commands. */
function forTerrain(code) {
  return code
    .replaceAll("cdktf-ground-truth", "cdktn-ground-truth")
    .replaceAll("@cdktf/provider-aws", "@cdktn/provider-aws")
    .replace(/\b(from |require\(|import\()(["'])cdktf(\/[^"']*)?\2/g, "$1$2cdktn$3$2")
    .replaceAll(/npx cdktf (?=synth|diff|deploy|destroy)/g, "npx cdktn ");
}

/** The line that installs the package. Each range is named: what is newest of one is not made for the newest of the others. */
function installLine(page) {
  return page.replace(
    /^npm install cdktn-ground-truth cdktf constructs @cdktn\/provider-aws$/m,
    `npm install cdktn-ground-truth ${Object.entries(terrainPeers)
      .map(([name, range]) => (range.includes(" ") ? `"${name}@${range}"` : `${name}@${range}`))
      .join(" ")}`,
  );
}

function manifestForTerrain(manifest) {
  const {
    devDependencies: _only,
    overrides: _here,
    scripts: _of,
    ...rest
  } = JSON.parse(forTerrain(manifest));
  const { cdktf: _core, "@cdktn/provider-aws": _provider, ...peers } = rest.peerDependencies;
  const changed = {
    ...rest,
    description: rest.description.replace("CDKTF", "CDK Terrain (cdktn)"),
    keywords: rest.keywords.map((word) => (word === "cdktf" ? "cdktn" : word)),
    peerDependencies: { ...peers, ...terrainPeers },
  };
  return `${JSON.stringify(changed, undefined, 2)}\n`;
}

function terrainFile(path) {
  const before = readFileSync(join(root, path), "utf8");
  if (path === "package.json") return manifestForTerrain(before);
  return installLine(forTerrain(before));
}

mkdirSync(out, { recursive: true });
const original = packed(root, "--pack-destination", out);
const stage = mkdtempSync(join(tmpdir(), "ground-truth-pack-"));
try {
  for (const { path } of original.files) {
    const target = join(stage, path);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(root, path), target);
    if (text.test(path) && !leftAsTheyAre.test(path)) writeFileSync(target, terrainFile(path));
  }
  const terrain = packed(stage, "--pack-destination", out);
  for (const { filename } of [original, terrain]) process.stdout.write(`${join(out, filename)}\n`);
} finally {
  rmSync(stage, { recursive: true, force: true });
}
