import { AwsPage } from "../../aws-page";
import { ssmParameterArn } from "../../iam/arn";
import { allow } from "../../iam/statement";
import { onEach, type ResourceRights, type RightsByType } from "./resource-rights";

const page = AwsPage.ssmActions;

const parameters: ResourceRights = {
  names: ["name"],
  statements: (resources) => [
    onEach(resources, {
      sid: "Parameters",
      actions: [
        "ssm:AddTagsToResource",
        "ssm:DeleteParameter",
        "ssm:GetParameter",
        "ssm:GetParameters",
        "ssm:ListTagsForResource",
        "ssm:PutParameter",
        "ssm:RemoveTagsFromResource",
      ],
      arns: (resource) => [ssmParameterArn(resource.scope, resource.text("name") ?? "")],
      reason: "tells other stacks what the stacks made",
      page,
    }),
    allow("ParameterRead", {
      actions: ["ssm:DescribeParameters"],
      resources: ["*"],
      anyResourceBecause: "Terraform lists parameters by a filter, which names none",
      reason: "Terraform reads tier and description in the list of all",
      page,
    }),
  ],
};

/** Parameters of Parameter Store. */
export const parameterRights: RightsByType = { aws_ssm_parameter: parameters };
