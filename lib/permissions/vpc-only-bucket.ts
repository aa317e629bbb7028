import { AwsPage } from "../aws-page";
import { s3ObjectsArn } from "../iam/arn";
import { deny, type PolicyStatement } from "../iam/statement";
import type { AwsScope } from "../scope/aws-scope";
import type { PermissionSubject } from "./style";

/** A bucket whose objects are to be had from inside a network only. */
export interface VpcOnlyBucket {
  readonly bucketName: string;
  /** Endpoints that requests may come through, that of Ground Truth among them. */
  readonly vpcEndpointIds: readonly string[];
  /** Networks that requests may come from, through whichever endpoint they have. @default - none */
  readonly vpcIds?: readonly string[];
  /** Roles and users who may come from anywhere. @default - nobody */
  readonly exemptPrincipalArns?: readonly string[];
}

/**
 * Whatever can be done with an object: AWS's page leaves out older versions, tags, attributes, replication, restoring and
 * deletion, which have actions of their own. The resource is objects, so that the bucket itself can be listed and
 * configured from outside: whoever deploys cannot lock the door behind themselves.
 */
const objectActions = ["s3:*"];

const printedActions = ["s3:GetObject", "s3:PutObject"];

/** Nobody reaches objects from outside the network, but Ground Truth through its own endpoint. */
export const vpcOnly: PermissionSubject<VpcOnlyBucket> = {
  leastPrivilege: (bucket, scope) => [denyOutside(bucket, scope, objectActions)],
  asDocumented: (bucket, scope) => [denyOutside(bucket, scope, printedActions)],
  // AWS has no managed policy for buckets.
  beyondAwsManaged: (bucket, scope) => [denyOutside(bucket, scope, objectActions)],
};

/**
 * One operator for all keys: IAM denies only what matches none of them. AWS prints the operator twice in one of its
 * policies, and of two members of one name JSON keeps the last.
 */
function denyOutside(
  { bucketName, vpcEndpointIds, vpcIds = [], exemptPrincipalArns = [] }: VpcOnlyBucket,
  scope: AwsScope,
  actions: readonly string[],
): PolicyStatement {
  return deny("DenyOutsideVpc", {
    principal: { everyone: true },
    actions,
    resources: [s3ObjectsArn(scope, bucketName)],
    when: {
      StringNotEquals: {
        "aws:sourceVpce": vpcEndpointIds,
        ...(vpcIds.length > 0 && { "aws:SourceVpc": vpcIds }),
        ...(exemptPrincipalArns.length > 0 && { "aws:PrincipalArn": exemptPrincipalArns }),
      },
    },
    reason:
      "objects are to be had from inside the network, by Ground Truth through its own endpoint, and by those who are exempt",
    page: AwsPage.vpcLabelingJob,
  });
}

/**
 * AWS's own buckets that the worker portal keeps its tasks in: workers whose network has an endpoint policy need them too.
 */
export function workerPortalBuckets({ region }: Pick<AwsScope, "region">): string[] {
  return [`sagemaker-labeling-data-${region}`, `sm-bxcb-${region}-saved-task-states`];
}
