import type { Problems } from "../validation/problems";
import { ipRangesRule, workforceVpcRules } from "../rules/network";

/** A network of yours, from inside which alone the worker portal opens. */
export interface WorkforceVpc {
  /** Id of the network, `vpc-…`. One network for a workforce. */
  readonly vpcId: string;
  /** 1 to 5 security groups (`sg-…`). They let HTTPS in from the workers. */
  readonly securityGroupIds: string[];
  /** Subnets that the portal is in: 1 to 16 (`subnet-…`). */
  readonly subnets: string[];
}

export function checkIpRanges(problems: Problems, ranges: readonly string[] | undefined): void {
  problems.checkList("ipRanges", ranges, ipRangesRule);
}

export function checkVpc(problems: Problems, vpc: WorkforceVpc | undefined): void {
  problems.checkAll(vpc, workforceVpcRules, undefined, "workforceVpcConfig.");
}
