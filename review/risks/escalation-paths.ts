/*
 * Ways to raise one's rights, as pathfinding.cloud lists them (DataDog/pathfinding.cloud, Apache-2.0, docs/paths.json of
 * 17 December 2025): which actions together open the way. Facts only; how each is done stands on its page.
 */

/** self-escalation: changes its own rights; principal-access: becomes another principal; the others run code as a role. */
export type EscalationKind = "self-escalation" | "principal-access" | "new-passrole" | "existing-passrole";

export interface EscalationPath {
  /** Page: https://pathfinding.cloud/paths/<id> */
  readonly id: string;
  readonly kind: EscalationKind;
  /** All of them are needed. */
  readonly actions: readonly string[];
}

const path = (id: string, kind: EscalationKind, ...actions: readonly string[]): EscalationPath => ({
  id,
  kind,
  actions,
});

export const escalationPaths: readonly EscalationPath[] = [
  path("apprunner-001", "new-passrole", "iam:PassRole", "apprunner:CreateService"),
  path("apprunner-002", "existing-passrole", "apprunner:UpdateService"),
  path(
    "bedrock-001",
    "new-passrole",
    "iam:PassRole",
    "bedrock-agentcore:CreateCodeInterpreter",
    "bedrock-agentcore:StartCodeInterpreterSession",
    "bedrock-agentcore:InvokeCodeInterpreter",
  ),
  path(
    "bedrock-002",
    "existing-passrole",
    "bedrock-agentcore:StartCodeInterpreterSession",
    "bedrock-agentcore:InvokeCodeInterpreter",
  ),
  path("cloudformation-001", "new-passrole", "iam:PassRole", "cloudformation:CreateStack"),
  path("cloudformation-002", "existing-passrole", "cloudformation:UpdateStack"),
  path(
    "cloudformation-003",
    "new-passrole",
    "iam:PassRole",
    "cloudformation:CreateStackSet",
    "cloudformation:CreateStackInstances",
  ),
  path("cloudformation-004", "new-passrole", "iam:PassRole", "cloudformation:UpdateStackSet"),
  path(
    "cloudformation-005",
    "new-passrole",
    "cloudformation:CreateChangeSet",
    "cloudformation:ExecuteChangeSet",
  ),
  path("codebuild-001", "new-passrole", "iam:PassRole", "codebuild:CreateProject", "codebuild:StartBuild"),
  path("codebuild-002", "existing-passrole", "codebuild:StartBuild"),
  path("codebuild-003", "existing-passrole", "codebuild:StartBuildBatch"),
  path(
    "codebuild-004",
    "new-passrole",
    "iam:PassRole",
    "codebuild:CreateProject",
    "codebuild:StartBuildBatch",
  ),
  path(
    "datapipeline-001",
    "new-passrole",
    "iam:PassRole",
    "datapipeline:CreatePipeline",
    "datapipeline:PutPipelineDefinition",
    "datapipeline:ActivatePipeline",
  ),
  path("ec2-001", "new-passrole", "iam:PassRole", "ec2:RunInstances"),
  path(
    "ec2-002",
    "existing-passrole",
    "ec2:ModifyInstanceAttribute",
    "ec2:StopInstances",
    "ec2:StartInstances",
  ),
  path("ec2-003", "new-passrole", "iam:PassRole", "ec2:RequestSpotInstances"),
  path("ec2-004", "existing-passrole", "ec2:CreateLaunchTemplateVersion", "ec2:ModifyLaunchTemplate"),
  path(
    "ec2instanceconnect-003",
    "existing-passrole",
    "ec2-instance-connect:SendSSHPublicKey",
    "ec2:DescribeInstances",
  ),
  path(
    "ecs-001",
    "new-passrole",
    "iam:PassRole",
    "ecs:CreateCluster",
    "ecs:RegisterTaskDefinition",
    "ecs:CreateService",
  ),
  path(
    "ecs-002",
    "new-passrole",
    "iam:PassRole",
    "ecs:CreateCluster",
    "ecs:RegisterTaskDefinition",
    "ecs:RunTask",
  ),
  path("ecs-003", "new-passrole", "iam:PassRole", "ecs:RegisterTaskDefinition", "ecs:CreateService"),
  path("ecs-004", "new-passrole", "iam:PassRole", "ecs:RegisterTaskDefinition", "ecs:RunTask"),
  path("ecs-005", "new-passrole", "iam:PassRole", "ecs:RegisterTaskDefinition", "ecs:StartTask"),
  path("glue-001", "new-passrole", "iam:PassRole", "glue:CreateDevEndpoint"),
  path("glue-002", "existing-passrole", "glue:UpdateDevEndpoint"),
  path("glue-003", "new-passrole", "iam:PassRole", "glue:CreateJob", "glue:StartJobRun"),
  path("glue-004", "new-passrole", "iam:PassRole", "glue:CreateJob", "glue:CreateTrigger"),
  path("glue-005", "new-passrole", "iam:PassRole", "glue:UpdateJob", "glue:StartJobRun"),
  path("glue-006", "new-passrole", "iam:PassRole", "glue:UpdateJob", "glue:CreateTrigger"),
  path("iam-001", "self-escalation", "iam:CreatePolicyVersion"),
  path("iam-002", "principal-access", "iam:CreateAccessKey"),
  path("iam-003", "principal-access", "iam:CreateAccessKey", "iam:DeleteAccessKey"),
  path("iam-004", "principal-access", "iam:CreateLoginProfile"),
  path("iam-005", "self-escalation", "iam:PutRolePolicy"),
  path("iam-006", "principal-access", "iam:UpdateLoginProfile"),
  path("iam-007", "self-escalation", "iam:PutUserPolicy"),
  path("iam-008", "self-escalation", "iam:AttachUserPolicy"),
  path("iam-009", "self-escalation", "iam:AttachRolePolicy"),
  path("iam-010", "self-escalation", "iam:AttachGroupPolicy"),
  path("iam-011", "self-escalation", "iam:PutGroupPolicy"),
  path("iam-012", "principal-access", "iam:UpdateAssumeRolePolicy"),
  path("iam-013", "self-escalation", "iam:AddUserToGroup"),
  path("iam-014", "principal-access", "iam:AttachRolePolicy", "sts:AssumeRole"),
  path("iam-015", "principal-access", "iam:AttachUserPolicy", "iam:CreateAccessKey"),
  path("iam-016", "principal-access", "iam:CreatePolicyVersion", "sts:AssumeRole"),
  path("iam-017", "principal-access", "iam:PutRolePolicy", "sts:AssumeRole"),
  path("iam-018", "principal-access", "iam:PutUserPolicy", "iam:CreateAccessKey"),
  path("iam-019", "principal-access", "iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy"),
  path("iam-020", "principal-access", "iam:CreatePolicyVersion", "iam:UpdateAssumeRolePolicy"),
  path("iam-021", "principal-access", "iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy"),
  path("lambda-001", "new-passrole", "iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"),
  path(
    "lambda-002",
    "new-passrole",
    "iam:PassRole",
    "lambda:CreateFunction",
    "lambda:CreateEventSourceMapping",
  ),
  path("lambda-003", "existing-passrole", "lambda:UpdateFunctionCode"),
  path("lambda-004", "existing-passrole", "lambda:UpdateFunctionCode", "lambda:InvokeFunction"),
  path("lambda-005", "existing-passrole", "lambda:UpdateFunctionCode", "lambda:AddPermission"),
  path("lambda-006", "new-passrole", "iam:PassRole", "lambda:CreateFunction", "lambda:AddPermission"),
  path("sagemaker-001", "new-passrole", "iam:PassRole", "sagemaker:CreateNotebookInstance"),
  path("sagemaker-002", "new-passrole", "iam:PassRole", "sagemaker:CreateTrainingJob"),
  path("sagemaker-003", "new-passrole", "iam:PassRole", "sagemaker:CreateProcessingJob"),
  path("sagemaker-004", "existing-passrole", "sagemaker:CreatePresignedNotebookInstanceUrl"),
  path(
    "sagemaker-005",
    "existing-passrole",
    "sagemaker:CreateNotebookInstanceLifecycleConfig",
    "sagemaker:StopNotebookInstance",
    "sagemaker:UpdateNotebookInstance",
    "sagemaker:StartNotebookInstance",
  ),
  path("ssm-001", "existing-passrole", "ssm:StartSession"),
  path("ssm-002", "existing-passrole", "ssm:SendCommand"),
  path("sts-001", "principal-access", "sts:AssumeRole"),
];
