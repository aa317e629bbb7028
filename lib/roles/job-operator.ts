import type { Construct } from "constructs";
import { maySealDeadLetters } from "../permissions/function-role";
import { joinedKeys } from "../permissions/key-target";
import { jobOperator } from "../permissions/people/job-operator";
import { mayRedrive } from "../permissions/redrive";
import { answerQueueArnRule } from "../rules/messaging";
import type { IAnswerQueue } from "./i-answer-queue";
import { WorkflowPersona, type WorkflowPersonaProps } from "./workflow-persona";

/** Which jobs somebody watches and stops. */
export interface JobOperatorProps extends WorkflowPersonaProps {
  /**
   * Answer queues whose dead letters they look after: read, delete, and have moved back into the queue. Dead letters are
   * answers, and whoever moves them back can send to the queue. The key of the queue must let them in by its own policy:
   * `KeyUse.DEAD_LETTERS`.
   * @default - none; they read no data
   */
  readonly redrivenQueues?: IAnswerQueue[];
}

/**
 * Somebody who watches labeling jobs and stops them: state, counters, logs, metrics. Starts none, passes no role, reads
 * no data but the dead letters of `redrivenQueues`. The same in every style, as AWS has no text for such a person.
 */
export class JobOperator extends WorkflowPersona {
  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: JobOperatorProps) {
    super(scope, id, props, "JobOperator", jobOperator, (problems, here) => {
      props.redrivenQueues?.forEach(({ queueArn, deadLetterQueueArn }, index) => {
        const at = `redrivenQueues[${index}]`;
        problems.check(`${at}.queueArn`, queueArn, answerQueueArnRule, here);
        problems.check(`${at}.deadLetterQueueArn`, deadLetterQueueArn, answerQueueArnRule, here);
      });
    });
    const { redrivenQueues = [] } = props;
    const keys = redrivenQueues.map(({ encryptionKey }) => encryptionKey.target);
    this.addStatements([
      ...redrivenQueues.flatMap(mayRedrive),
      ...joinedKeys(keys).map((key) => maySealDeadLetters(key, this.rules.scope)),
    ]);
  }
}
