import { ensureEmulator, stopEmulator } from "../../local/emulator";
import { Terraform } from "../../local/terraform";
import { RecordingProxy } from "./recording-proxy";
import { removeProject } from "./throwaway-project";

/** Tells somebody who waits what is going on. */
export function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Terraform, which tells each of its commands and whose every request is kept: what whoever deploys must be allowed. */
export async function recordedTerraform(
  root: string,
  endpoint: string,
): Promise<{ readonly proxy: RecordingProxy; readonly terraform: Terraform }> {
  const proxy = await RecordingProxy.before(endpoint);
  const terraform = new Terraform(root, proxy.endpoint, (stack, command, result, seconds) =>
    log(`${stack} ${command}: ${result} (${seconds.toFixed(1)} s)`),
  );
  return { proxy, terraform };
}

/** The same before an emulator that is started for this project. */
export async function emulatedTerraform(root: string) {
  const { endpoint } = await ensureEmulator(root, log, {});
  return { endpoint, ...(await recordedTerraform(root, endpoint)) };
}

/** Ends both and removes the project, however far it came. */
export async function endEmulated(root: string, proxy: RecordingProxy | undefined): Promise<void> {
  await proxy?.stop();
  await stopEmulator(root);
  removeProject(root);
}
