import { UserError } from "../../review/user-error";
import { BuiltInTaskType } from "../../lib/jobs/built-in-task-type";
import { labelingRegions } from "../../lib/jobs/labeling-regions";
import { taskWords } from "../explain/task-types";
import { type Answers, defaults, type Flags, type Kind, problems } from "./answers";

/** How questions are put: to a person, or to nobody. */
export interface Questions {
  choice(message: string, options: readonly Option[], initial: string): Promise<string>;
  text(message: string, initial: string, problem: (value: string) => string | undefined): Promise<string>;
}

export interface Option {
  readonly value: string;
  readonly hint?: string;
}

/** Nobody is there to ask: the defaults are taken. */
export const nobody: Questions = {
  choice: (_message, _options, initial) => Promise.resolve(initial),
  text: (_message, initial) => Promise.resolve(initial),
};

/** The answers: from flags, else from questions. */
export async function answersFrom(
  flags: Flags,
  questions: Questions,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<Answers> {
  const kind = (flags.kind ??
    (await questions.choice("What kind of workflow?", kindOptions, defaults.kind))) as Kind;
  const task =
    kind === "custom"
      ? undefined
      : ((flags.task ??
          (await questions.choice("What do workers do?", taskOptions(), defaults.task))) as BuiltInTaskType);
  const ask = (name: "name" | "prefix" | "input" | "output", message: string, initial: string) =>
    flags[name] ?? questions.text(message, initial, problems[name]);
  const name = await ask("name", "Name of the workflow?", defaults.name(kind, task));
  const prefix = await ask(
    "prefix",
    "Prefix of the names of roles, keys and queues?",
    defaults.prefix(folder),
  );
  const region =
    flags.region ??
    (await questions.choice(
      "Region?",
      labelingRegions.map((value) => ({ value })),
      defaults.region(env),
    ));
  const buckets =
    flags.buckets ??
    ((flags.input ?? flags.output) ? "existing" : await questions.choice("Buckets?", bucketOptions, "new"));
  const newBuckets = buckets === "new";
  if (!newBuckets && questions === nobody) {
    const missing = (["input", "output"] as const).filter((flag) => flags[flag] === undefined);
    if (missing.length > 0)
      throw new UserError(
        `Where are they? Existing buckets need ${missing.map((flag) => `--${flag} s3://bucket/folder/`).join(" and ")}.`,
      );
  }
  // Of buckets that exist nobody knows the names here.
  const at = newBuckets ? defaults.locations(prefix, name) : { input: "", output: "" };
  const input = await ask("input", "Where is the data that workers see?", at.input);
  const output = await ask("output", "Where do the answers go?", at.output);
  return { kind, task, name, prefix, region, newBuckets, input, output };
}

const kindOptions: readonly Option[] = [
  { value: "built-in", hint: "a task of AWS, on data that is there" },
  { value: "streaming", hint: "a task of AWS, on data that keeps coming in" },
  { value: "custom", hint: "your own form for workers, and your own functions" },
];

const bucketOptions: readonly Option[] = [
  { value: "new", hint: "the stack makes them, encrypted and closed" },
  { value: "existing", hint: "nothing of them is changed" },
];

function taskOptions(): Option[] {
  return Object.values(BuiltInTaskType).map((value) => ({ value, hint: taskWords(value) }));
}
