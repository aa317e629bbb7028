/** What the owner of the data declares of it. Nobody else can: it is never preset. */
export enum ContentClassifier {
  /** Nobody can be identified by the data. */
  FREE_OF_PERSONALLY_IDENTIFIABLE_INFORMATION = "FreeOfPersonallyIdentifiableInformation",
  /** The data shows no adult content. */
  FREE_OF_ADULT_CONTENT = "FreeOfAdultContent",
}
