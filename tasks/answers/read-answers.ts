import type {
  Answer,
  Answered,
  AnsweredBox,
  AnsweredClass,
  AnsweredColour,
  AnsweredObject,
  AnsweredSpan,
} from "./answer";

type Fields = Readonly<Record<string, unknown>>;

const metadata = "-metadata";

/**
 * The answers in a line of an output manifest.
 *
 * @param line the parsed line
 * @param only names of labels; all if it is left out
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-data-output.html
 */
export function readAnswers(number: number, line: Fields, only?: readonly string[]): AnsweredObject {
  const answers = Object.keys(line)
    .filter((name) => name.endsWith(metadata))
    .map((name) => name.slice(0, -metadata.length))
    .filter((attribute) => only === undefined || only.includes(attribute))
    .flatMap((attribute) => answerOf(attribute, line));
  return {
    line: number,
    source: text(line["source"]),
    sourceRef: text(line["source-ref"]),
    answers,
  };
}

function answerOf(attribute: string, line: Fields): Answer[] {
  const about = fields(line[`${attribute}${metadata}`]);
  if (about === undefined || !("job-name" in about || "type" in about || "failure-reason" in about))
    return [];
  const type = text(about["type"]) ?? "unknown";
  const human = about["human-annotated"];
  return [
    {
      attribute,
      type,
      // Every object has a "constructor" that is not its own.
      answered: answered(type, Object.hasOwn(line, attribute) ? line[attribute] : undefined, about),
      job: text(about["job-name"]),
      created: text(about["creation-date"]),
      byHuman: human === "yes" ? true : human === "no" ? false : undefined,
    },
  ];
}

/** An answer that is not as AWS documents its type. */
class Unexpected extends Error {}

function answered(type: string, label: unknown, about: Fields): Answered {
  const failure = about["failure-reason"];
  if (failure !== undefined) return { kind: "failed", reason: text(failure) ?? written(failure) };
  try {
    const read = readers.get(type.replace(/^groundtruth\//, ""));
    if (read !== undefined) return read(label, about);
    return other(label, about);
  } catch (error) {
    if (!(error instanceof Unexpected)) throw error;
    return other(label, about, error.message);
  }
}

function written(value: unknown): string {
  try {
    return JSON.stringify(value, undefined, 2);
  } catch {
    return "nested too deep to be shown";
  }
}

function other(label: unknown, about: Fields, because?: string): Answered {
  const shown = label === undefined ? about : label;
  return { kind: "other", json: written(shown), because };
}

const readers: ReadonlyMap<string, (label: unknown, about: Fields) => Answered> = new Map([
  ["image-classification", oneClass],
  ["text-classification", oneClass],
  ["video-classification", oneClass],
  ["label-verification", oneClass],
  ["image-classification-multilabel", severalClasses],
  ["text-classification-multilabel", severalClasses],
  ["object-detection", boxes],
  ["text-span", spans],
  ["semantic-segmentation", mask],
]);

function oneClass(_label: unknown, about: Fields): Answered {
  const label = text(about["class-name"]);
  if (label === undefined) throw new Unexpected("the metadata has no class-name");
  const comments = list(about["worker-feedback"] ?? []).flatMap(
    (each) => text(fields(each)?.["comment"]) ?? [],
  );
  return { kind: "classes", classes: [{ label, confidence: confidence(about["confidence"]) }], comments };
}

function severalClasses(label: unknown, about: Fields): Answered {
  const names = record(about["class-map"], "class-map");
  const confidences = fields(about["confidence-map"]) ?? {};
  const classes = list(label).map((id): AnsweredClass => {
    const key = String(id);
    return { label: className(names, key), confidence: confidence(confidences[key]) };
  });
  return { kind: "classes", classes, comments: [] };
}

function boxes(label: unknown, about: Fields): Answered {
  const { image_size: sizes, annotations } = record(label, "label");
  const size = record(list(sizes)[0], "image_size");
  const names = record(about["class-map"], "class-map");
  const objects = list(about["objects"] ?? []);
  const found = list(annotations).map((each, index): AnsweredBox => {
    const box = record(each, `annotations[${index}]`);
    return {
      label: className(names, String(box["class_id"])),
      left: number(box["left"], "left"),
      top: number(box["top"], "top"),
      width: number(box["width"], "width"),
      height: number(box["height"], "height"),
      confidence: confidence(fields(objects[index])?.["confidence"]),
    };
  });
  const [width, height] = [number(size["width"], "width"), number(size["height"], "height")];
  if (width <= 0 || height <= 0) throw new Unexpected("the image has no size");
  return { kind: "boxes", width, height, boxes: found };
}

function spans(label: unknown, about: Fields): Answered {
  const { entities } = record(record(label, "label")["annotations"], "annotations");
  const confidences = list(about["entities"] ?? []);
  const found = list(entities).map((each, index): AnsweredSpan => {
    const span = record(each, `entities[${index}]`);
    return {
      label: text(span["label"]) ?? "",
      start: number(span["startOffset"], "startOffset"),
      end: number(span["endOffset"], "endOffset"),
      confidence: confidence(fields(confidences[index])?.["confidence"]),
    };
  });
  return { kind: "spans", spans: found };
}

function mask(label: unknown, about: Fields): Answered {
  const uri = text(label);
  if (uri === undefined) throw new Unexpected("the label is no S3 URI");
  const colours = Object.values(record(about["internal-color-map"], "internal-color-map")).map(
    (each): AnsweredColour => {
      const colour = record(each, "internal-color-map");
      const hex = text(colour["hex-color"]) ?? "";
      return {
        label: text(colour["class-name"]) ?? "",
        colour: /^#[0-9a-f]{6}$/i.test(hex) ? hex.toLowerCase() : "",
        confidence: confidence(colour["confidence"]),
      };
    },
  );
  return { kind: "mask", uri, colours };
}

function className(names: Fields, id: string): string {
  return text(names[id]) ?? `class ${id}`;
}

function confidence(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function fields(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function record(value: unknown, name: string): Fields {
  const found = fields(value);
  if (found === undefined) throw new Unexpected(`${name} is no object`);
  return found;
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Unexpected("a list is missing");
  return value;
}

function number(value: unknown, name: string): number {
  if (typeof value !== "number" || !Number.isFinite(value)) throw new Unexpected(`${name} is no number`);
  return value;
}
