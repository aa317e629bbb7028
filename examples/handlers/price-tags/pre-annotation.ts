import { preAnnotationHandler } from "cdktf-ground-truth/handlers";

/**
 * What workers see of a photographed price tag. A line of the manifest looks like this:
 *
 * `{"source-ref": "s3://…/tag-17.jpg", "shop": "Lyon 3", "currency": "EUR"}`
 */
export const handler = preAnnotationHandler(
  (line) => ({
    taskObject: line["source-ref"],
    shop: typeof line["shop"] === "string" ? line["shop"] : "unknown shop",
    currency: typeof line["currency"] === "string" ? line["currency"] : "EUR",
  }),
  {
    // The till knows it already: nobody has to read the tag.
    needsWorkers: (line) => typeof line["till-price"] !== "number",
  },
);
