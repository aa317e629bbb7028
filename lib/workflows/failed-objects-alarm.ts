import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { labelingJobNameProblems } from "../jobs/labeling-job-name";
import { keyAllowsAlarms, topicAllowsAlarms } from "../permissions/messaging";
import { alarmNameRule, failedObjectsRule } from "../rules/cloudwatch";
import { StackScope } from "../scope/stack-scope";
import type { ILabelingTopic } from "../streaming/i-labeling-topic";
import { checkInput } from "../validation/check-input";
import { Problems } from "../validation/problems";

/** What the alarm watches, and whom it tells. */
export interface FailedObjectsAlarmProps {
  /** Name of the alarm, 1 to 255 letters, digits, `-` and `_`. */
  readonly name: string;
  /** `LabelingJobName` of the one job that it watches. */
  readonly labelingJobName: string;
  /** Operators subscribe to it. Of an existing topic `requiredTopicPolicyStatements` says what its policy must contain. */
  readonly topic: ILabelingTopic;
  /** Objects of the job that failed. @default 1 */
  readonly failedObjects?: number;
  /** Tags of the alarm, beside the provider's default tags. @default - none */
  readonly tags?: Record<string, string>;
}

/**
 * An alarm on data objects of a labeling job that could not be labeled: no file, no CORS rule, a function that failed. People
 * are paid for the others meanwhile.
 *
 * It watches `DatasetObjectsLabelingFailed` of the namespace `AWS/SageMaker`, by `LabelingJobName`; that Ground Truth publishes it
 * so is not verified against AWS. CloudWatch may publish to the topic: `sns:Publish` for alarms of this account in the topic's
 * policy and, with a key, `kms:Decrypt` and `kms:GenerateDataKey*` in the key's.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
 */
export class FailedObjectsAlarm extends Construct {
  /** Name of the alarm. */
  public readonly alarmName: string;

  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: FailedObjectsAlarmProps) {
    checkInput("FailedObjectsAlarm", scope, id, props);
    super(scope, id);
    const { name, labelingJobName, topic, failedObjects = 1, tags } = props;
    const problems = new Problems(() => `FailedObjectsAlarm "${this.node.path}"`);
    problems.check("name", name, alarmNameRule);
    problems.check("failedObjects", failedObjects, failedObjectsRule);
    for (const { property, message, page } of labelingJobNameProblems(labelingJobName, "labelingJobName"))
      problems.add(property, message, page);
    problems.throwIfAny();
    this.alarmName = name;
    const stackScope = StackScope.of(this);
    topic.addToTopicPolicy(topicAllowsAlarms(topic.topicArn, stackScope));
    topic.encryptionKey?.addToKeyPolicy(keyAllowsAlarms(stackScope));
    new CloudwatchMetricAlarm(this, "Resource", {
      alarmName: name,
      alarmDescription:
        `${failedObjects} or more data objects of the job ${labelingJobName} could not be labeled. Look into the log group ` +
        "/aws/sagemaker/LabelingJobs and at the CORS rules, the role and the functions; stop the job if all would fail.",
      namespace: "AWS/SageMaker",
      metricName: "DatasetObjectsLabelingFailed",
      dimensions: { LabelingJobName: labelingJobName },
      statistic: "Maximum",
      period: 300,
      evaluationPeriods: 1,
      threshold: failedObjects,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      treatMissingData: "notBreaching",
      alarmActions: [topic.topicArn],
      okActions: [topic.topicArn],
      tags,
      dependsOn: topic.topicResource && [topic.topicResource],
    });
  }
}
