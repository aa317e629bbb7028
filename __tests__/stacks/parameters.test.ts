import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BuiltInTaskType, BuiltInWorkflow, LabelingOutputs, S3Location } from "../../lib";
import { configSchema, synthesize, workflowStacks } from "../../stacks";
import type { TerraformJson } from "../synthesized";
import { inScratchFolder } from "../scratch-folder";

/* Outputs for stacks that read no state: the same words in Parameter Store. */

const workflow = {
  name: "signs",
  type: "built-in",
  taskType: "BoundingBox",
  inputs: ["s3://acme-raw/signs/"],
  output: "s3://acme-labels/signs/",
};
const config = (change: object = {}) => ({
  namePrefix: "acme",
  region: "eu-west-1",
  account: "111122223333",
  ssmParameters: true,
  workflows: [workflow],
  ...change,
});

function synthesized(given: object): Record<string, TerraformJson> {
  return inScratchFolder((outdir) => {
    synthesize(configSchema.parse(given), outdir, workflowStacks);
    const { stacks } = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8")) as { stacks: object };
    return Object.fromEntries(
      Object.keys(stacks).map((name) => [
        name,
        JSON.parse(readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8")) as TerraformJson,
      ]),
    );
  });
}

interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly tier: string;
  readonly insecure_value: string;
}
const parameters = (stack: TerraformJson | undefined) =>
  Object.fromEntries(
    Object.values((stack?.resource["aws_ssm_parameter"] ?? {}) as unknown as Record<string, Parameter>).map(
      (one) => [one.name, one],
    ),
  );

describe("ssmParameters in the configuration", () => {
  const { signs, workforce, shared, access } = synthesized(
    config({
      workforce: {
        userPool: { create: { domain: "acme-labeling" } },
        teams: [{ name: "reviewers", description: "Review" }],
      },
      shared: { keys: [{ name: "data" }] },
      access: [
        { persona: "auditor", createRole: { trustedPrincipalArns: ["arn:aws:iam::111122223333:role/x"] } },
        {
          persona: "deployer",
          createRole: { trustedPrincipalArns: ["arn:aws:iam::111122223333:role/pipeline"] },
        },
      ],
    }),
  );

  test("tells what other stacks take, known in the first plan, in the tier that is free", () => {
    const told = parameters(signs);
    expect(told["/acme/signs/execution_role_arn"]).toMatchObject({
      type: "String",
      tier: "Standard",
      insecure_value: "arn:aws:iam::111122223333:role/acme-signs-execution",
    });
    expect(told["/acme/signs/input_locations"]).toMatchObject({
      type: "StringList",
      insecure_value: "s3://acme-raw/signs/",
    });
    expect(told["/acme/signs/output_kms_key_arn"]!.insecure_value).toBe("${aws_kms_key.key.arn}");
    expect(Object.keys(told).every((name) => signs!.output![name.split("/")[3]!] !== undefined)).toBe(true);
  });

  test("tells no more than that: what is left to do by hand stays an output", () => {
    expect(Object.keys(signs!.output!)).toContain("required_cors");
    expect(Object.keys(parameters(signs)).join()).not.toContain("required_");
  });

  test("has a parameter for each part of a mapping", () => {
    expect(Object.keys(parameters(workforce))).toContain("/acme/workforce/work_team_arns/reviewers");
    expect(parameters(shared)["/acme/shared/key_arns/data"]!.insecure_value).toMatch(/^\$\{aws_kms_key\./);
    expect(Object.keys(parameters(access))).toContain("/acme/access/role_arns/auditor");
  });

  test("are the deployer's to write, by their names", () => {
    const policies = JSON.stringify(access!.resource["aws_iam_policy"]);
    expect(policies).toContain("ssm:PutParameter");
    expect(policies).toContain("parameter/acme/signs/execution_role_arn");
    expect(policies).not.toContain("parameter/acme/*");
  });

  test("are not there by default", () => {
    expect(parameters(synthesized(config({ ssmParameters: undefined }))["signs"])).toEqual({});
  });

  test("need a prefix that Parameter Store takes", () => {
    expect(() => configSchema.parse(config({ namePrefix: "aws-labels" }))).toThrow(/begins with aws or ssm/);
    expect(() =>
      configSchema.parse(config({ namePrefix: "aws-labels", ssmParameters: false })),
    ).not.toThrow();
  });

  test("hold what the free tier holds", () => {
    const inputs = Array.from({ length: 50 }, (_, index) => `s3://acme-raw/${index}-${"x".repeat(100)}/`);
    expect(() => synthesized(config({ workflows: [{ ...workflow, inputs }] }))).toThrow(
      /\/acme\/signs\/input_locations, with \d+ characters/,
    );
    expect(() =>
      synthesized(config({ workflows: [{ ...workflow, inputs: ["s3://acme-raw/a,b/"] }] })),
    ).toThrow(/separates items by commas/);
  });
});

test("in an app a path begins the names", () => {
  const stack = new TerraformStack(Testing.app(), "mine");
  new AwsProvider(stack, "aws", { region: "eu-west-1" });
  const built = new BuiltInWorkflow(stack, "Signs", {
    name: "signs",
    taskType: BuiltInTaskType.BOUNDING_BOX,
    inputs: [S3Location.parse("s3://acme-raw/")],
    output: S3Location.parse("s3://acme-labels/"),
  });
  LabelingOutputs.ofBuiltIn(stack, built, { prefix: "signs", ssmParameterPath: "/team/labeling" });
  const json = JSON.parse(Testing.synth(stack)) as TerraformJson;
  expect(Object.keys(parameters(json))).toContain("/team/labeling/signs_execution_role_arn");
});
