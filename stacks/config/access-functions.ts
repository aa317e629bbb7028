import { AnswerAccess } from "../../lib/functions/annotation-function";
import { parseArn } from "../../lib/iam/arn";
import type { CustomTaskConfig } from "./custom-task-keys";
import { defaultFunctionName } from "./names";
import type { WorkflowConfig } from "./workflow-schema";

/** An annotation function of a workflow, as its configuration names it. */
export interface NamedFunction {
  /** Undefined for one that the configuration names by its ARN. */
  readonly name?: string;
  /** Undefined for one that a stack makes. */
  readonly arn?: string;
  /** Whoever changes its code has the rights of the execution role then. */
  readonly takesOnExecutionRole: boolean;
}

/** Functions by name, as somebody may be let write their code or not. */
export interface FunctionsToWrite {
  readonly open: readonly string[];
  /** Whoever writes them has the rights of an execution role. */
  readonly takingOnRoles: readonly string[];
  /** ARNs of another account or region, or of an account that may be another one: a name would mean another function. */
  readonly elsewhere: readonly string[];
}

/** Which of these functions somebody can be let write in this account and region. */
export function functionsToWrite(
  functions: readonly NamedFunction[],
  here: { readonly region: string; readonly account?: string },
): FunctionsToWrite {
  const open = new Set<string>();
  const takingOnRoles = new Set<string>();
  const elsewhere = new Set<string>();
  for (const { name, arn, takesOnExecutionRole } of functions) {
    const parts = parseArn(arn ?? "");
    const isHere = parts === undefined || (parts.region === here.region && parts.account === here.account);
    const called = name ?? parts?.resource.split(":")[1];
    if (called === undefined) continue;
    if (takesOnExecutionRole) takingOnRoles.add(called);
    else if (isHere) open.add(called);
    else elsewhere.add(arn!);
  }
  return { open: [...open], takingOnRoles: [...takingOnRoles], elsewhere: [...elsewhere] };
}

/** The annotation functions of a workflow. None is in a workflow that AWS hosts them for. */
export function functionsOf(namePrefix: string, workflow: WorkflowConfig): readonly NamedFunction[] {
  const task = customTaskOf(workflow);
  return (["pre-annotation", "post-annotation"] as const).flatMap((step): NamedFunction[] => {
    const one = step === "pre-annotation" ? task?.preAnnotation : task?.postAnnotation;
    if (typeof one !== "object" || one === null) return [];
    const takesOnExecutionRole =
      "answerAccess" in one && one.answerAccess === AnswerAccess.ASSUME_EXECUTION_ROLE;
    return one.existing === undefined
      ? [{ name: one.name ?? defaultFunctionName(namePrefix, workflow.name, step), takesOnExecutionRole }]
      : [{ arn: one.existing, takesOnExecutionRole }];
  });
}

function customTaskOf(workflow: WorkflowConfig): Partial<CustomTaskConfig> | undefined {
  if (workflow.type === "custom") return workflow;
  return workflow.type === "streaming" ? workflow.custom : undefined;
}
