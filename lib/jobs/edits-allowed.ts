/** What workers may do with labels of the job before: `editsAllowed` of the label category file. */
export enum EditsAllowed {
  /** Change them: an adjustment. */
  ANY = "any",
  /** Leave them as they are: a verification. */
  NONE = "none",
}
