import { needsBeside } from "./init/own-package";

/** A program that runs `diff` and `deploy` for the core that this package is made for. */
export interface CoreCli {
  readonly name: string;
  readonly range: string;
  /** Why it does not run on a version of Node.js; undefined where it does. */
  readonly lack: (node: string) => { readonly found: string; readonly mend: string } | undefined;
}

const withTerraformAlone = "or Terraform alone: terraform -chdir=cdktf.out/stacks/<stack> init";

const cdktf: CoreCli = {
  name: "cdktf-cli",
  range: "^0.21.0",
  lack: (node) =>
    major(node) <= 22
      ? undefined
      : {
          found: "has no binary for this Node.js",
          mend: `Use Node.js 22 for it, ${withTerraformAlone}`,
        },
};

const terrain: CoreCli = {
  name: "cdktn-cli",
  range: "^0.24.0",
  lack: (node) =>
    major(node) > 22 || (major(node) === 22 && minor(node) >= 19)
      ? undefined
      : {
          found: "wants Node.js 22.19 or newer",
          mend: `Use Node.js 22.19 or newer for it, ${withTerraformAlone}`,
        },
};

/** Of CDK Terrain in the package that is built for it, else of CDKTF. */
export function coreCli(peers: readonly string[] = needsBeside()): CoreCli {
  return peers.includes("cdktn") ? terrain : cdktf;
}

function major(version: string): number {
  return Number(version.split(".")[0]);
}

function minor(version: string): number {
  return Number(version.split(".")[1]);
}
