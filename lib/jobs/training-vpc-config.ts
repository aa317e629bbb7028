import type { Problems } from "../validation/problems";
import { trainingVpcRules } from "../rules/network";

/**
 * The network that automated labeling trains and infers in, as `LabelingJobResourceConfig.VpcConfig` takes it.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_LabelingJobResourceConfig.html
 */
export interface TrainingVpcConfig {
  /** 1 to 16 subnets (`subnet-…`), all of one network. It has an endpoint for Amazon S3. */
  readonly subnets: string[];
  /** 1 to 5 security groups (`sg-…`) of that network. They let traffic out to its endpoint for Amazon S3. */
  readonly securityGroupIds: string[];
}

/** Adds what is wrong with the network of automated labeling. Tokens pass. */
export function checkTrainingVpcConfig(
  problems: Problems,
  property: string,
  config: TrainingVpcConfig,
): void {
  const { subnets = null, securityGroupIds = null } = config;
  problems.checkAll({ subnets, securityGroupIds }, trainingVpcRules, undefined, `${property}.`);
}
