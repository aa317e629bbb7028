import { Annotations, Token } from "cdktf";
import type { Construct } from "constructs";
import { AwsPage } from "../aws-page";
import type { ILabelingBucket } from "../storage/labeling-bucket-base";
import type { VpcRestriction } from "../storage/vpc-restriction";
import type { Problems } from "../validation/problems";
import type { BuiltInWorkflowProps } from "./built-in-workflow-props";

type Restricted = ILabelingBucket & { readonly vpcRestriction: VpcRestriction };

/**
 * Adds the buckets that training of automated labeling could not reach, as they let in nobody from outside a network.
 * Ground Truth comes through an endpoint of its own; the training jobs that it starts do not.
 */
export function checkTrainingReach(problems: Problems, props: BuiltInWorkflowProps, roleArn: string): void {
  if (props.automatedLabeling === undefined || props.automatedLabeling.vpcConfig !== undefined) return;
  for (const { bucketName } of closedTo(roleArn, props)) {
    problems.add("automatedLabeling", outsideMessage(bucketName), AwsPage.vpcLabelingJob);
  }
}

/** Warns of buckets that no single network reaches, as far as their restrictions tell. */
export function warnOfApartBuckets(workflow: Construct, props: BuiltInWorkflowProps, roleArn: string): void {
  if (props.automatedLabeling === undefined) return;
  const closed = closedTo(roleArn, props);
  const apart = closed.flatMap((one, index) => {
    const other = closed.slice(index + 1).find((later) => areApart(one.vpcRestriction, later.vpcRestriction));
    return other === undefined ? [] : [[one.bucketName, other.bucketName]];
  })[0];
  if (apart === undefined) return;
  Annotations.of(workflow).addWarning(
    `automatedLabeling: "${apart[0]}" and "${apart[1]}" let in no endpoint and no network in common, and ` +
      "training reads and writes both from one network. Name its endpoint for Amazon S3, or the network, in the " +
      `vpcRestriction of both (${AwsPage.vpcLabelingJob})`,
  );
}

/** Restricted buckets that make no exception for the execution role. The account in its ARN may not be known yet. */
function closedTo(roleArn: string, { buckets = [] }: BuiltInWorkflowProps): Restricted[] {
  const resource = (arn: string) => arn.slice(arn.indexOf(":role/"));
  return buckets.filter((bucket): bucket is Restricted => {
    const { vpcRestriction } = bucket;
    if (vpcRestriction === undefined) return false;
    return !(vpcRestriction.exemptPrincipalArns ?? []).some((arn) => resource(arn) === resource(roleArn));
  });
}

/** Endpoints are compared with endpoints, networks with networks: whose endpoint one is nobody knows here. */
function areApart(one: VpcRestriction, other: VpcRestriction): boolean {
  const [endpoints, networks] = (["vpcEndpointIds", "vpcIds"] as const).map((key) => {
    const [ours, theirs] = [one[key] ?? [], other[key] ?? []];
    const known = ![...ours, ...theirs].some((id) => Token.isUnresolved(id)) && !Token.isUnresolved(ours);
    const some = ours.length + theirs.length > 0;
    return {
      some,
      apart: known && ours.length > 0 && theirs.length > 0 && !ours.some((id) => theirs.includes(id)),
    };
  });
  return (endpoints!.apart && !networks!.some) || (networks!.apart && !endpoints!.some);
}

/** Why automated labeling without a network is refused. */
export function outsideMessage(bucketName: string): string {
  return (
    `trains outside any network of yours, and "${bucketName}" has a vpcRestriction that lets in nobody from outside. ` +
    "Add vpcConfig with subnets and securityGroupIds of a network that the restriction lets in, or leave " +
    "automatedLabeling out"
  );
}
