import type { ActionData } from "../actions/action-data";
import { escalationPaths } from "./escalation-paths";

/** Actions that only look, or that are in a path beside the one that opens it. */
const harmlessAlone = new Set([
  "ec2:DescribeInstances",
  "ec2:StartInstances",
  "ec2:StopInstances",
  "lambda:InvokeFunction",
  "sagemaker:StopNotebookInstance",
  "sagemaker:StartNotebookInstance",
  "codebuild:StartBuild",
  "codebuild:StartBuildBatch",
  "glue:StartJobRun",
  "glue:CreateTrigger",
  "ecs:CreateCluster",
]);

/** Actions that raise rights only together with `iam:PassRole`: without it there is no role to run as. */
const needPassRole = new Set(
  escalationPaths
    .filter(({ kind }) => kind === "new-passrole")
    .flatMap(({ actions }) => actions)
    .filter((action) => action !== "iam:PassRole"),
);

const alone = new Set(
  escalationPaths
    .filter(({ kind }) => kind !== "new-passrole")
    .flatMap(({ actions }) => actions)
    .filter((action) => !harmlessAlone.has(action)),
);

const raising = new Set(
  ["iam:PassRole", ...alone]
    .filter((action) => !needPassRole.has(action))
    .map((action) => action.toLowerCase()),
);

/** Permissions management that can only take rights away. */
const onlyTakes = /:(Retire|Revoke|Remove|Dissociate)/i;

/** Whether an action, once allowed, lets somebody get or give rights. */
export function isRaising(
  action: string,
  kind: "identity" | "resource" | "trust",
  data: ActionData,
): boolean {
  if (raising.has(action.toLowerCase())) return kind === "identity";
  return data.levelOf(action) === "Permissions management" && !onlyTakes.test(action);
}
