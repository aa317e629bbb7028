import { AnswerAccess } from "../../lib/functions/annotation-function";
import { parseArn } from "../../lib/iam/arn";
import type { CustomTaskConfig } from "./custom-task-keys";
import { defaultFunctionName } from "./names";
import type { WorkflowConfig } from "./workflow-schema";

const lendingAccess: ReadonlySet<unknown> = new Set([
  AnswerAccess.ASSUME_EXECUTION_ROLE,
  AnswerAccess.READ_ALL_BUCKETS,
]);

/** An annotation function of a workflow, as its configuration names it. */
export interface NamedFunction {
  /** Undefined for one that the configuration names by its ARN. */
  readonly name?: string;
  /** Undefined for one that a stack makes. */
  readonly arn?: string;
  /** It takes on the execution role, or reads every bucket, and so could whoever changes its code. */
  readonly lendsRights: boolean;
}

/** Functions by name, as somebody may be let write their code or not. */
export interface FunctionsToWrite {
  readonly open: readonly string[];
  /** They take on an execution role or read every bucket, and so could their author. */
  readonly lending: readonly string[];
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
  const lendingNames = new Set(all.filter((one) => one.lendsRights).map(nameOf));
  const open = new Set<string>();
  const lending = new Set<string>();
  const elsewhere = new Set<string>();
  for (const one of functions) {
    const { arn } = one;
    const name = nameOf(one);
    const parts = parseArn(arn ?? "");
    const isHere = arn === undefined || (parts?.region === here.region && parts.account === here.account);
    if (lendingNames.has(name)) lending.add(name);
    else if (isHere) open.add(name);
    else elsewhere.add(arn);
  }
  return { open: [...open], lending: [...lending], elsewhere: [...elsewhere] };
}

function nameOf({ name, arn }: NamedFunction): string {
  return name ?? parseArn(arn ?? "")?.resource.split(":")[1] ?? "";
}

/** The annotation functions of a workflow. None is in a workflow that AWS hosts them for. */
export function functionsOf(namePrefix: string, workflow: WorkflowConfig): readonly NamedFunction[] {
  const task = customTaskOf(workflow);
  return (["pre-annotation", "post-annotation"] as const).flatMap((step): NamedFunction[] => {
    const one = step === "pre-annotation" ? task?.preAnnotation : task?.postAnnotation;
    if (typeof one !== "object" || one === null) return [];
    const lendsRights = "answerAccess" in one && lendingAccess.has(one.answerAccess);
    return one.existing === undefined
      ? [{ name: one.name ?? defaultFunctionName(namePrefix, workflow.name, step), lendsRights }]
      : [{ arn: one.existing, lendsRights }];
  });
}

function customTaskOf(workflow: WorkflowConfig): Partial<CustomTaskConfig> | undefined {
  if (workflow.type === "custom") return workflow;
  return workflow.type === "streaming" ? workflow.custom : undefined;
}
