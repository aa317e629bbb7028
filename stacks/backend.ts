import { LocalBackend, S3Backend } from "cdktf";
import type { TerraformStack } from "cdktf";
import { CloudBlock } from "./cloud-block";
import type { BackendConfig } from "./config/backend-schema";

/** Gives `stack` its place to keep state. */
export function addBackend(stack: TerraformStack, config: BackendConfig): void {
  const name = stack.node.id;
  switch (config.type) {
    case "local":
      // Terraform runs in <output directory>/stacks/<stack>: this is beside the output directory. CDKTF's own default is
      // an absolute path.
      new LocalBackend(stack, { path: `../../../terraform.${name}.tfstate` });
      return;
    case "s3": {
      const backend = new S3Backend(stack, {
        bucket: config.bucket,
        key: `${config.keyPrefix}${name}.tfstate`,
        region: config.region,
        encrypt: true,
        kmsKeyId: config.kmsKeyId,
        dynamodbTable: config.dynamodbTable,
      });
      // CDKTF 0.21 is older than this argument.
      if (locksWithFile(config)) backend.addOverride("use_lockfile", true);
      return;
    }
    case "cloud":
      new CloudBlock(stack, {
        organization: config.organization,
        hostname: config.hostname,
        workspaces: workspaces(config, name),
      });
  }
}

function workspaces({ workspaces }: Extract<BackendConfig, { type: "cloud" }>, stack: string) {
  const { name, prefix = "", tags, project } = workspaces;
  return tags === undefined ? { name: name ?? `${prefix}${stack}`, project } : { tags, project };
}

/** The oldest Terraform that knows everything a stack with this backend says. */
export function oldestTerraform(config: BackendConfig): string {
  if (config.type === "s3" && locksWithFile(config)) return "1.10.0";
  if (config.type === "cloud" && config.workspaces.project !== undefined) return "1.6.0";
  return "1.5.0";
}

/** Whether a file beside the state locks it. */
export function locksWithFile({
  useLockfile,
  dynamodbTable,
}: Extract<BackendConfig, { type: "s3" }>): boolean {
  return useLockfile ?? dynamodbTable === undefined;
}
