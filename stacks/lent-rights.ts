import { parseArn } from "../lib/iam/arn";
import { personaName, type PersonaConfig } from "./config/access-schema";
import { calledFunctions, grantedToRoles, type LentTo } from "./facts/granted";
import { functionName, functionsOf, type NamedFunction } from "./facts/functions";
import { executionRoleOf } from "./facts/execution-roles";
import { personaResourceName } from "./facts/names";
import type { SharedConfig } from "./config/shared-schema";
import type { WorkflowConfig } from "./config/workflow-schema";

/** The parts of a configuration that roles are named in. */
interface RolesOfFile {
  readonly namePrefix: string;
  readonly account?: string;
  readonly workflows: readonly WorkflowConfig[];
  readonly access?: readonly PersonaConfig[];
  readonly shared?: SharedConfig | undefined;
}

/**
 * What the roles of a configuration lend to those who can run code with them or pass them, as far as the configuration
 * tells. IAM has each role name once in an account, whatever its path, and takes no note of case.
 */
export class LentRights {
  private readonly functions: readonly NamedFunction[];
  /** What the configuration grants to roles that it names. */
  private readonly granted: readonly LentTo[];
  /** Functions that exist, and what calls them tells them. */
  private readonly called: readonly LentTo[];

  public constructor(private readonly file: RolesOfFile) {
    this.functions = file.workflows.flatMap((workflow) => functionsOf(file.namePrefix, workflow));
    this.granted = grantedToRoles(file);
    this.called = calledFunctions(file);
  }

  /**
   * What a function that runs with this role may do: `reads the answers of signs`.
   *
   * @param own workflows whose functions the author writes anyway
   * @param role name or ARN
   */
  public byRole(role: string, own: readonly string[]): readonly string[] {
    const lent = this.functions
      .filter((one) => one.role !== undefined && this.sameRole(one.role, role))
      .flatMap((one) => [...one.lends, ...answersOf(one, own)]);
    const granted = this.granted
      .filter(({ arn, workflow }) => this.sameRole(arn, role) && !isOwn(workflow, own))
      .map(({ lends }) => lends);
    return [...new Set([...lent, ...granted, ...this.asExecutionRole(role), ...this.byPersonas(role)])];
  }

  /**
   * What the author of functions with these names may do by them besides what they do.
   *
   * @param isNamed whether the author writes the function of a name
   * @returns by the function's name
   */
  public byFunctions(
    isNamed: (name: string) => boolean,
    own: readonly string[],
  ): ReadonlyMap<string, readonly string[]> {
    const lent = new Map<string, readonly string[]>();
    for (const one of this.functions.filter((each) => isNamed(functionName(each)))) {
      const known = one.arn === undefined ? [] : [existsAlready];
      const ofRole = one.role === undefined ? [] : this.byRole(one.role, own);
      const all = [
        ...(lent.get(functionName(one)) ?? []),
        ...one.lends,
        ...answersOf(one, own),
        ...ofRole,
        ...known,
      ];
      if (all.length > 0) lent.set(functionName(one), [...new Set(all)]);
    }
    for (const { arn, lends } of this.called) {
      const name = functionName({ arn });
      const isHere = parseArn(arn)?.account === (this.file.account ?? parseArn(arn)?.account);
      if (!isHere || !isNamed(name)) continue;
      lent.set(name, [...new Set([lends, ...(lent.get(name) ?? [existsAlready])])]);
    }
    return lent;
  }

  /** Other workflows whose jobs run with this execution role too: whoever passes it can read their data. */
  public sharedWith(workflow: WorkflowConfig): readonly string[] {
    const role = this.executionRole(workflow);
    return this.file.workflows
      .filter((other) => other.name !== workflow.name && this.sameRole(this.executionRole(other), role))
      .map(({ name }) => name);
  }

  private asExecutionRole(role: string): readonly string[] {
    return this.file.workflows
      .filter((workflow) => this.sameRole(this.executionRole(workflow), role))
      .map(({ name }) => `is the execution role of ${name}`);
  }

  /** Personas whose policies the role has, or whose role it may assume. */
  private byPersonas(role: string): readonly string[] {
    return (this.file.access ?? []).flatMap((persona) => {
      const name = personaName(persona);
      const made =
        persona.createRole && (persona.createRole.name ?? personaResourceName(this.file.namePrefix, name));
      const holders = [...(persona.attachTo?.roles ?? []), ...(made === undefined ? [] : [made])];
      if (holders.some((holder) => this.sameRole(holder, role)))
        return [`has the policies of the persona ${name}`];
      const trusted = persona.createRole?.trustedPrincipalArns ?? [];
      return trusted.some((one) => isRole(one) && this.sameRole(one, role))
        ? [`may assume the role of the persona ${name}`]
        : [];
    });
  }

  /** By name, in the account of the configuration, or by ARN. */
  private sameRole(one: string, other: string): boolean {
    const [ours, theirs] = [one, other].map((role) => parseArn(role)?.account ?? this.file.account);
    return nameOf(one) === nameOf(other) && (ours === theirs || ours === undefined || theirs === undefined);
  }

  private executionRole(workflow: WorkflowConfig): string {
    return executionRoleOf(this.file.namePrefix, workflow);
  }
}

const existsAlready = "exists already, so that nobody here knows what its role may do";

function isOwn(workflow: string | undefined, own: readonly string[]): boolean {
  return workflow !== undefined && own.includes(workflow);
}

/** Answers of a workflow whose functions somebody writes anyway are nothing more. */
function answersOf({ readsAnswers, workflow }: NamedFunction, own: readonly string[]): readonly string[] {
  return readsAnswers && !own.includes(workflow) ? [`reads the answers of ${workflow}`] : [];
}

function isRole(principal: string): boolean {
  return principal.includes(":role/");
}

function nameOf(role: string): string {
  return role.slice(role.lastIndexOf("/") + 1).toLowerCase();
}
