import { describedValue } from "../described-value";
import { isJsonRecord, type JsonRecord } from "../json-record";
import { classIds, classMap } from "./class-ids";
import { elementAnswers, type ElementKind, UnreadableElement } from "./crowd-element";
import { type Box, mergedBoxes } from "./merged-boxes";
import type { ReadyConsolidation } from "./ready-handler";

/** What a worker drew, and the size of the picture that the browser showed. */
interface Drawing {
  readonly size?: ImageSize;
  readonly boxes: readonly Box[];
}

interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Consolidates the answers of `crowd-bounding-box`, see `mergedBoxes`.
 *
 * A worker who drew nothing answered that there is nothing. Browsers disagree on images that carry a rotation: the size
 * that most workers had counts (of equally many the wider, then the higher one), and answers of another size, whose
 * pixels are other pixels, are left out and counted.
 */
export const boundingBoxes: ReadyConsolidation = (object, { labelCategories }, settings) => {
  const { given, empty } = elementAnswers(object, settings.element, drawn);
  const size = commonSize(given.map(({ value }) => value));
  const comparable = given.filter(({ value }) => isSameSize(value.size, size));
  const { boxes, unconfirmed } = mergedBoxes(
    comparable.map(({ value }) => value.boxes),
    settings.iouThreshold,
    settings.agreement,
  );
  const labels = boxes.map(({ label }) => label);
  const ids = classIds(labels, labelCategories);
  const ordered = boxes
    .map(({ label, ...box }) => ({ class_id: ids.get(label)!, ...box }))
    .sort((a, b) => a.class_id - b.class_id);
  return {
    label: {
      // Answers do not tell the depth. Browsers show three channels, and AWS's algorithms want the key.
      image_size: size === undefined ? [] : [{ ...size, depth: 3 }],
      annotations: ordered.map(({ class_id, left, top, width, height }) => ({
        class_id,
        left,
        top,
        width,
        height,
      })),
    },
    metadata: {
      objects: ordered.map((box) => ({ confidence: box.confidence })),
      "class-map": classMap(labels, ids),
      answers: comparable.length,
      "empty-answers": empty,
      "answers-of-other-size": given.length - comparable.length,
      unconfirmed,
    },
    type: "groundtruth/object-detection",
  };
};

const drawn: ElementKind<Drawing> = { fields: ["boundingBoxes"], read: drawing };

function drawing({ boundingBoxes: boxes, inputImageProperties: size }: JsonRecord): Drawing {
  if (!Array.isArray(boxes)) {
    throw new UnreadableElement(`boundingBoxes are ${describedValue(boxes)}; they are a list`);
  }
  return {
    size: imageSize(size),
    boxes: boxes.map(box).filter(({ width, height }) => width > 0 && height > 0),
  };
}

/** More than any image has, and little enough that areas stay numbers. */
const mostPixels = 1_000_000;

function box(value: unknown): Box {
  if (!isJsonRecord(value)) {
    throw new UnreadableElement(
      `a box is ${describedValue(value)}; it is an object with label, left, top, width and height`,
    );
  }
  const { label, left, top, width, height } = value;
  if (typeof label !== "string")
    throw new UnreadableElement(`label of a box is ${describedValue(label)}; it is text`);
  return {
    label,
    left: pixels("left", left, -mostPixels),
    top: pixels("top", top, -mostPixels),
    width: pixels("width", width, 0),
    height: pixels("height", height, 0),
  };
}

function pixels(field: string, value: unknown, least: number): number {
  const isNumber = typeof value === "number";
  if (isNumber && value >= least && value <= mostPixels) return value;
  const got = isNumber
    ? value < 0 && least === 0
      ? "a negative number"
      : "a number beyond all images"
    : describedValue(value);
  const allowed = least === 0 ? "0 to a million" : "a million at most on either side of 0";
  throw new UnreadableElement(`${field} of a box is ${got}; it is a number, ${allowed}`);
}

function imageSize(value: unknown): ImageSize | undefined {
  if (!isJsonRecord(value)) return undefined;
  const { width, height } = value;
  return Number.isFinite(width) && Number.isFinite(height) ? ({ width, height } as ImageSize) : undefined;
}

function commonSize(drawings: readonly Drawing[]): ImageSize | undefined {
  const counts = new Map<string, { readonly size: ImageSize; votes: number }>();
  for (const { size } of drawings) {
    if (size === undefined) continue;
    const key = `${size.width}x${size.height}`;
    const counted = counts.get(key) ?? { size, votes: 0 };
    counted.votes += 1;
    counts.set(key, counted);
  }
  const [first] = [...counts.values()].sort(
    (a, b) => b.votes - a.votes || b.size.width - a.size.width || b.size.height - a.size.height,
  );
  return first?.size;
}

/** An answer that tells no size is taken to be of the common one. */
function isSameSize(size: ImageSize | undefined, common: ImageSize | undefined): boolean {
  return size === undefined || (size.width === common?.width && size.height === common.height);
}
