import { parseArn } from "../../lib/iam/arn";
import type { S3Location } from "../../lib/storage/s3-location";
import { type PersonaConfig, personaName } from "../config/access-schema";
import type { NewBucketConfig, VpcRestrictionConfig } from "../config/bucket-schema";
import type { GroundTruthConfig } from "../config/configuration";
import type { NamedKeyConfig } from "../config/key-schema";
import type { ExistingTopicConfig } from "../config/messaging-schema";
import type { StreamingWorkflowConfig, WorkflowConfig } from "../config/workflow-schema";
import { bucketOwners, type BucketOwners } from "./bucket-owners";
import { madeResources, namedArns } from "./made-resources";
import { upstreamName } from "./chains";
import { executionRoleOf, makesRole } from "./execution-roles";
import {
  defaultRoleName,
  inputTopicName,
  personaResourceName,
  sharedKeyAlias,
  workflowResourceName,
} from "./names";
import { sharedStackName } from "./stack-names";

/** The parts of a configuration that workflows share things by. */
type SharingPlace = Pick<
  GroundTruthConfig,
  "namePrefix" | "region" | "account" | "workflows" | "shared" | "rolePath"
> & { readonly access?: readonly PersonaConfig[] };

/**
 * Who makes what, and who uses it: from names alone, so that no stack reads the state of another and each can be planned
 * without the others.
 */
export class Sharing {
  private readonly owners: ReadonlyMap<string, BucketOwners>;
  /** Stacks by the aliases of the keys that they make. */
  private readonly keyStacks = new Map<string, string>();
  /** Stacks by the topics, queues and functions that they make: `sqs:acme-signs-answers`. */
  private readonly stackOfResource = new Map<string, string>();
  private readonly readKeysOf = new Map<WorkflowConfig, readonly string[]>();
  private order?: ReadonlyMap<string, readonly string[]>;
  private readonly bucketKeys = new Map<string, string | undefined>();

