interface OnAllResources {
  /** Why iam-data is not taken at its word. */
  readonly reason: string;
  /** Last part of an ARN of the kind that iam-data lists, of a resource that no policy names. */
  readonly standIn: string;
}

/**
 * Actions that work on `Resource: "*"`, although iam-data lists a resource type for them: the sources disagree, or
 * the calls that Ground Truth makes have no such resource. The project is held to `"*"`, which works either way.
 * Keys are in lower case.
 */
export const onAllResources: Readonly<Record<string, OnAllResources>> = {
  "sns:unsubscribe": {
    reason:
      "the topic is an optional resource type; AWS's own policy AmazonSageMakerGroundTruthExecution v3 grants the " +
      'action on "*", and older reference pages list no resource type',
    standIn: "no-policy-names-this",
  },
  "cloudwatch:putmetricdata": {
    reason: 'the dataset is an optional resource type; a metric outside of any is published on "*"',
    standIn: "dataset/no-policy-names-this",
  },
  "cloudwatch:getmetricdata": {
    reason: 'the dataset is an optional resource type; metrics outside of any are read on "*"',
    standIn: "dataset/no-policy-names-this",
  },
  "cloudwatch:listmetrics": {
    reason: 'the dataset is an optional resource type; metrics outside of any are listed on "*"',
    standIn: "dataset/no-policy-names-this",
  },
};
