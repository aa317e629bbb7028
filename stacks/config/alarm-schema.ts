import { section } from "./section";
import { existingTopic } from "./topic-schema";
import { oldestMessageDaysRule, idleDaysRule, backlogRule, messagesRule } from "../../lib/rules/cloudwatch";
import { count } from "./value";

/** Alarms of a streaming workflow. */
export const alarmsSchema = section({
  topic: existingTopic
    .optional()
    .describe("Who is told. Default: a new topic <namePrefix>-<workflow>-alarms, to subscribe operators to."),
  oldestMessageDays: count(oldestMessageDaysRule)
    .optional()
    .describe(
      "Age of the oldest data object in Ground Truth's queue, which drops it after 14 days. Default: 10.",
    ),
  backlog: count(backlogRule)
    .optional()
    .describe("Data objects that wait in Ground Truth's queue for 15 minutes on end. Default: 10000."),
  idleDays: count(idleDaysRule)
    .optional()
    .describe("Days without a new data object; after 10 Ground Truth stops the job. Default: 5."),
  deadLetters: count(messagesRule)
    .optional()
    .describe("Messages among the dead letters of answers.queue. Default: 1."),
  failedDeliveries: count(messagesRule)
    .optional()
    .describe("Messages that a topic could not deliver in 5 minutes. Default: 1."),
});
