import { basename } from "node:path";
import { UserError } from "../../review/user-error";
import { AwsPage } from "../../lib/aws-page";
import { BuiltInTask } from "../../lib/jobs/built-in-task";
import { BuiltInTaskType } from "../../lib/jobs/built-in-task-type";
import { labelingRegions } from "../../lib/jobs/labeling-regions";
import { s3FolderRule, s3LocationRule } from "../../lib/rules/s3";
import { namePrefixRule, stackNameRule } from "../../lib/rules/terraform";
import { oneOf } from "../../stacks/config/allowed";
import { taskTypesCalled } from "../../stacks/config/task-type-names";
import { hintFor } from "../../stacks/file/hints";

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

const bucketChoices = ["new", "existing"];
const taskTypes = Object.values(BuiltInTaskType);

/** What is wrong with an answer, in the words that the same value gets in a configuration; undefined if it is a good one. */
export const problems = {
  kind: among(kinds, oneOf("a kind of workflow", kinds)),
  task: among(taskTypes, oneOf("a task type", taskTypes, AwsPage.taskTypes, taskTypesCalled)),
  region: among(labelingRegions, oneOf("a region with Ground Truth", labelingRegions)),
  buckets: among(bucketChoices, oneOf("it", bucketChoices)),
  name: hinted((value) => stackNameRule.problem(value)),
  prefix: hinted((value) => namePrefixRule.problem(value)),
  input: hinted((value) => s3LocationRule.problem(value)),
  output: hinted((value) => s3FolderRule.problem(value)),
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

type Problem = (value: string) => string | undefined;

function among(words: readonly string[], rule: (issue: { readonly input: string }) => string): Problem {
  return hinted((value) => (words.includes(value) ? undefined : `got "${value}"; ${rule({ input: value })}`));
}

function hinted(problem: Problem): Problem {
  return (value) => {
    const message = problem(value);
    const hint = message === undefined ? undefined : hintFor(value, message);
    return hint === undefined ? message : `${message}. ${hint}`;
  };
}
