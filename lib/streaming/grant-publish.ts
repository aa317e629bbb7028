import { grantOnKey } from "../encryption/key-grant";
import type { IGrantee } from "../iam/grantee";
import {
  keyAllowsPublishers,
  mayPublish,
  mayUseTopicKey,
  topicAllowsPublishers,
} from "../permissions/messaging";
import type { StackScope } from "../scope/stack-scope";
import type { ILabelingTopic } from "./i-labeling-topic";

/** Lets `publisher` send messages to a topic, on every side. */
export function grantPublish(topic: ILabelingTopic, publisher: IGrantee, scope: StackScope): void {
  const { principalArn, principalResource } = publisher;
  publisher.addStatements([mayPublish(topic.topicArn)]);
  topic.addToTopicPolicy(topicAllowsPublishers(topic.topicArn, [principalArn]), principalResource);
  if (topic.encryptionKey === undefined) return;
  grantOnKey(topic.encryptionKey, publisher, {
    ownSide: (target) => [mayUseTopicKey(target, scope)],
    keySide: [keyAllowsPublishers([principalArn], scope)],
  });
}
