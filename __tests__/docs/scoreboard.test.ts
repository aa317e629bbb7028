import { readFileSync } from "node:fs";
import { join } from "node:path";
import { controlsSection } from "../../tools/scoreboard/controls";
import { documentedSection, escalationSection } from "../../tools/scoreboard/escalations";
import { documentedStacks, judgedStacks } from "../../tools/scoreboard/judged-stacks";
import { scoreboardPage } from "../../tools/scoreboard/scoreboard-page";

const stacks = judgedStacks();
const resources = stacks.flatMap((each) => each.resources);

test("docs/scoreboard.md is how the examples stand now; npm run docs writes it", () => {
  expect(readFileSync(join(__dirname, "../../docs/scoreboard.md"), "utf8")).toBe(scoreboardPage(stacks));
});

test("a way that nobody has explained stops the page, and so does an explanation of nothing", () => {
  const people = stacks.find(({ title }) => title === "examples/people.yaml")!;
  expect(() => escalationSection([people])).toThrow(
    /^Ways that are open: IamPolicies, .* Explained in .*: Assume/,
  );
  const author = people.estate.principals.find(({ name }) => name === "jane.doe")!;
  const [policy] = author.identity;
  const renamed = {
    ...author,
    arn: `${author.arn}2`,
    address: "another",
    identity: [
      {
        ...policy!,
        policy: {
          ...policy!.policy,
          statements: policy!.policy.statements.map((each) => ({ ...each, sid: `New${each.sid}` })),
        },
      },
    ],
  };
  const more = { ...people, estate: { ...people.estate, principals: [renamed] } };
  expect(() => escalationSection([...stacks, more])).toThrow(/NewWriteFunctions/);
});

test("AWS's own text opens more to people in the console, and each way is explained", () => {
  const text = documentedSection(stacks, documentedStacks());
  expect(text).toMatch(/6 hits, all below, of 1 of them/);
  expect(text).toContain("| `labeling-leads` | [iam-009]");
  expect(() => documentedSection(stacks, stacks)).toThrow(/^Ways that are open: \. Explained in .*: ListAnd/);
});

describe("a control that holds everywhere stops the page where it does not", () => {
  const without = (type: string, key: string) =>
    resources.map((each) =>
      each.type === type ? { ...each, values: { ...each.values, [key]: undefined } } : each,
    );
  test.each([
    ["aws_kms_key", "enable_key_rotation", /^KMS\.4.*price-tags\/key/],
    ["aws_s3_bucket_public_access_block", "block_public_policy", /^S3\.2/],
    ["aws_sns_topic", "kms_master_key_id", /^SNS\.1/],
    ["aws_cloudwatch_log_group", "kms_key_id", /^CKV_AWS_158/],
    ["aws_cognito_user_pool", "deletion_protection", /^Cognito\.6/],
  ])("%s without %s", (type, key, told) => {
    expect(() => controlsSection(without(type, key))).toThrow(told);
  });

  test("a policy that lets everybody in, or a bucket whose policy takes plain HTTP", () => {
    const withPolicy = (type: string, Statement: object[]) =>
      resources.map((each) =>
        each.type === type
          ? { ...each, values: { ...each.values, policy: JSON.stringify({ Statement }) } }
          : each,
      );
    const open = { Effect: "Allow", Principal: { AWS: "*" }, Action: "sqs:SendMessage", Resource: "*" };
    expect(() => controlsSection(withPolicy("aws_sqs_queue_policy", [open]))).toThrow(/^SQS\.3/);
    expect(() => controlsSection(withPolicy("aws_s3_bucket_policy", []))).toThrow(/^S3\.5/);
    const whole = { Effect: "Allow", Action: ["sagemaker:*"], Resource: ["arn:aws:sagemaker:*"] };
    expect(() => controlsSection(withPolicy("aws_iam_policy", [whole]))).toThrow(/^IAM\.21/);
  });
});
