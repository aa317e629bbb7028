import type { LocatedProblem } from "../file/described-issue";
import { shownPath } from "../file/shown-path";
import type { Variant } from "./variants";

/**
 * What is wrong with a file in any of its environments, each told once. What is wrong in some environments only is told
 * where these say something else, or with their names.
 *
 * @param found of each environment, what was found
 */
export function toldOnce(found: ReadonlyMap<Variant, readonly LocatedProblem[]>): LocatedProblem[] {
  const groups = new Map<string, Map<Variant, LocatedProblem>>();
  for (const [variant, problems] of found) {
    for (const found of problems) {
      const problem = { ...found, message: asWritten(found.message, variant) };
      const key = `${problem.path} ${problem.offset} ${variant.neutral(problem.message)}`;
      const group = groups.get(key) ?? new Map<Variant, LocatedProblem>();
      groups.set(key, group.set(variant, group.get(variant) ?? problem));
    }
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group.values();
    if (group.size === found.size || first!.path?.startsWith("environments")) return [withHint(first!)];
    const inOverlays = [...group].map(([variant, problem]) => inOverlay(variant, problem));
    if (inOverlays.every((one) => one !== undefined)) return inOverlays;
    return [{ ...first!, message: `${first!.message}. ${only([...group.keys()].map(nameOf))}` }];
  });
}

/** Workflows by their places in the file: an environment may leave some out. */
function asWritten(message: string, { document }: Variant): string {
  return message.replaceAll(/\bworkflows\[(\d+)\]/g, (_, index: string) =>
    shownPath(document.written(["workflows", Number(index)])),
  );
}

/** Where the mapping that a problem is about is merged of two, the environment's part is what makes it wrong. */
function inOverlay(variant: Variant, problem: LocatedProblem): LocatedProblem | undefined {
  const found = problem.at && variant.overlayOf(problem.at);
  return found && { path: shownPath(found.path), message: problem.message, offset: found.offset };
}

function withHint(problem: LocatedProblem): LocatedProblem {
  const other = /^excludes (\w+);/.exec(problem.message)?.[1];
  const isOfEnvironment = problem.path?.startsWith("environments") === true;
  if (other === undefined || !isOfEnvironment) return problem;
  return {
    ...problem,
    message: `${problem.message}. Write ${other}: null beside it, which takes away what stands above`,
  };
}

/** In which environments alone something is wrong. */
export function only(names: readonly string[]): string {
  const last = names.at(-1)!;
  const listed = names.length === 1 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
  return `Only so in the environment${names.length === 1 ? "" : "s"} ${listed}`;
}

function nameOf({ environment }: Variant): string {
  return environment?.name ?? "";
}
