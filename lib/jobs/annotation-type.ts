/** What workers draw in video frames: `annotationType` of the label category file. */
export enum AnnotationType {
  /** Boxes around objects. */
  BOUNDING_BOX = "BoundingBox",
  /** Lines along objects. */
  POLYLINE = "Polyline",
  /** Outlines of objects. */
  POLYGON = "Polygon",
  /** Single points on objects. */
  KEYPOINT = "Keypoint",
}
