import { parseArn } from "../../lib/iam/arn";
import { personaName, type PersonaConfig } from "./access-schema";
import type { VpcRestrictionConfig } from "./bucket-schema";
import { bucketOwners, type BucketOwners } from "./bucket-owners";
import { upstreamName } from "./chain";
import { listOf } from "./cross-field";
import { locationsOf } from "./locations";
import { defaultRoleName, personaResourceName, workflowResourceName } from "./names";
import type { NamedKeyConfig } from "./key-schema";
import { type SharedConfig, sharedStackName } from "./shared-schema";
import type { StreamingWorkflowConfig } from "./streaming-workflow-schema";
import type { WorkflowConfig } from "./workflow-schema";

/** The parts of a configuration that workflows share things by. Of a file that is being checked anything may be wrong. */
export interface SharingPlace {
  readonly namePrefix: string;
  readonly region: string;
  readonly account?: string;
  readonly workflows: readonly WorkflowConfig[];
  readonly shared?: SharedConfig;
  readonly rolePath?: string;
  readonly access?: readonly { readonly createRole?: { readonly name?: string } }[];
}

/**
 * Who makes what, and who uses it: from names alone, so that no stack reads the state of another and each can be planned
 * without the others.
 */
export class Sharing {
  private readonly owners: ReadonlyMap<string, BucketOwners>;
  /** Stacks by the aliases of the keys that they make. */
  private readonly keyStacks = new Map<string, string>();
  private readonly readKeysOf = new Map<WorkflowConfig, readonly string[]>();
  private readonly bucketKeys = new Map<string, string | undefined>();

  public constructor(private readonly place: SharingPlace) {
    this.owners = bucketOwners(place);
    for (const key of listOf(place.shared?.keys)) {
      this.keyStacks.set(sharedKeyAlias(place.namePrefix, key?.name), sharedStackName);
    }
    for (const workflow of listOf(place.workflows)) {
      if (!makesOwnKey(workflow)) continue;
      this.keyStacks.set(`alias/${workflowResourceName(place.namePrefix, workflow.name)}`, workflow.name);
    }
  }

  /** Who makes the bucket, or manages settings of it. */
  public bucketOwners(bucketName: string): BucketOwners {
    return this.owners.get(bucketName) ?? {};
  }

  /** The stack that makes the key, if one of the file does. @param name alias or ARN, as the configuration gives it */
  public keyStack(name: string): string | undefined {
    return this.keyStacks.get(this.keyName(name));
  }

  /** A key that the file makes, by its alias; any other one as the configuration names it. */
  public keyName(name: string): string {
    const arn = parseArn(name);
    if (arn === undefined || arn.service !== "kms") return name;
    const { region, account } = this.place;
    const isHere = arn.region === region && arn.account === account;
    return isHere && this.keyStacks.has(arn.resource) ? arn.resource : name;
  }

  /** Where the workflows write answers. */
  public get outputs(): readonly string[] {
    return this.place.workflows.map(({ output }) => output);
  }

  /** Whether a role is made by one of the stacks, so that it may not exist yet when a policy names it. */
  public makesRole(roleArn: string): boolean {
    const { namePrefix, account, rolePath = "/", workflows, access } = this.place;
    const arn = parseArn(roleArn);
    if (arn === undefined || (account !== undefined && arn.account !== account)) return false;
    const names = [
      ...workflows.flatMap(({ name, executionRole }) =>
        executionRole.existing === undefined ? [executionRole.name ?? defaultRoleName(namePrefix, name)] : [],
      ),
      ...(access ?? []).flatMap((persona) =>
        persona.createRole === undefined
          ? []
          : [
              persona.createRole.name ??
                personaResourceName(namePrefix, personaName(persona as PersonaConfig)),
            ],
      ),
    ];
    return names.some((name) => arn.resource === `role${rolePath}${name}`);
  }

  /** The key that a workflow's answers are encrypted with. */
  public workflowKey({ name, encryptionKey }: WorkflowConfig): string {
    return this.namedKey(encryptionKey) ?? `alias/${workflowResourceName(this.place.namePrefix, name)}`;
  }

