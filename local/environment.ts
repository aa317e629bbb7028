import { devNull } from "node:os";

/** A developer's own AWS settings, and Terraform settings that would change what a command does. */
const dropped = /^(AWS_|TF_CLI_ARGS|TF_DATA_DIR$|TF_WORKSPACE$|TF_CLOUD_)/;

/**
 * Environment for Terraform on the emulator. Every AWS setting that was there is left out, the profile files are hidden
 * and the key is made up, so that no request can be signed for a real account.
 */
export function emulatorEnvironment(
  endpoint: string,
  inherited: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const kept = Object.entries(inherited).filter(([name]) => !dropped.test(name));
  return {
    ...Object.fromEntries(kept),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "emulator",
    AWS_SECRET_ACCESS_KEY: "emulator",
    AWS_REGION: inherited["AWS_REGION"] || inherited["AWS_DEFAULT_REGION"] || "us-east-1",
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
  };
}
