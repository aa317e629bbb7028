import { isMapping } from "../file/mapping";
import { jsonOrText } from "./json-or-text";
import type { StackJson } from "./stack-json";

/** Something that a person has to see to, as Terraform changes nothing of what exists already. */
export interface ToDo {
  /** The output of the stack that says it: `required_cors`. */
  readonly output: string;
  /** What it is about: a bucket, a key, a role, … */
  readonly about: string;
  /** What is to be done with it, in a few words. */
  readonly task: string;
  /** What must stand there: statements, rules, names. */
  readonly required: unknown;
}

/** Begins the description of an output that leaves something to do. */
const toDo = /^To do: /;

interface Task {
  readonly task: string;
  /** What it is about, where the output does not list that. */
  readonly about?: string;
}

/** The outputs of which more is known than their description tells. */
const tasks: Readonly<Record<string, Task>> = {
  required_key_policy_statements: { task: "add these statements to its key policy" },
  required_trust_statements: {
    task: "add these statements to its trust policy",
    about: "the execution role",
  },
  required_cors: { task: "add this CORS rule, or workers see no objects" },
  required_bucket_policy_statements: { task: "add these statements to its bucket policy" },
  required_access_log_statements: {
    task: "add these statements to its bucket policy, so that S3 may log there",
  },
  required_endpoint_buckets: {
    task: "let these buckets through the policies of your endpoints",
    about: "Amazon S3",
  },
  required_function_policy_statements: { task: "add these statements to the function's policy" },
  required_function_role_statements: { task: "add these statements to a policy of the function's role" },
  required_topic_policy_statements: { task: "add these statements to its policy", about: "the topic" },
  required_queue_policy_statements: { task: "add these statements to its policy" },
  required_data_users: { task: "let these in by the key's policy, as they use the data" },
  required_client_settings: { task: "give it these settings, or nobody can sign in", about: "the client" },
  user_pool_id: { task: "invite workers", about: "the user pool" },
  notification_topic_arn: { task: "subscribe workers", about: "the topic" },
  redirect_url: { task: "let it send workers back to this address", about: "the identity provider" },
};

/** What is left for a person once the stack is deployed. */
export function toDoOf({ output = {} }: StackJson): ToDo[] {
  return Object.entries(output).flatMap(([name, { value, description = "" }]) => {
    if (!toDo.test(description)) return [];
    const known = tasks[name] ?? { task: description.replace(toDo, ""), about: name };
    return entriesOf(name, jsonOrText(value), known).map(([about, required]) => ({
      output: name,
      about,
      task: known.task,
      required: jsonOrText(required),
    }));
  });
}

function entriesOf(name: string, value: unknown, { about }: Task): readonly (readonly [string, unknown])[] {
  if (name === "required_cors") {
    const { buckets, rules } = value as { readonly buckets: readonly string[]; readonly rules: unknown };
    return buckets.map((bucket) => [bucket, rules]);
  }
  if (name !== "required_client_settings" && isMapping(value)) return Object.entries(value);
  return [[about ?? name, value]];
}
