import type { AwsScope } from "../scope/aws-scope";
import { formatArn, parseArn } from "./arn";
import type { PolicyStatement } from "./statement";

/**
 * The same statement for principals that need not exist yet, and may be deleted and made again: AWS keeps the id of a role
 * that a policy names as its principal, and refuses one that does not exist. Here the account is the principal, whose
 * policies must allow the use too, and a condition names the roles and users exactly.
 *
 * Never `Principal: "*"` with that condition: the resource's policy alone would then be enough, and a permissions boundary
 * would not limit it.
 */
export function byPrincipalArn(statement: PolicyStatement, scope: AwsScope): readonly PolicyStatement[] {
  const { aws = [] } = statement.principal ?? {};
  const isRoot = (arn: string) => parseArn(arn)?.resource === "root";
  const roots = aws.filter(isRoot);
  const byAccount = new Map<string, string[]>();
  for (const arn of aws.filter((one) => !isRoot(one))) {
    const account = parseArn(arn)?.account ?? scope.account;
    byAccount.set(account, [...(byAccount.get(account) ?? []), arn]);
  }
  const asRoot = roots.length === 0 ? [] : [{ ...statement, principal: { aws: roots } }];
  const asAccount = [...byAccount].map(([account, arns]) => ({
    ...statement,
    principal: {
      aws: [formatArn({ partition: scope.partition, service: "iam", region: "", account, resource: "root" })],
    },
    when: { ...statement.when, ArnEquals: { ...statement.when?.ArnEquals, "aws:PrincipalArn": arns } },
  }));
  return statement.principal?.aws === undefined ? [statement] : [...asRoot, ...asAccount];
}
