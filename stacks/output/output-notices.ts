import { dirname, relative } from "node:path";
import { removedStackFolder, stackFolder } from "./folder-layout";
import type { FormerOutput } from "./output-folder";
import { protectedKeys, type UnprotectedKey } from "./protected-keys";
import { removedStacks } from "./removed-stacks";

const mostFiles = 5;

/** What was found in the output folder, and what was done about it. */
export function formerOutputNotices(outdir: string, former: FormerOutput): string[] {
  const folder = shownFolder(outdir);
  if (former.isInterrupted) {
    return [
      `${folder}: an earlier synth was stopped while it replaced files, so that some were new and some old. ` +
        "All of them are written again.",
    ];
  }
  if (former.changedFiles.length === 0) return [];
  const shown = former.changedFiles.slice(0, mostFiles).join(", ");
  const more = former.changedFiles.length - mostFiles;
  return [
    `${folder}: these files were not as synth had left them, and are written again: ` +
      `${shown}${more > 0 ? ` and ${more} more` : ""}.`,
  ];
}

/** The stacks that left the configuration, and how to destroy what they deployed. */
export function removedStackNotices(outdir: string, current: readonly string[] = []): string[] {
  const names = removedStacks(outdir);
  if (names.length === 0) return [];
  const folders = names.map((name) => removedStackFolder(outdir, name));
  const commands = folders.map((folder) => {
    const at = `terraform -chdir=${quoted(shownFolder(folder))}`;
    return `    ${at} init && ${at} destroy`;
  });
  const kept = folders.flatMap((folder, index) =>
    protectedKeys(folder).map((address) => `${address} of "${names[index]}"`),
  );
  const moved = names.flatMap((name) => current.find((stack) => stack.endsWith(`-${name}`)) ?? []);
  return [
    [
      `Not in the configuration any more: ${names.map((name) => `the stack "${name}"`).join(", ")}. What it deployed still ` +
        "exists, and cdktf cannot destroy it. Its Terraform is kept, to destroy it with:",
      ...commands,
      `Afterwards, or if it was never deployed, delete its folder in ${quoted(shownFolder(dirname(folders[0]!)))}.`,
      ...(moved.length === 0
        ? []
        : [
            `If it is ${moved.join(", ")} now, do not destroy it: stackPrefix: "" in its environment keeps its name (docs/environments.md).`,
          ]),
      ...(kept.length === 0
        ? []
        : [`Data that stays needs ${kept.join(", ")}: destroy refuses. See docs/destroying.md.`]),
    ].join("\n"),
  ];
}

/** The keys that the next apply may delete although data needs them. */
export function unprotectedKeyNotices(outdir: string, keys: readonly UnprotectedKey[]): string[] {
  return keys.map(({ stack, address, aliases, isDeleted, buckets }) => {
    if (!isDeleted) {
      return (
        `The key ${address} of the stack "${stack}" is not protected any more. If data in a bucket that stays is ` +
        "encrypted with it, set preventDestroy: true for the key. See docs/destroying.md."
      );
    }
    const at = `terraform -chdir=${quoted(shownFolder(stackFolder(outdir, stack)))}`;
    return [
      `The next apply of the stack "${stack}" schedules its key ${address} for deletion. ${
        buckets === undefined
          ? "It was protected, as data that stays is encrypted with it"
          : `What is in ${buckets.join(", ")} by now is encrypted with it, and stays so under another key of the bucket`
      }. ` + "To keep the key, let Terraform forget it before you apply:",
      `    ${at} init && ${at} state rm ${[address, ...aliases].join(" ")}`,
      "See docs/destroying.md.",
    ].join("\n");
  });
}

/** As somebody types it who is where the program was started. */
function shownFolder(folder: string): string {
  return relative(process.cwd(), folder) || ".";
}

function quoted(path: string): string {
  return /^[\w./@:+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
