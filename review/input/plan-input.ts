import type { Snapshot } from "./resource";

/** Terraform's own summary: a resource that is replaced counts as added and as destroyed. */
export interface Changes {
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
}

/** One stack as it was given to the command. */
export interface PlanInput {
  readonly kind: "plan" | "state" | "synthesized";
  readonly stack: string;
  /** What is there before the change. Only a plan knows. */
  readonly before?: Snapshot;
  readonly after: Snapshot;
  readonly changes?: Changes;
  /** Addresses of what the plan destroys, also if it is created again. */
  readonly destroyed?: readonly string[];
  /** What a reader must know of the input itself. */
  readonly notes: readonly string[];
}
