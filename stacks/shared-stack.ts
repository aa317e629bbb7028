import { Annotations, Aspects } from "cdktf";
import type { Construct } from "constructs";
import { type ILabelingKey, LabelingKey } from "../lib/encryption/labeling-key";
import { BuiltInTask } from "../lib/jobs/built-in-task";
import { ExecutionRole } from "../lib/roles/execution-role";
import { defaultSessionSeconds } from "../lib/workflows/labeling-workflow";
import { LabelingBucket } from "../lib/storage/labeling-bucket";
import type { ILabelingBucket } from "../lib/storage/labeling-bucket-base";
import { LabelingTopic } from "../lib/streaming/labeling-topic";
import { atKey } from "./at-key";
import {
  makeAccessLogBucket,
  makeBucket,
  newObjectStatements,
  restrictionOf,
  tellOfNewObjects,
} from "./bucket";
import { defaultRoleName, inputTopicName, sharedKeyAlias } from "./facts/names";
import type { GroundTruthConfig } from "./config/schema";
import type { SharedConfig } from "./config/shared-schema";
import { deliveryLogsOf } from "./delivery-logs";
import { GroundTruthStack, type GroundTruthStackProps } from "./ground-truth-stack";
import { makeKey } from "./key";
import type { MadeParts } from "./made-parts";
import { OutputSet } from "../lib/workflows/output-set";

interface SharedStackProps extends GroundTruthStackProps {
  readonly shared: SharedConfig;
  readonly workflows: GroundTruthConfig["workflows"];
  /** Where the other stacks find what is made here. */
  readonly parts: MadeParts;
}

/**
 * The keys and buckets that several workflows use, and what S3 keeps once for a bucket: policy, CORS rules, lifecycle,
 * encryption, and notifications with the input topics that they go to, so that no two stacks wait for each other.
 */
export class SharedStack extends GroundTruthStack {
  private readonly keys = new Map<string, ILabelingKey>();
  private readonly existingKeys = new Map<string, ILabelingKey>();
  private readonly roleArns = new Map<string, string>();
  /** Keys that buckets or topics of this stack are encrypted with, by alias or name. */
  private readonly usedHere = new Set<string>();

  /** @throws InvalidInputError naming what cannot be built */
  public constructor(scope: Construct, id: string, props: SharedStackProps) {
    super(scope, id, props);
    const { shared, parts, region } = props;
    this.makeKeys(props);
    this.makeExecutionRoles(props);
    const { accessLogBucket } = shared.buckets;
    makeAccessLogBucket(this, accessLogBucket, parts);
    const events: (readonly [string, string | undefined])[] = [];
    const buckets = [
      ...shared.buckets.create.map((config, index) => {
        const key = this.key(parts.sharing.sharedBucketKey(config.encryptionKey)!);
        const bucket = atKey(`buckets.create[${index}]`, () =>
          makeBucket(this, config, key, { accessLogBucket, parts }),
        );
        parts.addBucket(bucket);
        events.push(...atKey(`buckets.create[${index}]`, () => tellOfNewObjects(this, bucket, config)));
        return bucket;
      }),
      ...shared.buckets.existing.map((config, index) => {
        const bucket = this.existingBucket(config, parts);
        events.push(...atKey(`buckets.existing[${index}]`, () => tellOfNewObjects(this, bucket, config)));
        return bucket;
      }),
    ];
    new OutputSet(this).addRequired(...newObjectStatements(events));
    const topics = this.makeInputTopics(props);
    this.addOutputs(shared, buckets, topics, region);
    let warned = false;
    Aspects.of(this).add({
      visit: () => {
        if (!warned) this.warnOfUnused(props);
        warned = true;
      },
    });
  }

  private makeKeys(props: SharedStackProps): void {
    const { shared, namePrefix, parts } = props;
    for (const { name, ...config } of shared.keys) {
      const alias = sharedKeyAlias(namePrefix, name);
      const description = `Data of Ground Truth workflows that share the key ${name}`;
      const key = makeKey(this, `Key-${name}`, { alias, description }, config, parts.sharing, props);
      this.keys.set(alias, key);
      parts.addKey(key);
    }
  }

  private makeExecutionRoles({ shared, workflows, namePrefix, parts, ...file }: SharedStackProps): void {
    shared.executionRoles.forEach(({ name, maxSessionDuration, permissions }, index) => {
      const sessions = workflows
        .filter(({ executionRole }) => executionRole.shared === name)
        .map((one) => (one.type === "custom" ? undefined : one.taskType))
        .map((taskType) => defaultSessionSeconds(taskType && BuiltInTask.of(taskType)));
      const role = atKey(`executionRoles[${index}]`, () => {
        return new ExecutionRole(this, `ExecutionRole-${name}`, {
          name: defaultRoleName(namePrefix, name),
          path: file.rolePath,
          permissionsBoundary: file.permissionsBoundary,
          maxSessionDuration: maxSessionDuration ?? Math.max(defaultSessionSeconds(undefined), ...sessions),
          permissions,
        });
      });
      this.roleArns.set(name, role.roleArn);
      parts.addExecutionRole(name, role);
    });
  }

