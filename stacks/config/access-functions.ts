import { AnswerAccess } from "../../lib/functions/annotation-function";
import { parseArn } from "../../lib/iam/arn";
import { listOf } from "./cross-field";
import type { CustomTaskConfig } from "./custom-task-keys";
import type { PreAnnotationConfig } from "./function-schema";
import { defaultFunctionName } from "./names";
import type { WorkflowConfig } from "./workflow-schema";

/** An annotation function of a workflow, as its configuration names it. */
export interface NamedFunction {
  /** Undefined for one that the configuration names by its ARN. */
  readonly name?: string;
  /** Undefined for one that a stack makes. */
  readonly arn?: string;
  /** The workflow that it belongs to. */
  readonly workflow: string;
  /** The role that it runs with, by name or ARN. Undefined for one that exists and says nothing of its role. */
  readonly role?: string;
  /** What its role may do besides its work, and so whoever changes its code: `assumes the execution role of signs`. */
  readonly lends: readonly string[];
  /** Its role reads the answers of the workflow, or is to. */
  readonly readsAnswers: boolean;
}

/** Functions by name, as somebody may be let write their code or not. */
export interface FunctionsToWrite {
  readonly open: readonly string[];
  /** They lend what the others do not, and so could their author. By name: what. */
  readonly lending: ReadonlyMap<string, readonly string[]>;
  /** They exist already: what their roles may do nobody knows here. */
  readonly unknown: readonly string[];
  /** ARNs of another account or region, or of an account that may be another one: a name would mean another function. */
  readonly elsewhere: readonly string[];
}

/**
 * Which of these functions somebody can be let write in this account and region.
 *
 * @param all those of every workflow: one function may serve several, with other rights in each
 */
export function functionsToWrite(
  functions: readonly NamedFunction[],
  all: readonly NamedFunction[],
  here: { readonly region: string; readonly account?: string },
): FunctionsToWrite {
  const open = new Set<string>();
  const lending = new Map<string, readonly string[]>();
  const unknown = new Set<string>();
  const elsewhere = new Set<string>();
  for (const one of functions) {
    const { arn } = one;
    const name = functionName(one);
    const lends = all.filter((other) => functionName(other) === name).flatMap((other) => other.lends);
    const parts = parseArn(arn ?? "");
    const isHere = arn === undefined || (parts?.region === here.region && parts.account === here.account);
    if (lends.length > 0) lending.set(name, [...new Set(lends)]);
    else if (!isHere) elsewhere.add(arn);
    else if (arn === undefined) open.add(name);
    else unknown.add(name);
  }
  return { open: [...open], lending, unknown: [...unknown], elsewhere: [...elsewhere] };
}

/** Name of a function, of whichever kind. */
export function functionName({ name, arn }: Pick<NamedFunction, "name" | "arn">): string {
  return name ?? parseArn(arn ?? "")?.resource.split(":")[1] ?? "";
}

/** The annotation functions of a workflow. None is in a workflow that AWS hosts them for. */
export function functionsOf(namePrefix: string, workflow: WorkflowConfig): readonly NamedFunction[] {
  const task = customTaskOf(workflow);
  return (["pre-annotation", "post-annotation"] as const).flatMap((step): NamedFunction[] => {
    const one = step === "pre-annotation" ? task?.preAnnotation : task?.postAnnotation;
    if (typeof one !== "object" || one === null) return [];
    const access = textOf(one, "answerAccess");
    const about = {
      workflow: workflow.name,
      lends: [...lentBy(access, workflow.name), ...lentByRights(one, workflow.name)],
      readsAnswers: step === "post-annotation",
    };
    if (one.existing !== undefined) {
      return [{ ...about, arn: one.existing, role: textOf(one, "roleArn") }];
    }
    const name = one.name ?? defaultFunctionName(namePrefix, workflow.name, step);
    return [{ ...about, name, role: one.role?.name ?? name }];
  });
}

function lentBy(access: string | undefined, workflow: string): readonly string[] {
  if (access === String(AnswerAccess.ASSUME_EXECUTION_ROLE))
    return [`assumes the execution role of ${workflow}`];
  return access === String(AnswerAccess.READ_ALL_BUCKETS) ? ["reads every bucket"] : [];
}

/** Rights that a function has besides its work, and so whoever changes its code. */
function lentByRights(
  { rights: given, inputAccess }: Pick<PreAnnotationConfig, "rights" | "inputAccess">,
  workflow: string,
): readonly string[] {
  const rights = typeof given === "object" && given !== null ? given : {};
  const calls = listOf(rights.invokeFunctionArns).length > 0;
  const own = listOf(rights.statements).map((statement) => statement?.sid);
  return [
    ...(inputAccess === undefined ? [] : [`reads the inputs of ${workflow}`]),
    ...(listOf(rights.writePrefixes).length > 0 ? [`writes beside the answers of ${workflow}`] : []),
    ...(calls ? ["calls other functions"] : []),
    ...(own.length > 0 ? [`has rights of its own (${own.join(", ")})`] : []),
  ];
}

/** A pre-annotation function has no such key. */
function textOf(one: object, key: "answerAccess" | "roleArn"): string | undefined {
  const value = (one as Readonly<Record<string, unknown>>)[key];
  return typeof value === "string" ? value : undefined;
}

/** The custom task of a workflow that has one. */
export function customTaskOf(
  workflow: WorkflowConfig | null | undefined,
): Partial<CustomTaskConfig> | undefined {
  return !workflow || workflow.type === "built-in" ? undefined : workflow.customTask;
}
