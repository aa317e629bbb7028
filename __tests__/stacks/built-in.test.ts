import { PermissionStyle } from "../../lib";
import { S3Location } from "../../lib/storage/s3-location";
import type { ExampleChange } from "../example-stacks";
import { all, bySid, only } from "../synthesized";
import { addresses, example, outputs } from "./example-json";

/* Addresses are a contract: a change of one destroys the resource and makes it anew. */
describe("the addresses in a plan", () => {
  test("of a workflow with existing buckets and an existing key", () => {
    expect(addresses(example("contract-clauses"))).toEqual([
      "aws_iam_policy.execution_role_policy",
      "aws_iam_role.execution_role",
      "aws_iam_role_policy_attachment.execution_role_attachment",
    ]);
  });

  test("of a workflow with a bucket and a key of its own", () => {
    expect(addresses(example("road-surface"))).toEqual([
      "aws_iam_policy.execution_role_policy",
      "aws_iam_role.execution_role",
      "aws_iam_role_policy_attachment.execution_role_attachment",
      "aws_kms_alias.key_alias",
      "aws_kms_key.key",
      "aws_s3_bucket.acme-road-surface",
      "aws_s3_bucket_cors_configuration.acme-road-surface_cors",
      "aws_s3_bucket_lifecycle_configuration.acme-road-surface_lifecycle",
      "aws_s3_bucket_ownership_controls.acme-road-surface_ownership",
      "aws_s3_bucket_policy.acme-road-surface_policy",
      "aws_s3_bucket_public_access_block.acme-road-surface_public_access_block",
      "aws_s3_bucket_server_side_encryption_configuration.acme-road-surface_encryption",
      "aws_s3_bucket_versioning.acme-road-surface_versioning",
    ]);
  });

  test("of policies that a role needs more of", () => {
    const inputs = Array.from(
      { length: 200 },
      (_, index) => new S3Location("acme-contracts", `clauses/${index}/`),
    );
    expect(addresses(example("contract-clauses", { workflow: { inputs } })).slice(0, 2)).toEqual([
      "aws_iam_policy.execution_role_policy",
      "aws_iam_policy.execution_role_policy-2",
    ]);
  });
});

describe("the outputs", () => {
  test("are what a person needs to make a labeling job", () => {
    const config = { account: "111122223333" };
    expect(outputs(example("street-signs", { config }))).toEqual({
      execution_role_arn: "arn:aws:iam::111122223333:role/acme-street-signs-execution",
      output_kms_key_arn: "${aws_kms_key.key.arn}",
      volume_kms_key_arn: "${aws_kms_key.key.arn}",
      input_locations: ["s3://acme-street-signs-raw/images/", "s3://acme-street-signs-raw/job/"],
      output_location: "s3://acme-street-signs-labels/",
      pre_human_task_lambda_arn: "arn:aws:lambda:eu-west-1:568282634449:function:PRE-BoundingBox",
      annotation_consolidation_lambda_arn: "arn:aws:lambda:eu-west-1:568282634449:function:ACS-BoundingBox",
      labeling_job_algorithm_specification_arn:
        "arn:aws:sagemaker:eu-west-1:027400017018:labeling-job-algorithm-specification/object-detection",
    });
  });

  test("tell what is left to do for an existing key", () => {
    const required = outputs(example("contract-clauses")).required_key_policy_statements as Record<
      string,
      string
    >;
    expect(Object.keys(required)).toEqual(["alias/acme-contracts"]);
    expect(JSON.parse(required["alias/acme-contracts"]!)).toMatchObject([
      {
        Sid: "AllowUseOfKmsKey",
        Principal: { AWS: expect.stringContaining(":role/acme-contract-clauses-execution") },
      },
    ]);
  });

  test("tell what is left to do for existing buckets with images", () => {
    const { required_cors: required } = outputs(
      example("road-surface", { workflow: { buckets: { create: [], existing: [] } } }),
    );
    const { buckets, rules } = required as { buckets: string[]; rules: string };
    expect(buckets).toEqual(["acme-road-surface"]);
    expect(JSON.parse(rules)).toEqual([
      { AllowedMethods: ["GET"], AllowedOrigins: ["*"], ExposeHeaders: ["Access-Control-Allow-Origin"] },
    ]);
    expect(outputs(example("road-surface"))).not.toHaveProperty("required_cors");
  });

  test("tell what is left to do where buckets let in nobody from outside a network", () => {
    const vpcRestriction = { vpcEndpointIds: ["vpce-0a1b2c3d"], vpcIds: [], exemptPrincipalArns: [] };
    const restricted = (style: PermissionStyle) =>
      example("street-signs", {
        workflow: {
          automatedLabeling: undefined,
          permissions: { style, hardening: {} },
          buckets: {
            create: [{ name: "acme-street-signs-raw", forceDestroy: false, vpcRestriction }],
            existing: [{ name: "acme-street-signs-labels", manageCors: false, vpcRestriction }],
          },
        },
      });
    const json = restricted(PermissionStyle.LEAST_PRIVILEGE);
    const policy = bySid(only(json, "aws_s3_bucket_policy").policy);
    const labels = { Resource: "arn:aws:s3:::acme-street-signs-labels/*" };
    expect(outputs(json).required_bucket_policy_statements).toEqual({
      "acme-street-signs-labels": JSON.stringify([{ ...policy.DenyOutsideVpc, ...labels }]),
    });
    expect(outputs(json).required_endpoint_buckets).toEqual([
      "acme-street-signs-raw",
      "acme-street-signs-labels",
      "sagemaker-labeling-data-eu-west-1",
      "sm-bxcb-eu-west-1-saved-task-states",
    ]);
    const printed = only(restricted(PermissionStyle.AS_DOCUMENTED), "aws_s3_bucket_policy").policy;
    expect(bySid(printed).DenyOutsideVpc).toMatchObject({ Action: ["s3:GetObject", "s3:PutObject"] });
    const open = outputs(example("street-signs"));
    expect(open).not.toHaveProperty("required_bucket_policy_statements");
    expect(open).not.toHaveProperty("required_endpoint_buckets");
  });

  test("are the network that automated labeling trains in, as a labeling job takes it", () => {
    const vpcConfig = { subnets: ["subnet-0a1b2c3d"], securityGroupIds: ["sg-0a1b2c3d"] };
    const json = example("street-signs", {
      workflow: { automatedLabeling: { enabled: true, vpcConfig } },
    });
    expect(outputs(json).vpc_config).toEqual({
      Subnets: ["subnet-0a1b2c3d"],
      SecurityGroupIds: ["sg-0a1b2c3d"],
    });
    expect(outputs(example("street-signs"))).not.toHaveProperty("vpc_config");
  });

  test("tell what is left to do for an existing role", () => {
    const { required_trust_statements: required } = outputs(
      example("contract-clauses", { workflow: { executionRole: { existing: "old-role" } } }),
    );
    expect(JSON.parse(required as string)).toMatchObject([
      { Principal: { Service: "sagemaker.amazonaws.com" } },
    ]);
  });

  test("have a description each", () => {
    for (const output of Object.values(example("street-signs").output!))
      expect(output.description).toMatch(/\w/);
  });
});

