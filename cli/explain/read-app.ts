import { existsSync } from "node:fs";
import { readConfigs } from "../../stacks/config/read-config";
import { ownersOfStacks } from "../../stacks/facts/stack-names";
import { askedBy } from "../../stacks/summary/asked-by";
import { resourcesOf, writtenStacks } from "../../stacks/summary/stack-json";
import { statementsIn, type WrittenStatement } from "../../stacks/summary/statements";
import { type ToDo, toDoOf } from "../../stacks/summary/to-do";
import { inspectApp } from "../../stacks/synthesize";
import { workflowStacks } from "../../stacks/workflow-stacks";
import type { Project } from "../project";

/** A resource, with the key of the configuration that asks for it. */
export interface AskedResource {
  readonly stack: string;
  readonly address: string;
  readonly type: string;
  /** `workflows[0].answers.queue`. @default - the stacks are not from a configuration */
  readonly key?: string;
  /** `ground-truth.yaml:14:15`. */
  readonly place?: string;
  readonly statements: readonly WrittenStatement[];
}

export interface AskedStack {
  readonly name: string;
  readonly resources: readonly AskedResource[];
  readonly toDo: readonly ToDo[];
}

/** The stacks as the configuration would make them now; without one, those of the output folder. */
export function readApp({ configuration, outdir }: Project): AskedStack[] {
  if (!existsSync(configuration)) return stacksIn(outdir, () => ({}));
  const configs = readConfigs(configuration);
  const owners = ownersOfStacks(configs);
  return inspectApp(configs, workflowStacks, (folder) =>
    stacksIn(folder, (stack, path) => {
      const { config, places } = owners.get(stack)!;
      const key = askedBy(config, stack, path);
      return { key: places.shown(key), place: places.of(key) };
    }),
  );
}

function stacksIn(
  outdir: string,
  asked: (stack: string, path: readonly string[]) => Pick<AskedResource, "key" | "place">,
): AskedStack[] {
  return writtenStacks(outdir).map(({ name, json }) => ({
    name,
    resources: resourcesOf(json).map(({ address, type, path, block }) => ({
      stack: name,
      address,
      type,
      ...asked(name, path),
      statements: statementsIn(block),
    })),
    toDo: toDoOf(json),
  }));
}
