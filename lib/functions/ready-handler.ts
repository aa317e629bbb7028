/** Handlers that come with this package and need no code of one's own. */
export enum ReadyHandler {
  /** Before: hands the data object to the template as it stands. */
  PASS_THROUGH_PRE_ANNOTATION = "pass-through-pre-annotation",
  /** After: keeps the answers of all workers, side by side. */
  PASS_THROUGH_POST_ANNOTATION = "pass-through-post-annotation",
  /** After: the choice, or choices, that most workers made, with a confidence. */
  MAJORITY_VOTE = "majority-vote",
  /** After: boxes of several workers merged where they overlap. */
  BOUNDING_BOXES = "bounding-boxes",
  /** After: marked passages of text merged where workers agree. */
  TEXT_SPANS = "text-spans",
}
