import { Token } from "cdktf";
import { AwsPage } from "../aws-page";
import type { Problems } from "../validation/problems";

/** A network of yours, from inside which alone the worker portal opens. */
export interface WorkforceVpc {
  /** `vpc-…`. One network for a workforce. */
  readonly vpcId: string;
  /** 1 to 5 security groups (`sg-…`). They let HTTPS in from the workers. */
  readonly securityGroupIds: string[];
  /** 1 to 16 subnets (`subnet-…`). */
  readonly subnetIds: string[];
}

const mostRanges = 10;
const octet = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const ipv4Range = new RegExp(`^(${octet}\\.){3}${octet}/(3[0-2]|[12]?\\d)$`);

/** What is wrong with one range of addresses, if anything. Tokens pass. */
export function ipRangeProblem(range: string): string | undefined {
  if (Token.isUnresolved(range) || ipv4Range.test(range)) return undefined;
  return `got "${range}"; a range of IPv4 addresses is allowed, as in 203.0.113.0/24`;
}

export function checkIpRanges(problems: Problems, ranges: readonly string[] | undefined): void {
  if (ranges === undefined || Token.isUnresolved(ranges)) return;
  const page = AwsPage.workforceAuthentication;
  if (ranges.length < 1 || ranges.length > mostRanges) {
    const rule = `1 to ${mostRanges} ranges are allowed; leave it out to let workers in from everywhere`;
    problems.add("ipRanges", `got ${ranges.length}; ${rule}`, page);
  }
  ranges.forEach((range, index) => {
    const problem = ipRangeProblem(range);
    if (problem !== undefined) problems.add(`ipRanges[${index}]`, problem, page);
  });
}

export function checkVpc(problems: Problems, vpc: WorkforceVpc | undefined): void {
  if (vpc === undefined) return;
  const page = AwsPage.workforceVpc;
  checkId(problems, "vpc.vpcId", vpc.vpcId, "vpc");
  checkIds(problems, "vpc.securityGroupIds", vpc.securityGroupIds, "sg", 5);
  checkIds(problems, "vpc.subnetIds", vpc.subnetIds, "subnet", 16);

  function checkIds(of: Problems, property: string, ids: readonly string[], kind: string, most: number) {
    if (Token.isUnresolved(ids)) return;
    if (ids.length < 1 || ids.length > most)
      of.add(property, `got ${ids.length}; 1 to ${most} are allowed`, page);
    ids.forEach((id, index) => checkId(of, `${property}[${index}]`, id, kind));
  }

  function checkId(of: Problems, property: string, id: string, kind: string) {
    if (Token.isUnresolved(id) || new RegExp(`^${kind}-[0-9a-z]+$`).test(id)) return;
    of.add(property, `got "${id}"; an id of the form ${kind}-0123456789abcdef0 is allowed`, page);
  }
}
