import { CorsVariant } from "../storage/cors-variant";
import type { BuiltInTaskType } from "./built-in-task-type";
import { LabelAttributeRefSuffix } from "./label-attribute-ref-suffix";
import { TaskFamily } from "./task-family";
import { TaskVariant } from "./task-variant";

/** One line of the table below. */
export interface TaskRow {
  readonly family: TaskFamily;
  readonly variant: TaskVariant;
  readonly ref: LabelAttributeRefSuffix;
  readonly minLabels: number;
  /** Infinity when AWS sets no limit. */
  readonly maxLabels: number;
  readonly more: RowExtras;
}

interface RowExtras {
  /** What follows `PRE-` and `ACS-` in the functions' names. @default - the task type's name */
  readonly functions?: string;
  /** Name of the worker UI that AWS hosts. @default - none: the job brings a worker task template */
  readonly ui?: string;
  /** Name of the algorithm of automated labeling. @default - no automated labeling */
  readonly algorithm?: string;
  /** @default - `maxLabels` */
  readonly maxLabelsWithAlgorithm?: number;
  /** @default 100000 */
  readonly maxObjects?: number;
}

/** What all tasks of one family share. */
export interface FamilyRow {
  readonly cors: CorsVariant;
  /** Hours. */
  readonly maxTaskHours: number;
  /** Hours. What the pages of the task types name, where the API allows more. */
  readonly advisedTaskHours: number;
  readonly maxWorkers: number;
  readonly publicWorkforce: boolean;
  readonly s3Events: boolean;
  readonly longSessions: boolean;
}

const { IMAGE, TEXT, VIDEO_CLIP, VIDEO_FRAME, POINT_CLOUD_3D, CUSTOM } = TaskFamily;
const { BASE, VERIFICATION, ADJUSTMENT, ADJUSTMENT_OR_VERIFICATION: AUDIT } = TaskVariant;
const { REQUIRED: REF, FORBIDDEN: NEVER, DISCOURAGED: NO_REF, UNSPECIFIED: ANY } = LabelAttributeRefSuffix;
const ALL = Infinity;
const segmentation = { maxObjects: 20_000 };

const quick = {
  maxTaskHours: 8,
  advisedTaskHours: 8,
  maxWorkers: 9,
  publicWorkforce: true,
  longSessions: false,
};
/*
 * AWS's pages do not agree on the time limit of these tasks: the task pages say 7 days, the API reference 30.
 * Sessions of 8 hours are a rule that AWS dropped: see `BuiltInTask.needsLongSessions`.
 */
const slow = {
  maxTaskHours: 720,
  advisedTaskHours: 168,
  maxWorkers: 1,
  publicWorkforce: false,
  longSessions: true,
};

// A table: one family a line.
// prettier-ignore
const families: Record<TaskFamily, FamilyRow> = {
  IMAGE:          { ...quick, cors: CorsVariant.IMAGE,              s3Events: true,  longSessions: false },
  TEXT:           { ...quick, cors: CorsVariant.NONE,               s3Events: false },
  VIDEO_CLIP:     { ...quick, cors: CorsVariant.IMAGE,              s3Events: true,  longSessions: false },
  VIDEO_FRAME:    { ...slow,  cors: CorsVariant.VIDEO_FRAME_AND_3D, s3Events: true,  longSessions: true },
  POINT_CLOUD_3D: { ...slow,  cors: CorsVariant.VIDEO_FRAME_AND_3D, s3Events: true,  longSessions: true },
  // A template may show images, and the rule lets browsers read only: harmless where it is not needed.
  CUSTOM:         { ...quick, cors: CorsVariant.IMAGE,              s3Events: true,  longSessions: false },
};

type Row = readonly [TaskFamily, TaskVariant, LabelAttributeRefSuffix, min: number, max: number, RowExtras?];

/*
 * A table: one task a line. Source: the API reference (HumanTaskConfig, AnnotationConsolidationConfig,
 * UiConfig, LabelingJobAlgorithmsConfig, CreateLabelingJob) for names and `-ref`; the pages input-data-limits
 * and sms-label-cat-config-attributes for limits.
 */
