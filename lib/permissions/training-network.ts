import { AwsPage } from "../aws-page";
import { ec2Arn } from "../iam/arn";
import { allow, type PolicyStatement } from "../iam/statement";
import type { AwsScope } from "../scope/aws-scope";
import { networkArns } from "./network-ids";
import type { PermissionSubject } from "./style";

/** The network that training and inference of automated labeling run in. Ids may be tokens. */
export interface TrainingNetwork {
  readonly subnets: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/** Network interfaces of training and inference, which SageMaker creates with the execution role. */
export const trainingNetwork: PermissionSubject<TrainingNetwork> = {
  leastPrivilege: useNetwork,
  asDocumented: () => [documented()],
  // AmazonSageMakerGroundTruthExecution has no action on network interfaces.
  beyondAwsManaged: useNetwork,
};

const describing = [
  "ec2:DescribeDhcpOptions",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSubnets",
  "ec2:DescribeVpcs",
];

function useNetwork({ subnets, securityGroupIds }: TrainingNetwork, scope: AwsScope): PolicyStatement[] {
  const interfaces = ec2Arn(scope, "network-interface/*");
  const subnetArns = networkArns("subnet", subnets, scope);
  const inSubnets = { ArnLike: { "ec2:Subnet": subnetArns } };
  return [
    allow("SeeTrainingNetwork", {
      actions: describing,
      resources: ["*"],
      anyResourceBecause: "EC2's describing actions have no resource type",
      reason: "SageMaker looks at the network before training starts in it",
      page: AwsPage.trainingRole,
    }),
    allow("CreateTrainingInterfaces", {
      actions: ["ec2:CreateNetworkInterface"],
      resources: [interfaces, ...subnetArns, ...networkArns("security-group", securityGroupIds, scope)],
      reason: "SageMaker attaches training and inference to these subnets, with these security groups",
      page: AwsPage.trainingRole,
    }),
    allow("LendTrainingInterfaces", {
      actions: ["ec2:CreateNetworkInterfacePermission"],
      resources: [interfaces],
      when: inSubnets,
      // Not ec2:AuthorizedService: no page says whether SageMaker asks for a service or for an account of its own.
      reason: "the instances are SageMaker's, and take the interfaces in these subnets over",
      page: AwsPage.trainingRole,
    }),
    allow("DeleteTrainingInterfaces", {
      actions: ["ec2:DeleteNetworkInterface"],
      resources: [interfaces],
      when: inSubnets,
      reason: "SageMaker deletes the interfaces in these subnets when training ends",
      page: AwsPage.trainingRole,
    }),
    allow("DeleteInterfacePermissions", {
      actions: ["ec2:DeleteNetworkInterfacePermission"],
      resources: ["*"],
      anyResourceBecause: "the request names a permission, and EC2 lists the interface as optional",
      reason: "SageMaker gives the interfaces back when training ends",
      page: AwsPage.ec2Actions,
    }),
  ];
}

function documented(): PolicyStatement {
  return allow("UseTrainingNetwork", {
    actions: [
      "ec2:CreateNetworkInterface",
      "ec2:CreateNetworkInterfacePermission",
      "ec2:DeleteNetworkInterface",
      "ec2:DeleteNetworkInterfacePermission",
      ...describing,
    ],
    resources: ["*"],
    anyResourceBecause: "as AWS prints it",
    reason: "training inside a network, in any network of the account",
    page: AwsPage.trainingRole,
  });
}
