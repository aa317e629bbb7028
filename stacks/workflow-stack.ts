import type { Construct } from "constructs";
import { type ILabelingKey, LabelingKey } from "../lib/encryption/labeling-key";
import type { BuiltInTask } from "../lib/jobs/built-in-task";
import { ExecutionRole } from "../lib/roles/execution-role";
import type { IExecutionRole } from "../lib/roles/execution-role-grants";
import { LabelingBucket } from "../lib/storage/labeling-bucket";
import type { ILabelingBucket } from "../lib/storage/labeling-bucket-base";
import { S3Location } from "../lib/storage/s3-location";
import type { VpcRestriction } from "../lib/storage/vpc-restriction";
import { defaultSessionSeconds } from "../lib/workflows/labeling-workflow";
import { LabelingLogGroup } from "../lib/workflows/labeling-log-group";
import type { VpcRestrictionConfig } from "./config/bucket-schema";
import type { CustomTaskConfig } from "./config/custom-task-keys";
import { defaultRoleName, workflowResourceName } from "./config/names";
import type { CommonWorkflowConfig } from "./config/workflow-schema";
import { type MadeCustomTask, makeCustomTask } from "./custom-task";
import { GroundTruthStack, type GroundTruthStackProps } from "./ground-truth-stack";
import { WorkflowOutputs } from "./workflow-outputs";

export interface WorkflowStackProps extends GroundTruthStackProps {
  readonly workflow: CommonWorkflowConfig;
}

/** What stacks of workflows of every kind make of their configuration: key, buckets, role and log group. */
export abstract class WorkflowStack extends GroundTruthStack {
  /** Keys that exist already, by the name that the configuration gives them. */
  protected readonly existingKeys = new Map<string, ILabelingKey>();
  /** Begins the names of what this stack makes. */
  protected readonly workflowName: string;

  protected constructor(scope: Construct, id: string, props: WorkflowStackProps) {
    super(scope, id, props);
    this.workflowName = workflowResourceName(props.namePrefix, props.workflow.name);
  }

  /**
   * What the constructs of workflows of every kind take.
   *
   * @param task undefined for a custom task
   */
  protected workflowProps(props: WorkflowStackProps, task: BuiltInTask | undefined) {
    const { workflow } = props;
    const encryptionKey = this.key(workflow);
    const buckets = this.buckets(encryptionKey, workflow);
    new WorkflowOutputs(this).addBucketsToDo(buckets, props.region);
    return {
      workflowName: this.workflowName,
      inputs: workflow.inputs.map((uri) => S3Location.parse(uri)),
      output: S3Location.parse(workflow.output),
      buckets,
      encryptionKey,
      executionRole: this.role(defaultRoleName(props.namePrefix, workflow.name), props, task),
    };
  }

  /**
   * Template and functions of a custom task. Those that are made stand in the stack, beside the workflow.
   *
   * @param within of which key of the workflow they are members: empty, or `custom.`
   */
  protected customTask(
    config: CustomTaskConfig,
    within: string,
    { encryptionKey, buckets }: { readonly encryptionKey: ILabelingKey; readonly buckets: ILabelingBucket[] },
    props: WorkflowStackProps,
  ): MadeCustomTask {
    const existingKey = (id: string, name: string) => this.existingKey(id, name);
    return makeCustomTask(this, config, { ...props, within, encryptionKey, buckets, existingKey });
  }

  protected addLogGroup(encryptionKey: ILabelingKey, { logGroup }: CommonWorkflowConfig): void {
    if (logGroup === undefined) return;
    new LabelingLogGroup(this, "LabelingLogGroup", {
      encryptionKey,
      retentionInDays: logGroup.retentionDays,
    });
  }

  /** One construct for one key, however many things name it. */
  protected existingKey(id: string, name: string): ILabelingKey {
    const known = this.existingKeys.get(name);
    if (known !== undefined) return known;
    const isKeyArn = name.includes(":key/");
    const key = isKeyArn ? LabelingKey.fromKeyArn(this, id, name) : LabelingKey.fromAlias(this, id, name);
    this.existingKeys.set(name, key);
    return key;
  }

  private key({ key }: CommonWorkflowConfig): ILabelingKey {
    if (key.existing !== undefined) return this.existingKey("Key", key.existing);
    return new LabelingKey(this, "Key", {
      alias: `alias/${this.workflowName}`,
      description: `Data of the Ground Truth workflow ${this.workflowName}`,
      administrators: key.create?.administrators,
      dataUsers: key.create?.dataUsers,
      deletionWindowInDays: key.create?.deletionWindowDays,
      rotationPeriodInDays: key.create?.rotationPeriodDays,
      preventDestroy: key.create?.preventDestroy,
    });
  }

  private buckets(
    encryptionKey: ILabelingKey,
    { buckets, permissions: { style } }: CommonWorkflowConfig,
  ): ILabelingBucket[] {
    const restriction = (config: VpcRestrictionConfig | undefined): VpcRestriction | undefined =>
      config && {
        vpcEndpointIds: config.vpcEndpoints,
        vpcIds: config.vpcs,
        exemptPrincipalArns: config.exemptPrincipals,
        style,
      };
    const made = buckets.create.map(
      ({ name, accessLogs, expireAfterDays, expireOldVersionsAfterDays, forceDestroy, vpcRestriction }) =>
        new LabelingBucket(this, name, {
          bucketName: name,
          encryptionKey,
          accessLogs: accessLogs === undefined ? undefined : S3Location.parse(accessLogs),
          expireAfterDays,
          expireOldVersionsAfterDays,
          forceDestroy,
          vpcRestriction: restriction(vpcRestriction),
        }),
    );
    const existing = buckets.existing.map(({ name, manageCors, manageNotifications, key, vpcRestriction }) =>
      LabelingBucket.fromBucketName(this, name, name, {
        manageCors,
        manageNotifications,
        vpcRestriction: restriction(vpcRestriction),
        encryptionKey: key === undefined ? undefined : this.existingKey(`${name}-key`, key),
      }),
    );
    return [...made, ...existing];
  }

  private role(
    defaultName: string,
    props: WorkflowStackProps,
    task: BuiltInTask | undefined,
  ): IExecutionRole {
    const { executionRole: role, permissions } = props.workflow;
    if (role.existing === undefined) {
      return new ExecutionRole(this, "ExecutionRole", {
        roleName: role.name ?? defaultName,
        path: props.rolePath,
        permissionsBoundaryArn: props.permissionsBoundary,
        maxSessionDuration:
          role.maxSessionHours === undefined ? defaultSessionSeconds(task) : role.maxSessionHours * 3600,
        permissions,
      });
    }
    const options = { policyName: defaultName, permissions };
    return role.existing.startsWith("arn:")
      ? ExecutionRole.fromRoleArn(this, "ExecutionRole", role.existing, options)
      : ExecutionRole.fromRoleName(this, "ExecutionRole", role.existing, options);
  }
}
