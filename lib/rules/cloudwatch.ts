import { AwsPage } from "../aws-page";
import { count, oneOfNumbers, text } from "./rule";

/** Days that CloudWatch Logs can keep events. */
const logRetentions: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const logRetentionRule = oneOfNumbers("a number of days", logRetentions, AwsPage.logsRetention);

export const alarmPrefixRule = text(
  "the beginning of alarm names has 1 to 100 letters, digits, - and _",
  /^[\w-]{1,100}$/,
  { page: AwsPage.cloudWatchAlarms },
);

export const alarmNameRule = text(
  "the name of an alarm has 1 to 255 letters, digits, - and _",
  /^[\w-]{1,255}$/,
  { page: AwsPage.cloudWatchAlarms },
);

const many = 1_000_000_000;

export const failedObjectsRule = count("data objects", 1, 1_000_000, AwsPage.cloudWatchAlarms);

const messages = count("messages", 1, many, AwsPage.cloudWatchAlarms);

/** When an alarm goes off. */
export const alarmRules = {
  oldestMessageDays: count("days", 1, 13, AwsPage.streamingQueue, ": after 14 days Ground Truth drops it"),
  idleDays: count("days", 1, 7, AwsPage.cloudWatchAlarms, ": CloudWatch looks back no further"),
  backlog: count("data objects", 1, many, AwsPage.cloudWatchAlarms),
  deadLetters: messages,
  failedDeliveries: messages,
};
