import type { GroundTruthConfig } from "../config/schema";
import type { WorkflowConfig } from "../config/workflow-schema";
import { stackId } from "../environments/environment";
import type { Path } from "../file/yaml-document";
import { accessStackName, sharedStackName, workforceStackName } from "../facts/stack-names";

/** The keys that ask for the parts of a workflow, by the ids of their constructs. Longer ids come first. */
const workflowKeys: readonly (readonly [construct: string, key: string])[] = [
  ["Workflow/InputTopic", "inputTopic"],
  ["Workflow/OutputTopic", "outputTopic"],
  ["ExecutionRole", "executionRole"],
  ["LabelingLogGroup", "logGroup"],
  ["PreAnnotation", "customTask.preAnnotation"],
  ["PostAnnotation", "customTask.postAnnotation"],
  ["Template", "customTask.template"],
  ["Answers", "answers.queue"],
  ["Alarms", "alarms"],
  ["Key", "encryptionKey"],
];

const workforceKeys: readonly (readonly [construct: string, key: string])[] = [
  ["UserPool", "userPool"],
  ["Topic", "notifications"],
];

/**
 * The key of the configuration that asks for a construct.
 *
 * @param id of the stack in its app
 * @param construct ids from the stack downwards: `["Answers", "DeadLetters"]`
 * @returns its path, which may lead to what is not written, as it is a default
 */
export function askedBy(config: GroundTruthConfig, id: string, construct: readonly string[]): Path {
  const stack = id.slice(stackId(config, "").length);
  const index = config.workflows.findIndex(({ name }) => name === stack);
  if (index >= 0) return ["workflows", index, ...inWorkflow(config.workflows[index]!, construct)];
  const [first = ""] = construct;
  if (stack === sharedStackName) return inShared(config, first);
  if (stack === workforceStackName) return ["workforce", ...keyOf(workforceKeys, construct)];
  if (stack === accessStackName) {
    const persona = (config.access ?? []).findIndex(({ name }) => name === first);
    return persona < 0 ? ["access"] : ["access", persona];
  }
  return [];
}

function inWorkflow(workflow: WorkflowConfig, construct: readonly string[]): Path {
  const [first = "", second] = construct;
  if (second === "Notifications" && "s3Events" in workflow && workflow.s3Events) return ["s3Events"];
  if (construct.includes("DeliveryLogs")) return ["deliveryLogs"];
  if (first.startsWith("To-")) return ["answers"];
  const bucket = bucketIn(workflow.buckets, first);
  return bucket.length > 0 ? ["buckets", ...bucket] : keyOf(workflowKeys, construct);
}

function inShared({ shared, workflows }: GroundTruthConfig, first: string): Path {
  const bucket = bucketIn(shared?.buckets, first);
  if (bucket.length > 0) return ["shared", "buckets", ...bucket];
  const [, kind, name] = /^(Key|ExecutionRole|InputTopic)-(.+)$/.exec(first) ?? [];
  if (kind === "InputTopic")
    return ["workflows", workflows.findIndex((workflow) => workflow.name === name), "s3Events"];
  const list = kind === "ExecutionRole" ? "executionRoles" : "keys";
  const index = (shared?.[list] ?? []).findIndex((one: { readonly name: string }) => one.name === name);
  return index < 0 ? ["shared"] : ["shared", list, index];
}

function bucketIn(
  buckets:
    | {
        readonly create: readonly { name: string }[];
        readonly existing: readonly { name: string }[];
        readonly accessLogBucket?: { readonly create?: { readonly name: string } };
      }
    | undefined,
  name: string,
): Path {
  if (buckets?.accessLogBucket?.create?.name === name) return ["accessLogBucket", "create"];
  for (const list of ["create", "existing"] as const) {
    const index = (buckets?.[list] ?? []).findIndex((bucket) => bucket.name === name);
    if (index >= 0) return [list, index];
  }
  return [];
}

function keyOf(keys: typeof workflowKeys, construct: readonly string[]): Path {
  const path = construct.join("/");
  return keys.find(([start]) => `${path}/`.startsWith(`${start}/`))?.[1].split(".") ?? [];
}
