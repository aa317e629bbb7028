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
import { AwsPage } from "../lib/aws-page";
import { InvalidInputError, type Problem } from "../lib/validation/problems";
import type { DeployerStateBackend } from "../lib/permissions/deployer/state-backend";
import type { GuardRails } from "../lib/permissions/people/guard-rails";
import { addAccessOutputs, type MadePersona } from "./access-outputs";
import { AccessSubjects, isNamed, type JobOptions } from "./access-subjects";
import { atKey } from "./at-key";
import { locksWithFile } from "./backend";
import { stacksByName } from "./checked-input";
import { sections } from "./config/configuration";
import {
  accessSchema,
  type AccessConfig,
  personaName,
  type PersonaConfig,
  type PersonaOf,
} from "./config/access-schema";
import type { BackendConfig } from "./config/backend-schema";
import { notWritten } from "./facts/functions";
import { personaResourceName } from "./facts/names";
import type { GroundTruthConfig } from "./config/schema";
import { GroundTruthStack, type GroundTruthStackProps } from "./ground-truth-stack";
import { LentRights } from "./lent-rights";
import { workforceStackName } from "./facts/stack-names";

/** All that the stack `access` is made of. */
export interface AccessStackProps extends GroundTruthStackProps {
  /** The personas, as the configuration describes them. */
  readonly access: AccessConfig;
  /** The workflows that people may be given access to. */
  readonly workflows: GroundTruthConfig["workflows"];
  /** What these workflows share. */
  readonly shared?: GroundTruthConfig["shared"] | undefined;
  readonly workforce?: GroundTruthConfig["workforce"] | undefined;
  /** What deployers deploy, by name. */
  readonly stacks: ReadonlyMap<string, TerraformStack>;
}

type Common = Omit<PersonaProps, "permissions">;

/** Policies for people, and those whom they are attached to: everything that the section `access` says. */
export class AccessStack extends GroundTruthStack {
  private readonly subjects: AccessSubjects;
  private readonly lent: LentRights;

