import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { ManagedPolicies, type ManagedPoliciesProps } from "./managed-policies";

interface RolePoliciesProps extends ManagedPoliciesProps {
  /** The role's name, as attachments refer to it. */
  readonly role: string;
}

/** What a role may do, as customer managed policies that are attached to this role and nobody else. */
export class RolePolicies extends ManagedPolicies {
  /** What must exist before the role can do what its policies say. Grows with the policies. */
  public readonly attachments: ITerraformDependable[] = [];

  public constructor(scope: Construct, id: string, props: RolePoliciesProps) {
    super(scope, id, props);
    this.attachTo({
      kind: "role",
      usualAttachments: 10,
      mostAttachments: 20,
      otherAttachments: 0,
      attach: (suffix, policyArn) => {
        const { role } = props;
        this.attachments.push(new IamRolePolicyAttachment(this, `Attachment${suffix}`, { role, policyArn }));
      },
    });
  }
}
