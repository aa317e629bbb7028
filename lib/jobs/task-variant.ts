/** Whether workers label, or look at labels that an earlier job made. */
export enum TaskVariant {
  /** Workers label. */
  BASE = "BASE",
  /** Workers say whether earlier labels are right. */
  VERIFICATION = "VERIFICATION",
  /** Workers correct earlier labels. */
  ADJUSTMENT = "ADJUSTMENT",
  /**
   * One pair of functions for both. The label category file decides: `editsAllowed: "none"` on each label
   * makes it a verification.
   */
  ADJUSTMENT_OR_VERIFICATION = "ADJUSTMENT_OR_VERIFICATION",
}
