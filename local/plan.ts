import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { onEmulator } from "./emulator";
import { inParallel } from "./in-parallel";
import { cannotBeMade, onlyPlanned } from "./left-out";
import { endOrphans } from "./orphans";
import { prepareStacks } from "./prepare-stacks";
import { selectStacks, synthesize, synthesizedStacks } from "./synthesis";
import { atOnce, Terraform, type Listener } from "./terraform";
import { allOf } from "./user-error";
import { readStack, type WorkDirectory } from "./work-directory";

/** Longer plans are read in their files. */
const mostLines = 200;

/** Compares the emulator with the stacks. Exit codes are those of `terraform plan -detailed-exitcode`. */
export async function plan(
  root: string,
  names: readonly string[],
  say: (line: string) => void,
  listener: Listener,
): Promise<number> {
  synthesize(root);
  const all = synthesizedStacks(root);
  const stacks = selectStacks(all, names);
  await endOrphans(root);
  return onEmulator(root, say, async (endpoint, signal) => {
    const terraform = new Terraform(root, endpoint, listener, signal);
    const works = await prepareStacks(root, endpoint, stacks, all, cannotBeMade, say);
    for (const work of works) await terraform.init(work);
    const plans = new Map<WorkDirectory, string>();
    const failures = await inParallel(works, atOnce, async (work) => {
      const changes = await changesOf(terraform, work);
      if (changes !== undefined) plans.set(work, changes);
    });
    tellPlans(root, works, plans, say);
    if (failures.length > 0) throw allOf(failures);
    return plans.size > 0 ? 2 : 0;
  });
}

/** The plan, unless all of it is what `up` leaves to the plan. */
function changesOf(terraform: Terraform, work: WorkDirectory): Promise<string | undefined> {
  const isPlannedOnly = Object.keys(readStack(work).resource ?? {}).some((type) => type in onlyPlanned);
  if (!isPlannedOnly) return terraform.changes(work);
  return terraform.changesBut(work, ({ type, change: { actions } }) => {
    const what = actions.join();
    return ["no-op", "read"].includes(what) || (type in onlyPlanned && what === "create");
  });
}

/** All plans on the screen if they fit, else where they are; then the summary. */
function tellPlans(
  root: string,
  works: readonly WorkDirectory[],
  plans: ReadonlyMap<WorkDirectory, string>,
  say: (line: string) => void,
): void {
  const lines = [...plans.values()].reduce((sum, text) => sum + text.trim().split("\n").length, 0);
  const changed = works.filter((work) => plans.has(work));
  if (lines <= mostLines) {
    for (const work of changed) say(`\n${plans.get(work)!.trim()}\n`);
  } else {
    say(`\nThe plans have ${lines} lines. They are in these files:`);
    for (const work of changed) {
      const file = join(work.directory, "plan.txt");
      writeFileSync(file, plans.get(work)!);
      say(`  ${relative(root, file)}`);
    }
  }
  if (works.length > 1)
    say(
      `\n${works.length} stacks: ${changed.length} with changes, ${works.length - changed.length} without.`,
    );
}