  /** @throws InvalidInputError naming what cannot be built, of all personas */
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: AccessStackProps,
  ) {
    super(scope, id, props, {
      access: accessSchema,
      workflows: sections.shape.workflows,
      stacks: stacksByName,
    });
    this.subjects = new AccessSubjects(new Construct(this, "Subjects"), StackScope.of(this), props);
    this.lent = new LentRights(props);
    const problems: Problem[] = [];
    const made: MadePersona[] = [];
    for (const [index, config] of props.access.entries()) {
      const name = personaName(config);
      try {
        atKey(`[${index}]`, () => {
          const persona = this.persona(name, config);
          made.push({ name, config, persona, roleArn: this.attach(persona, name, config) });
        });
      } catch (error) {
        if (!(error instanceof InvalidInputError)) throw error;
        problems.push(...error.problems);
      }
    }
    if (problems.length > 0) throw new InvalidInputError(`AccessStack "${this.node.path}"`, problems);
    addAccessOutputs(this, made, { ...props, ssmParameterPath: this.ssmParameterPath }, this.subjects, props);
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
        return this.jobCreator(name, config, styled);
      case "job-operator":
        return new JobOperator(this, name, {
          ...common,
          workflows: this.labeling(config),
          redrivenQueues: config.redrivesDeadLetters
            ? this.subjects.answerQueues(config.workflows)
            : undefined,
        });
      case "auditor":
        return this.auditor(name, config, common);
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

  private auditor(name: string, config: PersonaOf<"auditor">, props: Common): Persona {
    const hasWorkforce = this.props.workforce !== undefined || config.userPoolId !== undefined;
    const persona = new Auditor(this, name, {
      ...props,
      workflows: this.labeling(config),
      workforce: hasWorkforce
        ? { ...this.subjects.workforceResources(config), ...this.subjects.notifications() }
        : undefined,
    });
    this.warnOfUnknownPool(persona, config, "see how workers sign in");
    return persona;
  }

  private labeling(config: { readonly workflows?: readonly string[] } & JobOptions) {
    return this.subjects
      .workflows(config.workflows)
      .map((workflow) => this.subjects.labelingResources(workflow, config));
  }

  private jobCreator(name: string, config: PersonaOf<"job-creator">, props: PersonaProps): Persona {
    const persona = new JobCreator(this, name, {
      ...props,
      workflows: this.labeling(config),
      waitsInStepFunctions: config.waitsInStepFunctions,
    });
    this.warnOfSharedRoles(persona, config.workflows);
    return persona;
  }

  private consoleUser(name: string, config: PersonaOf<"console-user">, props: PersonaProps): Persona {
    const { customWorkflow, privateWorkforce, vendorWorkforce } = config;
    const persona = new ConsoleUser(this, name, {
      ...props,
      workflows: this.labeling(config),
      customWorkflow,
      privateWorkforce: privateWorkforce ? this.subjects.workforceResources(config) : undefined,
      vendorWorkforce,
    });
    this.warnOfSharedRoles(persona, config.workflows);
    if (privateWorkforce) {
      this.warnOfUnknownPool(persona, config);
      if (this.subjects.knowsUserPool(config.userPoolId)) this.warnOfOtherTeams(persona, config.workTeams);
    }
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
    if (this.subjects.knowsUserPool(config.userPoolId)) this.warnOfOtherTeams(persona, config.workTeams);
    return persona;
  }

  /** The policies would lack a part in silence. */
  private warnOfUnknownPool(
    persona: Persona,
    { userPoolId }: { readonly userPoolId?: string },
    what = "invite or remove workers",
  ): void {
    if (userPoolId !== undefined || !this.subjects.makesUserPool) return;
    Annotations.of(persona).addWarning(
      `cannot ${what} yet: the user pool gets its id when it is made. Deploy the stack ` +
        `${workforceStackName}, then name its output user_pool_id here (userPoolId)`,
    );
  }

  private functionAuthor(name: string, config: PersonaOf<"function-author">, props: PersonaProps): Persona {
    const toWrite = this.subjects.functionsToWrite(config.workflows);
    const { open } = toWrite;
    const left = config.functionNames === undefined ? notWritten(toWrite) : [];
    const persona = new FunctionAuthor(this, name, {
      ...props,
      functionNames: config.functionNames ?? [...open],
      functionRoleArns: config.functionRoleArns,
      starterFunctions: config.starterFunctions,
    });
    const own = this.subjects.workflows(config.workflows).map((workflow) => workflow.name);
    const patterns = config.functionNames ?? open;
    for (const [one, lends] of this.lent.byFunctions(
      (each) => patterns.some((one) => isNamed(each, one)),
      own,
    )) {
      this.warn(
        persona,
        `writes ${one}, which ${lends.join(" and ")}: so can the author. Deploy it from reviewed code, and name ` +
          "other functions here (functionNames)",
      );
    }
    for (const role of config.functionRoleArns ?? []) {
      const lends = this.lent.byRole(role, own);
      if (lends.length === 0) continue;
      this.warn(
        persona,
        `passes ${role} to functions. The role ${lends.join(" and ")}: so can the author. Make a role for the ` +
          "functions of this person, and name that one (functionRoleArns)",
      );
    }
    for (const { functions, why, advice = "" } of left) {
      this.warn(persona, `does not write ${functions.join(", ")}: ${why}${advice}`);
    }
    return persona;
  }

  private warn(persona: Persona, message: string): void {
    Annotations.of(persona).addWarning(message);
  }

  /** Jobs read with the role that they are given: who passes a shared one reaches the data of all who share it. */
  private warnOfSharedRoles(persona: Persona, names: readonly string[] | undefined): void {
    const own = this.subjects.workflows(names);
    for (const workflow of own) {
      const others = this.lent.sharedWith(workflow).filter((other) => !own.some((one) => one.name === other));
      if (others.length === 0) continue;
      this.warn(
        persona,
        `passes the execution role of ${workflow.name}, with which the jobs of ${others.join(", ")} run too: this ` +
          "person's jobs can read their data. Give each workflow a role of its own",
      );
    }
  }

  /** Workers and groups are the pool's, and no condition of IAM tells groups apart. */
  private warnOfOtherTeams(persona: Persona, workTeams: readonly string[] | undefined): void {
    const others = this.subjects.otherTeams(workTeams);
    if (others.length === 0) return;
    this.warn(
      persona,
      "looks after workers of the one user pool, and can put anybody, themselves too, into the groups of other teams: " +
        `${others.join(", ")}. Their tasks show the data that those teams label (${AwsPage.privateWorkforce})`,
    );
  }

  private keyAdministrator(
    name: string,
    config: PersonaOf<"key-administrator">,
    props: PersonaProps,
  ): Persona {
    const named = (config.encryptionKeys ?? []).map((key) => this.subjects.key(key));
    const encryptionKeys = [...new Set([...this.subjects.madeKeys(config.workflows), ...named])];
    return new KeyAdministrator(this, name, {
      ...props,
      encryptionKeys,
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
    const { onlyWorkTeams, ...others } = guardRails;
    return {
      ...others,
      onlyWorkTeamArns: onlyWorkTeams && this.subjects.workTeamArns({ workTeams: onlyWorkTeams }),
    };
  }

  /** @returns the ARN of the role that is made, if one is */
  private attach(persona: Persona, name: string, config: PersonaConfig): string | undefined {
    const { attachTo = {}, createRole, createGroup, createUser } = config;
    const roleArn =
      createRole &&
      atKey("createRole", () =>
        persona.createRole({
          name: personaResourceName(this.props.namePrefix, name),
          ...createRole,
          permissionsBoundary: this.props.permissionsBoundary,
        }),
      );
    if (createGroup !== undefined) persona.createGroup(createGroup);
    if (createUser !== undefined) persona.createUser(createUser);
    for (const role of attachTo.roles ?? []) persona.attachToRole(nameOfHolder(role));
    for (const group of attachTo.groups ?? []) persona.attachToGroup(group);
    for (const user of attachTo.users ?? []) persona.attachToUser(nameOfHolder(user));
    return roleArn;
  }
}

/** An ARN ends in the name, behind the path. */
function nameOfHolder(holder: string): string {
  return holder.slice(holder.lastIndexOf("/") + 1);
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
    kmsKeyArn: backend.kmsKeyId,
  };
}
