import { AwsPage } from "../aws-page";
import { list, text, type TextRule } from "./rule";

/** The id of something in a network: of an endpoint (`vpce`), a subnet, … */
export function networkId(kind: "vpc" | "vpce" | "subnet" | "sg", page: string): TextRule {
  return text(
    `an id of the form ${kind}-0123456789abcdef0 is allowed`,
    new RegExp(`^${kind}-[0-9a-f]{1,32}$`),
    { page },
  );
}

export const bucketEndpointRule = networkId("vpce", AwsPage.vpcLabelingJob);
export const bucketNetworkRule = networkId("vpc", AwsPage.vpcLabelingJob);

/** The network that a worker portal opens from. */
export const workforceVpcRules = {
  vpcId: networkId("vpc", AwsPage.workforceVpc),
  securityGroupIds: list("ids of security groups", networkId("sg", AwsPage.workforceVpc), {
    to: 5,
    page: AwsPage.workforceVpc,
  }),
  subnets: list("ids of subnets", networkId("subnet", AwsPage.workforceVpc), {
    to: 16,
    page: AwsPage.workforceVpc,
  }),
};

/** The network that models are trained in. */
export const trainingVpcRules = {
  subnets: list("ids of subnets", networkId("subnet", AwsPage.labelingJobResourceConfig), {
    to: 16,
    page: AwsPage.labelingJobResourceConfig,
  }),
  securityGroupIds: list("ids of security groups", networkId("sg", AwsPage.labelingJobResourceConfig), {
    to: 5,
    page: AwsPage.labelingJobResourceConfig,
  }),
};

const octet = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

const ipRangeRule = text(
  "a range of IPv4 addresses is allowed, as in 203.0.113.0/24",
  new RegExp(`^(${octet}\\.){3}${octet}/(3[0-2]|[12]?\\d)$`),
  { page: AwsPage.workforceAuthentication },
);

/** The addresses that the worker portal opens from. */
export const ipRangesRule = list("ranges", ipRangeRule, { to: 10, page: AwsPage.workforceAuthentication });
