import { Token } from "cdktf";
import { AwsPage } from "../aws-page";
import type { Problems } from "../validation/problems";

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

/** How many ids a job takes, and how they begin. */
export const trainingVpcLimits = {
  subnets: { most: 16, kind: "subnet" },
  securityGroupIds: { most: 5, kind: "sg" },
} as const;

/** Adds what is wrong with the network of automated labeling. Tokens pass. */
export function checkTrainingVpcConfig(
  problems: Problems,
  property: string,
  config: TrainingVpcConfig,
): void {
  const page = AwsPage.labelingJobResourceConfig;
  for (const key of ["subnets", "securityGroupIds"] as const) {
    const { most, kind } = trainingVpcLimits[key];
    const ids: unknown = config[key];
    const at = `${property}.${key}`;
    if (Token.isUnresolved(ids)) continue;
    if (!Array.isArray(ids) || ids.length < 1 || ids.length > most) {
      const got = Array.isArray(ids) ? ids.length : String(ids);
      problems.add(at, `got ${got}; a list of 1 to ${most} ids is allowed`, page);
      continue;
    }
    ids.forEach((id: unknown, index) => {
      if (Token.isUnresolved(id) || trainingVpcIdPattern(kind).test(String(id))) return;
      const allowed = `an id of the form ${kind}-0123456789abcdef0 is allowed`;
      problems.add(`${at}[${index}]`, `got "${String(id)}"; ${allowed}`, page);
    });
  }
}

export function trainingVpcIdPattern(kind: string): RegExp {
  return new RegExp(`^${kind}-[0-9a-z]{1,25}$`);
}
