import type { Construct } from "constructs";
import { type ILabelingKey, LabelingKey } from "../lib/encryption/labeling-key";
import { BuiltInTask } from "../lib/jobs/built-in-task";
import { ExecutionRole } from "../lib/roles/execution-role";
import type { IExecutionRole } from "../lib/roles/execution-role-grants";
import { LabelingBucket } from "../lib/storage/labeling-bucket";
import type { ILabelingBucket } from "../lib/storage/labeling-bucket-base";
import { S3Location } from "../lib/storage/s3-location";
import { BuiltInWorkflow, defaultSessionSeconds } from "../lib/workflows/built-in-workflow";
import { LabelingLogGroup } from "../lib/workflows/labeling-log-group";
import { addBuiltInWorkflowOutputs } from "./built-in-workflow-outputs";
import type { BuiltInWorkflowConfig } from "./config/built-in-workflow-schema";
import { defaultRoleName, workflowResourceName } from "./config/names";
import { GroundTruthStack, type GroundTruthStackProps } from "./ground-truth-stack";

export interface BuiltInWorkflowStackProps extends GroundTruthStackProps {
  readonly workflow: BuiltInWorkflowConfig;
}

/** A built-in workflow from the configuration, with its key, buckets and role, and the outputs that jobs are made with. */
export class BuiltInWorkflowStack extends GroundTruthStack {
  private readonly existingKeys = new Map<string, ILabelingKey>();

  /** @throws InvalidInputError naming what cannot be built */
  public constructor(scope: Construct, id: string, props: BuiltInWorkflowStackProps) {
    super(scope, id, props);
    const { workflow } = props;
    const workflowName = workflowResourceName(props.namePrefix, workflow.name);
    const { automatedLabeling } = workflow;

    const encryptionKey = this.key(workflowName, workflow);
    const built = new BuiltInWorkflow(this, "Workflow", {
      workflowName,
      taskType: workflow.taskType,
      inputs: workflow.inputs.map((uri) => S3Location.parse(uri)),
      output: S3Location.parse(workflow.output),
      buckets: this.buckets(encryptionKey, workflow),
      encryptionKey,
      executionRole: this.role(defaultRoleName(props.namePrefix, workflow.name), props),
      automatedLabeling: automatedLabeling?.enabled
        ? { encryptVolume: automatedLabeling.volumeKey }
        : undefined,
    });
    if (workflow.logGroup !== undefined) {
      new LabelingLogGroup(this, "LabelingLogGroup", {
        encryptionKey,
        retentionInDays: workflow.logGroup.retentionDays,
      });
    }
    addBuiltInWorkflowOutputs(this, built, workflow, this.existingKeys);
  }

  private key(workflowName: string, { key }: BuiltInWorkflowConfig): ILabelingKey {
    if (key.existing !== undefined) return this.existingKey("Key", key.existing);
    return new LabelingKey(this, "Key", {
      alias: `alias/${workflowName}`,
      description: `Data of the Ground Truth workflow ${workflowName}`,
      administrators: key.create?.administrators,
      dataUsers: key.create?.dataUsers,
      deletionWindowInDays: key.create?.deletionWindowDays,
      rotationPeriodInDays: key.create?.rotationPeriodDays,
    });
  }

  /** One construct for one key, however many buckets name it. */
  private existingKey(id: string, name: string): ILabelingKey {
    const known = this.existingKeys.get(name);
    if (known !== undefined) return known;
    const isKeyArn = name.includes(":key/");
    const key = isKeyArn ? LabelingKey.fromKeyArn(this, id, name) : LabelingKey.fromAlias(this, id, name);
    this.existingKeys.set(name, key);
    return key;
  }

  private buckets(encryptionKey: ILabelingKey, { buckets }: BuiltInWorkflowConfig): ILabelingBucket[] {
    const made = buckets.create.map(
      ({ name, accessLogs, expireAfterDays, expireOldVersionsAfterDays, forceDestroy }) =>
        new LabelingBucket(this, name, {
          bucketName: name,
          encryptionKey,
          accessLogs: accessLogs === undefined ? undefined : S3Location.parse(accessLogs),
          expireAfterDays,
          expireOldVersionsAfterDays,
          forceDestroy,
        }),
    );
    const existing = buckets.existing.map(({ name, manageCors, key }) =>
      LabelingBucket.fromBucketName(this, name, name, {
        manageCors,
        encryptionKey: key === undefined ? undefined : this.existingKey(`${name}-key`, key),
      }),
    );
    return [...made, ...existing];
  }

  private role(defaultName: string, props: BuiltInWorkflowStackProps): IExecutionRole {
    const { executionRole: role, permissions, taskType } = props.workflow;
    if (role.existing === undefined) {
      return new ExecutionRole(this, "ExecutionRole", {
        roleName: role.name ?? defaultName,
        path: props.rolePath,
        permissionsBoundaryArn: props.permissionsBoundary,
        maxSessionDuration:
          role.maxSessionHours === undefined
            ? defaultSessionSeconds(BuiltInTask.of(taskType))
            : role.maxSessionHours * 3600,
        permissions,
      });
    }
    const options = { policyName: defaultName, permissions };
    return role.existing.startsWith("arn:")
      ? ExecutionRole.fromRoleArn(this, "ExecutionRole", role.existing, options)
      : ExecutionRole.fromRoleName(this, "ExecutionRole", role.existing, options);
  }
}