// prettier-ignore
const tasks: Record<BuiltInTaskType, Row> = {
  ImageClassificationSingleLabel:        [IMAGE, BASE, NO_REF, 2, ALL, { functions: "ImageMultiClass", algorithm: "image-classification" }],
  ImageClassificationMultiLabel:         [IMAGE, BASE, NO_REF, 2, 50, { functions: "ImageMultiClassMultiLabel" }],
  BoundingBox:                           [IMAGE, BASE, NO_REF, 1, 50, { algorithm: "object-detection" }],
  SemanticSegmentation:                  [IMAGE, BASE, REF, 1, ALL, { ...segmentation, algorithm: "semantic-segmentation", maxLabelsWithAlgorithm: 20 }],
  LabelVerificationBoundingBox:          [IMAGE, VERIFICATION, NO_REF, 1, ALL, { functions: "VerificationBoundingBox" }],
  AdjustmentBoundingBox:                 [IMAGE, ADJUSTMENT, NO_REF, 1, 50],
  LabelVerificationSemanticSegmentation: [IMAGE, VERIFICATION, NEVER, 1, ALL, { ...segmentation, functions: "VerificationSemanticSegmentation" }],
  AdjustmentSemanticSegmentation:        [IMAGE, ADJUSTMENT, REF, 1, ALL, segmentation],
  TextClassificationSingleLabel:         [TEXT, BASE, NO_REF, 2, ALL, { functions: "TextMultiClass", algorithm: "text-classification" }],
  TextClassificationMultiLabel:          [TEXT, BASE, NO_REF, 2, 50, { functions: "TextMultiClassMultiLabel" }],
  NamedEntityRecognition:                [TEXT, BASE, NO_REF, 1, ALL, { ui: "NamedEntityRecognition" }],
  // AWS asks for two categories in image and text classification only.
  VideoClassification:                   [VIDEO_CLIP, BASE, NO_REF, 1, 30, { functions: "VideoMultiClass" }],
  VideoObjectDetection:                  [VIDEO_FRAME, BASE, REF, 1, 30, { ui: "VideoObjectDetection" }],
  AdjustmentVideoObjectDetection:        [VIDEO_FRAME, AUDIT, REF, 1, 30, { ui: "VideoObjectDetection" }],
  VideoObjectTracking:                   [VIDEO_FRAME, BASE, REF, 1, 30, { ui: "VideoObjectTracking" }],
  AdjustmentVideoObjectTracking:         [VIDEO_FRAME, AUDIT, REF, 1, 30, { ui: "VideoObjectTracking" }],
  "3DPointCloudObjectDetection":         [POINT_CLOUD_3D, BASE, NO_REF, 1, 30, { ui: "PointCloudObjectDetection" }],
  Adjustment3DPointCloudObjectDetection: [POINT_CLOUD_3D, AUDIT, NO_REF, 1, 30, { ui: "PointCloudObjectDetection" }],
  "3DPointCloudObjectTracking":          [POINT_CLOUD_3D, BASE, REF, 1, 30, { ui: "PointCloudObjectTracking" }],
  Adjustment3DPointCloudObjectTracking:  [POINT_CLOUD_3D, AUDIT, REF, 1, 30, { ui: "PointCloudObjectTracking" }],
  "3DPointCloudSemanticSegmentation":    [POINT_CLOUD_3D, BASE, REF, 1, 30, { ui: "PointCloudSemanticSegmentation" }],
  Adjustment3DPointCloudSemanticSegmentation: [POINT_CLOUD_3D, AUDIT, REF, 1, 30, { ui: "PointCloudSemanticSegmentation" }],
  "3D2DObjectTracking":                  [POINT_CLOUD_3D, BASE, REF, 1, 30, { functions: "3DPointCloudObjectTracking", ui: "PointCloudObjectTracking" }],
  PassThrough:                           [CUSTOM, BASE, ANY, 0, ALL],
};

/** The line of a task type. */
export function taskRow(type: BuiltInTaskType): TaskRow {
  const [family, variant, ref, minLabels, maxLabels, more = {}] = tasks[type];
  return { family, variant, ref, minLabels, maxLabels, more };
}

/** The line of a family. */
export function familyRow(family: TaskFamily): FamilyRow {
  return families[family];
}
