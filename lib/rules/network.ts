import { AwsPage } from "../aws-page";
import { list, type ListRule, text, type TextRule } from "./rule";

/** The id of something in a network: of an endpoint (`vpce`), a subnet, … */
function networkId(kind: "vpc" | "vpce" | "subnet" | "sg", page: string): TextRule {
  return text(
    `an id of the form ${kind}-0123456789abcdef0 is allowed`,
    new RegExp(`^${kind}-[0-9a-f]{1,32}$`),
    { page },
  );
}

export const bucketEndpointRule = networkId("vpce", AwsPage.vpcLabelingJob);
export const bucketNetworkRule = networkId("vpc", AwsPage.vpcLabelingJob);

/** The subnets that something is attached to. @param listPage says how many */
export function subnetIdsRule(page: string, listPage = page): ListRule {
  return list("ids of subnets", networkId("subnet", page), { to: 16, page: listPage });
}

/** The security groups of what is attached to a network. @param listPage says how many */
export function securityGroupIdsRule(page: string, listPage = page): ListRule {
  return list("ids of security groups", networkId("sg", page), { to: 5, page: listPage });
}

/** The network that a worker portal opens from. */
export const workforceVpcRules = {
  vpcId: networkId("vpc", AwsPage.workforceVpc),
  securityGroupIds: securityGroupIdsRule(AwsPage.workforceVpc),
  subnets: subnetIdsRule(AwsPage.workforceVpc),
};

/** The network that models are trained in. */
export const trainingVpcRules = {
  subnets: subnetIdsRule(AwsPage.labelingJobResourceConfig),
  securityGroupIds: securityGroupIdsRule(AwsPage.labelingJobResourceConfig),
};

const octet = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

const ipRangeRule = text(
  "a range of IPv4 addresses is allowed, as in 203.0.113.0/24",
  new RegExp(`^(${octet}\\.){3}${octet}/(3[0-2]|[12]?\\d)$`),
  { page: AwsPage.workforceAuthentication },
);

/** The addresses that the worker portal opens from. */
export const ipRangesRule = list("ranges", ipRangeRule, { to: 10, page: AwsPage.workforceAuthentication });
