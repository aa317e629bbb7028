/** What a ready handler makes of the answers to one data object. */
export interface ReadyLabel {
  /** What a job of the same built-in task type writes as the label. */
  readonly label: unknown;
  /** What such a job writes as `<label attribute>-metadata`, without what is the same for all labels. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** `type` in the metadata: `groundtruth/object-detection`. */
  readonly type: string;
}
