import type { AnnotatedJob, AnnotatedObject } from "../annotated-object";
import type { PostAnnotationHandler } from "../post-annotation-handler";
import { type PostAnnotationOptions, runConsolidation } from "../run-consolidation";
import type { ReadyLabel } from "./ready-label";
import { type ReadySettings, readReadySettings } from "./ready-settings";

/** One of the ready consolidations: plain computation, the same answers give the same label. */
export type ReadyConsolidation = (
  object: AnnotatedObject,
  job: AnnotatedJob,
  settings: ReadySettings,
) => ReadyLabel;

/**
 * A post-annotation function that is set by environment variables.
 *
 * AWS's page on custom workflows says that Ground Truth adds `<label attribute>-metadata`, and prints an answer without
 * it. AWS's own annotation tool for Amazon Comprehend, whose results are used by what it writes there
 * (`type: groundtruth/pdf-ner`), does return it beside the label. Class names and confidence have no other place in the
 * output manifest of built-in jobs, so it is returned here too, complete, whether Ground Truth replaces or keeps it.
 * For those who want to rely on the page alone, `GROUND_TRUTH_METADATA=inside-label` puts everything into the label.
 *
 * @see https://github.com/aws-samples/amazon-comprehend-semi-structured-documents-annotation-tools
 */
export function readyHandler(
  consolidation: ReadyConsolidation,
  options: PostAnnotationOptions = {},
): PostAnnotationHandler {
  return async (event) => {
    const settings = readReadySettings(process.env);
    const creationDate = manifestDate(new Date());
    return runConsolidation(event, options, (object, job) => {
      const { label, metadata, type } = consolidation(object, withLabels(job, settings), settings);
      const name = job.labelAttributeName;
      if (!settings.metadataBesideLabel) return { [name]: { label, metadata } };
      return {
        [name]: label,
        [`${name}-metadata`]: {
          ...metadata,
          type,
          "job-name": `labeling-job/${job.labelingJobName}`,
          "human-annotated": "yes",
          "creation-date": creationDate,
        },
      };
    });
  };
}

/** The setting wins: who sets it wants the same class ids in jobs that send categories and in jobs that do not. */
function withLabels(job: AnnotatedJob, { labels }: ReadySettings): AnnotatedJob {
  return labels === undefined ? job : { ...job, labelCategories: labels };
}

/** As in AWS's manifests: UTC without a zone, microseconds. */
function manifestDate(date: Date): string {
  return date.toISOString().replace("Z", "000");
}