  /** A key that something names, by the alias of one that the file makes; undefined for one that is made for it. */
  public namedKey(key: NamedKeyConfig | undefined): string | undefined {
    if (key?.shared !== undefined) return sharedKeyAlias(this.place.namePrefix, key.shared);
    return key?.existing === undefined ? undefined : this.keyName(key.existing);
  }

  /** The key that a bucket is encrypted with, as far as the file says, wherever it says so. */
  public bucketKey(bucketName: string): string | undefined {
    if (!this.bucketKeys.has(bucketName)) this.bucketKeys.set(bucketName, this.findBucketKey(bucketName));
    return this.bucketKeys.get(bucketName);
  }

  private findBucketKey(bucketName: string): string | undefined {
    const { shared, workflows } = this.place;
    const byName = named(bucketName);
    const ofShared = listOf(shared?.buckets?.create).find(byName);
    if (ofShared !== undefined) return this.sharedBucketKey(ofShared.encryptionKey);
    const maker = listOf(workflows).find((workflow) => listOf(workflow?.buckets?.create).some(byName));
    if (maker !== undefined) return this.workflowKey(maker);
    const managed = listOf(shared?.buckets?.existing).find(byName)?.encryptionKey;
    if (managed !== undefined) return this.sharedBucketKey(managed);
    const said = listOf(workflows)
      .flatMap((workflow) => listOf(workflow?.buckets?.existing))
      .find((bucket) => byName(bucket) && bucket.encryptionKey !== undefined)?.encryptionKey;
    return this.namedKey(said);
  }

  /** From where alone a bucket's objects are to be had, wherever the file says so. */
  public restriction(bucketName: string): VpcRestrictionConfig | undefined {
    const { shared, workflows } = this.place;
    return [shared, ...listOf(workflows)]
      .flatMap((holder) => [...listOf(holder?.buckets?.create), ...listOf(holder?.buckets?.existing)])
      .find((bucket) => named(bucketName)(bucket) && bucket.vpcRestriction !== undefined)?.vpcRestriction;
  }

  /** Days after which a bucket that a stack of the file makes deletes objects. */
  public expiry(bucketName: string): number | undefined {
    const { shared, workflows } = this.place;
    return [shared, ...listOf(workflows)]
      .flatMap((holder) =>
        listOf<{ readonly name: string; readonly expireAfterDays?: number }>(holder?.buckets?.create),
      )
      .find(named(bucketName))?.expireAfterDays;
  }

  /** The key of a bucket of the section `shared`. @param key what the bucket says of it */
  public sharedBucketKey(key: NamedKeyConfig | undefined): string | undefined {
    const { namePrefix, shared } = this.place;
    const only = listOf(shared?.keys)[0]?.name;
    return this.namedKey(key) ?? (only === undefined ? undefined : sharedKeyAlias(namePrefix, only));
  }

  /**
   * The keys of what a workflow reads, besides its own: of buckets that others make, and of the answers of other
   * workflows, which each writes with its own key into whichever bucket.
   */
  public readKeys(workflow: WorkflowConfig): readonly string[] {
    const known = this.readKeysOf.get(workflow) ?? this.findReadKeys(workflow);
    this.readKeysOf.set(workflow, known);
    return known;
  }

  private findReadKeys(workflow: WorkflowConfig): string[] {
    const inputs = locationsOf(workflow.inputs);
    const ofBuckets = inputs.flatMap(({ bucketName }) => this.bucketKey(bucketName) ?? []);
    const ofAnswers = this.readWorkflows(workflow).map((other) => this.workflowKey(other));
    const own = this.workflowKey(workflow);
    return [...new Set([...ofBuckets, ...ofAnswers])].filter((name) => name !== own);
  }

  /** The workflows that write with a key or read what is encrypted with it. */
  public usersOfKey(name: string): WorkflowConfig[] {
    return listOf(this.place.workflows).filter((workflow) =>
      [this.workflowKey(workflow), ...this.readKeys(workflow)].includes(name),
    );
  }

