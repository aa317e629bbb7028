import type { TerraformPlan } from "../../local/terraform";
import { plannedPolicies, unknownPolicies } from "../e2e/policies";

/** The end-to-end tests rest on this check, so it is tested on plans that break the rule. */
function plan(type: string, after: object, after_unknown: object, mode = "managed"): TerraformPlan {
  const change = { actions: ["create"], after, after_unknown };
  return { resource_changes: [{ address: `${type}.it`, type, mode, change }] } as TerraformPlan;
}

const document = `{"Statement":[]}`;

test.each([
  ["aws_iam_role", "assume_role_policy"],
  ["aws_iam_policy", "policy"],
  ["aws_kms_key", "policy"],
  ["aws_s3_bucket_policy", "policy"],
  ["aws_sqs_queue_policy", "policy"],
  ["aws_cloudwatch_log_resource_policy", "policy_document"],
])("%s.%s must be known", (type, argument) => {
  expect(unknownPolicies(plan(type, {}, { [argument]: true }))).toEqual([`${type}.it.${argument}`]);
  expect(unknownPolicies(plan(type, { [argument]: document }, { arn: true }))).toEqual([]);
  expect(plannedPolicies(plan(type, { [argument]: document }, {}))).toEqual([
    { address: `${type}.it`, kind: `${type}.${argument}`, document },
  ]);
});

test("a policy inside a block is found", () => {
  const inside = (value: unknown) => ({ inline_policy: [{ name: "it", policy: value }] });
  expect(unknownPolicies(plan("aws_iam_role", {}, inside(true)))).toEqual([
    "aws_iam_role.it.inline_policy.0.policy",
  ]);
  expect(plannedPolicies(plan("aws_iam_role", inside(document), {}))).toHaveLength(1);
});

test("what only repeats the policy of another resource may be unknown, what is set may not", () => {
  const bucket = plan("aws_s3_bucket", {}, { policy: true });
  const resources = [{ address: "aws_s3_bucket.it", expressions: { policy: {} } }];
  expect(unknownPolicies(bucket)).toEqual([]);
  expect(unknownPolicies({ ...bucket, configuration: { root_module: { resources } } })).toEqual([
    "aws_s3_bucket.it.policy",
  ]);
  expect(unknownPolicies(plan("aws_iam_role", {}, { inline_policy: true }))).toEqual([]);
});

test("what is read is not what is made", () => {
  expect(unknownPolicies(plan("aws_iam_policy", {}, { policy: true }, "data"))).toEqual([]);
});
