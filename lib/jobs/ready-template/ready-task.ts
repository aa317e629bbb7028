import { BuiltInTaskType } from "../built-in-task-type";

/** What the ready template of a task type is made of. */
export interface ReadyTask {
  /** The crowd element that workers answer with. */
  readonly element: string;
  /**
   * Name of the element, which is the key of the answer. AWS's consolidation functions read the answer under the name that
   * AWS's own template of the task type uses.
   */
  readonly name: string;
  /** The attribute of the element that takes the label categories. */
  readonly choices: "categories" | "labels";
  /** What workers look at. */
  readonly shows: "image" | "text" | "video" | "spans";
  /** Labels of an earlier job that workers look at, or change. */
  readonly earlier?: "boxes" | "mask";
  readonly header: string;
  /** Beside the task, at all times. */
  readonly short: string;
  /** Behind a link, one step a line. */
  readonly steps: readonly string[];
}

const oneCategory = "Choose the category that fits best. If two fit, choose the one that matters most.";
const allCategories = "Choose every category that fits, and at least one.";
const closeBox =
  "Draw the box as small as it can be, and so that the whole object that you can see is inside.";
const judge = "Compare each label with the image: is it in the right place, and is its category right?";

const tasks: Partial<Record<BuiltInTaskType, ReadyTask>> = {
  [BuiltInTaskType.IMAGE_CLASSIFICATION_SINGLE_LABEL]: {
    element: "crowd-image-classifier",
    name: "crowd-image-classifier",
    choices: "categories",
    shows: "image",
    header: "Which category fits this image?",
    short: "Choose one category.",
    steps: ["Look at the whole image.", "Read all categories.", oneCategory],
  },
  [BuiltInTaskType.IMAGE_CLASSIFICATION_MULTI_LABEL]: {
    element: "crowd-image-classifier-multi-select",
    name: "crowd-image-classifier-multi-select",
    choices: "categories",
    shows: "image",
    header: "Which categories fit this image?",
    short: "Choose all categories that fit.",
    steps: ["Look at the whole image.", "Read all categories.", allCategories],
  },
  [BuiltInTaskType.BOUNDING_BOX]: {
    element: "crowd-bounding-box",
    name: "boundingBox",
    choices: "labels",
    shows: "image",
    header: "Draw a box around each object",
    short: "One box for each object, as small as it can be.",
    steps: [
      "Choose a label.",
      closeBox,
      "Objects that cover each other get a box each.",
      "If there is nothing to label, submit without a box.",
    ],
  },
  [BuiltInTaskType.SEMANTIC_SEGMENTATION]: {
    element: "crowd-semantic-segmentation",
    name: "crowd-semantic-segmentation",
    choices: "labels",
    shows: "image",
    header: "Paint the area of each label",
    short: "Paint every pixel that a label fits.",
    steps: [
      "Choose a label.",
      "Paint all that belongs to it, up to its edge.",
      "What no label fits stays unpainted.",
    ],
  },
  [BuiltInTaskType.LABEL_VERIFICATION_BOUNDING_BOX]: {
    element: "crowd-image-classifier",
    name: "crowd-image-classifier",
    choices: "categories",
    shows: "image",
    earlier: "boxes",
    header: "Are the boxes right?",
    short: "Judge all boxes of the image together.",
    steps: [judge, "Look for objects that have no box.", "Choose the answer that fits all boxes together."],
  },
  [BuiltInTaskType.ADJUSTMENT_BOUNDING_BOX]: {
    element: "crowd-bounding-box",
    name: "boundingBox",
    choices: "labels",
    shows: "image",
    earlier: "boxes",
    header: "Correct the boxes",
    short: "Move, resize, add and delete boxes until all are right.",
    steps: [
      judge,
      closeBox,
      "Draw the boxes that are missing and delete those that are wrong.",
      "If all boxes are right, submit them as they are.",
    ],
  },
  [BuiltInTaskType.LABEL_VERIFICATION_SEMANTIC_SEGMENTATION]: {
    element: "crowd-image-classifier",
    name: "crowd-image-classifier",
    choices: "categories",
    shows: "image",
    earlier: "mask",
    header: "Are the painted areas right?",
    short: "Judge all areas of the image together.",
    steps: [judge, "Look for areas that are not painted.", "Choose the answer that fits all areas together."],
  },
  [BuiltInTaskType.ADJUSTMENT_SEMANTIC_SEGMENTATION]: {
    element: "crowd-semantic-segmentation",
    name: "crowd-semantic-segmentation",
    choices: "labels",
    shows: "image",
    earlier: "mask",
    header: "Correct the painted areas",
    short: "Paint and erase until all areas are right.",
    steps: [
      judge,
      "Paint what is missing and erase what is wrong.",
      "If all areas are right, submit them as they are.",
    ],
  },
  [BuiltInTaskType.TEXT_CLASSIFICATION_SINGLE_LABEL]: {
    element: "crowd-classifier",
    name: "crowd-classifier",
    choices: "categories",
    shows: "text",
    header: "Which category fits this text?",
    short: "Choose one category.",
    steps: ["Read the whole text.", "Read all categories.", oneCategory],
  },
  [BuiltInTaskType.TEXT_CLASSIFICATION_MULTI_LABEL]: {
    element: "crowd-classifier-multi-select",
    name: "crowd-classifier-multi-select",
    choices: "categories",
    shows: "text",
    header: "Which categories fit this text?",
    short: "Choose all categories that fit.",
    steps: ["Read the whole text.", "Read all categories.", allCategories],
  },
  [BuiltInTaskType.NAMED_ENTITY_RECOGNITION]: {
    element: "crowd-entity-annotation",
    name: "crowd-entity-annotation",
    choices: "labels",
    shows: "spans",
    header: "Mark the words that a label fits",
    short: "Choose a label, then mark the words.",
    steps: [
      "Read the whole text.",
      "Choose a label and mark the words that it fits, no more and no fewer.",
      "A word has one label at most.",
    ],
  },
  [BuiltInTaskType.VIDEO_CLASSIFICATION]: {
    element: "crowd-classifier",
    name: "crowd-classifier",
    choices: "categories",
    shows: "video",
    header: "Which category fits this video?",
    short: "Watch to the end, then choose one category.",
    steps: ["Watch the video to the end.", "Read all categories.", oneCategory],
  },
};

/** The ready template's parts; undefined for a task type whose worker UI AWS hosts alone, or that has none. */
export function readyTask(type: BuiltInTaskType): ReadyTask | undefined {
  return tasks[type];
}

/** The task types that have a ready template. */
export const readyTaskTypes: readonly BuiltInTaskType[] = Object.values(BuiltInTaskType).filter(
  (type) => tasks[type] !== undefined,
);
