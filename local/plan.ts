import { onEmulator } from "./emulator";
import { provideExistingKeys } from "./existing-keys";
import { selectStacks, synthesize, synthesizedStacks } from "./synthesis";
import { Terraform, type Listener } from "./terraform";
import { prepareWorkDirectory } from "./work-directory";

/** Compares the emulator with the stacks. Exit codes are those of `terraform plan -detailed-exitcode`. */
export async function plan(
  root: string,
  names: readonly string[],
  say: (line: string) => void,
  listener: Listener,
): Promise<number> {
  synthesize(root);
  const stacks = selectStacks(synthesizedStacks(root), names);
  return onEmulator(root, say, async (endpoint) => {
    const terraform = new Terraform(root, endpoint, listener);
    let exitCode = 0;
    for (const stack of stacks) {
      const work = prepareWorkDirectory(root, stack);
      await provideExistingKeys(endpoint, [work]);
      await terraform.init(work);
      const changes = await terraform.changes(work);
      if (changes === undefined) continue;
      say(`\n${changes.trim()}\n`);
      exitCode = 2;
    }
    return exitCode;
  });
}
