import { AnswerAccess } from "../../lib/functions/annotation-function";
import { parseArn } from "../../lib/iam/arn";
import { type Good, type GoodWorkflow, present } from "../config/good-part";
import type { CustomTaskConfig, PreAnnotationConfig } from "../config/function-schema";
import { defaultFunctionName } from "./names";

/** An annotation function of a workflow, as its configuration names it. */
export interface NamedFunction {
  /** Undefined for one that the configuration names by its ARN. */
  readonly name?: string;
  /** Undefined for one that a stack makes. */
  readonly arn?: string;
  /** Where it stands in the workflow's `customTask`. */
  readonly key: "preAnnotation" | "postAnnotation";
  /** The workflow that it belongs to. */
  readonly workflow: string;
  /** The role that it runs with, by name or ARN. Undefined for one that exists and says nothing of its role. */
  readonly role?: string;
  /** The key that names its role. */
  readonly roleKey?: "role" | "name";
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
  here: { readonly region?: string; readonly account?: string },
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
    const isHere = arn === undefined || (parts?.region === here.region && parts?.account === here.account);
    if (lends.length > 0) lending.set(name, [...new Set(lends)]);
    else if (!isHere) elsewhere.add(arn);
    else if (arn === undefined) open.add(name);
    else unknown.add(name);
  }
  return { open: [...open], lending, unknown: [...unknown], elsewhere: [...elsewhere] };
}

interface NotWritten {
  readonly functions: readonly string[];
  /** As the rest of a sentence. */
  readonly why: string;
  /** What to do about it, in further sentences. */
  readonly advice?: string;
}

/** Functions that somebody is not let write. */
export function notWritten({ lending, unknown, elsewhere }: FunctionsToWrite): NotWritten[] {
  return [
    ...[...lending].map(([one, lends]) => ({
      functions: [one],
      why: `it ${lends.join(" and ")}, and so could its author`,
      advice: ". Deploy it from reviewed code",
    })),
    {
      functions: unknown,
      why: "it exists already, and nobody here knows what its role may do",
      advice: ". Its author could do that too: name it (functionNames) if that is meant",
    },
    {
      functions: elsewhere,
      why: "it is in another account or region, or in an account that nothing here names (account)",
    },
  ].filter(({ functions }) => functions.length > 0);
}

/** Why there is no function to write. @returns undefined where there is one */
export function noneToWrite(found: FunctionsToWrite): string | undefined {
  if (found.open.length > 0) return undefined;
  const reasons = notWritten(found).map(({ functions, why }) => `${functions.join(", ")}: ${why}`);
  return reasons.length === 0
    ? "none of the workflows has an annotation function of its own"
    : `none of the workflows' functions can be this person's: ${reasons.join("; ")}`;
}

/** Name of a function, of whichever kind. */
export function functionName({ name, arn }: Pick<NamedFunction, "name" | "arn">): string {
  return name ?? parseArn(arn ?? "")?.resource.split(":")[1] ?? "";
}

/** The annotation functions of a workflow. None is in a workflow that AWS hosts them for. */
export function functionsOf(namePrefix: string, workflow: GoodWorkflow): readonly NamedFunction[] {
  const task = customTaskOf(workflow);
  const { name: workflowName } = workflow;
  if (task === undefined || workflowName === undefined) return [];
  return (["preAnnotation", "postAnnotation"] as const).flatMap((key): NamedFunction[] => {
    const one: Good<NonNullable<CustomTaskConfig["postAnnotation"]>> | undefined = task[key];
    if (one === undefined) return [];
    const about = {
      key,
      workflow: workflowName,
      lends: [...lentBy(one.answerAccess, workflowName), ...lentByRights(one, workflowName)],
      readsAnswers: key === "postAnnotation",
    };
    if (one.existing !== undefined) return [{ ...about, arn: one.existing, role: one.roleArn }];
    const step = key === "preAnnotation" ? "pre-annotation" : "post-annotation";
    const name = one.name ?? defaultFunctionName(namePrefix, workflowName, step);
    const roleKey = one.role?.name !== undefined ? "role" : one.name !== undefined ? "name" : undefined;
    return [{ ...about, name, role: one.role?.name ?? name, roleKey }];
  });
}

function lentBy(access: AnswerAccess | undefined, workflow: string): readonly string[] {
  if (access === AnswerAccess.ASSUME_EXECUTION_ROLE) return [`assumes the execution role of ${workflow}`];
  return access === AnswerAccess.READ_ALL_BUCKETS ? ["reads every bucket"] : [];
}

/** Rights that a function has besides its work, and so whoever changes its code. */
function lentByRights(
  { rights, inputAccess }: Good<PreAnnotationConfig>,
  workflow: string,
): readonly string[] {
  const { writePrefixes = [], invokeFunctionArns = [], statements } = rights ?? {};
  const own = present(statements).flatMap(({ sid }) => sid ?? []);
  return [
    ...(inputAccess === undefined ? [] : [`reads the inputs of ${workflow}`]),
    ...(writePrefixes.length > 0 ? [`writes beside the answers of ${workflow}`] : []),
    ...(invokeFunctionArns.length > 0 ? ["calls other functions"] : []),
    ...(own.length > 0 ? [`has rights of its own (${own.join(", ")})`] : []),
  ];
}

/** The custom task of a workflow that has one. */
export function customTaskOf<Workflow extends GoodWorkflow>(workflow: Workflow) {
  return workflow.type === "built-in"
    ? undefined
    : (workflow as Exclude<Workflow, { type?: "built-in" }>).customTask;
}
