import { Annotations, type TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { Auditor } from "../lib/roles/auditor";
import { ConsoleUser } from "../lib/roles/console-user";
import { Deployer } from "../lib/roles/deployer";
import { FunctionAuthor } from "../lib/roles/function-author";
import { JobCreator } from "../lib/roles/job-creator";
import { JobOperator } from "../lib/roles/job-operator";
import { KeyAdministrator } from "../lib/roles/key-administrator";
import type { Persona, PersonaProps } from "../lib/roles/persona";
import { VendorSubscriber } from "../lib/roles/vendor-subscriber";
import { WorkforceManager } from "../lib/roles/workforce-manager";
import { StackScope } from "../lib/scope/stack-scope";
import { InvalidInputError, type Problem } from "../lib/validation/problems";
import type { DeployerStateBackend } from "../lib/permissions/deployer/state-backend";
import type { GuardRails } from "../lib/permissions/people/guard-rails";
import { addAccessOutputs, type MadePersona } from "./access-outputs";
import { AccessSubjects, type JobOptions } from "./access-subjects";
import { locksWithFile } from "./backend";
import { type AccessConfig, personaName, type PersonaConfig, type PersonaOf } from "./config/access-schema";
import type { BackendConfig } from "./config/backend-schema";
import { personaResourceName } from "./config/names";
import type { GroundTruthConfig } from "./config/schema";
import { workforceStackName } from "./config/workforce-schema";
import { GroundTruthStack, type GroundTruthStackProps } from "./ground-truth-stack";

export interface AccessStackProps extends GroundTruthStackProps {
  readonly access: AccessConfig;
  readonly workflows: GroundTruthConfig["workflows"];
  readonly workforce?: GroundTruthConfig["workforce"];
  /** What deployers deploy, by name. */
  readonly stacks: ReadonlyMap<string, TerraformStack>;
}

type Common = Omit<PersonaProps, "permissions">;

/** Policies for people, and those whom they are attached to: everything that the section `access` says. */
export class AccessStack extends GroundTruthStack {
  private readonly subjects: AccessSubjects;

  /** @throws InvalidInputError naming what cannot be built, of all personas */
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: AccessStackProps,
  ) {
    super(scope, id, props);
    this.subjects = new AccessSubjects(new Construct(this, "Subjects"), StackScope.of(this), props);
    const problems: Problem[] = [];
    const made: MadePersona[] = [];
    for (const [index, config] of props.access.entries()) {
      const name = personaName(config);
      try {
        const persona = this.persona(name, config);
        made.push({ name, config, persona, roleArn: this.attach(persona, name, config) });
      } catch (error) {
        if (!(error instanceof InvalidInputError)) throw error;
        problems.push(
          ...error.problems.map((problem) => ({ ...problem, property: `[${index}].${problem.property}` })),
        );
      }
    }
    if (problems.length > 0) throw new InvalidInputError(`AccessStack "${this.node.path}"`, problems);
    addAccessOutputs(this, made, this.subjects, props);
  }

  private persona(name: string, config: PersonaConfig): Persona {
    const { namePrefix, rolePath } = this.props;
    const common: Common = {
      policyName: personaResourceName(namePrefix, name),
      path: rolePath,
      description: config.description,
      guardRails: this.guardRails(config),
    };
    const styled = { ...common, permissions: "style" in config ? { style: config.style } : undefined };
    switch (config.persona) {
      case "console-user":
        return this.consoleUser(name, config, styled);
      case "function-author":
        return this.functionAuthor(name, config, styled);
      case "job-creator":
        return new JobCreator(this, name, { ...styled, workflows: this.labeling(config) });
      case "job-operator":
        return new JobOperator(this, name, { ...common, workflows: this.labeling(config) });
      case "auditor":
        return new Auditor(this, name, { ...common, workflows: this.labeling(config) });
      case "workforce-manager":
        return this.workforceManager(name, config, styled);
      case "vendor-subscriber":
        return new VendorSubscriber(this, name, styled);
      case "key-administrator":
        return this.keyAdministrator(name, config, styled);
      case "deployer":
        return this.deployer(name, config, common);
    }
  }

  private labeling(config: { readonly workflows?: readonly string[] } & JobOptions) {
    return this.subjects
      .workflows(config.workflows)
      .map((workflow) => this.subjects.labelingResources(workflow, config));
  }

  private consoleUser(name: string, config: PersonaOf<"console-user">, props: PersonaProps): Persona {
    const { customWorkflow, privateWorkforce, vendorWorkforce } = config;
    const persona = new ConsoleUser(this, name, {
      ...props,
      workflows: this.labeling(config),
      customWorkflows: customWorkflow,
      privateWorkforce: privateWorkforce ? this.subjects.workforceResources(config) : undefined,
      vendorWorkforce,
    });
    if (privateWorkforce) this.warnOfUnknownPool(persona, config);
    return persona;
  }

  private workforceManager(
    name: string,
    config: PersonaOf<"workforce-manager">,
    props: PersonaProps,
  ): Persona {
    const workforce = this.subjects.workforceResources(config);
    const persona = new WorkforceManager(this, name, { ...props, workforce });
    this.warnOfUnknownPool(persona, config);
    return persona;
  }

  /** The policies would lack a part in silence. */
  private warnOfUnknownPool(persona: Persona, { userPoolId }: { readonly userPoolId?: string }): void {
    if (userPoolId !== undefined || !this.subjects.makesUserPool) return;
    Annotations.of(persona).addWarning(
      "cannot invite or remove workers yet: the user pool gets its id when it is made. Deploy the stack " +
        `${workforceStackName}, then name its output user_pool_id here (userPoolId)`,
    );
  }

  private functionAuthor(name: string, config: PersonaOf<"function-author">, props: PersonaProps): Persona {
    const { open, lending, elsewhere } = this.subjects.functionsToWrite(config.workflows);
    const persona = new FunctionAuthor(this, name, {
      ...props,
      functionNames: config.functions ?? [...open],
      functionRoleArns: config.functionRoles,
      recipe: config.starterFunctions,
    });
    const named = this.subjects.lendingFunctions().filter((name) => isNamed(name, config.functions ?? []));
    if (named.length > 0) {
      Annotations.of(persona).addWarning(
        `writes ${named.join(", ")}, which takes on an execution role or reads every bucket: so can the author. ` +
          "Deploy it from reviewed code, and name other functions here (functions)",
      );
    }
    const warn = (functions: readonly string[], why: string) => {
      if (config.functions !== undefined || functions.length === 0) return;
      Annotations.of(persona).addWarning(`does not write ${functions.join(", ")}: ${why}`);
    };
    warn(
      lending,
      "it takes on an execution role or reads every bucket, and its author could too. Deploy it from reviewed code",
    );
    warn(elsewhere, "it is in another account or region, or in an account that nothing here names (account)");
    return persona;
  }

  private keyAdministrator(
    name: string,
    config: PersonaOf<"key-administrator">,
    props: PersonaProps,
  ): Persona {
    const named = (config.keys ?? []).map((key) => this.subjects.key(key));
    return new KeyAdministrator(this, name, {
      ...props,
      encryptionKeys: [...new Set([...this.subjects.madeKeys(config.workflows), ...named])],
      mayChangeKeyPolicy: config.mayChangeKeyPolicy,
    });
  }

  private deployer(name: string, { stacks: names }: PersonaOf<"deployer">, props: Common): Persona {
    const stacks = [...this.props.stacks].filter(([stack]) => names === undefined || names.includes(stack));
    return new Deployer(this, name, {
      ...props,
      stacks: stacks.map(([, stack]) => stack),
      backend: stateBackend(
        this.props.backend,
        stacks.map(([stack]) => stack),
      ),
    });
  }

  private guardRails({ guardRails }: PersonaConfig): GuardRails | undefined {
    if (guardRails === undefined) return undefined;
    const { onlyWorkTeams, onlyOutputKeys, onlyVolumeKeys, requiredTags, ...others } = guardRails;
    return {
      ...others,
      onlyWorkteamArns: onlyWorkTeams && this.subjects.workTeamArns({ workTeams: onlyWorkTeams }),
      onlyOutputKeyArns: onlyOutputKeys,
      onlyVolumeKeyArns: onlyVolumeKeys,
      requiredTagKeys: requiredTags,
    };
  }

  /** @returns the ARN of the role that is made, if one is */
  private attach(persona: Persona, name: string, config: PersonaConfig): string | undefined {
    const { attachTo = {}, createRole, createGroup, createUser } = config;
    const roleArn =
      createRole &&
      persona.createRole({
        roleName: createRole.name ?? personaResourceName(this.props.namePrefix, name),
        trustedPrincipalArns: createRole.trustedBy,
        requireMfa: createRole.requireMfa,
        permissionsBoundaryArn: this.props.permissionsBoundary,
      });
    if (createGroup !== undefined) persona.createGroup(createGroup);
    if (createUser !== undefined) persona.createUser(createUser);
    for (const role of attachTo.roles ?? []) persona.attachToRole(role);
    for (const group of attachTo.groups ?? []) persona.attachToGroup(group);
    for (const user of attachTo.users ?? []) persona.attachToUser(user);
    return roleArn;
  }
}

/** @param patterns names, or beginnings of names with `*` at their end */
function isNamed(name: string, patterns: readonly string[]): boolean {
  return patterns.some((one) => (one.endsWith("*") ? name.startsWith(one.slice(0, -1)) : name === one));
}

/** Where the state of the stacks is, if they are deployed with the policy that reaches it. */
function stateBackend(
  backend: BackendConfig | undefined,
  stacks: readonly string[],
): DeployerStateBackend | undefined {
  if (backend?.type !== "s3") return undefined;
  return {
    bucketName: backend.bucket,
    keys: stacks.map((stack) => `${backend.keyPrefix}${stack}.tfstate`),
    region: backend.region,
    lockTableName: backend.dynamodbTable,
    useLockFile: locksWithFile(backend),
    kmsKeyArn: backend.kmsKey,
  };
}
