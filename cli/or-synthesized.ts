import { existsSync } from "node:fs";
import { UserError } from "../review/user-error";
import { findProject } from "./project";
import { shownFile } from "./shown-file";

/** What is judged: what was named, or else what synth has written for this project. */
export function orSynthesized(named: readonly string[] = []): readonly string[] {
  if (named.length > 0) return named;
  const { outdir } = findProject();
  if (existsSync(outdir)) return [shownFile(outdir)];
  throw new UserError(
    `Nothing is named, and there is no ${shownFile(outdir)}: run npx cdktf-ground-truth synth first, or name a plan.`,
  );
}
