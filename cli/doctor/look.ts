import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { findProviderMirror } from "../../local/provider-mirror";
import { findTool, terraformTool } from "../../local/tools";
import { readConfigs } from "../../stacks/config/read-config";
import { type CoreCli, coreCli } from "../core-cli";
import { installedVersion, isListed } from "../installed-version";
import { dependenciesFor } from "../init/own-package";
import type { Project } from "../project";
import { shownFile } from "../shown-file";
import { isTold } from "../told-errors";
import { counted } from "../words";
import type { Finding } from "./finding";

/** Looks at everything that the commands need. Sends nothing anywhere, and shows no secret. */
export function look(project: Project, env: NodeJS.ProcessEnv): Finding[] {
  return [
    node(process.versions.node),
    ...libraries(project.root),
    configuration(project),
    coreCliFound(
      installedVersion(coreCli().name, project.root),
      process.versions.node,
      coreCli(),
      isListed(coreCli().name, project.root),
    ),
    terraform(env),
    provider(env),
    credentials(env),
    moto(env),
    news(env),
  ];
}

const oldestNode = [20, 12] as const;

export function node(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isGood = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  return {
    what: "Node.js",
    neededFor: "synth",
    isGood,
    found: version,
    mend: isGood ? undefined : `Install Node.js ${oldestNode.join(".")} or newer: nodejs.org`,
  };
}

function libraries(root: string): Finding[] {
  const [, ...peers] = Object.entries(dependenciesFor(root));
  return peers.map(([name, range]) => {
    const version = installedVersion(name, root);
    return {
      what: name,
      neededFor: "synth",
      isGood: version !== undefined,
      found: version ?? "not installed",
      mend:
        version !== undefined
          ? undefined
          : isListed(name, root)
            ? "npm install"
            : `npm install '${name}@${range}'`,
    };
  });
}

function configuration({ configuration: file }: Project): Finding {
  const about = { what: "configuration", neededFor: "synth" } as const;
  const shown = shownFile(file);
  if (!existsSync(file))
    return { ...about, isGood: false, found: `there is no ${shown}`, mend: "npx cdktf-ground-truth init" };
  try {
    const configs = readConfigs(file).map(({ config }) => config);
    const each = configs.map(
      ({ environment, workflows, region }) =>
        `${counted(workflows.length, "workflow")} in ${region}${environment === undefined ? "" : ` (${environment.name})`}`,
    );
    const found = `${shown}: ${each.join(", ")}`;
    return { ...about, isGood: true, found };
  } catch (error) {
    if (!isTold(error)) throw error;
    return { ...about, isGood: false, found: `${shown} has mistakes`, mend: "npx cdktf-ground-truth check" };
  }
}

export function coreCliFound(
  version: string | undefined,
  node: string,
  { name, range, lack }: CoreCli = coreCli(),
  isInPackageJson = false,
): Finding {
  const about = { what: name, neededFor: "deploy" } as const;
  if (version === undefined)
    return {
      ...about,
      isGood: false,
      found: "not installed",
      mend: isInPackageJson ? "npm install" : `npm install --save-dev ${name}@${range}`,
    };
  const lacking = lack(node);
  if (lacking === undefined) return { ...about, isGood: true, found: version };
  return { ...about, isGood: false, found: `${version} ${lacking.found}`, mend: lacking.mend };
}

function terraform(env: NodeJS.ProcessEnv): Finding {
  const about = { what: "Terraform", neededFor: "deploy" } as const;
  const mend = "Install Terraform 1.5 or newer: developer.hashicorp.com/terraform/install";
  const tool = terraformTool(env);
  if (tool === undefined) return { ...about, isGood: false, found: "neither terraform nor tofu", mend };
  const { stdout } = spawnSync(tool, ["version", "-json"], {
    encoding: "utf8",
    env: { ...env, CHECKPOINT_DISABLE: "1" },
  });
  const version = /"terraform_version":\s*"([^"]+)"/.exec(stdout)?.[1];
  const [major = 0, minor = 0] = (version ?? "").split(".").map(Number);
  const isGood = major > 1 || (major === 1 && minor >= 5);
  return {
    ...about,
    isGood,
    found: `${version ?? "of an unknown version"} (${tool})`,
    mend: isGood ? undefined : mend,
  };
}

function provider(env: NodeJS.ProcessEnv): Finding {
  const about = { what: "AWS provider", neededFor: "deploy", isGood: true } as const;
  const mirror = findProviderMirror(env);
  if (mirror !== undefined) return { ...about, found: `on this machine (${mirror})` };
  return { ...about, found: "Terraform fetches it from registry.terraform.io when it is first needed" };
}

function credentials(env: NodeJS.ProcessEnv): Finding {
  const about = { what: "AWS credentials", neededFor: "deploy" } as const;
  const source = credentialSource(env);
  if (source !== undefined) return { ...about, isGood: true, found: source };
  return {
    ...about,
    isGood: false,
    found: "none in the environment or in ~/.aws",
    mend: "aws configure sso, then export AWS_PROFILE=<its profile>",
  };
}

/** Where the AWS provider would take credentials from, without reading a secret. */
function credentialSource(env: NodeJS.ProcessEnv): string | undefined {
  const set = (name: string) => (env[name] ?? "") !== "";
  if (set("AWS_ACCESS_KEY_ID")) return "an access key in the environment (AWS_ACCESS_KEY_ID)";
  const files = ["config", "credentials"].map((name) => {
    const named = env[name === "config" ? "AWS_CONFIG_FILE" : "AWS_SHARED_CREDENTIALS_FILE"];
    return named ?? join(env["HOME"] ?? homedir(), ".aws", name);
  });
  const profile = env["AWS_PROFILE"] ?? env["AWS_DEFAULT_PROFILE"] ?? "";
  const profiles = files.flatMap((file) => (existsSync(file) ? profilesIn(readFileSync(file, "utf8")) : []));
  if (profile !== "") return profiles.includes(profile) ? `the profile ${profile} (AWS_PROFILE)` : undefined;
  if (set("AWS_WEB_IDENTITY_TOKEN_FILE")) return "a web identity (AWS_WEB_IDENTITY_TOKEN_FILE)";
  if (set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") || set("AWS_CONTAINER_CREDENTIALS_FULL_URI"))
    return "the role of this container";
  return profiles.includes("default") ? "the profile default" : undefined;
}

function profilesIn(text: string): string[] {
  return [...text.matchAll(/^\s*\[(?:profile\s+)?([^\]]+)\]/gm)].map(([, name]) => name!.trim());
}

function moto(env: NodeJS.ProcessEnv): Finding {
  const about = { what: "moto_server", neededFor: "local" } as const;
  const tool = findTool("moto_server", env);
  if (tool !== undefined) return { ...about, isGood: true, found: tool };
  return { ...about, isGood: false, found: "not on the PATH", mend: "pip install 'moto[server]'" };
}

/** Red lines about a host that cannot be reached come from this. */
function news(env: NodeJS.ProcessEnv): Finding {
  const about = { what: "news of versions", neededFor: "deploy", isGood: true } as const;
  if ((env["CHECKPOINT_DISABLE"] ?? "") !== "") return { ...about, found: "off (CHECKPOINT_DISABLE)" };
  const found =
    "cdktf and Terraform ask checkpoint-api.hashicorp.com; offline, cdktf writes an error and goes on";
  return { ...about, found, mend: "To stop that: export CHECKPOINT_DISABLE=1" };
}
