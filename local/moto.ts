import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Emulator } from "./emulator-record";
import { commandLineOf, isAlive, signal } from "./processes";
import { findTool, requireTools } from "./tools";
import { emulatorEnvironment } from "./environment";
import { UserError } from "./user-error";

/** Starting takes moto about three seconds on an idle machine. */
const startLimit = 90_000;
/** One that runs may be busy with what others ask. */
const answerLimit = 30_000;
/** Ending takes it some seconds after SIGTERM. */
const stopLimit = 15_000;

/**
 * Starts moto on a free port of the loopback interface. It goes on running when this process ends.
 *
 * @param started is told the process as soon as there is one, so that it can be found again if anything goes wrong after
 */
export async function startMoto(logFile: string, started: (emulator: Emulator) => void): Promise<Emulator> {
  requireTools(["moto_server"]);
  mkdirSync(dirname(logFile), { recursive: true });
  const port = await freePort();
  const log = openSync(logFile, "w");
  const child = spawn(findTool("moto_server") ?? "moto_server", ["-H", "127.0.0.1", "-p", String(port)], {
    detached: true,
    stdio: ["ignore", log, log],
    env: {
      // moto's KMS reads the AWS settings that it finds, and fails for a profile that is not there.
      ...emulatorEnvironment(`http://127.0.0.1:${port}`),
      // Both would be taken from a shell where somebody else's moto is used.
      MOTO_PORT: undefined,
      MOTO_ACCOUNT_ID: undefined,
      // Without this there are no policies of AWS's own, which the AWS managed style attaches.
      MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
    },
  });
  closeSync(log);
  child.unref();
  if (child.pid === undefined) throw new UserError("moto_server could not be started.");
  const emulator: Emulator = { endpoint: `http://127.0.0.1:${port}`, pid: child.pid };
  started(emulator);

  const end = Date.now() + startLimit;
  while (child.exitCode === null && Date.now() < end) {
    if (await answersAsMoto(emulator.endpoint)) return emulator;
    await sleep(100);
  }
  await stopMoto(emulator);
  throw new UserError(`moto_server did not start. It wrote:\n${readFileSync(logFile, "utf8").trim()}`);
}

/** Ends the process, and returns once it is gone. A process that only inherited its number is left alone. */
export async function stopMoto(emulator: Emulator): Promise<void> {
  for (const name of ["SIGTERM", "SIGKILL"] as const) {
    if (emulator.pid === undefined || !isMotoProcess(emulator.pid, emulator.endpoint)) return;
    signal(emulator.pid, name);
    const end = Date.now() + stopLimit;
    while (isMotoProcess(emulator.pid, emulator.endpoint) && Date.now() < end) await sleep(100);
  }
}

/** Whether the emulator that we started is still the one that answers at its port. */
export async function isMotoRunning(emulator: Emulator): Promise<boolean> {
  return (
    emulator.pid !== undefined &&
    isMotoProcess(emulator.pid, emulator.endpoint) &&
    (await answersAsMoto(emulator.endpoint, answerLimit))
  );
}

/** Whether its process is there, whether or not it answers yet. */
export function isMotoThere({ pid, endpoint }: Emulator): boolean {
  return pid !== undefined && isMotoProcess(pid, endpoint);
}

async function answersAsMoto(endpoint: string, limit = 2000): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/moto-api/`, { signal: AbortSignal.timeout(limit) })).ok;
  } catch {
    return false;
  }
}

function isMotoProcess(pid: number, endpoint: string): boolean {
  if (!isAlive(pid)) return false;
  const command = commandLineOf(pid);
  // Without a ps that knows the options the number has to do.
  return (
    command === undefined || (command.includes("moto_server") && command.includes(new URL(endpoint).port))
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
