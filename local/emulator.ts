import { join } from "node:path";
import { emulatorEndpoint } from "./endpoint";
import { forgetEmulator, readEmulator, recordEmulator, type Emulator } from "./emulator-record";
import { localDirectory } from "./local-directory";
import { isMotoRunning, isMotoThere, startMoto, stopMoto } from "./moto";
import { UserError } from "./user-error";
import { appliedStacks, forgetStates } from "./work-directory";

/** The emulator of the last run if it still stands. Otherwise what is known of the stacks on it is dropped. */
export async function runningEmulator(
  root: string,
  say: (line: string) => void,
): Promise<Emulator | undefined> {
  const recorded = readEmulator(root);
  if (recorded && (await isRunning(recorded))) return recorded;
  // One that was about to start when its run was killed.
  if (recorded) await stopMoto(recorded);
  forgetEmulator(root);
  // An emulator keeps nothing, so neither may the state: Terraform would look for resources that are gone.
  if (forgetStates(root))
    say("The emulator of the last run is gone, and with it all that was applied there.");
  return undefined;
}

/** The emulator to work on: the running one, else the one in the environment, else a new one. */
export async function ensureEmulator(
  root: string,
  say: (line: string) => void,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Emulator> {
  const endpoint = emulatorEndpoint(env);
  const running = await runningEmulator(root, say);
  if (running) {
    if (endpoint !== undefined && endpoint !== running.endpoint)
      throw new UserError(
        `Stacks are up on ${running.endpoint}, but AWS_ENDPOINT_URL is ${endpoint}. Unset it, or run "down" first.`,
      );
    return running;
  }
  if (endpoint !== undefined) {
    const emulator = { endpoint };
    if (!(await isRunning(emulator)))
      throw new UserError(
        `Nothing answers at AWS_ENDPOINT_URL ${endpoint}. Start the emulator, or unset the variable.`,
      );
    recordEmulator(root, emulator);
    return emulator;
  }
  const emulator = await startMoto(join(localDirectory(root), "emulator.log"), (started) =>
    recordEmulator(root, started),
  );
  say(`Emulator: moto at ${emulator.endpoint}, process ${emulator.pid}.`);
  return emulator;
}

/**
 * Does some work on the emulator, which stays only if stacks are applied on it after that.
 *
 * @param work is told when the emulator has died
 * @throws UserError in one line when it dies: what Terraform says then is long, comes late and tells nothing
 */
export async function onEmulator<Result>(
  root: string,
  say: (line: string) => void,
  work: (endpoint: string, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const died = new AbortController();
  let watch: NodeJS.Timeout | undefined;
  let emulator: Emulator | undefined;
  try {
    emulator = await ensureEmulator(root, say);
    const { endpoint } = emulator;
    const { pid } = emulator;
    watch = setInterval(() => {
      void isThere({ endpoint, pid }).then((there) => {
        if (!there) died.abort();
      });
    }, 1000);
    return await work(endpoint, died.signal);
  } catch (error) {
    if (emulator === undefined || (!died.signal.aborted && (await isThere(emulator)))) throw error;
    const log = join(localDirectory(root), "emulator.log");
    const wrote = emulator.pid === undefined ? "" : `What it wrote: ${log}. `;
    throw new UserError(
      `The emulator at ${emulator.endpoint} has died, and with it all that was applied there. ${wrote}Run the same command again.`,
    );
  } finally {
    clearInterval(watch);
    if (appliedStacks(root).length === 0) await stopEmulator(root);
  }
}

/** Of another emulator than ours only its port tells. One that is busy may take its time to answer. */
async function isThere(emulator: Emulator): Promise<boolean> {
  if (emulator.pid !== undefined) return isMotoThere(emulator);
  try {
    await fetch(emulator.endpoint, { method: "HEAD", signal: AbortSignal.timeout(5000) });
    return true;
  } catch (error) {
    return (error as { cause?: NodeJS.ErrnoException }).cause?.code !== "ECONNREFUSED";
  }
}

/** Stops the emulator if it is ours. */
export async function stopEmulator(root: string): Promise<void> {
  const recorded = readEmulator(root);
  if (recorded) await stopMoto(recorded);
  forgetEmulator(root);
}

async function isRunning(emulator: Emulator): Promise<boolean> {
  if (emulator.pid !== undefined) return isMotoRunning(emulator);
  try {
    await fetch(emulator.endpoint, { signal: AbortSignal.timeout(10_000) });
    return true;
  } catch {
    return false;
  }
}
