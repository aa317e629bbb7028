import { AwsPage } from "../../aws-page";
import { iamPolicyArn, iamRoleArn } from "../../iam/arn";
import { allow, type PolicyStatement } from "../../iam/statement";
import {
  grouped,
  inParts,
  onEach,
  ownRights,
  type ResourceRights,
  type RightsByType,
} from "./resource-rights";
import type { StackResource } from "./stack-resource";

const page = AwsPage.iamActions;
const attachmentsInOneStatement = 20;

const path = (resource: StackResource) => resource.text("path") ?? "/";
const role = (resource: StackResource) => [
  iamRoleArn(resource.scope, resource.text("name") ?? "", path(resource)),
];
const policy = (resource: StackResource) => [
  iamPolicyArn(resource.scope, resource.text("name") ?? "", path(resource)),
];

/**
 * Roles of the stacks, by name. The boundary of a role that has one can be neither taken off nor exchanged:
 * `iam:DeleteRolePermissionsBoundary` is never given.
 */
const roles: ResourceRights = {
  names: ["name"],
  statements: (resources) => [
    onEach(resources, {
      sid: "IamRoles",
      actions: [
        "iam:DeleteRole",
        "iam:GetRole",
        "iam:ListAttachedRolePolicies",
        "iam:ListInstanceProfilesForRole",
        "iam:ListRolePolicies",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ],
      arns: role,
      reason: "the roles that the stacks make, and no other",
      page,
    }),
    ...[...grouped(resources, (resource) => resource.text("permissions_boundary") ?? "")].map(
      ([boundary, ofBoundary]) => createRoles(ofBoundary, boundary),
    ),
  ],
};

function createRoles(resources: readonly StackResource[], boundary: string): PolicyStatement {
  if (boundary === "") {
    return onEach(resources, {
      sid: "IamRoles",
      actions: ["iam:CreateRole"],
      arns: role,
      reason: "the stacks give these roles no permissions boundary",
      page,
    });
  }
  return onEach(resources, {
    sid: "IamRolesWithBoundary",
    actions: ["iam:CreateRole", "iam:PutRolePermissionsBoundary"],
    arns: role,
    when: { StringEquals: { "iam:PermissionsBoundary": [boundary] } },
    reason: "the boundary holds whatever else the role is given",
    page: AwsPage.iamBoundaries,
  });
}

const policies = ownRights(["name"], {
  sid: "IamPolicies",
  actions: [
    "iam:CreatePolicy",
    "iam:CreatePolicyVersion",
    "iam:DeletePolicy",
    "iam:DeletePolicyVersion",
    "iam:GetPolicy",
    "iam:GetPolicyVersion",
    "iam:ListPolicyVersions",
    "iam:TagPolicy",
    "iam:UntagPolicy",
  ],
  arns: policy,
  reason: "the policies that the stacks make; an update is a new version, and the oldest of five goes",
  page,
});

/** Whom a policy is attached to, and what of theirs must be known. */
interface Holder {
  readonly sid: string;
  readonly kind: "Role" | "Group" | "User";
  readonly attribute: string;
  readonly type: string;
}

/** Only the policies that the stacks attach, to only those whom they attach them to. */
function attachments({ sid, kind, attribute, type }: Holder): ResourceRights {
  const holders = (resources: readonly StackResource[], all: readonly StackResource[]) => [
    ...new Set(resources.flatMap((one) => principalArns(one, all, kind.toLowerCase(), attribute, type))),
  ];
  return {
    names: [attribute, "policy_arn"],
    statements: (resources, all) => [
      allow(sid, {
        actions: [`iam:ListAttached${kind}Policies`],
        resources: holders(resources, all),
        reason: "looks which policies are attached",
        page,
      }),
      ...inParts(resources, attachmentsInOneStatement).map((part) =>
        allow(`${sid}OfStacks`, {
          actions: [`iam:Attach${kind}Policy`, `iam:Detach${kind}Policy`],
          resources: holders(part, all),
          when: {
            ArnEquals: {
              "iam:PolicyARN": [...new Set(part.map((one) => one.text("policy_arn") ?? ""))],
            },
          },
          reason: "attaches the policies of the stacks, and none that allows more",
          page: AwsPage.iamPolicyAttachment,
        }),
      ),
    ],
  };
}

/**
 * Somebody whom a policy is attached to. One whom the stacks do not make may have any path: names are unique in an
 * account whatever their paths, so that the wildcard finds that one and no other.
 */
function principalArns(
  attachment: StackResource,
  all: readonly StackResource[],
  kind: string,
  attribute: string,
  type: string,
): readonly string[] {
  const name = attachment.text(attribute) ?? "";
  const made = all.find((other) => other.type === type && other.text("name") === name);
  const { partition, account } = attachment.scope;
  const arn = (ofPath: string) => `arn:${partition}:iam::${account}:${kind}${ofPath}${name}`;
  return made === undefined ? [arn("/"), arn("/*/")] : [arn(path(made))];
}

const inlinePolicies: ResourceRights = {
  names: ["role"],
  statements: (resources, all) => [
    allow("IamInlinePolicies", {
      actions: ["iam:DeleteRolePolicy", "iam:GetRolePolicy", "iam:PutRolePolicy"],
      resources: [
        ...new Set(resources.flatMap((one) => principalArns(one, all, "role", "role", "aws_iam_role"))),
      ],
      reason: "the inline policies that the stacks write",
      page,
    }),
  ],
};

const named = (kind: string) => (resource: StackResource) => {
  const { partition, account } = resource.scope;
  return [`arn:${partition}:iam::${account}:${kind}${path(resource)}${resource.text("name") ?? ""}`];
};

/** Roles, policies, groups and users. */
export const iamRights: RightsByType = {
  aws_iam_role: roles,
  aws_iam_policy: policies,
  aws_iam_role_policy_attachment: attachments({
    sid: "IamRoleAttachments",
    kind: "Role",
    attribute: "role",
    type: "aws_iam_role",
  }),
  aws_iam_group_policy_attachment: attachments({
    sid: "IamGroupAttachments",
    kind: "Group",
    attribute: "group",
    type: "aws_iam_group",
  }),
  aws_iam_user_policy_attachment: attachments({
    sid: "IamUserAttachments",
    kind: "User",
    attribute: "user",
    type: "aws_iam_user",
  }),
  aws_iam_role_policy: inlinePolicies,
  aws_iam_group: ownRights(["name"], {
    sid: "IamGroups",
    actions: ["iam:CreateGroup", "iam:DeleteGroup", "iam:GetGroup"],
    arns: named("group"),
    reason: "the groups that the stacks make; members are not theirs",
    page,
  }),
  aws_iam_user: ownRights(["name"], {
    sid: "IamUsers",
    actions: [
      "iam:CreateUser",
      "iam:DeleteUser",
      "iam:GetUser",
      "iam:ListGroupsForUser",
      "iam:TagUser",
      "iam:UntagUser",
    ],
    arns: named("user"),
    reason: "the users that the stacks make, without passwords and access keys",
    page,
  }),
};
