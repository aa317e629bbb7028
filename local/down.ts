import { rmSync } from "node:fs";
import { join } from "node:path";
import { runningEmulator, stopEmulator } from "./emulator";
import { inParallel } from "./in-parallel";
import { localDirectory } from "./local-directory";
import { endOrphans } from "./orphans";
import { madeBeforehand } from "./prepare-stacks";
import { selectStacks } from "./synthesis";
import { atOnce, Terraform, type Listener } from "./terraform";
import { allOf } from "./user-error";
import { appliedStacks, removeWorkDirectory } from "./work-directory";

/** Destroys the stacks, and stops the emulator with the last of them. */
export async function down(
  root: string,
  names: readonly string[],
  say: (line: string) => void,
  listener: Listener,
): Promise<number> {
  const orphans = await endOrphans(root);
  if (orphans > 0) say(`Ended ${orphans} Terraform of a run that was killed.`);
  const emulator = await runningEmulator(root, say);
  const applied = appliedStacks(root);
  const stacks = applied.length === 0 ? [] : selectStacks(applied, names);
  const terraform = emulator && new Terraform(root, emulator.endpoint, listener);
  const failures = await inParallel(stacks, atOnce, async (stack) => {
    // Of a Terraform that was killed: nobody else is at work, or the lock of this folder would say so.
    rmSync(join(stack.directory, ".terraform.tfstate.lock.info"), { force: true });
    await terraform?.destroy(stack);
    removeWorkDirectory(stack);
  });

  // An emulator of ours forgets all when it stops, so a stack that Terraform could not destroy need not keep it running.
  const last = names.length === 0 && emulator?.pid !== undefined;
  if (last || appliedStacks(root).length === 0) {
    const made = emulator?.pid === undefined ? madeBeforehand(root) : [];
    if (emulator && made.length > 0)
      say(`Left at ${emulator.endpoint}, which was not started here: ${made.join(", ")}.`);
    await stopEmulator(root);
    rmSync(localDirectory(root), { recursive: true, force: true });
  }
  if (failures.length > 0) throw allOf(failures);
  say(stacks.length === 0 ? "Nothing is up." : `Down: ${stacks.map((stack) => stack.name).join(", ")}.`);
  return 0;
}
