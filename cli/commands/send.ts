import { parseArn } from "../../lib/iam/arn";
import { UserError } from "../../review/user-error";
import { S3Objects } from "../../tasks/aws/s3-objects";
import { type LineContext, lineContext } from "../../tasks/manifest/line-context";
import { linesOf } from "../../tasks/manifest/raw-lines";
import { lineOf, objectMessage, type ObjectMessage } from "../../tasks/send/object-message";
import { TopicSender } from "../../tasks/send/publish";
import type { CommandModule, Terminal } from "../command-entry";
import { configuredWorkflow, inputsOf } from "../configured-workflow";
import { checkStreams, inputTopicArn } from "../input-topic";
import { type EnvironmentOption, withEnvironment } from "../environment-option";
import { openInput } from "../open-input";
import { counted } from "../words";

interface Options extends EnvironmentOption {
  readonly manifest?: string;
  readonly text?: boolean;
  readonly deduplication: boolean;
  readonly dryRun?: boolean;
  readonly topic?: string;
  readonly region?: string;
  readonly profile?: string;
}

const help = `
The job must be in progress: while it is starting, AWS asks to send nothing. Each object becomes tasks for workers. All objects are
checked before the first is sent. The same object, sent again, is labeled once: Ground Truth knows it by its address, and a text by a digest.

Examples:
  cdktf-ground-truth send dashcam-signs s3://acme-dashcam/frames/1.jpg s3://acme-dashcam/frames/2.jpg
  cdktf-ground-truth send customer-letters --text "Where is my parcel?"
  cdktf-ground-truth send dashcam-signs --manifest more.manifest --dry-run     the messages, one a line

All of it: docs/streaming-workflow.md`;

/** `cdktf-ground-truth send`. */
export const sendCommand: CommandModule = {
  define(command, terminal, exit) {
    withEnvironment(command)
      .argument("<workflow>", "a streaming workflow of the configuration")
      .argument("[object...]", "S3 URIs, lines of a manifest, or with --text texts")
      .option("--manifest <file>", "all lines of a manifest: a file or an S3 URI")
      .option("--text", "the objects are texts to label")
      .option("--no-deduplication", "an object that is sent again is labeled again")
      .option("--dry-run", "write the messages, and send nothing")
      .option("--topic <arn>", "another topic than the workflow's")
      .option("--region <region>", "of the requests to AWS (default: that of the configuration)")
      .option("--profile <name>", "of ~/.aws to ask AWS with")
      .addHelpText("after", help)
      .action(async (name: string, objects: string[], options: Options) => {
        const of = configuredWorkflow(name, options.environment);
        if (objects.length > 0 === (options.manifest !== undefined)) {
          throw new UserError("Name either objects or a --manifest");
        }
        if (options.manifest === "-") {
          throw new UserError(
            "--manifest: standard input can be read once, and all objects are checked before the first is sent; name a file",
          );
        }
        if (options.topic === undefined) checkStreams(of.workflow);
        const context = lineContext(inputsOf(of), of.task);
        const s3 = new S3Objects({ region: options.region ?? of.config.region, profile: options.profile });
        const lines = (): NamedLines =>
          options.manifest === undefined
            ? given(objects, options.text === true)
            : linesIn(options.manifest, s3);
        await checkAll(lines(), context, options.deduplication);
        const messages = distinct(lines(), context, options.deduplication);
        if (options.dryRun === true) {
          for await (const { body } of messages) {
            terminal.write(`${body}\n`);
            await terminal.taken?.();
          }
          return;
        }
        const topic = await inputTopicArn(of, options);
        const settings = { region: parseArn(topic)!.region, profile: options.profile };
        const sender = new TopicSender(topic, settings, ({ message, why }) => {
          terminal.tell(`Not sent: ${message.body.slice(0, 200)}: ${why}\n`);
          exit(1);
        });
        await sendAll(messages, sender, topic, terminal);
      });
  },
};

/** A line, and how people know it. */
interface NamedLine {
  readonly shown: string;
  readonly text: string;
}

type NamedLines = Iterable<NamedLine> | AsyncIterable<NamedLine>;

function* given(objects: readonly string[], isText: boolean): Generator<NamedLine> {
  for (const object of objects) {
    const shown = object.length > 80 ? `${object.slice(0, 80)}…` : object;
    const text = lineOf(object, isText);
    if (text === undefined) {
      throw new UserError(
        `${shown}: an S3 URI or a line of a manifest is needed; with --text it is a text to label`,
      );
    }
    yield { shown, text };
  }
}

async function* linesIn(manifest: string, s3: S3Objects): AsyncGenerator<NamedLine> {
  const { shown, chunks } = await openInput(manifest, s3);
  for await (const batch of (await linesOf(shown, chunks)).batches) {
    for (const { number, text, problem } of batch) {
      if (problem !== undefined) throw new UserError(`${shown}:${number} ${problem}`);
      yield { shown: `${shown}:${number}`, text };
    }
  }
}

const mostTold = 20;

/** @throws UserError telling what is wrong, before anything is sent */
async function checkAll(lines: NamedLines, context: LineContext, deduplicate: boolean): Promise<void> {
  const told: string[] = [];
  let [objects, faulty] = [0, 0];
  for await (const { shown, text } of lines) {
    objects += 1;
    const message = objectMessage(text, context, deduplicate);
    if (!isFaulty(message)) continue;
    faulty += 1;
    if (faulty <= mostTold) told.push(...message.map((each) => `${shown} ${each}`));
  }
  if (objects === 0) throw new UserError("There is no object to send");
  if (faulty === 0) return;
  const more = faulty > mostTold ? `\nand more: npx cdktf-ground-truth manifest check tells every line` : "";
  throw new UserError(
    `Nothing was sent, for ${counted(faulty, "object")} of ${objects}:\n${told.join("\n")}${more}`,
  );
}

/** Messages to send: with deduplication each object once. */
async function* distinct(
  lines: NamedLines,
  context: LineContext,
  deduplicate: boolean,
): AsyncGenerator<ObjectMessage> {
  const seen = new Set<string>();
  for await (const { shown, text } of lines) {
    const message = objectMessage(text, context, deduplicate);
    // Checked before, but the file may have changed since.
    if (isFaulty(message)) throw new UserError(`${shown} ${message[0]}`);
    if (deduplicate && seen.has(message.identity)) continue;
    if (deduplicate && seen.size < mostRemembered) seen.add(message.identity);
    yield message;
  }
}

/** Beyond this Ground Truth alone sees what it has already: the memory stays the same for manifests of any size. */
const mostRemembered = 10_000;

function isFaulty(message: ObjectMessage | readonly string[]): message is readonly string[] {
  return Array.isArray(message);
}

async function sendAll(
  messages: AsyncIterable<ObjectMessage>,
  sender: TopicSender,
  topic: string,
  terminal: Terminal,
): Promise<void> {
  try {
    for await (const message of messages) {
      await sender.send(message);
      if (sender.sent % 100 === 0) terminal.progress?.(`${counted(sender.sent, "object")} sent`);
    }
    await sender.flush();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`${error.message}\nSent before: ${counted(sender.sent, "object")}.`);
  } finally {
    terminal.progress?.("");
  }
  terminal.write(`${counted(sender.sent, "object")} sent to ${topic}\n`);
}
