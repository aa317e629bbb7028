import { Fn, Token } from "cdktf";

/**
 * The VPC endpoints that Ground Truth itself reaches buckets through, by region.
 *
 * Source: the page on labeling jobs in a VPC.
 */
const endpoints: Readonly<Record<string, string>> = {
  "ap-northeast-1": "vpce-0247996a1a1807dbd",
  "ap-northeast-2": "vpce-007893f89e05f2bbf",
  "ap-south-1": "vpce-0d7fcda14e1783f11",
  "ap-southeast-1": "vpce-0e7e67b32e9efed27",
  "ap-southeast-2": "vpce-0b7609e6f305a77d4",
  "ca-central-1": "vpce-0d46ea4c9ff55e1b7",
  "eu-central-1": "vpce-0865e7194a099183d",
  "eu-west-1": "vpce-0788e7ed8628e595d",
  "eu-west-2": "vpce-0bccd56798f4c5df0",
  "us-east-1": "vpce-08408e335ebf95b40",
  "us-east-2": "vpce-02569ba1c40aad0bc",
  "us-west-2": "vpce-0ea07aa498eb78469",
};

/** What is wrong with a restricted bucket in `region`, if anything. Tokens pass. */
export function endpointRegionProblem(region: string): string | undefined {
  if (Token.isUnresolved(region) || Object.hasOwn(endpoints, region)) return undefined;
  return (
    `got the region "${region}", where Ground Truth has no endpoint, so that it could not reach the bucket either. ` +
    `Regions with one: ${Object.keys(endpoints).join(", ")}`
  );
}

/**
 * Ground Truth's own endpoint in a region that has one.
 *
 * When the region is a token, Terraform looks the endpoint up while it plans, and the plan fails in any other region.
 */
export function groundTruthEndpoint(region: string): string {
  if (Token.isUnresolved(region)) return Token.asString(Fn.lookup(endpoints, region));
  return endpoints[region]!;
}
