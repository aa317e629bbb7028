/** What workers enter for an attribute: `type` of the label category file. */
export enum LabelAttributeType {
  /** One of the values that are given, or free text without any. */
  TEXT = "string",
  /** A number between a minimum and a maximum. */
  NUMBER = "number",
}
