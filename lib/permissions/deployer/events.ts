import { AwsPage } from "../../aws-page";
import { eventRuleArn } from "../../iam/arn";
import { grouped, onEach, ownRights, type ResourceRights, type RightsByType } from "./resource-rights";
import type { StackResource } from "./stack-resource";

const page = AwsPage.eventBridgeActions;

/** Rules of a bus other than the default one have its name in their ARN. */
const rule = (attribute: string) => (resource: StackResource) => {
  const name = resource.text(attribute) ?? "";
  const bus = resource.text("event_bus_name") ?? "default";
  return [eventRuleArn(resource.scope, bus === "default" ? name : `${bus}/${name}`)];
};

const targets: ResourceRights = {
  names: ["rule", "arn"],
  statements: (resources) => [
    onEach(resources, {
      sid: "EventTargets",
      actions: ["events:ListTargetsByRule", "events:RemoveTargets"],
      arns: rule("rule"),
      reason: "reads and takes back where events go",
      page,
    }),
    ...[...grouped(resources, (one) => one.text("rule") ?? "").values()].map((group) =>
      onEach(group, {
        sid: "EventTargetsOfStacks",
        actions: ["events:PutTargets"],
        arns: rule("rule"),
        when: {
          "ForAllValues:ArnEquals": {
            "events:TargetArn": [...new Set(group.map((one) => one.text("arn") ?? ""))],
          },
        },
        reason: "sends events where the stacks say, and nowhere else",
        page,
      }),
    ),
  ],
};

/** Rules of EventBridge and their targets. */
export const eventRights: RightsByType = {
  aws_cloudwatch_event_rule: ownRights(["name"], {
    sid: "EventRules",
    actions: [
      "events:DeleteRule",
      "events:DescribeRule",
      "events:ListTagsForResource",
      "events:PutRule",
      "events:TagResource",
      "events:UntagResource",
    ],
    arns: rule("name"),
    reason: "the rules that the stacks make",
    page,
  }),
  aws_cloudwatch_event_target: targets,
};
