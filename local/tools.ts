import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { UserError } from "./user-error";

/** Programs that the local commands need and npm does not bring. */
const installation = {
  terraform: `terraform is not on the PATH, nor is tofu. HashiCorp's page "Install Terraform" (developer.hashicorp.com/terraform/install) has it.`,
  moto_server: `moto_server is not on the PATH. Install it with: pip install 'moto[server]'`,
};

type Tool = keyof typeof installation;

/**
 * Terraform or OpenTofu: what `TERRAFORM_BINARY_NAME` names, as for the cdktf CLI, else whichever there is.
 *
 * @returns its path, or undefined
 */
export function terraformTool(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env["TERRAFORM_BINARY_NAME"];
  return (named ? [named] : ["terraform", "tofu"])
    .map((name) => onPath(name, env))
    .find((path) => path !== undefined);
}

export function findTool(tool: Tool, env: NodeJS.ProcessEnv = process.env): string | undefined {
  return tool === "terraform" ? terraformTool(env) : onPath(tool, env);
}

function onPath(tool: string, env: NodeJS.ProcessEnv): string | undefined {
  if (isAbsolute(tool)) return isProgram(tool) ? tool : undefined;
  const endings = process.platform === "win32" ? [".exe", ".cmd"] : [""];
  return (env["PATH"] ?? "")
    .split(delimiter)
    .filter((directory) => directory !== "")
    .flatMap((directory) => endings.map((ending) => join(directory, tool + ending)))
    .find(isProgram);
}

/** Says at once everything that is missing, so that nobody installs one thing only to hear of the next. */
export function requireTools(tools: readonly Tool[], env: NodeJS.ProcessEnv = process.env): void {
  const missing = tools.filter((tool) => findTool(tool, env) === undefined);
  if (missing.length > 0) throw new UserError(missing.map((tool) => installation[tool]).join("\n"));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
