import { promises as dns } from "node:dns";

/** Longer than a name server nearby takes to answer, in milliseconds. */
const patience = 300;

/**
 * What the cdktf CLI writes in red where there is no network, in words; nothing where there is one.
 *
 * The name that is looked up is one that the CLI, or Terraform for it, looks up in the same run. Nothing is sent to it.
 */
export async function offlineNotice(env: NodeJS.ProcessEnv): Promise<string> {
  const isQuiet = (env["CHECKPOINT_DISABLE"] ?? "") !== "";
  if (!(await isUnknown(isQuiet ? "registry.terraform.io" : "checkpoint-api.hashicorp.com"))) return "";
  const lines = [
    "This machine reaches no network, it seems. Of what cdktf may write in red:",
    ...(isQuiet
      ? []
      : ["  checkpoint-api.hashicorp.com              does no harm; export CHECKPOINT_DISABLE=1 ends it"]),
    "  Could not retrieve providers for locking  stops cdktf once: run it again, or with --skip-provider-lock",
  ];
  return `${lines.join("\n")}\n`;
}

/** Who does not answer in time says nothing. Unlike `lookup`, this keeps no process alive after that. */
async function isUnknown(host: string): Promise<boolean> {
  try {
    await new dns.Resolver({ timeout: patience, tries: 1 }).resolve4(host);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== dns.TIMEOUT;
  }
}
