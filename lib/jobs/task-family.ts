/** What workers look at. Most limits of a labeling job depend on this. */
export enum TaskFamily {
  /** One image. */
  IMAGE = "IMAGE",
  /** One piece of text. */
  TEXT = "TEXT",
  /** One video file, labeled as a whole. */
  VIDEO_CLIP = "VIDEO_CLIP",
  /** A sequence of frames of a video. */
  VIDEO_FRAME = "VIDEO_FRAME",
  /** A frame, or a sequence of frames, of a 3D point cloud. */
  POINT_CLOUD_3D = "POINT_CLOUD_3D",
  /** Whatever the worker task template shows. */
  CUSTOM = "CUSTOM",
}
