import type { ILabelingKey } from "../encryption/i-labeling-key";

/** A queue of answers and that of its dead letters: an `AnswerQueue`, or the ARNs of one that is made elsewhere. */
export interface IAnswerQueue {
  /** ARN of the queue of answers. */
  readonly queueArn: string;
  /** ARN of the queue of its dead letters. */
  readonly deadLetterQueueArn: string;
  /** Encrypts both queues. */
  readonly encryptionKey: ILabelingKey;
}
