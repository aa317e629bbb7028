import { onEmulator } from "./emulator";
import { provideExistingKeys } from "./existing-keys";
import { inParallel } from "./in-parallel";
import { selectStacks, synthesize, synthesizedStacks } from "./synthesis";
import { atOnce, Terraform, type Listener } from "./terraform";
import { allOf } from "./user-error";
import { prepareWorkDirectory } from "./work-directory";

/** Applies the stacks to the emulator. */
export async function up(
  root: string,
  names: readonly string[],
  say: (line: string) => void,
  listener: Listener,
): Promise<number> {
  synthesize(root);
  const stacks = selectStacks(synthesizedStacks(root), names);
  return onEmulator(root, say, async (endpoint) => {
    const terraform = new Terraform(root, endpoint, listener);
    const works = stacks.map((stack) => prepareWorkDirectory(root, stack));
    await provideExistingKeys(endpoint, works);
    // One after the other, since Terraform's provider cache must not be written twice at a time.
    for (const work of works) await terraform.init(work);
    const failures = await inParallel(works, atOnce, (work) => terraform.apply(work));
    if (failures.length > 0) throw allOf(failures);
    say(`Up at ${endpoint}: ${stacks.map((stack) => stack.name).join(", ")}.`);
    return 0;
  });
}
