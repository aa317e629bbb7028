import type { BuiltInTask } from "../../lib/jobs/built-in-task";
import { BuiltInTaskType } from "../../lib/jobs/built-in-task-type";
import { readyTask } from "../../lib/jobs/ready-template/ready-task";
import { TaskFamily } from "../../lib/jobs/task-family";

type Fields = Readonly<Record<string, unknown>>;

/**
 * What AWS's pre-annotation function of a built-in task gives to templates, by AWS's published templates. Not verified against AWS.
 */
export function hostedTaskInput(line: Fields, labels: readonly string[], task: BuiltInTask): Fields {
  const isSpans = task.type === BuiltInTaskType.NAMED_ENTITY_RECOGNITION;
  return {
    taskObject: line["source"] ?? line["source-ref"],
    labels: isSpans ? labels.map((label) => ({ label })) : labels,
    manifestLine: line,
  };
}

const exampleText = "The parcel came on Friday, and the box was torn.\nMary Major called to say so.";

/** A line for workflows of which no manifest is at hand. */
export function exampleLine(
  task: BuiltInTask | undefined,
  inputs: readonly string[],
  labels: readonly string[],
  earlierLabel: string | undefined,
): Fields {
  if (task?.family === TaskFamily.TEXT) return { source: exampleText };
  const folder = (inputs.find((uri) => uri.endsWith("/")) ?? inputs[0]!).replace(/[^/]*$/, "");
  const object = {
    "source-ref": `${folder}example.${task?.family === TaskFamily.VIDEO_CLIP ? "mp4" : "jpg"}`,
  };
  const kind = task === undefined ? undefined : readyTask(task.type)?.earlier;
  if (kind === undefined || earlierLabel === undefined) return object;
  const [first = "First label", second = "Second label"] = labels;
  return {
    ...object,
    ...(kind === "boxes" ? boxes(earlierLabel, first, second) : mask(earlierLabel, folder, first, second)),
  };
}

function boxes(attribute: string, first: string, second: string): Fields {
  return {
    [attribute]: {
      image_size: [{ width: 640, height: 480, depth: 3 }],
      annotations: [
        { class_id: 0, left: 60, top: 80, width: 160, height: 120 },
        { class_id: 1, left: 330, top: 220, width: 200, height: 170 },
      ],
    },
    [`${attribute}-metadata`]: {
      "class-map": { "0": first, "1": second },
      type: "groundtruth/object-detection",
    },
  };
}

function mask(attribute: string, folder: string, first: string, second: string): Fields {
  return {
    [attribute]: `${folder}example-segmentation.png`,
    [`${attribute}-metadata`]: {
      "internal-color-map": {
        "0": { "class-name": "BACKGROUND", "hex-color": "#ffffff" },
        "1": { "class-name": first, "hex-color": "#2acf59" },
        "2": { "class-name": second, "hex-color": "#f28333" },
      },
      type: "groundtruth/semantic-segmentation",
    },
  };
}
