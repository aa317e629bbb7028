import type { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { parseArn } from "../../lib/iam/arn";
import { logicalId } from "../../lib/scope/short-logical-ids";
import { functionsOf, functionsToWrite } from "./access-functions";
import { accessStackName, personaName, type PersonaConfig } from "./access-schema";
import { allowed } from "./allowed";
import { listOf, repeated } from "./cross-field";
import { personaResourceName } from "./names";
import { nearest } from "./nearest";
import type { WorkflowConfig } from "./workflow-schema";
import { sharedStackName } from "./shared-schema";
import { workforceStackName } from "./workforce-schema";

/** A value of which anything may be wrong or missing while the file is checked. */
type Given = Readonly<Record<string, unknown>>;
type Path = (string | number)[];
type Complain = (path: Path, message: string) => void;

interface Surroundings {
  readonly namePrefix: string;
  readonly region: string;
  readonly account?: string;
  readonly workflows: readonly Given[];
  /** Whether there is a stack of what workflows share. */
  readonly shared: boolean;
  readonly workforce?: Given;
}

/** What people's rights name elsewhere in the configuration, and what they cannot have in common. */
export function checkAccess(config: Given, context: z.core.$RefinementCtx): void {
  const access = listOf(config.access as Given[] | undefined);
  if (config.access === undefined) return;
  const complain: Complain = (path, message) => context.addIssue({ code: "custom", path, message });
  const workflows = listOf(config.workflows as Given[] | undefined).filter(isMapping);
  const surroundings: Surroundings = {
    namePrefix: typeof config.namePrefix === "string" ? config.namePrefix : "<namePrefix>",
    region: String(config.region),
    account: typeof config.account === "string" ? config.account : undefined,
    workflows,
    shared: config.shared !== undefined,
    workforce: isMapping(config.workforce) ? config.workforce : undefined,
  };
  listOf(config.workflows as Given[] | undefined).forEach((workflow, index) => {
    if (workflow?.name !== accessStackName) return;
    const message = `"${accessStackName}" is the stack of people's rights; name the workflow otherwise`;
    complain(["workflows", index, "name"], message);
  });
  access.forEach((persona, index) => {
    if (!isMapping(persona)) return;
    const at: Complain = (path, message) => complain(["access", index, ...path], message);
    checkNames(persona, surroundings, at);
    checkTeams(persona, surroundings, at);
    checkPrivateTeams(persona, at);
    checkUserPool(persona, surroundings, at);
    checkWhatToDo(persona, surroundings, at);
    checkHolders(persona, surroundings, at);
    checkRegions(persona, surroundings, at);
  });
  checkBetweenPersonas(access, complain);
}

function isMapping(value: unknown): value is Given {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Workflows and stacks by name. */
function checkNames(
  persona: Given,
  { workflows, shared, workforce }: Surroundings,
  complain: Complain,
): void {
  const known = workflows.map(({ name }) => name).filter((name) => typeof name === "string");
  const check = (key: string, what: string, candidates: readonly string[]) => {
    const given = listOf(persona[key] as unknown[] | undefined);
    given.forEach((name, index) => {
      if (typeof name !== "string" || candidates.includes(name)) return;
      if (key === "stacks" && name === accessStackName) {
        const message = `"${name}" is the stack that the deployer itself is in: it could give itself any right; take it out`;
        return complain([key, index], allowed(message, AwsPage.iamBoundaries));
      }
      const near = nearest(name, candidates);
      const suggestion = near === undefined ? "" : `; did you mean "${near}"?`;
      return complain([key, index], `no ${what} is named "${name}"${suggestion}`);
    });
    for (const { index, first } of repeated(given)) {
      complain([key, index], `"${String(given[index])}" stands at [${first}] too; keep one of the two`);
    }
  };
  check("workflows", "workflow", known);
  check("stacks", "stack", [
    ...known,
    ...(shared ? [sharedStackName] : []),
    ...(workforce === undefined ? [] : [workforceStackName]),
  ]);
}

/** Teams by name, where the configuration has teams. Any other one can be named by its ARN. */
function checkTeams(persona: Given, { workforce }: Surroundings, complain: Complain): void {
  const teams = listOf(workforce?.teams as Given[] | undefined);
  const known = teams.map((team) => team?.name).filter((name) => typeof name === "string");
  const rails = isMapping(persona.guardRails) ? persona.guardRails : {};
  const places: readonly (readonly [Path, unknown])[] = [
    [["workTeams"], persona.workTeams],
    [["guardRails", "onlyWorkTeams"], rails.onlyWorkTeams],
  ];
  for (const [path, given] of places) {
    listOf(given as unknown[] | undefined).forEach((team, index) => {
      if (typeof team !== "string") return;
      const arn = parseArn(team);
      if (arn !== undefined || workforce === undefined || team.endsWith("*") || known.includes(team)) return;
      const near = nearest(team, known);
      const suggestion = near === undefined ? "" : `; did you mean "${near}"?`;
      const elsewhere =
        persona.persona === "workforce-manager" ? "" : " A team of elsewhere is named by its ARN.";
      complain([...path, index], `the section workforce has no team "${team}"${suggestion}${elsewhere}`);
    });
  }
}

/** With vendors' teams alone there would be no private team to look after, and an empty list means all of them. */
function checkPrivateTeams(persona: Given, complain: Complain): void {
  const teams = listOf(persona.workTeams as unknown[] | undefined);
  const areVendors = teams.every(
    (team) => typeof team === "string" && team.includes(":workteam/vendor-crowd/"),
  );
  if (persona.privateWorkforce !== true || teams.length === 0 || !areVendors) return;
  const message = "has no work team of the private workforce to look after; add one, or take it out";
  complain(["privateWorkforce"], allowed(message, AwsPage.privateWorkforce));
}

/** The pool of a workforce that is brought in is known, and there is none beside an OpenID Connect provider. */
function checkUserPool(persona: Given, { workforce }: Surroundings, complain: Complain): void {
  const { userPoolId } = persona;
  if (typeof userPoolId !== "string") return;
  if (persona.persona === "console-user" && persona.privateWorkforce !== true) {
    complain(["userPoolId"], "is of the private workforce; add privateWorkforce: true, or leave it out");
  }
  if (workforce === undefined) return;
  const known = knownUserPoolId(workforce);
  if (known !== undefined) {
    complain(["userPoolId"], `the section workforce names the user pool already, "${known}"; leave it out`);
  } else if (workforce.userPool === undefined) {
    const message =
      "the workers of the section workforce sign in with an OpenID Connect provider; leave it out";
    complain(["userPoolId"], message);
  }
}

/** Id of the workers' user pool, if the configuration has it: a new pool has one only once it is made. */
export function knownUserPoolId(workforce: Given): string | undefined {
  const places = [workforce.userPool, workforce.existing] as readonly unknown[];
  for (const place of places) {
    const holder = isMapping(place) ? (place.existing ?? place.userPool) : undefined;
    const id = isMapping(holder) ? holder.userPoolId : undefined;
    if (typeof id === "string") return id;
  }
  return undefined;
}

/** Personas whose work follows from the configuration, which may hold none. */
function checkWhatToDo(persona: Given, surroundings: Surroundings, complain: Complain): void {
  const { namePrefix, workflows } = surroundings;
  const names = persona.workflows === undefined ? undefined : listOf(persona.workflows as unknown[]);
  const chosen = workflows.filter(({ name }) => names === undefined || names.includes(name));
  if (names !== undefined && chosen.length < names.length) return;
  if (persona.persona === "function-author" && persona.functionNames === undefined) {
    const functions = (some: readonly Given[]) =>
      some.flatMap((one) => functionsOf(namePrefix, one as unknown as WorkflowConfig));
    const { open, lending, unknown, elsewhere } = functionsToWrite(
      functions(chosen),
      functions(workflows),
      surroundings,
    );
    if (open.length > 0) return;
    const reasons = [
      ...[...lending].map(([name, lends]) => `${name} ${lends.join(" and ")}, and so could its author`),
      ...(unknown.length > 0
        ? [`${unknown.join(", ")}: it exists already, so that nobody here knows what its role may do`]
        : []),
      ...(elsewhere.length > 0
        ? [
            `${elsewhere.join(", ")}: it is in another account or region, or in an account that nothing here names (account)`,
          ]
        : []),
    ];
    const message =
      reasons.length === 0
        ? "none of the workflows has an annotation function of its own"
        : `none of the workflows' functions can be this person's: ${reasons.join("; ")}`;
    complain(
      ["persona"],
      allowed(`${message}. Name what this person writes (functionNames)`, AwsPage.annotationFunctions),
    );
  }
  if (persona.persona === "key-administrator" && persona.encryptionKeys === undefined) {
    if (chosen.length === 0 || chosen.some((workflow) => makesKey(workflow))) return;
    complain(
      ["persona"],
      "the workflows make no key: theirs exist already; name those to look after (encryptionKeys)",
    );
  }
}

/** Whether a workflow has a key that the file makes. */
function makesKey({ encryptionKey: key }: { readonly encryptionKey?: unknown }): boolean {
  return !isMapping(key) || key.existing === undefined;
}

/** Those who get the policies would be told apart by nothing, or be made and there already. */
function checkHolders(persona: Given, { namePrefix }: Surroundings, complain: Complain): void {
  const attachTo = isMapping(persona.attachTo) ? persona.attachTo : {};
  const made: Readonly<Record<string, unknown>> = {
    roles: newRoleName(persona, namePrefix),
    groups: persona.createGroup,
    users: persona.createUser,
  };
  for (const kind of ["roles", "groups", "users"] as const) {
    const names = listOf(attachTo[kind] as unknown[] | undefined).map((one) =>
      typeof one === "string" ? one.slice(one.lastIndexOf("/") + 1) : one,
    );
    names.forEach((name, index) => {
      const path = ["attachTo", kind, index];
      if (typeof name !== "string") return;
      if (isSame(name, made[kind])) complain(path, `"${name}" is made here; take it out of attachTo`);
      const twin = names.findIndex(
        (other) =>
          typeof other === "string" && (isSame(other, name) || logicalId([other]) === logicalId([name])),
      );
      if (twin === index) return;
      const message = isSame(names[twin], name)
        ? `"${name}" stands at [${twin}] too; keep one of the two`
        : `"${name}" and "${String(names[twin])}" would have one address in Terraform; attach one in a persona of another name`;
      complain(path, message);
    });
  }
}

/** IAM takes names that differ in case for the same. */
function isSame(name: unknown, other: unknown): boolean {
  return typeof name === "string" && typeof other === "string" && name.toLowerCase() === other.toLowerCase();
}

function newRoleName({ createRole, persona, name }: Given, namePrefix: string): string | undefined {
  if (!isMapping(createRole)) return undefined;
  if (typeof createRole.name === "string") return createRole.name;
  const called: unknown = name ?? persona;
  return typeof called === "string" ? personaResourceName(namePrefix, called) : undefined;
}

function checkRegions(persona: Given, { region }: Surroundings, complain: Complain): void {
  const rails = isMapping(persona.guardRails) ? persona.guardRails : {};
  const regions = listOf(rails.onlyRegions as unknown[] | undefined);
  if (typeof region !== "string" || regions.length === 0 || regions.includes(region)) return;
  const message = `leaves out ${region}, where everything is that this persona works with`;
  complain(["guardRails", "onlyRegions"], allowed(message, AwsPage.deniedRegions));
}

/** Personas by name, and by what their further policies are named. */
function checkBetweenPersonas(access: readonly Given[], complain: Complain): void {
  const personas = access.map((one): Given => (isMapping(one) ? one : {}));
  const names = personas.map((one) =>
    typeof one.persona === "string" ? personaName(one as unknown as PersonaConfig) : undefined,
  );
  const place = (index: number): Path => [
    "access",
    index,
    personas[index]?.name === undefined ? "persona" : "name",
  ];
  for (const { index, first } of repeated(names)) {
    const message = `"${names[index]}" is the name of access[${first}] too; give one of them another one (name)`;
    complain(place(index), message);
  }
  names.forEach((name, index) => {
    if (typeof name !== "string") return;
    const beginning = name.replace(/-\d+$/, "");
    const longer = names.findIndex((other) => other === beginning && other !== name);
    if (longer < 0) return;
    const message = `"${name}" may be what a further policy of access[${longer}] is called; name it otherwise`;
    complain(place(index), allowed(message, AwsPage.iamQuotas));
  });
}
