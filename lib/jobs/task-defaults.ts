import { BuiltInTaskType } from "./built-in-task-type";
import type { BuiltInTask } from "./built-in-task";
import { TaskFamily } from "./task-family";
import { TaskVariant } from "./task-variant";

/** What a job says of its task unless the user says something else. */
interface TaskDefaults {
  readonly title: string;
  readonly description: string;
  readonly numberOfHumanWorkersPerDataObject: number;
  /** Seconds. */
  readonly timeLimit: number;
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/*
 * Titles and descriptions are our own; AWS asks for them and has none by itself.
 */
const texts: Record<BuiltInTaskType, readonly [title: string, description: string]> = {
  ImageClassificationSingleLabel: ["Image classification", "Choose the one label that fits the image best."],
  ImageClassificationMultiLabel: ["Image classification", "Choose every label that fits the image."],
  BoundingBox: ["Bounding boxes", "Draw a tight box around each object that one of the labels names."],
  SemanticSegmentation: [
    "Semantic segmentation",
    "Paint every part of the image with the label it belongs to.",
  ],
  LabelVerificationBoundingBox: ["Check of bounding boxes", "Say whether the boxes in the image are right."],
  AdjustmentBoundingBox: ["Correction of bounding boxes", "Correct the boxes that are already in the image."],
  LabelVerificationSemanticSegmentation: ["Check of segmentation", "Say whether the painted image is right."],
  AdjustmentSemanticSegmentation: [
    "Correction of segmentation",
    "Correct what is already painted in the image.",
  ],
  TextClassificationSingleLabel: ["Text classification", "Choose the one label that fits the text best."],
  TextClassificationMultiLabel: ["Text classification", "Choose every label that fits the text."],
  NamedEntityRecognition: [
    "Named entity recognition",
    "Mark the words and phrases that one of the labels names.",
  ],
  VideoClassification: ["Video classification", "Watch the clip and choose the label that fits it best."],
  VideoObjectDetection: [
    "Objects in video frames",
    "Mark each object that one of the labels names, in every frame.",
  ],
  AdjustmentVideoObjectDetection: ["Review of video frames", "Look through the labels of every frame."],
  VideoObjectTracking: [
    "Tracking in video frames",
    "Follow each object that one of the labels names through the frames.",
  ],
  AdjustmentVideoObjectTracking: ["Review of tracking", "Look through the tracked objects in the frames."],
  "3DPointCloudObjectDetection": [
    "Objects in a point cloud",
    "Fit a cuboid around each object that one of the labels names.",
  ],
  Adjustment3DPointCloudObjectDetection: [
    "Review of cuboids",
    "Look through the cuboids in the point cloud.",
  ],
  "3DPointCloudObjectTracking": [
    "Tracking in point clouds",
    "Follow each object that one of the labels names through the point clouds.",
  ],
  Adjustment3DPointCloudObjectTracking: [
    "Review of tracking",
    "Look through the tracked cuboids in the point clouds.",
  ],
  "3DPointCloudSemanticSegmentation": [
    "Point cloud segmentation",
    "Paint the points of the cloud with the label they belong to.",
  ],
  Adjustment3DPointCloudSemanticSegmentation: [
    "Review of segmentation",
    "Look through the painted points of the cloud.",
  ],
  "3D2DObjectTracking": [
    "Tracking in point clouds and video",
    "Follow each object through point clouds and camera images.",
  ],
  PassThrough: ["Labeling task", "Follow the instructions of the task."],
};

/** Tasks of a few clicks: "text and image classification and label verification" on the console's page. */
const quickTasks: ReadonlySet<BuiltInTaskType> = new Set([
  BuiltInTaskType.IMAGE_CLASSIFICATION_SINGLE_LABEL,
  BuiltInTaskType.IMAGE_CLASSIFICATION_MULTI_LABEL,
  BuiltInTaskType.TEXT_CLASSIFICATION_SINGLE_LABEL,
  BuiltInTaskType.TEXT_CLASSIFICATION_MULTI_LABEL,
]);

/**
 * The defaults of a task.
 *
 * Times are those of the console (sms-create-labeling-job-console): 5 minutes for classification and verification, 3 days
 * for point clouds, 60 minutes for all others. The pages of video frame tasks say 3 days. Workers are those of
 * sms-annotation-consolidation: 3, for boxes 5; tasks that AWS allows one worker for have one.
 *
 * @param task undefined for a custom task
 */
export function taskDefaults(task: BuiltInTask | undefined): TaskDefaults {
  const [title, description] = texts[task?.type ?? BuiltInTaskType.PASS_THROUGH];
  return {
    title,
    description,
    numberOfHumanWorkersPerDataObject: workersOf(task),
    timeLimit: timeLimitOf(task),
  };
}

function workersOf(task: BuiltInTask | undefined): number {
  if (task === undefined) return 3;
  if (task.maxWorkersPerObject === 1) return 1;
  return task.type === BuiltInTaskType.BOUNDING_BOX ? 5 : 3;
}

function timeLimitOf(task: BuiltInTask | undefined): number {
  if (task === undefined) return hour;
  if (task.family === TaskFamily.POINT_CLOUD_3D || task.family === TaskFamily.VIDEO_FRAME) return 3 * day;
  return quickTasks.has(task.type) || task.variant === TaskVariant.VERIFICATION ? 5 * minute : hour;
}
