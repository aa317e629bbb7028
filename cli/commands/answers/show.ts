import { statSync } from "node:fs";
import { type Command, InvalidArgumentError } from "commander";
import { UserError } from "../../../review/user-error";
import { S3Objects } from "../../../tasks/aws/s3-objects";
import { answersPage } from "../../../tasks/answers/answers-page";
import type { LabelCounts } from "../../../tasks/answers/answer-counts";
import { collectAnswers } from "../../../tasks/answers/collect-answers";
import { LocalPictures, type PictureSource } from "../../../tasks/answers/pictures";
import type { Terminal } from "../../command-entry";
import { openInput } from "../../open-input";
import { writeWhole } from "../../output-file";
import { counted } from "../../words";

interface Options {
  readonly images?: string;
  readonly fetch?: boolean;
  readonly label?: readonly string[];
  readonly limit: number;
  readonly out: string;
  readonly region?: string;
  readonly profile?: string;
}

const help = `
The page is one file, with the pictures in it: it opens offline and asks no host. Everything is counted, the first objects are shown.

Examples:
  cdktf-ground-truth answers show output.manifest --images pictures         copies of the objects, and of segmentations, in a folder
  cdktf-ground-truth answers show s3://acme-labels/signs-1/manifests/output/output.manifest --fetch   (the AWS SDK is needed)
  cdktf-ground-truth answers show output.manifest --label signs --limit 50 --out signs.html

All of it: docs/answers.md`;

/** `cdktf-ground-truth answers show`. */
export function defineAnswersShow(command: Command, terminal: Terminal): void {
  command
    .summary("write a page to look at answers: boxes, classes, spans, segmentations")
    .description("Writes a page to look at the answers in an output manifest.")
    .argument("<manifest>", "output.manifest of a job: a file, an S3 URI, or - for standard input")
    .option("--images <folder>", "copies of the labeled images, by their keys or the ends of them")
    .option("--fetch", "read the images from S3")
    .option("--label <name...>", "labels to show (default: all)")
    .option("--limit <number>", "how many objects to show", wholeNumber, 200)
    .option("--out <file>", "the page", "answers.html")
    .option("--region <region>", "of the requests to AWS")
    .option("--profile <name>", "of ~/.aws to ask AWS with")
    .addHelpText("after", help)
    .action(async (manifest: string, options: Options) => {
      const s3 = new S3Objects({ region: options.region, profile: options.profile });
      const pictures = pictureSource(options, s3);
      const input = await openInput(manifest, s3);
      const page = await collectAnswers(input.chunks, {
        name: input.shown,
        limit: options.limit,
        only: options.label,
        pictures,
        progress: (lines) => terminal.progress?.(counted(lines, "line")),
      });
      terminal.progress?.("");
      if (page.objects === 0)
        throw new UserError(`${input.shown} has no answers: not one line is a JSON object`);
      await writeWhole(options.out, answersPage(page), terminal);
      terminal.write(page.labels.map(labelText).join(""));
      const rest =
        page.objects > page.shown.length
          ? `, the first ${page.shown.length} of ${counted(page.objects, "object")}`
          : "";
      terminal.tell(`Written: ${options.out}${rest}\n`);
    });
}

function pictureSource({ images, fetch }: Options, s3: S3Objects): PictureSource | undefined {
  if (images !== undefined) {
    if (statSync(images, { throwIfNoEntry: false })?.isDirectory() !== true) {
      throw new UserError(`--images: ${images} is no folder`);
    }
    return new LocalPictures(images);
  }
  return fetch === true ? s3.pictures() : undefined;
}

function labelText({
  attribute,
  objects,
  byHumans,
  byModel,
  failed,
  unexpected,
  classes,
}: LabelCounts): string {
  const more = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(unexpected > 0 ? [`${unexpected} unexpected`] : []),
  ];
  const head = `${attribute}: ${counted(objects, "object")}, ${[`${byHumans} by people`, `${byModel} by a model`, ...more].join(", ")}\n`;
  return (
    head +
    classes
      .slice(0, 20)
      .map(([label, count]) => `  ${String(count).padStart(8)}  ${label}\n`)
      .join("")
  );
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError("A number from 1 to 999999 is needed.");
  return Number(text);
}