  /** The workflows whose answers a workflow reads, its upstream or another one. */
  private readWorkflows(workflow: WorkflowConfig): WorkflowConfig[] {
    const inputs = locationsOf(workflow.inputs);
    return listOf(this.place.workflows).filter((other) => {
      if (other === workflow || other?.name === workflow.name) return false;
      return locationsOf([other?.output]).some((output) =>
        inputs.some((input) => input.contains(output) || output.contains(input)),
      );
    });
  }

  /** Whether the input topic of a workflow is made beside the notifications of a shared bucket, which need it first. */
  public sharesInputTopic(workflow: WorkflowConfig): workflow is StreamingWorkflowConfig {
    if (workflow?.type !== "streaming" || workflow.inputTopic !== undefined) return false;
    return this.sharedEventBuckets(workflow).length > 0;
  }

  /** The key of an input topic that the stack of the section `shared` makes: one that this stack has or that exists. */
  public sharedTopicKey(workflow: StreamingWorkflowConfig): string | undefined {
    const keys = listOf(this.place.shared?.keys);
    const candidates = [
      this.workflowKey(workflow),
      ...this.sharedEventBuckets(workflow).map((bucketName) => this.bucketKey(bucketName)),
      ...(keys.length === 1 ? [sharedKeyAlias(this.place.namePrefix, keys[0]!.name)] : []),
    ];
    return candidates.find((name) => {
      const stack = name === undefined ? "" : this.keyStack(name);
      return stack === undefined || stack === sharedStackName;
    });
  }

  /** Buckets of a workflow's events whose notifications the stack of the section `shared` has. */
  private sharedEventBuckets(workflow: StreamingWorkflowConfig): string[] {
    return locationsOf(listOf(workflow.s3Events).map((event) => event?.location))
      .map(({ bucketName }) => bucketName)
      .filter((bucketName) => {
        const { bucket, notifications } = this.bucketOwners(bucketName);
        return (bucket ?? notifications)?.stack === sharedStackName;
      });
  }

  /** Whether a stack other than the workflow's makes the bucket or manages settings of it. */
  public isOfAnotherStack(bucketName: string, workflow: string): boolean {
    const { bucket, cors, notifications } = this.bucketOwners(bucketName);
    const owner = bucket ?? cors ?? notifications;
    return owner !== undefined && owner.stack !== workflow;
  }

  /** The stacks that must be there before the workflow's: they make its buckets, its key, or the topic of its objects. */
  public stacksBefore(workflow: WorkflowConfig): string[] {
    const buckets = locationsOf([...listOf(workflow.inputs), workflow.output]).map(
      ({ bucketName }) => this.bucketOwners(bucketName).bucket?.stack,
    );
    const stacks = [
      ...buckets,
      ...this.namedKeys(workflow).map((name) => this.keyStack(name)),
      this.sharesInputTopic(workflow) ? sharedStackName : undefined,
      upstreamName(workflow),
    ];
    return [...new Set(stacks)].filter((stack) => stack !== undefined && stack !== workflow.name) as string[];
  }

  /** Keys that a workflow names: they encrypt what its stack makes, or are said of what it reads. */
  private namedKeys(workflow: WorkflowConfig): string[] {
    const ofBuckets = listOf(workflow.buckets?.existing).flatMap(
      (bucket) => this.namedKey(bucket?.encryptionKey) ?? [],
    );
    return [this.workflowKey(workflow), ...ofBuckets].filter((name) => typeof name === "string");
  }
}

function named(bucketName: string) {
  return (bucket: { readonly name?: unknown } | undefined): boolean => bucket?.name === bucketName;
}

/** Alias of a key of the section `shared`. */
export function sharedKeyAlias(namePrefix: string, name: string | undefined): string {
  return `alias/${workflowResourceName(namePrefix, String(name))}`;
}

function makesOwnKey(workflow: WorkflowConfig | undefined): workflow is WorkflowConfig {
  const key = workflow?.encryptionKey;
  return workflow !== undefined && key?.existing === undefined && key?.shared === undefined;
}