describe("a stack by the configuration", () => {
  test("states the provider versions that it is proved with, and the region", () => {
    const { terraform, ...json } = example("contract-clauses", { config: { account: "111122223333" } });
    expect(terraform.required_providers).toEqual({
      aws: { source: "hashicorp/aws", version: ">= 5.100.0, < 7.0.0" },
    });
    expect((json as unknown as { provider: unknown }).provider).toMatchObject({
      aws: [
        {
          region: "eu-west-1",
          allowed_account_ids: ["111122223333"],
          default_tags: [{ tags: { team: "vision" } }],
        },
      ],
    });
    // Nothing but the key that the configuration names by its alias.
    expect(json.data).toMatchObject({ aws_kms_key: { key: { key_id: "alias/acme-contracts" } } });
    expect(Object.keys(json.data!)).toEqual(["aws_kms_key"]);
  });

  test("gives the role its path, boundary, name and session", () => {
    const permissionsBoundary = "arn:aws:iam::111122223333:policy/boundary";
    const json = example("contract-clauses", {
      config: { rolePath: "/labeling/", permissionsBoundary },
      workflow: { executionRole: { name: "clauses", maxSessionDuration: 43200 } },
    });
    expect(only(json, "aws_iam_role")).toMatchObject({
      name: "clauses",
      path: "/labeling/",
      permissions_boundary: permissionsBoundary,
      max_session_duration: 43_200,
    });
  });

  test("attaches policies named after the workflow to an existing role, by name or ARN", () => {
    for (const existing of ["old-role", "arn:aws:iam::111122223333:role/x/old-role"]) {
      const json = example("contract-clauses", { workflow: { executionRole: { existing } } });
      expect(json.resource.aws_iam_role).toBeUndefined();
      expect(only(json, "aws_iam_policy")).toMatchObject({ name: "acme-contract-clauses-execution" });
      expect(only(json, "aws_iam_role_policy_attachment")).toMatchObject({ role: "old-role" });
    }
  });

  test("passes the options of key and buckets on", () => {
    const administrators = ["arn:aws:iam::111122223333:role/admin"];
    const dataUsers = ["arn:aws:iam::111122223333:role/reader"];
    const json = example("road-surface", {
      workflow: {
        encryptionKey: {
          create: { administrators, dataUsers, deletionWindowInDays: 7, rotationPeriodInDays: 90 },
        },
        buckets: {
          create: [
            {
              name: "acme-road-surface",
              accessLogs: new S3Location("acme-logs", "road/"),
              expireAfterDays: 365,
              expireOldVersionsAfterDays: 30,
              forceDestroy: true,
            },
          ],
          existing: [],
        },
      },
    });
    const key = only(json, "aws_kms_key");
    expect(key).toMatchObject({ deletion_window_in_days: 7, rotation_period_in_days: 90 });
    expect(bySid(key.policy)).toMatchObject({
      AllowKeyAdministration: { Principal: { AWS: administrators[0] } },
      AllowDataUsersThroughS3: {
        Principal: { AWS: dataUsers[0] },
        Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
      },
    });
    expect(only(json, "aws_s3_bucket")).toMatchObject({ force_destroy: true });
    expect(only(json, "aws_s3_bucket_logging")).toMatchObject({ target_bucket: "acme-logs" });
    expect(only(json, "aws_s3_bucket_lifecycle_configuration").rule).toHaveLength(3);
  });

  test("asks an existing key that two things name for one set of rights", () => {
    const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/other";
    const json = example("contract-clauses", {
      workflow: {
        buckets: {
          create: [],
          existing: [{ name: "acme-contracts", manageCors: false, encryptionKey: { existing: keyArn } }],
        },
      },
    });
    const required = outputs(json).required_key_policy_statements as Record<string, string>;
    const sids = Object.values(required).map((list) =>
      (JSON.parse(list) as { Sid: string }[]).map(({ Sid }) => Sid),
    );
    expect(Object.keys(required)).toEqual(["alias/acme-contracts", keyArn]);
    expect(sids).toEqual([["AllowUseOfKmsKey"], ["AllowDecryptOfInput"]]);
  });

  test("makes no log group but where it is asked for", () => {
    expect(all(example("contract-clauses"), "aws_cloudwatch_log_group")).toEqual([]);
    expect(only(example("street-signs"), "aws_cloudwatch_log_group")).toMatchObject({
      retention_in_days: 365,
    });
  });
});

