import { AwsPage } from "../aws-page";
import { arn } from "./arn";
import { count, text, type TextRule } from "./rule";

const noFifoTopic = (name: string): string | undefined =>
  name.endsWith(".fifo")
    ? "Ground Truth makes standard queues and S3 cannot notify a FIFO topic: only standard topics are allowed"
    : undefined;

const noFifoEvents = (name: string): string | undefined =>
  name.endsWith(".fifo") ? "EventBridge keeps what it could not deliver in standard queues only" : undefined;

const noFifoQueue = (name: string): string | undefined =>
  name.endsWith(".fifo")
    ? "the topics of Ground Truth are standard, and these deliver to standard queues only"
    : undefined;

export const topicNameRule = text("a topic name has 1 to 256 letters, digits, - and _", /^[\w-]{1,256}$/, {
  page: AwsPage.snsTopicNames,
  but: noFifoTopic,
});

const topic = {
  what: "the ARN of a topic",
  service: "sns",
  resource: /^[\w-]{1,256}$/,
  form: "<name>",
  page: AwsPage.snsTopicNames,
  but: noFifoTopic,
} as const;

/** A topic of a streaming job, of whatever account. */
export const topicArnRule = arn({
  ...topic,
  region: { because: "a job and its topics are in one region" },
});

/** A topic that tells workers of tasks. */
export const workTeamTopicArnRule = arn({
  ...topic,
  what: "the ARN of a standard topic",
  page: AwsPage.workTeamNotifications,
  region: { because: "a work team and its topic are in one region" },
  account: { because: "a work team and its topic are in one account" },
});

/** A topic that is subscribed to from here. */
export const subscribedTopicArnRule = arn({
  ...topic,
  page: AwsPage.snsSubscribe,
  region: { because: "subscribe in a stack of the topic's region" },
  account: { because: "subscribe in a stack of the topic's account" },
});

/** A topic that a rule of EventBridge sends to. */
export const eventTopicArnRule = arn({
  ...topic,
  page: AwsPage.eventTargets,
  region: { because: "a rule and its target are in one region" },
  account: { because: "a rule and its target are in one account" },
});

const longestQueueName = 80;
/** Ends the name of an answer queue's dead letter queue. */
export const deadLetterSuffix = "-dead-letters";

function queueName(most: number, because: string, but: (name: string) => string | undefined): TextRule {
  return text(`a queue name has 1 to ${most} letters, digits, - and _${because}`, /^[\w-]+$/, {
    page: AwsPage.sqsQuotas,
    most,
    but,
  });
}

/** The queue of a labeling job that an alarm watches. */
export const watchedQueueNameRule = queueName(longestQueueName, "", (name) =>
  name.includes("*")
    ? ", which stands for many queues. A CloudWatch alarm watches one: give the workflow a fixed job name, or leave this out"
    : noFifoQueue(name),
);

/** A new queue of answers. */
export const answerQueueNameRule = queueName(
  longestQueueName - deadLetterSuffix.length,
  `: the dead letter queue's is ${deadLetterSuffix.length} longer`,
  (name) =>
    /^groundtruth-/i.test(name)
      ? "names that begin so are those of the queues that Ground Truth makes for jobs"
      : noFifoQueue(name),
);

const queue = {
  what: "the ARN of a standard queue",
  service: "sqs",
  resource: /^[\w-]{1,80}$/,
  form: "<name>, not its URL",
  page: AwsPage.snsToSqs,
  but: noFifoQueue,
} as const;

/** A queue that a topic of the stack sends to, of whatever region. */
export const subscribedQueueArnRule = arn({
  ...queue,
  region: "any",
  account: {
    because:
      "only the owner of a queue can confirm its subscription, so let the owner subscribe it from there",
  },
});

/** A queue of answers. */
export const answerQueueArnRule = arn({
  ...queue,
  region: { because: "a topic and its queue of answers are in one region" },
});

/** A queue that gets what a function could not do. */
export const deadLetterQueueArnRule = arn({
  ...queue,
  page: AwsPage.lambdaDeadLetters,
  region: { because: "Lambda sends dead letters within the function's region" },
});

/** A queue that a rule of EventBridge sends to. */
export const eventQueueArnRule = arn({
  ...queue,
  page: AwsPage.eventTargets,
  region: { because: "a rule and its target are in one region" },
  account: { because: "a rule and its target are in one account" },
});

/** A queue for events that a rule of EventBridge could not deliver. */
export const eventDeadLetterQueueArnRule = arn({
  ...queue,
  but: noFifoEvents,
  page: AwsPage.eventDeadLetters,
  region: { because: "a rule and the queue of its dead letters are in one region" },
  account: { because: "a rule and the queue of its dead letters are in one account" },
});

/** A new queue for such events. */
export const eventDeadLetterQueueNameRule = queueName(longestQueueName, "", noFifoEvents);

/** A state machine that a rule of EventBridge starts. */
export const stateMachineArnRule = arn({
  what: "the ARN of a state machine",
  service: "states",
  resource: /^stateMachine:[\w-]{1,80}$/,
  form: "stateMachine:<name>",
  page: AwsPage.eventTargetRoles,
  region: { because: "a rule and its target are in one region" },
  account: { because: "a rule and its target are in one account" },
});

/** A rule of the default event bus. */
export const eventRuleArnRule = arn({
  what: "the ARN of a rule",
  service: "events",
  resource: /^rule\/[\w.-]{1,64}$/,
  form: "rule/<name>",
  page: AwsPage.eventRules,
  region: { because: "a rule hears of the jobs of its own region" },
  account: { because: "a rule hears of the jobs of its own account" },
});

export const eventRuleNameRule = text(
  "a rule name has 1 to 64 letters, digits, ., _ and -",
  /^[\w.-]{1,64}$/,
  { page: AwsPage.eventRules },
);

export const transformerNameRule = text(
  "the name of a part of an event has 1 to 100 letters, digits, _ and -, and does not begin with AWS",
  /^(?!AWS)[A-Za-z0-9_-]{1,100}$/,
  { page: AwsPage.eventTransformers },
);

export const transformerPathRule = text(
  "a path into the event is allowed, like $.detail.LabelingJobStatus",
  /^\$(\.|\[|$)/,
  {
    page: AwsPage.eventTransformers,
    most: 256,
  },
);

export const transformerTemplateRule = text(
  "a JSON text, or a text in double quotes, of 1 to 8192 characters is allowed",
  /^\s*["{[<][^]*$/,
  { page: AwsPage.eventTransformers, most: 8192, free: true },
);

/** How a queue of answers is made. */
export const answerQueueRules = {
  maxReceiveCount: count("receptions", 1, 1000, AwsPage.sqsAttributes),
  messageRetentionSeconds: count("seconds", 60, 1_209_600, AwsPage.sqsAttributes),
  visibilityTimeoutSeconds: count("seconds", 0, 43_200, AwsPage.sqsAttributes),
};

export const successSampleRateRule = count("percent", 0, 100, AwsPage.snsTopicAttributes);
