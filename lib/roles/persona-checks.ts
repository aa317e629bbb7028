import { Token } from "cdktf";
import type { Construct } from "constructs";
import { AwsPage } from "../aws-page";
import { parseArn } from "../iam/arn";
import { guardRailProblems } from "../permissions/people/guard-rails";
import { Problems } from "../validation/problems";
import type { PersonaProps, PersonaRoleProps } from "./persona";
import { iamPathProblem, policyArnProblem, roleNameProblem } from "./role-names";

/** IAM allows 128; three are kept free for the number of a further policy. */
const longestPolicyName = 125;
const longestDescription = 1000;
const longestName = { groupName: 128, userName: 64 };

/**
 * Looks at everything that a persona is made from, before it is made: what all personas have, and what this one has.
 *
 * @throws InvalidInputError naming every property that is not allowed
 */
export function checkPersonaProps(
  kind: string,
  scope: Construct,
  id: string,
  props: PersonaProps,
  ownChecks: (problems: Problems) => void = () => undefined,
): void {
  const path = [scope.node.path, id].filter((part) => part !== "").join("/");
  const problems = new Problems(`${kind} "${path}"`);
  checkCommonProps(problems, props);
  ownChecks(problems);
  problems.throwIfAny();
}

function checkCommonProps(problems: Problems, props: PersonaProps): void {
  const { policyName, path, description, guardRails } = props;
  if (!isName(policyName, longestPolicyName)) {
    const allowed = `1 to ${longestPolicyName} letters, digits and +=,.@_- are allowed`;
    problems.add("policyName", `got "${policyName}"; ${allowed}`, AwsPage.iamQuotas);
  }
  const badPath = path === undefined ? undefined : iamPathProblem(path);
  if (badPath !== undefined) problems.add("path", badPath, AwsPage.iamNames);
  if (description !== undefined && description.length > longestDescription) {
    const message = `got ${description.length} characters; at most ${longestDescription} are allowed`;
    problems.add("description", message, AwsPage.iamQuotas);
  }
  for (const { property, message, page } of guardRailProblems(guardRails ?? {})) {
    problems.add(`guardRails.${property}`, message, page);
  }
}

/** @throws InvalidInputError when nobody can have this name */
export function checkPrincipalName(
  persona: Construct,
  property: "roleName" | "groupName" | "userName",
  name: string,
): void {
  const problems = new Problems(`Persona "${persona.node.path}"`);
  const problem = property === "roleName" ? roleNameProblem(name) : nameProblem(name, longestName[property]);
  if (problem !== undefined) problems.add(property, problem, AwsPage.iamQuotas);
  problems.throwIfAny();
}

/** @throws InvalidInputError naming everything that is wrong with a role for people */
export function checkNewRole(persona: Construct, props: PersonaRoleProps): void {
  const problems = new Problems(`Persona "${persona.node.path}"`);
  const { roleName, trustedPrincipalArns, permissionsBoundaryArn } = props;
  const badName = roleNameProblem(roleName);
  if (badName !== undefined) problems.add("roleName", badName, AwsPage.iamQuotas);
  if (trustedPrincipalArns.length === 0) {
    problems.add("trustedPrincipalArns", "got none; name who takes on the role", AwsPage.iamAssumeRole);
  }
  trustedPrincipalArns.forEach((arn, index) => {
    if (Token.isUnresolved(arn) || isPrincipal(arn)) return;
    const message = `got "${arn}"; the ARN of a user, a role or an account root is allowed, without wildcards`;
    problems.add(`trustedPrincipalArns[${index}]`, message, AwsPage.iamAssumeRole);
  });
  const badBoundary =
    permissionsBoundaryArn === undefined ? undefined : policyArnProblem(permissionsBoundaryArn);
  if (badBoundary !== undefined) {
    problems.add("permissionsBoundaryArn", badBoundary, AwsPage.iamBoundaries);
  }
  problems.throwIfAny();
}

function isPrincipal(arn: string): boolean {
  const parts = parseArn(arn);
  return parts?.service === "iam" && /^(root$|user\/|role\/)/.test(parts.resource) && !/[*?]/.test(arn);
}

function isName(name: string, longest: number): boolean {
  return Token.isUnresolved(name) || (/^[\w+=,.@-]+$/.test(name) && name.length <= longest);
}

function nameProblem(name: string, longest: number): string | undefined {
  if (isName(name, longest)) return undefined;
  return `got "${name}" (${name.length} characters); 1 to ${longest} letters, digits and +=,.@_- are allowed`;
}
