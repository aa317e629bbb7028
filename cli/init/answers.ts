import { basename } from "node:path";
import { UserError } from "../../review/user-error";
import { BuiltInTask } from "../../lib/jobs/built-in-task";
import { BuiltInTaskType } from "../../lib/jobs/built-in-task-type";
import { labelingRegions } from "../../lib/jobs/labeling-regions";
import { s3FolderRule, s3LocationRule } from "../../lib/rules/s3";
import { namePrefixRule, stackNameRule } from "../../lib/rules/terraform";
import { nearest } from "../../lib/validation/nearest";

export const kinds = ["built-in", "streaming", "custom"] as const;
export type Kind = (typeof kinds)[number];

/** All that a new project is made of. */
export interface Answers {
  readonly kind: Kind;
  /** @default - a custom task */
  readonly task?: BuiltInTaskType;
  /** Of the workflow and its stack. */
  readonly name: string;
  /** Begins the names of what the stack makes. */
  readonly prefix: string;
  readonly region: string;
  /** Whether the stack makes the buckets of `input` and `output`. */
  readonly newBuckets: boolean;
  readonly input: string;
  readonly output: string;
}

/** What flags may say. All of it is text from a command line. */
export interface Flags {
  readonly kind?: string;
  readonly task?: string;
  readonly name?: string;
  readonly prefix?: string;
  readonly region?: string;
  readonly buckets?: string;
  readonly input?: string;
  readonly output?: string;
}

const taskTypes = Object.values(BuiltInTaskType);

/** What is wrong with an answer; undefined if it is a good one. */
export const problems = {
  kind: (value: string) => oneOf(value, kinds, "a kind of workflow"),
  task: (value: string) => oneOf(value, taskTypes, "a task type"),
  region: (value: string) => oneOf(value, labelingRegions, "a region with Ground Truth"),
  buckets: (value: string) => oneOf(value, ["new", "existing"], "an answer"),
  name: (value: string) => stackNameRule.problem(value),
  prefix: (value: string) => namePrefixRule.problem(value),
  input: (value: string) => s3LocationRule.problem(value),
  output: (value: string) => s3FolderRule.problem(value),
} satisfies Record<keyof Flags, (value: string) => string | undefined>;

/** @throws UserError that names each flag with a value that cannot be used */
export function checkFlags(flags: Flags): void {
  const wrong = (Object.keys(problems) as (keyof Flags)[]).flatMap((name) => {
    const value = flags[name];
    const problem = value === undefined ? undefined : problems[name](value);
    return problem === undefined ? [] : [`--${name}: ${problem}`];
  });
  const custom = flags.kind === "custom" && flags.task !== undefined;
  if (custom)
    wrong.push("--task: a custom workflow has no task type of AWS: leave one of --kind and --task out");
  if (wrong.length > 0) throw new UserError(wrong.join("\n"));
}

/** What is taken where nobody says otherwise. */
export const defaults = {
  kind: "built-in" as Kind,
  task: BuiltInTaskType.BOUNDING_BOX,
  /** `BoundingBox` becomes `bounding-box`, `3D2DObjectTracking` `object-tracking-3d2d`: names begin with a letter. */
  name(kind: Kind, task: BuiltInTaskType | undefined): string {
    if (kind === "custom" || task === undefined) return "read-signs";
    const words = task.replace(/3D(?:2D)?(?:PointCloud)?/, "").replace(/(?<=[a-z])(?=[A-Z])/g, "-");
    const dimensions = /3D(?:2D)?/.exec(task)?.[0];
    return `${words}${dimensions === undefined ? "" : `-${dimensions}`}`.toLowerCase();
  },
  /** The folder's name where it can be one. */
  prefix(folder: string): string {
    const name = basename(folder).toLowerCase();
    return namePrefixRule.problem(name) === undefined && name.length <= 12 ? name : "acme";
  },
  region(env: NodeJS.ProcessEnv): string {
    const set = env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? "";
    return labelingRegions.includes(set) ? set : "us-east-1";
  },
  locations(prefix: string, name: string) {
    return { input: `s3://${prefix}-${name}/data/`, output: `s3://${prefix}-${name}-labels/` };
  },
} as const;

/** Facts of the task, where AWS has built it in. */
export function taskOf({ task }: Pick<Answers, "task">): BuiltInTask | undefined {
  return task === undefined ? undefined : BuiltInTask.of(task);
}

function oneOf(value: string, allowed: readonly string[], what: string): string | undefined {
  if (allowed.includes(value)) return undefined;
  const near = nearest(value, allowed);
  const meant = near === undefined ? "" : `did you mean ${near}? `;
  return `"${value}" is not ${what}; ${meant}Allowed: ${allowed.join(", ")}`;
}