  /**
   * Warns of what costs something and serves nobody. To be asked when all stacks are there: only then is it known who uses
   * the keys.
   */
  private warnOfUnused({ shared, workflows, namePrefix, parts }: SharedStackProps): void {
    const say = (what: string) =>
      Annotations.of(this).addWarning(`${what}: take it out, or let a workflow use it`);
    for (const { name } of shared.keys) {
      const alias = sharedKeyAlias(namePrefix, name);
      const isUsed = this.usedHere.has(alias) || parts.usesKey(alias);
      if (!isUsed)
        say(`no workflow and no shared bucket uses the key "${name}" (shared.keys), which AWS charges for`);
    }
    for (const { name } of shared.executionRoles) {
      if (!workflows.some(({ executionRole }) => executionRole.shared === name))
        say(`no workflow uses the role "${name}" (shared.executionRoles)`);
    }
    const used = new Set(
      workflows.flatMap(({ inputs, output }) => [...inputs, output].map(({ bucketName }) => bucketName)),
    );
    for (const list of ["create", "existing"] as const) {
      for (const { name } of shared.buckets[list].filter((bucket) => !used.has(bucket.name)))
        say(`no input and no output of a workflow lies in "${name}" (shared.buckets.${list})`);
    }
  }

  /** @param name alias of a key that is made here, or a key that exists */
  private key(name: string): ILabelingKey {
    this.usedHere.add(name);
    const known = this.keys.get(name);
    if (known !== undefined) return known;
    const id = `ExistingKey${this.existingKeys.size + 1}`;
    const key = name.includes(":key/")
      ? LabelingKey.fromKeyArn(this, id, name)
      : LabelingKey.fromAlias(this, id, name);
    this.keys.set(name, key);
    this.existingKeys.set(name, key);
    return key;
  }

  private existingBucket(
    {
      name,
      manageCors,
      manageNotifications,
      encryptionKey,
      vpcRestriction,
    }: SharedConfig["buckets"]["existing"][number],
    parts: MadeParts,
  ): ILabelingBucket {
    const keyName = parts.sharing.namedKey(encryptionKey);
    const bucket = LabelingBucket.fromBucketName(this, name, name, {
      manageCors,
      manageNotifications,
      vpcRestriction: restrictionOf(vpcRestriction),
      encryptionKey: keyName === undefined ? undefined : this.key(keyName),
    });
    parts.addBucket(bucket);
    return bucket;
  }

  /** S3 accepts a notification only when the topic is there and lets it publish. */
  private makeInputTopics({ workflows, namePrefix, parts, ...file }: SharedStackProps): LabelingTopic[] {
    return workflows
      .filter((workflow) => parts.sharing.sharesInputTopic(workflow))
      .map((workflow) => {
        const topic = new LabelingTopic(this, `InputTopic-${workflow.name}`, {
          name: inputTopicName(namePrefix, workflow.name),
          encryptionKey: this.key(parts.sharing.sharedTopicKey(workflow)!),
          deliveryLogs: deliveryLogsOf(workflow, file),
        });
        parts.addInputTopic(workflow.name, topic);
        return topic;
      });
  }

  private addOutputs(
    { keys }: SharedConfig,
    buckets: readonly ILabelingBucket[],
    topics: readonly LabelingTopic[],
    region: string,
  ): void {
    const outputs = new OutputSet(this, "", this.ssmParameterPath);
    const made = [...this.keys.values()].filter((key) => key instanceof LabelingKey);
    outputs.tell(
      "KeyArns",
      made.length === 0
        ? undefined
        : Object.fromEntries(made.map((key, index) => [keys[index]!.name, key.keyArn])),
      "OutputConfig.KmsKeyId of labeling jobs, by name of the key",
    );
    outputs.tell(
      "ExecutionRoleArns",
      this.roleArns.size === 0 ? undefined : Object.fromEntries(this.roleArns),
      "RoleArn of labeling jobs, by name of the role",
    );
    outputs.tell(
      "InputTopicArns",
      topics.length === 0 ? undefined : topics.map(({ topicArn }) => topicArn),
      "Where data objects of streaming workflows come in whose events are those of a shared bucket",
    );
    outputs.addBucketsToDo(buckets, region);
    outputs.addRequired(
      "RequiredKeyPolicyStatements",
      [...this.existingKeys].map(([name, { requiredKeyPolicyStatements }]) => [
        name,
        requiredKeyPolicyStatements,
      ]),
      "To do: what the policies of existing keys must contain, by key",
    );
  }
}
