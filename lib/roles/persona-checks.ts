import { guardRailRules, requiredTagValuesRule } from "../permissions/people/guard-rails";
import { Annotations } from "cdktf";
import type { Construct } from "constructs";
import { PolicyLimits, policySize } from "../iam/policy-limit";
import { AwsPage } from "../aws-page";
import type { PolicyStatement } from "../iam/statement";
import { assumedByPeople } from "../permissions/people/people-trust";
import { assumedByPrograms } from "../permissions/people/program-trust";
import { Problems } from "../validation/problems";
import type { PersonaProps, PersonaRoleProps } from "./persona-props";
import {
  roleNameRule,
  groupNameRule,
  userNameRule,
  policyNameRule,
  iamPathRule,
  boundaryArnRule,
  policyDescriptionRule,
  trustedPrincipalsRule,
  servicePrincipalRule,
  sourceArnsRule,
} from "../rules/iam";
import { tagKeyRule } from "../rules/tags";
import { StackScope } from "../scope/stack-scope";
import type { AwsScope } from "../scope/aws-scope";

const nameRules = { roleName: roleNameRule, groupName: groupNameRule, userName: userNameRule };

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
  ownChecks: (problems: Problems, here: Partial<AwsScope>) => void = () => undefined,
): void {
  const path = [scope.node.path, id].filter((part) => part !== "").join("/");
  const problems = new Problems(`${kind} "${path}"`);
  const here = StackScope.of(scope).stated;
  checkCommonProps(problems, props, here);
  ownChecks(problems, here);
  problems.throwIfAny();
}

function checkCommonProps(problems: Problems, props: PersonaProps, here: Partial<AwsScope>): void {
  const { policyName, path, description, guardRails } = props;
  problems.check("policyName", policyName, policyNameRule);
  problems.check("path", path, iamPathRule);
  problems.check("description", description, policyDescriptionRule);
  for (const [property, rule] of Object.entries(guardRailRules)) {
    const values = guardRails?.[property as keyof typeof guardRailRules];
    // A guard rail for several regions may name keys of each.
    const region = guardRails?.onlyRegions === undefined ? here.region : undefined;
    problems.checkList(`guardRails.${property}`, values, rule, { ...here, region });
  }
  for (const [key, values] of Object.entries(guardRails?.requiredTagValues ?? {})) {
    problems.check("guardRails.requiredTagValues", key, tagKeyRule);
    problems.checkList(`guardRails.requiredTagValues.${key}`, values, requiredTagValuesRule);
  }
}

/** @throws InvalidInputError when nobody can have this name */
export function checkPrincipalName(
  persona: Construct,
  property: "roleName" | "groupName" | "userName",
  name: string,
): void {
  const problems = new Problems(() => `Persona "${persona.node.path}"`);
  problems.check(property, name, nameRules[property]);
  problems.throwIfAny();
}

/** Who may assume a role that is made for a persona. */
export function trustOf(
  { trustedPrincipalArns, trustedServices = [], requireMfa = false }: PersonaRoleProps,
  scope: AwsScope,
): PolicyStatement[] {
  const people =
    trustedPrincipalArns === undefined ? [] : [assumedByPeople(trustedPrincipalArns, requireMfa)];
  return [...people, ...assumedByPrograms(trustedServices, scope)];
}

/** @throws InvalidInputError naming everything that is wrong with a role for people */
export function checkNewRole(persona: Construct, props: PersonaRoleProps): void {
  const problems = new Problems(() => `Persona "${persona.node.path}"`);
  const {
    name: roleName,
    trustedPrincipalArns,
    trustedServices = [],
    permissionsBoundary: permissionsBoundaryArn,
  } = props;
  const here = StackScope.of(persona).stated;
  problems.check("name", roleName, roleNameRule);
  problems.checkList("trustedPrincipalArns", trustedPrincipalArns, trustedPrincipalsRule, here);
  trustedServices.forEach(({ service, sourceArns }, index) => {
    problems.check(`trustedServices[${index}].service`, service, servicePrincipalRule);
    problems.checkList(`trustedServices[${index}].sourceArns`, sourceArns, sourceArnsRule, here);
  });
  if (trustedPrincipalArns === undefined && trustedServices.length === 0) {
    const message = "got nobody; name roles or users here, or services in trustedServices";
    problems.add("trustedPrincipalArns", message, AwsPage.iamAssumeRole);
  }
  if (props.requireMfa && trustedPrincipalArns === undefined) {
    const message = "got true, and only services assume the role, which show no second factor; leave it out";
    problems.add("requireMfa", message, AwsPage.iamAssumeRole);
  }
  problems.check("permissionsBoundary", permissionsBoundaryArn, boundaryArnRule, here);
  problems.throwIfAny();

  const { of, characters, page } = PolicyLimits.trustPolicy;
  const { least, estimate } = policySize(trustOf(props, StackScope.of(persona)));
  const told =
    `${of} has at most ${characters} characters; with these ${(trustedPrincipalArns?.length ?? 0) + trustedServices.length} this one has ` +
    `${least === estimate ? "" : "about "}${estimate}. Name fewer, such as a role that they all assume`;
  if (least > characters) problems.add("trustedPrincipalArns", told, page);
  else if (estimate > characters) Annotations.of(persona).addWarning(`${told} (${page})`);
  problems.throwIfAny();
}
