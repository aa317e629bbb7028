import type { App } from "cdktf";
import { type Additions, buildApp, inFileOrder, type WorkflowStacks } from "../build-app";
import type { GroundTruthConfig } from "../config/configuration";
import { ConfigurationError, type ConfigurationProblem } from "../file/configuration-error";
import type { Places } from "../file/places";
import { only } from "./told-once";

/** A configuration and, where it was read from a file, the places of its keys. */
export interface Configured {
  readonly config: GroundTruthConfig;
  readonly places?: Places;
}

/**
 * The stacks of all environments of a file in one app.
 *
 * @throws ConfigurationError naming everything that is wrong in any of them, once each
 */
export function buildApps(
  configs: readonly Configured[],
  app: App,
  stacks: WorkflowStacks,
  add?: Additions,
): void {
  const found = new Map<string, { readonly problem: ConfigurationProblem; readonly names: string[] }>();
  let subject = "";
  for (const { config, places } of configs) {
    try {
      buildApp(config, app, stacks, places, add);
    } catch (error) {
      if (!(error instanceof ConfigurationError) || configs.length === 1) throw error;
      ({ subject } = error);
      for (const problem of error.problems) {
        const key = `${problem.place} ${problem.path} ${problem.message}`;
        const { names } = found.get(key) ?? found.set(key, { problem, names: [] }).get(key)!;
        names.push(config.environment!.name);
      }
    }
  }
  if (found.size === 0) return;
  const problems = [...found.values()].map(({ problem, names }) =>
    names.length === configs.length || problem.path?.startsWith("environments")
      ? problem
      : { ...problem, message: `${problem.message}. ${only(names)}` },
  );
  throw new ConfigurationError(subject, inFileOrder(problems));
}