describe("what is changed after the schema made it", () => {
  test.each([
    [
      "automated labeling for a task without it",
      { taskType: "NamedEntityRecognition", automatedLabeling: { enabled: true } },
      "workflows[0].automatedLabeling.enabled: got it for NamedEntityRecognition; only",
    ],
    [
      "a key of another region by its alias",
      { encryptionKey: { existing: "arn:aws:kms:us-east-1:444455556666:alias/acme" } },
      "workflows[0].encryptionKey.existing: got",
    ],
    [
      "an existing role whose ARN is none",
      { executionRole: { existing: "arn:aws:iam::111122223333:user/bob" } },
      "workflows[0].executionRole.existing: got",
    ],
  ])("is refused by its place in the configuration: %s", (_what, workflow, message) => {
    expect(() => example("contract-clauses", { workflow: workflow as ExampleChange["workflow"] })).toThrow(
      message,
    );
  });
});

describe("ends of jobs that a target did not take", () => {
  const functionArn = "arn:aws:lambda:eu-west-1:111122223333:function:ended";
  const reader = "arn:aws:iam::111122223333:role/reader";
  const lost = "arn:aws:sqs:eu-west-1:111122223333:lost";
  const events = (deadLetters: object) =>
    example("street-signs", {
      config: { account: "111122223333" },
      workflow: { jobEvents: { functionArn, deadLetters } } as ExampleChange["workflow"],
    });

  test("go to a queue that is made, with the workflow's key, for its consumers", () => {
    const json = events({ consumers: [reader] });
    expect(only(json, "aws_sqs_queue")).toMatchObject({
      name: "acme-street-signs-jobs-dead-letters",
      kms_master_key_id: "${aws_kms_key.key.arn}",
    });
    expect(only(json, "aws_cloudwatch_event_target")).toMatchObject({
      dead_letter_config: { arn: "arn:aws:sqs:eu-west-1:111122223333:acme-street-signs-jobs-dead-letters" },
    });
    expect(bySid(only(json, "aws_sqs_queue_policy").policy)).toMatchObject({
      AllowUndeliveredEvents: {
        Condition: {
          ArnEquals: { "aws:SourceArn": "arn:aws:events:eu-west-1:111122223333:rule/acme-street-signs-jobs" },
        },
      },
      AllowNamedConsumers: { Principal: { AWS: reader } },
    });
    expect(bySid(only(json, "aws_kms_key").policy)).toMatchObject({
      AllowEventBridge: { Principal: { Service: "events.amazonaws.com" } },
      AllowConsumersThroughSqs: { Principal: { AWS: reader } },
    });
    expect(outputs(json)).toMatchObject({
      job_events_dead_letter_queue_url: "${aws_sqs_queue.job_events_dead_letters.url}",
    });
  });

  test("go to a queue that exists, whose policy is an output", () => {
    const json = events({ queueArn: lost });
    expect(json.resource).not.toHaveProperty("aws_sqs_queue");
    expect(outputs(json).required_event_policy_statements).toMatchObject({
      [lost]: expect.stringContaining("AllowUndeliveredEvents") as unknown,
    });
  });
});
