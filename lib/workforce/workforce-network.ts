import type { Problems } from "../validation/problems";
import {
  workforceNetworkRule,
  workforceSubnetsRule,
  workforceSecurityGroupsRule,
  ipRangesRule,
} from "../rules/network";

/** A network of yours, from inside which alone the worker portal opens. */
export interface WorkforceVpc {
  /** `vpc-…`. One network for a workforce. */
  readonly vpcId: string;
  /** 1 to 5 security groups (`sg-…`). They let HTTPS in from the workers. */
  readonly securityGroupIds: string[];
  /** 1 to 16 subnets (`subnet-…`). */
  readonly subnets: string[];
}

export function checkIpRanges(problems: Problems, ranges: readonly string[] | undefined): void {
  problems.checkList("ipRanges", ranges, ipRangesRule);
}

export function checkVpc(problems: Problems, vpc: WorkforceVpc | undefined): void {
  problems.check("workforceVpcConfig.vpcId", vpc?.vpcId, workforceNetworkRule);
  problems.checkList(
    "workforceVpcConfig.securityGroupIds",
    vpc?.securityGroupIds,
    workforceSecurityGroupsRule,
  );
  problems.checkList("workforceVpcConfig.subnets", vpc?.subnets, workforceSubnetsRule);
}
