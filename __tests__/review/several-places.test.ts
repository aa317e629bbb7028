import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readInputs } from "../../review/input/read-inputs";
import { buildReport } from "../../review/report/build-report";
import { account } from "../account";
import { document, planOf, type Resources, role } from "./plan-of";
import { scratchFolder } from "../scratch-folder";

const folder = scratchFolder();

/** @param providers what `provider_config` says, and the key of each resource */
const written = (
  name: string,
  resources: Resources,
  providers: { readonly config: object; readonly keys: Readonly<Record<string, string>> },
) => {
  const plan = planOf({}, resources) as { configuration: { provider_config: object; root_module: object } };
  Object.assign(plan.configuration.provider_config, providers.config);
  Object.assign(plan.configuration.root_module, {
    resources: Object.entries(providers.keys).map(([address, provider_config_key]) => ({
      address,
      provider_config_key,
    })),
  });
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(plan));
  return file;
};

const alone = { config: {}, keys: {} };
const review = (...files: readonly string[]) =>
  buildReport({ what: readInputs(files), accepted: [], today: "2026-11-26" });

const trust = document({
  Effect: "Allow",
  Principal: { Service: "lambda.amazonaws.com" },
  Action: "sts:AssumeRole",
});
const publishes = document({
  Sid: "All",
  Effect: "Allow",
  Principal: "*",
  Action: "sns:Publish",
  Resource: "*",
});

it("roles whose names AWS makes from one prefix are several, within a stack and among stacks", async () => {
  const roles: Resources = {
    'aws_iam_role.team["a"]': { name_prefix: "team-", assume_role_policy: trust },
    'aws_iam_role.team["b"]': { name_prefix: "team-", assume_role_policy: trust },
    "aws_iam_role.unnamed": { assume_role_policy: trust },
  };
  expect((await review(written("one", roles, alone))).principals).toHaveLength(3);
  const both = await review(written("one", roles, alone), written("two", roles, alone));
  expect(new Set(both.principals.map(({ arn }) => arn)).size).toBe(6);
});

it("buckets without a known name are several among stacks", async () => {
  const bucket = { "aws_s3_bucket.this": { bucket_prefix: "acme-" } };
  const { resources } = await review(written("one", bucket, alone), written("two", bucket, alone));
  expect(resources).toHaveLength(2);
});

describe("with several providers a resource is where its provider is", () => {
  const us = { name: "aws", alias: "us", expressions: { region: { constant_value: "us-east-1" } } };
  const other = {
    name: "aws",
    alias: "other",
    expressions: { assume_role: [{ role_arn: { constant_value: role("deploy", "444455556666") } }] },
  };

  it("a topic of the same name in another region", async () => {
    const { resources, access } = await review(
      written(
        "topics",
        {
          "aws_sns_topic.here": { name: "same" },
          "aws_sns_topic.there": { name: "same" },
          "aws_sns_topic_policy.there": { arn: "arn:aws:sns:us-east-1:111122223333:same", policy: publishes },
        },
        {
          config: { "aws.us": us },
          keys: { "aws_sns_topic.there": "aws.us", "aws_sns_topic_policy.there": "aws.us" },
        },
      ),
    );
    expect(resources.map(({ arn }) => arn)).toEqual([
      `arn:aws:sns:eu-west-1:${account}:same`,
      `arn:aws:sns:us-east-1:${account}:same`,
    ]);
    expect(access.map(({ resource }) => resource)).toEqual([`arn:aws:sns:us-east-1:${account}:same`]);
  });

  it("a role of the same name in another account, with the policy that is attached there", async () => {
    const everything = document({ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" });
    const { principals } = await review(
      written(
        "roles",
        {
          "aws_iam_role.here": { name: "reader", assume_role_policy: trust },
          "aws_iam_role.there": { name: "reader", assume_role_policy: trust },
          "aws_iam_role_policy.there": { role: "reader", policy: everything },
        },
        {
          config: { "aws.other": other },
          keys: { "aws_iam_role.there": "aws.other", "aws_iam_role_policy.there": "aws.other" },
        },
      ),
    );
    expect(principals.map(({ arn, statements }) => [arn, statements.length])).toEqual([
      [role("reader"), 0],
      [role("reader", "444455556666"), 1],
    ]);
  });

  it("a synthesized stack with an alias", async () => {
    const file = join(folder, "cdk.tf.json");
    writeFileSync(
      file,
      JSON.stringify({
        provider: { aws: [{ region: "eu-west-1" }, { alias: "us", region: "us-east-1" }] },
        resource: {
          aws_sns_topic: { here: { name: "same" }, there: { name: "same", provider: "aws.us" } },
          aws_sns_topic_policy: {
            there: { arn: "${aws_sns_topic.there.arn}", policy: publishes, provider: "aws.us" },
          },
        },
      }),
    );
    const { access } = await review(file);
    expect(access.map(({ resource }) => resource)).toEqual(["arn:aws:sns:us-east-1:000000000000:same"]);
  });
});
