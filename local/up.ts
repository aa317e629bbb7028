import { onEmulator } from "./emulator";
import { inParallel } from "./in-parallel";
import { cannotBeMade, onlyPlanned } from "./left-out";
import { endOrphans } from "./orphans";
import { type OrderedWork, prepareStacks } from "./prepare-stacks";
import { synthesize, synthesizedStacks, withNeeded } from "./synthesis";
import { atOnce, Terraform, type Listener } from "./terraform";
import { allOf, UserError } from "./user-error";

/** A stack that is up, and the values of its outputs. */
export interface Applied {
  readonly name: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/**
 * Applies the stacks, and those that they need, to the emulator.
 *
 * @param show is given what is up, in the end
 */
export async function up(
  root: string,
  names: readonly string[],
  say: (line: string) => void,
  listener: Listener,
  show: (applied: readonly Applied[]) => void = () => undefined,
): Promise<number> {
  synthesize(root);
  const all = synthesizedStacks(root);
  const stacks = withNeeded(all, names);
  await endOrphans(root);
  return onEmulator(root, say, async (endpoint, signal) => {
    const terraform = new Terraform(root, endpoint, listener, signal);
    const leaveOut = { ...cannotBeMade, ...onlyPlanned };
    const works = await prepareStacks(root, endpoint, stacks, all, leaveOut, say);
    // One after the other, since Terraform's provider cache must not be written twice at a time.
    for (const work of works) await terraform.init(work);
    const failures = await applyInOrder(works, (work) => terraform.apply(work));
    if (failures.length > 0) throw allOf(failures);
    const applied: Applied[] = [];
    for (const work of works) applied.push({ name: work.name, outputs: await terraform.outputs(work) });
    say(`Up at ${endpoint}: ${works.map((stack) => stack.name).join(", ") || "nothing"}.`);
    show(applied);
    return 0;
  });
}

/** Each after those that it needs, which stand before it. */
function applyInOrder(
  works: readonly OrderedWork[],
  apply: (work: OrderedWork) => Promise<void>,
): Promise<unknown[]> {
  const begun = new Map<string, Promise<boolean>>();
  return inParallel(works, atOnce, (work) => {
    const done = (async () => {
      const needed = (work.dependencies ?? []).filter((name) => begun.has(name));
      const isUp = await Promise.all(needed.map((name) => begun.get(name)!));
      const missing = needed.filter((_, index) => !isUp[index]);
      if (missing.length > 0)
        throw new UserError(`${work.name} was not applied: it needs ${missing.join(", ")}, which failed.`);
      await apply(work);
    })();
    const succeeds = done.then(
      () => true,
      () => false,
    );
    begun.set(work.name, succeeds);
    return done;
  });
}
