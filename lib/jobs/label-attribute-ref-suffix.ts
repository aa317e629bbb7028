/**
 * What a task type says of a label attribute name that ends in `-ref`. The suffix tells that the label in the
 * output manifest is the S3 URI of a file, and not a value.
 */
export enum LabelAttributeRefSuffix {
  /** The name must end in `-ref`. */
  REQUIRED = "REQUIRED",
  /** The name must not end in `-ref`: verification of semantic segmentation. */
  FORBIDDEN = "FORBIDDEN",
  /**
   * The task type writes values, so that `-ref` misleads every reader of the manifest. The API accepts it.
   */
  DISCOURAGED = "DISCOURAGED",
  /** AWS states no rule. */
  UNSPECIFIED = "UNSPECIFIED",
}
