import { z } from "zod";
import { AwsPage } from "../../lib/aws-page";
import { allowed } from "./allowed";
import { flag, principalArn, roleName } from "./aws-values";
import { besideFieldChecks } from "./cross-field";
import { section } from "./section";

function iamName(kind: string, most: number) {
  const rule = allowed(
    `the name of a ${kind} has 1 to ${most} letters, digits and +=,.@_-`,
    AwsPage.iamNames,
  );
  const listRule = `a list of names of ${kind}s is allowed, at least one`;
  const name = z.string(rule).regex(new RegExp(`^[\\w+=,.@-]{1,${most}}$`), rule);
  return { name, list: z.array(name, listRule).min(1, listRule).optional() };
}

const trustedRule = allowed("a list of ARNs is allowed, at least one", AwsPage.iamAssumeRole);

/** Who has the policies of a persona: existing roles, groups and users. */
const attachTo = section({
  roles: iamName("role", 64).list.describe("Names of roles, not those that Identity Center made."),
  groups: iamName("group", 128).list.describe("Names of groups."),
  users: iamName("user", 64).list.describe("Names of users."),
}).superRefine((given, context) => {
  if (Object.values(given).some((value) => value !== undefined)) return;
  const message = "names nobody; name roles, groups or users, or leave it out";
  context.addIssue({ code: "custom", message });
}, besideFieldChecks);

const newRole = section({
  name: roleName.optional().describe("Name of the role. Default: <namePrefix>-<name>."),
  trustedBy: z
    .array(principalArn, trustedRule)
    .min(1, trustedRule)
    .describe("Users, roles or account roots that may take on the role."),
  requireMfa: flag()
    .optional()
    .describe(
      "Only sessions with a second factor; those who sign in by federation carry no such mark. Default: false.",
    ),
});

/** Who has the policies of a persona. Nobody is allowed: then there are the policies and their ARNs. */
export const holderKeys = {
  attachTo: attachTo.optional().describe("Who gets the policies: roles, groups and users that exist."),
  createRole: newRole.optional().describe("Makes a role with the policies, for people to take on."),
  createGroup: iamName("group", 128)
    .name.optional()
    .describe("Makes a group of this name with the policies, without members."),
  createUser: iamName("user", 64)
    .name.optional()
    .describe("Makes a user of this name with the policies, without password and access keys."),
  permissionSet: flag()
    .optional()
    .describe("Gives out what a permission set of IAM Identity Center takes, as an output. Default: false."),
};
