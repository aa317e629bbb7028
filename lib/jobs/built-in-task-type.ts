/**
 * The task types that AWS hosts annotation functions for. The value is the name that AWS gives the type.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-task-types.html
 */
export enum BuiltInTaskType {
  /** One of several categories for an image. */
  IMAGE_CLASSIFICATION_SINGLE_LABEL = "ImageClassificationSingleLabel",
  /** Any number of categories for an image. */
  IMAGE_CLASSIFICATION_MULTI_LABEL = "ImageClassificationMultiLabel",
  /** Boxes around objects in an image. */
  BOUNDING_BOX = "BoundingBox",
  /** A category for each pixel of an image. */
  SEMANTIC_SEGMENTATION = "SemanticSegmentation",
  /** Says whether earlier bounding boxes are right. */
  LABEL_VERIFICATION_BOUNDING_BOX = "LabelVerificationBoundingBox",
  /** Corrects earlier bounding boxes. */
  ADJUSTMENT_BOUNDING_BOX = "AdjustmentBoundingBox",
  /** Says whether an earlier semantic segmentation is right. */
  LABEL_VERIFICATION_SEMANTIC_SEGMENTATION = "LabelVerificationSemanticSegmentation",
  /** Corrects an earlier semantic segmentation. */
  ADJUSTMENT_SEMANTIC_SEGMENTATION = "AdjustmentSemanticSegmentation",
  /** One of several categories for a text. */
  TEXT_CLASSIFICATION_SINGLE_LABEL = "TextClassificationSingleLabel",
  /** Any number of categories for a text. */
  TEXT_CLASSIFICATION_MULTI_LABEL = "TextClassificationMultiLabel",
  /** Categories for words and phrases in a text. */
  NAMED_ENTITY_RECOGNITION = "NamedEntityRecognition",
  /** One of several categories for a video clip. */
  VIDEO_CLASSIFICATION = "VideoClassification",
  /** Objects in the frames of a video. */
  VIDEO_OBJECT_DETECTION = "VideoObjectDetection",
  /** Corrects or verifies earlier labels of video object detection. */
  ADJUSTMENT_VIDEO_OBJECT_DETECTION = "AdjustmentVideoObjectDetection",
  /** Objects followed through the frames of a video. */
  VIDEO_OBJECT_TRACKING = "VideoObjectTracking",
  /** Corrects or verifies earlier labels of video object tracking. */
  ADJUSTMENT_VIDEO_OBJECT_TRACKING = "AdjustmentVideoObjectTracking",
  /** Cuboids around objects in a point cloud. */
  POINT_CLOUD_3D_OBJECT_DETECTION = "3DPointCloudObjectDetection",
  /** Corrects or verifies earlier labels of 3D object detection. */
  ADJUSTMENT_POINT_CLOUD_3D_OBJECT_DETECTION = "Adjustment3DPointCloudObjectDetection",
  /** Objects followed through a sequence of point clouds. */
  POINT_CLOUD_3D_OBJECT_TRACKING = "3DPointCloudObjectTracking",
  /** Corrects or verifies earlier labels of 3D object tracking. */
  ADJUSTMENT_POINT_CLOUD_3D_OBJECT_TRACKING = "Adjustment3DPointCloudObjectTracking",
  /** A category for each point of a point cloud. */
  POINT_CLOUD_3D_SEMANTIC_SEGMENTATION = "3DPointCloudSemanticSegmentation",
  /** Corrects or verifies an earlier 3D semantic segmentation. */
  ADJUSTMENT_POINT_CLOUD_3D_SEMANTIC_SEGMENTATION = "Adjustment3DPointCloudSemanticSegmentation",
  /** Objects followed through point clouds and camera images; runs on the functions of 3D object tracking. */
  POINT_CLOUD_3D_2D_OBJECT_TRACKING = "3D2DObjectTracking",
  /**
   * Hands each object to a worker task template of your own, and the answers back unchanged.
   *
   * It stands here because AWS hosts its functions too: such a job needs no function of its own.
   */
  PASS_THROUGH = "PassThrough",
}
