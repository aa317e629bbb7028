import { z } from "zod";
import { besideFieldChecks } from "./cross-field";
import { section } from "./section";
import {
  existingRoleRule,
  existingUserRule,
  roleNameRule,
  groupNameRule,
  userNameRule,
  trustedPrincipalsRule,
  servicePrincipalRule,
  sourceArnsRule,
} from "../../lib/rules/iam";
import { type TextRule, list } from "../../lib/rules/rule";
import { value, values, flag } from "./value";

const names = (kind: string, rule: TextRule) => values(list(`names of ${kind}s`, rule)).optional();

/** Who has the policies of a persona: existing roles, groups and users. */
const attachTo = section({
  roles: names("role", existingRoleRule).describe(
    "Roles by name or ARN, not those that Identity Center made. Keys made here let in roles by their ARN.",
  ),
  groups: names("group", groupNameRule).describe("Names of groups."),
  users: names("user", existingUserRule).describe(
    "Users by name or ARN. Keys made here let in users by their ARN.",
  ),
}).superRefine((given, context) => {
  if (Object.values(given).some((value) => value !== undefined)) return;
  const message = "names nobody; name roles, groups or users, or leave it out";
  context.addIssue({ code: "custom", message });
}, besideFieldChecks);

const servicesRule = "a list of services is allowed, at least one: service: states.amazonaws.com";

const trustedService = section({
  service: value(servicePrincipalRule).describe("Principal of the service: states.amazonaws.com."),
  sourceArns: values(sourceArnsRule)
    .optional()
    .describe(
      "For what of its own alone it may assume the role (aws:SourceArn). Default: for all of the account.",
    ),
  sourceAccount: flag()
    .optional()
    .describe(
      "The service must say that it acts for this account (aws:SourceAccount). Default: true where AWS prints it, and with sourceArns.",
    ),
});

const newRole = section({
  name: value(roleNameRule).optional().describe("Name of the role. Default: <namePrefix>-<name>."),
  trustedPrincipalArns: values(trustedPrincipalsRule)
    .optional()
    .describe("Users, roles or account roots that may assume the role. Default: nobody; then name services."),
  trustedServices: z
    .array(trustedService, servicesRule)
    .min(1, servicesRule)
    .optional()
    .describe("AWS services that run programs with the role: Step Functions, Scheduler. Default: none."),
  requireMfa: flag()
    .optional()
    .describe(
      "Only sessions with a second factor; those who sign in by federation carry no such mark. Default: false.",
    ),
}).superRefine((given, context) => {
  if (given.trustedPrincipalArns !== undefined || given.trustedServices !== undefined) return;
  const message = "names nobody who assumes the role; add trustedPrincipalArns or trustedServices";
  context.addIssue({ code: "custom", message });
}, besideFieldChecks);

/** Who has the policies of a persona. Nobody is allowed: then there are the policies and their ARNs. */
export const holderKeys = {
  attachTo: attachTo.optional().describe("Who gets the policies: roles, groups and users that exist."),
  createRole: newRole.optional().describe("Makes a role with the policies, for people to assume."),
  createGroup: value(groupNameRule)
    .optional()
    .describe("Makes a group of this name with the policies, without members."),
  createUser: value(userNameRule)
    .optional()
    .describe("Makes a user of this name with the policies, without password and access keys."),
  permissionSet: flag()
    .optional()
    .describe("Gives out what a permission set of IAM Identity Center takes, as an output. Default: false."),
};
