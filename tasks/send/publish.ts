import type { SNSClient } from "@aws-sdk/client-sns";
import { asked, awsSdk, type AwsSettings } from "../aws/aws-sdk";
import { mostMessageBytes, type ObjectMessage } from "./object-message";

/** A message that SNS did not take. */
interface RefusedMessage {
  readonly message: ObjectMessage;
  readonly why: string;
}

/** SNS takes ten messages a request, and in all of them no more bytes than in one. */
const mostAtOnce = 10;

/** Sends data objects to the input topic of a streaming job. Needs `sns:Publish`, and on an encrypted topic `kms:GenerateDataKey*` and `kms:Decrypt`. */
export class TopicSender {
  public sent = 0;
  private readonly client: SNSClient;
  private waiting: ObjectMessage[] = [];
  private waitingBytes = 0;

  public constructor(
    private readonly topicArn: string,
    settings: AwsSettings,
    private readonly refused: (message: RefusedMessage) => void,
  ) {
    const { SNSClient } = awsSdk("@aws-sdk/client-sns");
    this.client = new SNSClient({ ...settings });
  }

  /** @throws UserError when SNS refuses a whole request */
  public async send(message: ObjectMessage): Promise<void> {
    const bytes = Buffer.byteLength(message.body);
    if (this.waiting.length === mostAtOnce || this.waitingBytes + bytes > mostMessageBytes)
      await this.flush();
    this.waiting.push(message);
    this.waitingBytes += bytes;
  }

  /** Sends what waits. To be called at the end. */
  public async flush(): Promise<void> {
    const { waiting } = this;
    if (waiting.length === 0) return;
    this.waiting = [];
    this.waitingBytes = 0;
    const { PublishBatchCommand } = awsSdk("@aws-sdk/client-sns");
    const entries = waiting.map(({ body }, index) => ({ Id: String(index), Message: body }));
    const { Failed = [] } = await asked(`${this.topicArn} does not take messages`, () =>
      this.client.send(
        new PublishBatchCommand({ TopicArn: this.topicArn, PublishBatchRequestEntries: entries }),
      ),
    );
    this.sent += waiting.length - Failed.length;
    for (const { Id, Code, Message } of Failed) {
      this.refused({ message: waiting[Number(Id)]!, why: Message ?? Code ?? "SNS does not say why" });
    }
  }
}
