/** What workers draw in video frames: `annotationType` of the label category file. */
export enum AnnotationType {
  BOUNDING_BOX = "BoundingBox",
  POLYLINE = "Polyline",
  POLYGON = "Polygon",
  KEYPOINT = "Keypoint",
}
