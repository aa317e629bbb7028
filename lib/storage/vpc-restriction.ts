import { Token } from "cdktf";
import { AwsPage } from "../aws-page";
import type { PolicyStatement } from "../iam/statement";
import { PermissionStyle, statementsFor } from "../permissions/style";
import { vpcOnly } from "../permissions/vpc-only-bucket";
import type { StackScope } from "../scope/stack-scope";
import type { Problems } from "../validation/problems";
import { endpointRegionProblem, groundTruthEndpoint } from "./ground-truth-endpoint";
import { principalArnRule } from "../rules/iam";
import type { Rule } from "../rules/rule";
import { bucketEndpointRule, bucketNetworkRule } from "../rules/network";

/**
 * From where alone the objects of a bucket are to be had. Ground Truth's own endpoint of the region is let in always.
 *
 * Jobs on such a bucket take a private work team, whose workers open the portal from inside the network. Video and 3D
 * tasks do not load there. Whatever else reads or writes the bucket comes from inside too or is exempt: annotation
 * functions that read answers, training jobs of automated labeling, Terraform when it puts objects there, the roles of
 * replication and of S3 Batch Operations.
 *
 * What it leaves open to those whom IAM lets: names of objects and the bucket's settings, its policy among them.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/samurai-vpc-labeling-job.html
 */
export interface VpcRestriction {
  /** Your endpoints for Amazon S3 (`vpce-…`), in the region of the bucket. @default - none: then name `vpcIds` */
  readonly vpcEndpointIds?: string[];
  /** Your networks (`vpc-…`), through whichever endpoint for Amazon S3 they have. @default - none */
  readonly vpcIds?: string[];
  /**
   * ARNs of the roles and users who reach objects from anywhere, as far as their own policies let them: console users who
   * make jobs, and whoever deploys, if Terraform puts objects into the bucket or empties it.
   * @default - nobody
   */
  readonly exemptPrincipalArns?: string[];
  /**
   * `AS_DOCUMENTED` denies what AWS prints: reading and writing of current objects. The others deny every action on
   * objects: older versions, tags, attributes, replication, restoring and deletion too.
   * @default PermissionStyle.LEAST_PRIVILEGE
   */
  readonly style?: PermissionStyle;
}

/** What the policy of a restricted bucket contains. */
export function restrictionStatements(
  bucketName: string,
  { vpcEndpointIds = [], vpcIds, exemptPrincipalArns, style }: VpcRestriction,
  scope: StackScope,
): PolicyStatement[] {
  const endpoints = [...vpcEndpointIds, groundTruthEndpoint(scope.region)];
  const bucket = { bucketName, vpcEndpointIds: endpoints, vpcIds, exemptPrincipalArns };
  const rules = { style: style ?? PermissionStyle.LEAST_PRIVILEGE, hardening: {}, scope };
  return [...statementsFor(vpcOnly, bucket, rules)];
}

/** Adds what is wrong with a restriction. */
export function checkRestriction(problems: Problems, restriction: VpcRestriction, scope: StackScope): void {
  const { vpcEndpointIds = [], vpcIds = [], exemptPrincipalArns = [] } = restriction;
  const page = AwsPage.vpcLabelingJob;
  const regionProblem = endpointRegionProblem(scope.region);
  if (regionProblem !== undefined) problems.add("vpcRestriction", regionProblem, page);
  if (vpcEndpointIds.length + vpcIds.length === 0) {
    const message = "got no endpoint and no network, so that workers would see no objects; name at least one";
    problems.add("vpcRestriction.vpcEndpointIds", message, page);
  }
  checkEach("vpcEndpointIds", vpcEndpointIds, bucketEndpointRule);
  checkEach("vpcIds", vpcIds, bucketNetworkRule);
  // IAM compares the whole ARN, letter by letter: a wildcard would match nobody.
  checkEach("exemptPrincipalArns", exemptPrincipalArns, principalArnRule);

  function checkEach(of: string, values: readonly string[], rule: Rule) {
    if (Token.isUnresolved(values)) return;
    values.forEach((value, index) =>
      problems.check(`vpcRestriction.${of}[${index}]`, value, rule, scope.stated),
    );
  }
}
