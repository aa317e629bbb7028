import type { ContentClassifier } from "./content-classifier";

/** A `CreateLabelingJob` request, as the API and `aws sagemaker create-labeling-job --cli-input-json` take it. */
export interface CreateLabelingJobRequest {
  readonly LabelingJobName: string;
  readonly LabelAttributeName: string;
  readonly InputConfig: {
    readonly DataSource: {
      readonly S3DataSource?: { readonly ManifestS3Uri: string };
      readonly SnsDataSource?: { readonly SnsTopicArn: string };
    };
    readonly DataAttributes?: { readonly ContentClassifiers: readonly ContentClassifier[] };
  };
  readonly OutputConfig: {
    readonly S3OutputPath: string;
    readonly KmsKeyId?: string;
    readonly SnsTopicArn?: string;
  };
  readonly RoleArn: string;
  readonly LabelCategoryConfigS3Uri?: string;
  readonly StoppingConditions?: {
    readonly MaxHumanLabeledObjectCount?: number;
    readonly MaxPercentageOfInputDatasetLabeled?: number;
  };
  readonly LabelingJobAlgorithmsConfig?: {
    readonly LabelingJobAlgorithmSpecificationArn: string;
    readonly InitialActiveLearningModelArn?: string;
    readonly LabelingJobResourceConfig?: {
      readonly VolumeKmsKeyId?: string;
      readonly VpcConfig?: {
        readonly SecurityGroupIds: readonly string[];
        readonly Subnets: readonly string[];
      };
    };
  };
  readonly HumanTaskConfig: {
    readonly WorkteamArn: string;
    readonly UiConfig: { readonly UiTemplateS3Uri?: string; readonly HumanTaskUiArn?: string };
    readonly PreHumanTaskLambdaArn?: string;
    readonly TaskKeywords?: readonly string[];
    readonly TaskTitle: string;
    readonly TaskDescription: string;
    readonly NumberOfHumanWorkersPerDataObject: number;
    readonly TaskTimeLimitInSeconds: number;
    readonly TaskAvailabilityLifetimeInSeconds?: number;
    readonly MaxConcurrentTaskCount?: number;
    readonly AnnotationConsolidationConfig?: { readonly AnnotationConsolidationLambdaArn: string };
  };
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

/** `value` without what is undefined, which JSON would leave out and Terraform would write as null. */
export function withoutUndefined<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map((item: unknown) => withoutUndefined(item)) as Value;
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutUndefined(item) as unknown])) as Value;
}
