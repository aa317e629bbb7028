import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { SnsTopicConfig } from "@cdktf/provider-aws/lib/sns-topic";
import { Construct } from "constructs";
import { iamRoleArn } from "../iam/arn";
import { renderPolicy } from "../iam/document";
import { assumedBySns, mayWriteDeliveryLogs } from "../permissions/topic-delivery-logs";
import { RolePolicies } from "../roles/role-policies";
import { StackScope } from "../scope/stack-scope";
import { boundaryArnRule, iamPathRule, roleNameRule } from "../rules/iam";
import { successSampleRateRule } from "../rules/messaging";
import type { Problems } from "../validation/problems";

/** What SNS writes to CloudWatch Logs about deliveries to queues and functions: all that fail, and a part of the others. */
export interface DeliveryLogs {
  /** Of the deliveries that succeed, how many are logged: percent, 0 to 100. @default 0 */
  readonly successSampleRate?: number;
  /** IAM path of the roles that SNS writes with, and of their policies: `/`, or `/labeling/`. @default "/" */
  readonly rolePath?: string;
  /** ARN of the managed policy that bounds what these roles may do. @default - none */
  readonly permissionsBoundary?: string;
}

/** Delivery logs of one topic. */
export interface TopicDeliveryLogs extends DeliveryLogs {
  /** Name of the role that SNS writes with, 1 to 64 characters. @default - `<name>-delivery-logs` */
  readonly roleName?: string;
}

/**
 * Adds what is wrong with delivery logs. Tokens pass.
 *
 * @param namedBy the property that the role's name comes from
 */
export function checkDeliveryLogs(
  problems: Problems,
  topicName: string,
  logs: TopicDeliveryLogs,
  { stated }: StackScope,
  namedBy = "deliveryLogs.roleName",
): void {
  problems.check("deliveryLogs.successSampleRate", logs.successSampleRate, successSampleRateRule);
  problems.check(namedBy, roleNameOf(topicName, logs), roleNameRule);
  problems.check("deliveryLogs.rolePath", logs.rolePath, iamPathRule);
  problems.check("deliveryLogs.permissionsBoundary", logs.permissionsBoundary, boundaryArnRule, stated);
}

/**
 * The role that SNS writes the delivery logs of a topic with: trusted by SNS alone, and good for the topic's two log
 * groups alone.
 */
export class DeliveryLogRole extends Construct {
  /** What the topic is told. */
  public readonly topicSettings: Partial<SnsTopicConfig>;

  public constructor(
    scope: Construct,
    id: string,
    topicName: string,
    logs: TopicDeliveryLogs,
    tags?: Record<string, string>,
  ) {
    super(scope, id);
    const stackScope = StackScope.of(this);
    const roleName = roleNameOf(topicName, logs);
    const path = logs.rolePath ?? "/";
    const role = new IamRole(this, "Resource", {
      name: roleName,
      path: logs.rolePath,
      permissionsBoundary: logs.permissionsBoundary,
      description: `Writes the delivery logs of the topic ${topicName}`,
      assumeRolePolicy: renderPolicy([assumedBySns()]),
      tags,
    });
    this.node.defaultChild = role;
    const policies = new RolePolicies(this, "Default", { role: role.name, policyName: roleName, path, tags });
    policies.add([mayWriteDeliveryLogs(topicName, stackScope)]);
    const roleArn = iamRoleArn(stackScope, roleName, path);
    const successSampleRate = logs.successSampleRate ?? 0;
    this.topicSettings = {
      sqsSuccessFeedbackRoleArn: roleArn,
      sqsSuccessFeedbackSampleRate: successSampleRate,
      sqsFailureFeedbackRoleArn: roleArn,
      lambdaSuccessFeedbackRoleArn: roleArn,
      lambdaSuccessFeedbackSampleRate: successSampleRate,
      lambdaFailureFeedbackRoleArn: roleArn,
      dependsOn: [role],
    };
  }
}

function roleNameOf(topicName: string, logs: TopicDeliveryLogs): string {
  return logs.roleName ?? deliveryLogRoleName(topicName);
}

/** Name of the role that is made for the delivery logs of a topic. */
export function deliveryLogRoleName(topicName: string): string {
  return `${topicName}-delivery-logs`;
}
