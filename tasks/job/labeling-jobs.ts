import type { DescribeLabelingJobCommandOutput, SageMakerClient } from "@aws-sdk/client-sagemaker";
import type { CreateLabelingJobRequest } from "../../lib/jobs/labeling-job-request";
import { asked, awsSdk, type AwsSettings } from "../aws/aws-sdk";

/** A job as SageMaker describes it. */
export type DescribedJob = DescribeLabelingJobCommandOutput;

/** The labeling jobs of an account and region. */
export class LabelingJobs {
  private client: SageMakerClient | undefined;

  public constructor(private readonly settings: AwsSettings) {}

  /** @returns undefined when no job ever had the name. Needs `sagemaker:DescribeLabelingJob` */
  public async describe(name: string): Promise<DescribedJob | undefined> {
    const { DescribeLabelingJobCommand } = awsSdk("@aws-sdk/client-sagemaker");
    try {
      return await this.sageMaker().send(new DescribeLabelingJobCommand({ LabelingJobName: name }));
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** Starts a job: from now on people are paid. Needs `sagemaker:CreateLabelingJob` and `iam:PassRole`. @returns its ARN */
  public async create(request: CreateLabelingJobRequest): Promise<string> {
    const { CreateLabelingJobCommand } = awsSdk("@aws-sdk/client-sagemaker");
    const input = structuredClone(request) as ConstructorParameters<typeof CreateLabelingJobCommand>[0];
    const { LabelingJobArn = "" } = await asked(`${request.LabelingJobName} was not started`, () =>
      this.sageMaker().send(new CreateLabelingJobCommand(input)),
    );
    return LabelingJobArn;
  }

  /** Needs `sagemaker:StopLabelingJob`. */
  public async stop(name: string): Promise<void> {
    const { StopLabelingJobCommand } = awsSdk("@aws-sdk/client-sagemaker");
    await asked(`${name} was not stopped`, () =>
      this.sageMaker().send(new StopLabelingJobCommand({ LabelingJobName: name })),
    );
  }

  /** @returns the ARN of a private work team; undefined when there is none of the name. Needs `sagemaker:DescribeWorkteam` */
  public async teamArn(name: string): Promise<string | undefined> {
    const { DescribeWorkteamCommand } = awsSdk("@aws-sdk/client-sagemaker");
    try {
      const { Workteam } = await this.sageMaker().send(new DescribeWorkteamCommand({ WorkteamName: name }));
      return Workteam?.WorkteamArn;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  private sageMaker(): SageMakerClient {
    const { SageMakerClient } = awsSdk("@aws-sdk/client-sagemaker");
    return (this.client ??= new SageMakerClient({ ...this.settings }));
  }
}

/** The API reference names ResourceNotFound; for teams SageMaker is known to answer with a ValidationException. */
function isNotFound(error: unknown): boolean {
  const { name, message } = error as Error;
  return (
    /^ResourceNotFound/.test(name) ||
    (name === "ValidationException" && /not find|not exist|not found/i.test(message))
  );
}
