import { AwsPage } from "../../../lib/aws-page";
import { parseArn } from "../../../lib/iam/arn";
import { functionsOf, functionsToWrite, noneToWrite } from "../../facts/functions";
import { personaResourceName } from "../../facts/names";
import { knownUserPoolId } from "../../facts/user-pool";
import { logicalId } from "../../../lib/scope/short-logical-ids";
import { didYouMean } from "../allowed";
import {
  type Complain,
  type GoodConfig,
  type GoodPersona,
  type GoodWorkflow,
  type Path,
  itemsOf,
  present,
} from "../good-part";
import { repeated } from "../relations";
import { accessStackName, sharedStackName, workforceStackName } from "../../facts/stack-names";

/** What people's rights name elsewhere in the configuration, and what they cannot have in common. */
export function checkAccess(config: GoodConfig, complain: Complain): void {
  for (const { item: persona, index } of itemsOf(config.access)) {
    const at: Complain = (path, message, page) => complain(["access", index, ...path], message, page);
    checkNames(persona, config, at);
    checkTeams(persona, config, at);
    checkPools(persona, config, at);
    checkWhatToDo(persona, config, at);
    checkHolders(persona, config, at);
    checkRegions(persona, config, at);
  }
  checkFurtherPolicies(config, complain);
}

type KeyOf<Kind> = Kind extends unknown ? keyof Kind : never;
type ValueOf<Kind, Key> = Kind extends unknown ? (Key extends keyof Kind ? Kind[Key] : never) : never;
/** A persona of whatever kind, as far as it has a key. */
type AnyPersona = { readonly [Key in KeyOf<GoodPersona>]?: ValueOf<GoodPersona, Key> };

/** Workflows and stacks by name. */
function checkNames(
  persona: AnyPersona,
  { workflows, shared, workforce }: GoodConfig,
  complain: Complain,
): void {
  const known = present(workflows).flatMap(({ name }) => name ?? []);
  const check = (key: "workflows" | "stacks", what: string, candidates: readonly string[]) => {
    const given = itemsOf(persona[key]);
    for (const { item: name, index } of given) {
      if (candidates.includes(name)) continue;
      if (key === "stacks" && name === accessStackName) {
        const message = `"${name}" is the stack that the deployer itself is in: it could give itself any right; take it out`;
        complain([key, index], message, AwsPage.iamBoundaries);
      } else complain([key, index], `no ${what} is named "${name}"${didYouMean(name, candidates)}`);
    }
    for (const { index, first } of repeated(persona[key] ?? [])) {
      complain([key, index], `"${persona[key]![index]}" stands at [${first}] too; keep one of the two`);
    }
  };
  check("workflows", "workflow", known);
  check("stacks", "stack", [
    ...known,
    ...(shared === undefined ? [] : [sharedStackName]),
    ...(workforce === undefined ? [] : [workforceStackName]),
  ]);
}

/** Teams by name, where the configuration has teams. Any other one can be named by its ARN. */
function checkTeams(persona: AnyPersona, { workforce }: GoodConfig, complain: Complain): void {
  const places: readonly (readonly [Path, readonly (string | undefined)[] | undefined])[] = [
    [["workTeams"], persona.workTeams],
    [["guardRails", "onlyWorkTeams"], persona.guardRails?.onlyWorkTeams],
  ];
  const known = present(workforce?.teams).flatMap(({ name }) => name ?? []);
  for (const [path, given] of workforce === undefined ? [] : places) {
    for (const { item: team, index } of itemsOf(given)) {
      if (parseArn(team) !== undefined || team.endsWith("*") || known.includes(team)) continue;
      const near = didYouMean(team, known);
      const end = near === "" ? "." : "";
      const elsewhere =
        persona.persona === "workforce-manager" ? "" : `${end} A team of elsewhere is named by its ARN`;
      complain([...path, index], `the section workforce has no team "${team}"${near}${elsewhere}`);
    }
  }
  // With vendors' teams alone there would be no private team to look after, and an empty list means all of them.
  const teams = persona.workTeams ?? [];
  const areVendors = teams.every((team) => team?.includes(":workteam/vendor-crowd/"));
  if (persona.privateWorkforce !== true || teams.length === 0 || !areVendors) return;
  const message = "has no work team of the private workforce to look after; add one, or take it out";
  complain(["privateWorkforce"], message, AwsPage.privateWorkforce);
}

