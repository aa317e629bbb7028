import { TerraformOutput, Token } from "cdktf";
import { ExecutionRole, FunctionRole, PermissionStyle, S3Location } from "../../lib";
import { all, only, synthesized } from "../synthesized";
import { account, here } from "../account";
import { aToken, messageOf } from "../refusals";

describe("an execution role", () => {
  test("has the name, path, boundary, session and tags that it is given", () => {
    const permissionsBoundary = `arn:aws:iam::${account}:policy/boundary`;
    const json = synthesized((stack) => {
      const role = new ExecutionRole(stack, "Role", {
        name: "signs",
        path: "/labeling/",
        permissionsBoundary: permissionsBoundary,
        maxSessionDuration: 28_800,
        tags: { team: "vision" },
      });
      expect(role.roleArn).toBe(`arn:aws:iam::${account}:role/labeling/signs`);
      role.grantCloudWatch();
    }, here);
    expect(only(json, "aws_iam_role")).toMatchObject({
      name: "signs",
      path: "/labeling/",
      permissions_boundary: permissionsBoundary,
      max_session_duration: 28_800,
      tags: { team: "vision" },
    });
    expect(only(json, "aws_iam_policy")).toMatchObject({
      name: "signs",
      path: "/labeling/",
      tags: { team: "vision" },
    });
  });

  test("names all that is wrong with it at once", () => {
    const props = {
      name: "a role",
      path: "labeling",
      permissionsBoundary: "boundary",
      maxSessionDuration: 60,
    };
    const message = messageOf(() => synthesized((stack) => new ExecutionRole(stack, "Role", props)));
    expect(message.split("\n")).toEqual([
      'ExecutionRole "test/Role" cannot be built:',
      expect.stringContaining('  - name: got "a role"; a role name has 1 to 64 letters'),
      expect.stringContaining('  - path: got "labeling"; a path is / or begins and ends in /'),
      expect.stringContaining(
        '  - permissionsBoundary: got "boundary"; the ARN of a managed policy is allowed',
      ),
      expect.stringContaining("  - maxSessionDuration: got 60; whole seconds from 3600 to 43200 are allowed"),
    ]);
  });

  test.each([ExecutionRole, FunctionRole])("%p has a description that IAM takes", (Role) => {
    const build = (description: string) => () =>
      synthesized((stack) => new Role(stack, "Role", { name: "r", description }));
    const rule = "the description of a role has at most 1000 characters, all of Latin-1";
    for (const text of [
      "ラベル",
      "signs \u2013 lanes",
      "\u201csigns\u201d",
      "signs \u{1F6A6}",
      "a".repeat(1001),
      "a\u007f",
    ])
      expect(build(text)).toThrow(rule);
    for (const text of ["", "Größe, naïve: ¡£!", "two\n\tlines", "a".repeat(1000)])
      expect(build(text)).not.toThrow();
  });

  test("takes tokens for everything", () => {
    const token = aToken();
    const props = {
      name: token,
      path: token,
      permissionsBoundary: token,
      maxSessionDuration: Token.asNumber(token),
    };
    expect(() => synthesized((stack) => new ExecutionRole(stack, "Role", props))).not.toThrow();
  });

  test("has the AWS managed policy in that style only", () => {
    const attached = (style: PermissionStyle) =>
      all(
        synthesized((stack) => new ExecutionRole(stack, "Role", { name: "r", permissions: { style } }), here),
        "aws_iam_role_policy_attachment",
      ).map(({ policy_arn }) => policy_arn);
    expect(attached(PermissionStyle.AWS_MANAGED)).toEqual([
      "arn:aws:iam::aws:policy/AmazonSageMakerGroundTruthExecution",
    ]);
    expect(attached(PermissionStyle.LEAST_PRIVILEGE)).toEqual([]);
    expect(attached(PermissionStyle.AS_DOCUMENTED)).toEqual([]);
  });

  test("is refused when it needs more policies than a role can have", () => {
    const locations = Array.from(
      { length: 1500 },
      (_, index) => new S3Location("acme", `${"folder-".repeat(10)}${index}`),
    );
    const grant = () =>
      synthesized((stack) => new ExecutionRole(stack, "Role", { name: "r" }).grantReadInput(locations), here);
    expect(grant).toThrow(
      /Policies "r" cannot be built:\n {2}- inputs: \d+ policies of 6144 characters are needed, and a role takes 20 at most/,
    );
  });

  describe("that exists already", () => {
    test("gets policies of its own by name, and what its trust must contain is told", () => {
      const json = synthesized((stack) => {
        const role = ExecutionRole.fromRoleName(stack, "Role", "old", { path: "/x/", policyName: "signs" });
        expect(role.roleArn).toBe(`arn:aws:iam::${account}:role/x/old`);
        new TerraformOutput(stack, "trust", { value: role.requiredTrustStatements });
        expect(role.requiredPolicyStatements).toBeUndefined();
        role.grantCloudWatch();
      }, here);
      expect(JSON.parse(json.output!.trust!.value as string)).toMatchObject([
        { Principal: { Service: "sagemaker.amazonaws.com" }, Action: "sts:AssumeRole" },
      ]);
      expect(json.resource.aws_iam_role).toBeUndefined();
      expect(only(json, "aws_iam_policy")).toMatchObject({ name: "signs", path: "/x/" });
      expect(only(json, "aws_iam_role_policy_attachment")).toMatchObject({ role: "old" });
    });

    test("is left alone where its policies are managed elsewhere, and what it needs is told", () => {
      const json = synthesized((stack) => {
        const arn = "arn:aws:iam::111122223333:role/labeling/old";
        const role = ExecutionRole.fromRoleArn(stack, "Role", arn, { attachPolicies: false });
        role.grantCloudWatch();
        expect(role).toMatchObject({ roleArn: arn, roleName: "old", principalResource: undefined });
        new TerraformOutput(stack, "Required", { value: role.requiredPolicyStatements, staticId: true });
      }, here);
      const needed = JSON.parse(json.output!.Required!.value as string) as unknown;
      expect(needed).toMatchObject([{ Sid: "CloudWatchMetrics" }, { Sid: "CloudWatchLogs" }]);
      expect(json.resource).toBeUndefined();
    });

    test("is not found in what is no role's ARN", () => {
      const from = (arn: string) => () =>
        synthesized((stack) => ExecutionRole.fromRoleArn(stack, "Role", arn));
      expect(from(`arn:aws:iam::${account}:user/bob`)).toThrow("the ARN of a role is allowed");
      expect(from(aToken())).toThrow("a token, whose role name is not known here");
    });
  });
});
