import type { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { type PersonaConfig, personaName } from "./access-schema";
import { allowed } from "./allowed";
import { listOf } from "./cross-field";
import { defaultFunctionName, defaultRoleName, personaResourceName } from "./names";
import { shownPath } from "./shown-path";

type Given = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

/** A name that something gets in IAM. */
interface IamName {
  readonly kind: "role" | "group" | "user" | "policy";
  readonly name: string;
  /** What says the name. */
  readonly path: Path;
  /** Whose it is: `the execution role of workflows[0]`. */
  readonly of: string;
  /** What told already that it is there twice, beside another name that was. */
  readonly toldAs?: "function" | "persona";
}

/**
 * Roles, policies, groups and users of one file that IAM would take for the same: each name is there once in an account,
 * in whatever case and path.
 */
export function checkIamNames(config: Given, context: z.core.$RefinementCtx): void {
  const { namePrefix } = config;
  if (typeof namePrefix !== "string") return;
  const workflows = listOf(config.workflows as unknown[] | undefined);
  const isFirst = (workflow: unknown, index: number) =>
    workflows.findIndex((other) => mapping(other).name === mapping(workflow).name) === index;
  const access = listOf(config.access as unknown[] | undefined);
  const names = [
    // Of two workflows of one name nothing else is told.
    ...workflows.flatMap((workflow, index) =>
      isFirst(workflow, index) ? namesOfWorkflow(namePrefix, mapping(workflow), index) : [],
    ),
    ...access.flatMap((persona, index) => namesOfPersona(namePrefix, mapping(persona), index)),
  ];
  const firsts = new Map<string, IamName>();
  const told = new Set<string>();
  for (const one of names) {
    const key = `${one.kind} ${one.name.toLowerCase()}`;
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, one);
    if (first === undefined || isTold(one, first)) continue;
    // Policies are named after their role.
    if (told.has(shownPath(one.path))) continue;
    told.add(shownPath(one.path));
    const written = first.name === one.name ? "" : ` ("${first.name}")`;
    const message =
      `"${one.name}" is ${first.of}${written}; IAM takes each name once in an account, in whatever case. ` +
      "Name one of the two otherwise";
    context.addIssue({ code: "custom", path: [...one.path], message: allowed(message, AwsPage.iamNames) });
  }
}

function isTold(one: IamName, first: IamName): boolean {
  return one.toldAs !== undefined && one.toldAs === first.toldAs && one.name === first.name;
}

function namesOfWorkflow(namePrefix: string, workflow: Given, index: number): IamName[] {
  const { name } = workflow;
  if (typeof name !== "string") return [];
  const at = ["workflows", index];
  const role = mapping(workflow.executionRole);
  const task = mapping(workflow.customTask);
  return [
    ...(role.existing === undefined
      ? roleWithPolicies(
          role.name ?? defaultRoleName(namePrefix, name),
          role.name === undefined ? [...at, "name"] : [...at, "executionRole", "name"],
          `execution role of ${shownPath(at)}`,
        )
      : []),
    ...(["pre-annotation", "post-annotation"] as const).flatMap((step) => {
      const key = step === "pre-annotation" ? "preAnnotation" : "postAnnotation";
      const made = mapping(task[key]);
      if (task[key] === undefined || made.existing !== undefined) return [];
      const path = [...at, "customTask", key];
      const own = mapping(made.role).name;
      const named = roleWithPolicies(
        own ?? made.name ?? defaultFunctionName(namePrefix, name, step),
        own !== undefined ? [...path, "role", "name"] : made.name !== undefined ? [...path, "name"] : path,
        `role of ${shownPath(path)}`,
      );
      return named.map((one): IamName => (own !== undefined ? one : { ...one, toldAs: "function" }));
    }),
  ];
}

function roleWithPolicies(name: unknown, path: Path, what: string): IamName[] {
  if (typeof name !== "string") return [];
  return [
    { kind: "role", name, path, of: `the ${what}` },
    { kind: "policy", name, path, of: `the policy of the ${what}` },
  ];
}

function namesOfPersona(namePrefix: string, persona: Given, index: number): IamName[] {
  if (typeof persona.persona !== "string") return [];
  const at = ["access", index];
  const called: unknown = personaName(persona as unknown as PersonaConfig);
  if (typeof called !== "string") return [];
  const own = personaResourceName(namePrefix, called);
  const role = mapping(persona.createRole);
  const whose = shownPath(at);
  const names: { readonly kind: IamName["kind"]; readonly name: unknown; readonly path: Path }[] = [
    { kind: "policy", name: own, path: [...at, persona.name === undefined ? "persona" : "name"] },
    {
      kind: "role",
      name: persona.createRole === undefined ? undefined : (role.name ?? own),
      path: [...at, "createRole", ...(role.name === undefined ? [] : ["name"])],
    },
    { kind: "group", name: persona.createGroup, path: [...at, "createGroup"] },
    { kind: "user", name: persona.createUser, path: [...at, "createUser"] },
  ];
  return names.flatMap(({ name, ...one }) =>
    typeof name === "string"
      ? [
          {
            ...one,
            name,
            of: `the ${one.kind} of ${whose}`,
            toldAs: one.kind === "policy" ? ("persona" as const) : undefined,
          },
        ]
      : [],
  );
}

function mapping(value: unknown): Given {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Given) : {};
}