/** The pool of a workforce that is brought in is known, and there is none beside an OpenID Connect provider. */
function checkPools(persona: AnyPersona, { workforce }: GoodConfig, complain: Complain): void {
  if (persona.userPoolId === undefined) return;
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

/** Personas whose work follows from the workflows, which may hold none. */
function checkWhatToDo(persona: AnyPersona, config: GoodConfig, complain: Complain): void {
  const workflows = present(config.workflows);
  const names = persona.workflows;
  const chosen = workflows.filter(({ name }) => names === undefined || names.includes(name));
  if (names !== undefined && chosen.length < names.length) return;
  if (persona.persona === "function-author" && persona.functionNames === undefined) {
    const [some, all] = [chosen, workflows].map((of) =>
      of.flatMap((one) => functionsOf(config.namePrefix ?? "<namePrefix>", one)),
    );
    const none = noneToWrite(functionsToWrite(some!, all!, config));
    const advice = "Name what this person writes (functionNames)";
    if (none !== undefined) complain(["persona"], `${none}. ${advice}`, AwsPage.annotationFunctions);
  }
  if (persona.redrivesDeadLetters === true && !chosen.some(hasAnswerQueue)) {
    const message =
      "none of the workflows has an answer queue; give a streaming one answers: { queue: {} }, or leave this out";
    complain(["redrivesDeadLetters"], message, AwsPage.sqsRedrive);
  }
  const makeNoKey = chosen.length > 0 && chosen.every(({ encryptionKey }) => encryptionKey?.existing);
  if (persona.persona === "key-administrator" && persona.encryptionKeys === undefined && makeNoKey) {
    const message =
      "the workflows make no key: theirs exist already; name those to look after (encryptionKeys)";
    complain(["persona"], message);
  }
}

function hasAnswerQueue(workflow: GoodWorkflow): boolean {
  return workflow.type === "streaming" && workflow.answers?.queue !== undefined;
}

/** Those who get the policies would be told apart by nothing, or be made and there already. */
function checkHolders(persona: GoodPersona, { namePrefix = "" }: GoodConfig, complain: Complain): void {
  const { createRole, createGroup, createUser, attachTo } = persona;
  const called = calledName(persona);
  const role = createRole && (createRole.name ?? (called && personaResourceName(namePrefix, called)));
  const made = { roles: role, groups: createGroup, users: createUser };
  for (const kind of ["roles", "groups", "users"] as const) {
    const names = (attachTo?.[kind] ?? []).map((one) => one?.slice(one.lastIndexOf("/") + 1));
    for (const { item: name, index } of itemsOf(names)) {
      const path = ["attachTo", kind, index];
      if (isSame(name, made[kind])) complain(path, `"${name}" is made here; take it out of attachTo`);
      const twin = names.findIndex(
        (other) => other !== undefined && (isSame(other, name) || logicalId([other]) === logicalId([name])),
      );
      if (twin === index) continue;
      const message = isSame(names[twin]!, name)
        ? `"${name}" stands at [${twin}] too; keep one of the two`
        : `"${name}" and "${names[twin]}" would have one address in Terraform; attach one in a persona of another name`;
      complain(path, message);
    }
  }
}

/** IAM takes names that differ in case for the same. */
function isSame(name: string, other: string | undefined): boolean {
  return name.toLowerCase() === other?.toLowerCase();
}

function calledName({ name, persona }: GoodPersona): string | undefined {
  return name ?? persona;
}

function checkRegions({ guardRails }: GoodPersona, { region }: GoodConfig, complain: Complain): void {
  const regions: readonly (string | undefined)[] = guardRails?.onlyRegions ?? [];
  if (region === undefined || regions.length === 0 || regions.includes(region)) return;
  const message = `leaves out ${region}, where everything is that this persona works with`;
  complain(["guardRails", "onlyRegions"], message, AwsPage.deniedRegions);
}

/** A further policy of a persona is named after it, with a number behind. */
function checkFurtherPolicies({ access = [] }: GoodConfig, complain: Complain): void {
  const names = access.map((one) => one && calledName(one));
  for (const { item: name, index } of itemsOf(names)) {
    const beginning = name.replace(/-\d+$/, "");
    const longer = names.findIndex((other) => other === beginning && other !== name);
    if (longer < 0) continue;
    const message = `"${name}" may be what a further policy of access[${longer}] is called; name it otherwise`;
    complain(
      ["access", index, access[index]?.name === undefined ? "persona" : "name"],
      message,
      AwsPage.iamQuotas,
    );
  }
}
