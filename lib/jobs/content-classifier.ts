/** What the owner of the data declares of it. Nobody else can: it is never preset. */
export enum ContentClassifier {
  FREE_OF_PERSONALLY_IDENTIFIABLE_INFORMATION = "FreeOfPersonallyIdentifiableInformation",
  FREE_OF_ADULT_CONTENT = "FreeOfAdultContent",
}
