import { Page } from "./pages";
import { count } from "./aws-values";
import { section } from "./section";
import { existingTopic } from "./topic-schema";

const many = 1_000_000_000;

/** Alarms of a streaming workflow. */
export const alarmsSchema = section({
  topic: existingTopic
    .optional()
    .describe("Who is told. Default: a new topic <namePrefix>-<workflow>-alarms, to subscribe operators to."),
  oldestMessageDays: count("days", 1, 13, Page.alarms)
    .optional()
    .describe(
      "Age of the oldest data object in Ground Truth's queue, which drops it after 14 days. Default: 10.",
    ),
  backlog: count("data objects", 1, many, Page.alarms)
    .optional()
    .describe("Data objects that wait in Ground Truth's queue for 15 minutes on end. Default: 10000."),
  idleDays: count("days", 1, 7, Page.alarms)
    .optional()
    .describe("Days without a new data object; after 10 Ground Truth stops the job. Default: 5."),
  deadLetters: count("messages", 1, many, Page.alarms)
    .optional()
    .describe("Messages among the dead letters of answers.queue. Default: 1."),
  failedDeliveries: count("messages", 1, many, Page.alarms)
    .optional()
    .describe("Messages that a topic could not deliver in 5 minutes. Default: 1."),
});