  public constructor(private readonly place: SharingPlace) {
    this.owners = bucketOwners(place);
    for (const key of place.shared?.keys ?? []) {
      this.keyStacks.set(sharedKeyAlias(place.namePrefix, key.name), sharedStackName);
    }
    for (const workflow of place.workflows) {
      for (const resource of madeResources(place.namePrefix, workflow)) {
        this.stackOfResource.set(resource, workflow.name);
      }
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
  public get outputs(): readonly S3Location[] {
    return this.place.workflows.map(({ output }) => output);
  }

  /** Whether a role is made by one of the stacks, so that it may not exist yet when a policy names it. */
  public makesRole(roleArn: string): boolean {
    const { namePrefix, account, rolePath = "/", workflows, access } = this.place;
    const arn = parseArn(roleArn);
    if (arn === undefined || (account !== undefined && arn.account !== account)) return false;
    const names = [
      ...workflows.flatMap((workflow) =>
        makesRole(workflow) ? [executionRoleOf(namePrefix, workflow)] : [],
      ),
      ...(this.place.shared?.executionRoles ?? []).map(({ name }) => defaultRoleName(namePrefix, name)),
      ...(access ?? []).flatMap((persona) =>
        persona.createRole === undefined
          ? []
          : [persona.createRole.name ?? personaResourceName(namePrefix, personaName(persona))],
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
    const ofShared = (shared?.buckets?.create ?? []).find(byName);
    if (ofShared !== undefined) return this.sharedBucketKey(ofShared.encryptionKey);
    const maker = workflows.find((workflow) => (workflow.buckets.create ?? []).some(byName));
    if (maker !== undefined) return this.workflowKey(maker);
    const managed = (shared?.buckets?.existing ?? []).find(byName)?.encryptionKey;
    if (managed !== undefined) return this.sharedBucketKey(managed);
    const said = workflows
      .flatMap((workflow) => workflow.buckets.existing ?? [])
      .find((bucket) => byName(bucket) && bucket.encryptionKey !== undefined)?.encryptionKey;
    return this.namedKey(said);
  }

  /** From where alone a bucket's objects are to be had, wherever the file says so. */
  public restriction(bucketName: string): VpcRestrictionConfig | undefined {
    const { shared, workflows } = this.place;
    return [shared, ...workflows]
      .flatMap((holder) => [...(holder?.buckets.create ?? []), ...(holder?.buckets.existing ?? [])])
      .find((bucket) => named(bucketName)(bucket) && bucket.vpcRestriction !== undefined)?.vpcRestriction;
  }

  /** Days after which a bucket that a stack of the file makes deletes objects. */
  public expiry(bucketName: string): number | undefined {
    const { shared, workflows } = this.place;
    return [shared, ...workflows]
      .flatMap((holder): readonly NewBucketConfig[] => holder?.buckets.create ?? [])
      .find(named(bucketName))?.expireAfterDays;
  }

  /** The key of a bucket of the section `shared`. @param key what the bucket says of it */
  public sharedBucketKey(key: NamedKeyConfig | undefined): string | undefined {
    const { namePrefix, shared } = this.place;
    const only = (shared?.keys ?? [])[0]?.name;
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
    const inputs = workflow.inputs;
    const ofBuckets = inputs.flatMap(({ bucketName }) => this.bucketKey(bucketName) ?? []);
    const ofAnswers = this.readWorkflows(workflow).map((other) => this.workflowKey(other));
    const own = this.workflowKey(workflow);
    return [...new Set([...ofBuckets, ...ofAnswers])].filter((name) => name !== own);
  }

  /** The workflows that write with a key or read what is encrypted with it. */
  public usersOfKey(name: string): WorkflowConfig[] {
    return this.place.workflows.filter((workflow) =>
      [this.workflowKey(workflow), ...this.readKeys(workflow)].includes(name),
    );
  }

  /** The workflows whose answers a workflow reads, its upstream or another one. */
  private readWorkflows(workflow: WorkflowConfig): WorkflowConfig[] {
    const inputs = workflow.inputs;
    return this.place.workflows.filter((other) => {
      if (other === workflow || other.name === workflow.name) return false;
      return inputs.some((input) => input.contains(other.output) || other.output.contains(input));
    });
  }

  /** Whether the input topic of a workflow is made beside the notifications of a shared bucket, which need it first. */
  public sharesInputTopic(workflow: WorkflowConfig): workflow is StreamingWorkflowConfig {
    if (workflow.type !== "streaming" || workflow.inputTopic !== undefined) return false;
    return this.sharedEventBuckets(workflow).length > 0;
  }

  /** The key of an input topic that the stack of the section `shared` makes: one that this stack has or that exists. */
  public sharedTopicKey(workflow: StreamingWorkflowConfig): string | undefined {
    const keys = this.place.shared?.keys ?? [];
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

  /** The stack that makes the topic, queue or function that an ARN names, if one of the file does. */
  public maker(arn: string): string | undefined {
    return this.makersOf(arn)[0];
  }

  /** The workflow that a topic is made for, if a stack of the file makes it. */
  public topicMaker(topicArn: string): StreamingWorkflowConfig | undefined {
    const name = this.maker(topicArn);
    const maker = this.place.workflows.find((workflow) => workflow.name === name);
    return maker?.type === "streaming" ? maker : undefined;
  }

  /** The key of a topic that a part of the file names by its ARN, by the alias of one that the file makes. */
  public topicKey({ existing, encryptionKey }: ExistingTopicConfig): string | undefined {
    const maker = this.topicMaker(existing);
    if (maker === undefined) return this.namedKey(encryptionKey);
    const isInput = parseArn(existing)!.resource === inputTopicName(this.place.namePrefix, maker.name);
    return isInput && this.sharesInputTopic(maker) ? this.sharedTopicKey(maker) : this.workflowKey(maker);
  }

  /** Buckets of a workflow's events whose notifications the stack of the section `shared` has. */
  private sharedEventBuckets(workflow: StreamingWorkflowConfig): string[] {
    return (workflow.s3Events ?? [])
      .map(({ location }) => location.bucketName)
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
  private stacksBefore(workflow: WorkflowConfig): string[] {
    const buckets = [...workflow.inputs, workflow.output].map(
      ({ bucketName }) => this.bucketOwners(bucketName).bucket?.stack,
    );
    const stacks = [
      ...buckets,
      ...accessLogBucketsOf(workflow.buckets).map((name) => this.bucketOwners(name).bucket?.stack),
      ...this.namedKeys(workflow).map((name) => this.keyStack(name)),
      this.sharesInputTopic(workflow) ? sharedStackName : undefined,
      upstreamName(workflow),
      this.roleMaker(workflow),
      ...this.makersOf(workflow),
    ];
    return [...new Set(stacks)].filter((stack) => stack !== undefined && stack !== workflow.name) as string[];
  }

  /** For each stack those that must be there before it. The buckets of `shared` may tell a queue of a workflow. */
  public get deployOrder(): ReadonlyMap<string, readonly string[]> {
    return (this.order ??= this.findDeployOrder());
  }

  private findDeployOrder(): ReadonlyMap<string, readonly string[]> {
    const { shared, workflows } = this.place;
    const ofShared = [...new Set(this.makersOf(shared))];
    return new Map([
      ...(shared === undefined ? [] : [[sharedStackName, ofShared] as const]),
      ...workflows.map((workflow) => [workflow.name, this.stacksBefore(workflow)] as const),
    ]);
  }

  /** The shortest way from a stack to itself by what each needs, if there is one. */
  public circleOf(stack: string): readonly string[] | undefined {
    const before = this.deployOrder;
    const ways = [[stack]];
    const seen = new Set<string>();
    for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
      const last = way.at(-1)!;
      if (last === stack && way.length > 1) return way;
      if (seen.has(last)) continue;
      seen.add(last);
      ways.push(...(before.get(last) ?? []).map((other) => [...way, other]));
    }
    return undefined;
  }

  /** The stacks that make topics, queues and functions which a part of the file names as existing. */
  private makersOf(part: unknown): string[] {
    const { region, account } = this.place;
    return namedArns(part).flatMap((name) => {
      const arn = parseArn(name)!;
      const isHere = arn.region === region && (account === undefined || arn.account === account);
      // A function may be named with a version.
      const resource = arn.resource.split(":").slice(0, 2).join(":");
      return (isHere && this.stackOfResource.get(`${arn.service}:${resource}`)) || [];
    });
  }

  /** The stack that makes the role that a workflow names: one role for several workflows. */
  private roleMaker({ executionRole: { existing, shared } }: WorkflowConfig): string | undefined {
    if (shared !== undefined) return sharedStackName;
    const role = existing?.slice(existing.lastIndexOf("/") + 1);
    return this.place.workflows.find(
      (other) =>
        role !== undefined && makesRole(other) && executionRoleOf(this.place.namePrefix, other) === role,
    )?.name;
  }

  /** Keys that a workflow names: they encrypt what its stack makes, or are said of what it reads. */
  private namedKeys(workflow: WorkflowConfig): string[] {
    const ofBuckets = (workflow.buckets?.existing ?? []).flatMap(
      (bucket) => this.namedKey(bucket.encryptionKey) ?? [],
    );
    return [this.workflowKey(workflow), ...ofBuckets].filter((name) => typeof name === "string");
  }
}

/** The buckets that access logs of the buckets of a section go to. */
function accessLogBucketsOf({ create, accessLogBucket }: WorkflowConfig["buckets"]): string[] {
  const folders = (create ?? []).map(({ accessLogs }) => accessLogs?.bucketName);
  return [...folders, accessLogBucket?.existing].filter((name) => name !== undefined);
}

function named(bucketName: string) {
  return ({ name }: { readonly name: string }): boolean => name === bucketName;
}

function makesOwnKey({ encryptionKey }: WorkflowConfig): boolean {
  return encryptionKey.existing === undefined && encryptionKey.shared === undefined;
}
