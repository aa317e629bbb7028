import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { findProviderMirror, mirroredProviders } from "./provider-mirror";

/**
 * Environment variables that tell Terraform where its providers are. A user's own CLI configuration always wins.
 *
 * @param directory where a configuration file may be written
 * @param find how to look for a mirror
 */
export function providerInstallation(
  directory: string,
  env: NodeJS.ProcessEnv = process.env,
  find: (env: NodeJS.ProcessEnv) => string | undefined = findProviderMirror,
): NodeJS.ProcessEnv {
  const own = env["TF_CLI_CONFIG_FILE"];
  if (own && existsSync(own)) return {};
  const home = env["HOME"] || homedir();
  // Terraform complains at every call about a variable that names a missing file.
  const unset = { TF_CLI_CONFIG_FILE: undefined };
  if (existsSync(join(home, ".terraformrc")) && !env["GROUND_TRUTH_PROVIDER_MIRROR"]) return unset;

  const mirror = find(env);
  if (mirror !== undefined) {
    const file = join(directory, "terraform.rc");
    mkdirSync(directory, { recursive: true });
    writeFileSync(file, cliConfig(mirror));
    return { TF_CLI_CONFIG_FILE: file };
  }
  // The provider is large; without a cache every stack would fetch it again.
  const cache = env["TF_PLUGIN_CACHE_DIR"] || join(home, ".terraform.d", "plugin-cache");
  mkdirSync(cache, { recursive: true });
  return { ...unset, TF_PLUGIN_CACHE_DIR: cache };
}

/** Providers that the mirror has come from there, all others from their registry. */
function cliConfig(mirror: string): string {
  const providers = JSON.stringify(mirroredProviders(mirror));
  return `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = ${providers}
  }
  direct {
    exclude = ${providers}
  }
}
`;
}
