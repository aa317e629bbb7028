import { linesOf } from "../manifest/raw-lines";
import type { AnsweredObject } from "./answer";
import { AnswerCounts } from "./answer-counts";
import type { AnswersPage, ShownObject } from "./answers-page";
import { type Picture, Pictures, type PictureSource } from "./pictures";
import { readAnswers } from "./read-answers";

interface CollectOptions {
  /** The manifest's name, for people. */
  readonly name: string;
  /** How many objects the page shows. */
  readonly limit: number;
  /** Names of labels. @default - all */
  readonly only?: readonly string[];
  /** @default - pictures are not shown */
  readonly pictures?: PictureSource;
  /** Called now and then. */
  readonly progress?: (lines: number) => void;
}

/**
 * Reads an output manifest of any size: all lines are counted, the first ones are shown.
 *
 * @throws UserError when it is no text
 */
export async function collectAnswers(
  chunks: AsyncIterable<Uint8Array>,
  options: CollectOptions,
): Promise<AnswersPage> {
  const counts = new AnswerCounts();
  const first: AnsweredObject[] = [];
  let [lines, unreadable] = [0, 0];
  for await (const batch of (await linesOf(options.name, chunks)).batches) {
    for (const { number, text, problem } of batch) {
      lines += 1;
      const line = problem === undefined ? objectOf(text) : undefined;
      if (line === undefined) {
        unreadable += 1;
        continue;
      }
      const answered = readAnswers(number, line, options.only);
      counts.add(answered);
      if (first.length < options.limit) first.push(answered);
    }
    options.progress?.(lines);
  }
  const pictures = new Pictures(options.pictures);
  const shown: ShownObject[] = [];
  for (const object of first) shown.push(await withPictures(object, pictures));
  const { objects, unlabeled } = counts;
  return { name: options.name, objects, unlabeled, unreadable, labels: counts.all(), shown };
}

function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

const drawable = /image|object-detection|semantic-segmentation|label-verification|custom/;

async function withPictures(object: AnsweredObject, pictures: Pictures): Promise<ShownObject> {
  const { sourceRef, answers } = object;
  const isImage = answers.length === 0 || answers.some(({ type }) => drawable.test(type));
  const image = sourceRef !== undefined && isImage ? await pictures.of(sourceRef) : undefined;
  const masks = new Map<string, Picture>();
  for (const { attribute, answered } of answers) {
    if (answered.kind === "mask") masks.set(attribute, await pictures.of(answered.uri));
  }
  return { object, image, masks };
}
