import { TerraformLocal } from "cdktf";
import {
  type AutomatedLabelingOptions,
  BuiltInTaskType,
  BuiltInWorkflow,
  LabelingBucket,
  LabelingKey,
  LabelingLogGroup,
  S3Location,
  StreamingWorkflow,
  type BuiltInWorkflowProps,
  type VpcRestriction,
} from "../../lib";
import { all, bySid, only, synthesized } from "../synthesized";
import { account, here } from "../account";
import { messageOf } from "../refusals";

describe("two workflows of one name in a stack", () => {
  test("are refused, with the path of the other", () => {
    const workflow = {
      name: "signs",
      taskType: BuiltInTaskType.BOUNDING_BOX,
      inputs: [S3Location.parse("s3://acme-raw/")],
      output: S3Location.parse("s3://acme-labels/"),
    };
    const build = () =>
      synthesized((stack) => {
        new BuiltInWorkflow(stack, "One", workflow);
        new StreamingWorkflow(stack, "Two", workflow);
      });
    expect(build).toThrow('name: got "signs", the name of test/One too');
  });
});

describe("a built-in workflow", () => {
  const raw = S3Location.parse("s3://acme-raw/signs/");
  const labels = S3Location.parse("s3://acme-labels/signs/");
  const basics = {
    name: "signs",
    taskType: BuiltInTaskType.BOUNDING_BOX,
    inputs: [raw],
    output: labels,
  };
  const workflow = (props: Partial<BuiltInWorkflowProps> = {}, options = here) => {
    let built: BuiltInWorkflow | undefined;
    const json = synthesized(
      (stack) => (built = new BuiltInWorkflow(stack, "Signs", { ...basics, ...props })),
      options,
    );
    return { json, built: built! };
  };

  test("makes a role and a key of its own, and names what a labeling job asks for", () => {
    const { json, built } = workflow();
    expect(only(json, "aws_iam_role")).toMatchObject({ name: "signs-execution", max_session_duration: 3600 });
    expect(only(json, "aws_kms_alias")).toMatchObject({ name: "alias/signs" });
    expect(built).toMatchObject({
      preAnnotationFunctionArn: "arn:aws:lambda:eu-west-1:568282634449:function:PRE-BoundingBox",
      annotationConsolidationFunctionArn: "arn:aws:lambda:eu-west-1:568282634449:function:ACS-BoundingBox",
      humanTaskUiArn: undefined,
      labelingAlgorithmArn: undefined,
      encryptsVolume: false,
    });
  });

  test("trains models, with an encrypted volume unless told otherwise, only where that is asked for", () => {
    const sids = (props: Partial<BuiltInWorkflowProps>) =>
      Object.keys(bySid(only(workflow(props).json, "aws_iam_policy").policy));
    const basic = ["CloudWatchMetrics", "CloudWatchLogs", "S3SeeBuckets", "S3ReadInput", "S3WriteOutput"];
    expect(sids({})).toEqual(basic);
    expect(sids({ automatedLabeling: { encryptVolume: false } })).toEqual([
      ...basic,
      "PassItselfToSageMaker",
    ]);
    expect(sids({ automatedLabeling: {} })).toEqual([
      ...basic,
      "PassItselfToSageMaker",
      "CreateVolumeKeyGrant",
    ]);
    expect(workflow({ automatedLabeling: {} }).built.vpcConfig).toBeUndefined();
    expect(workflow({ automatedLabeling: {} }).built).toMatchObject({
      encryptsVolume: true,
      labelingAlgorithmArn:
        "arn:aws:sagemaker:eu-west-1:027400017018:labeling-job-algorithm-specification/object-detection",
    });
  });

  describe("on a bucket that lets in nobody from outside a network", () => {
    const vpcConfig = { subnets: ["subnet-0a1b2c3d"], securityGroupIds: ["sg-0a1b2c3d"] };
    const restricted = (
      automatedLabeling: AutomatedLabelingOptions,
      restrictions: Readonly<Record<string, VpcRestriction>>,
    ) => {
      let workflow: BuiltInWorkflow | undefined;
      synthesized((stack) => {
        const buckets = Object.entries(restrictions).map(([name, vpcRestriction]) =>
          LabelingBucket.fromBucketName(stack, name, name, { vpcRestriction }),
        );
        workflow = new BuiltInWorkflow(stack, "Signs", { ...basics, automatedLabeling, buckets });
      }, here);
      return workflow!.node.metadata.map(({ data }) => String(data));
    };
    const ours = { vpcEndpointIds: ["vpce-0a1b2c3d"] };

    test("trains inside a network, or not at all", () => {
      expect(() => restricted({}, { "acme-labels": ours })).toThrow(
        'automatedLabeling: trains outside any network of yours, and "acme-labels" has a vpcRestriction',
      );
      expect(restricted({ vpcConfig }, { "acme-labels": ours })).toEqual([]);
      const exempt = { ...ours, exemptPrincipalArns: [`arn:aws:iam::${account}:role/signs-execution`] };
      expect(restricted({}, { "acme-labels": exempt })).toEqual([]);
    });

    test("warns of two buckets that no network reaches both of", () => {
      const other = { vpcEndpointIds: ["vpce-0f0f0f0f"] };
      expect(restricted({ vpcConfig }, { "acme-raw": ours, "acme-labels": other })).toEqual([
        expect.stringContaining('"acme-raw" and "acme-labels" let in no endpoint and no network in common'),
      ]);
      // Whose endpoint the other's network has is not known here.
      const network = { vpcIds: ["vpc-0a1b2c3d"] };
      expect(restricted({ vpcConfig }, { "acme-raw": ours, "acme-labels": network })).toEqual([]);
    });

    test("refuses ids and lists that a job does not take", () => {
      const wrong = { subnets: ["vpc-1"], securityGroupIds: [] };
      expect(
        messageOf(() => restricted({ vpcConfig: wrong }, {}))
          .split("\n")
          .slice(1),
      ).toEqual([
        expect.stringContaining(
          'automatedLabeling.vpcConfig.subnets[0]: got "vpc-1"; an id of the form subnet-',
        ),
        expect.stringContaining(
          "automatedLabeling.vpcConfig.securityGroupIds: got none; a list of ids of security groups is allowed, 1 to 5 of them",
        ),
      ]);
    });

    test("leaves ids that only Terraform knows out of the policy", () => {
      const json = synthesized((stack) => {
        const subnet = new TerraformLocal(stack, "subnet", "subnet-0a1b2c3d").asString;
        const automatedLabeling = { vpcConfig: { ...vpcConfig, subnets: [subnet] } };
        new BuiltInWorkflow(stack, "Signs", { ...basics, automatedLabeling });
      }, here);
      expect(bySid(only(json, "aws_iam_policy").policy).LendTrainingInterfaces).toMatchObject({
        Condition: { ArnLike: { "ec2:Subnet": "arn:aws:ec2:eu-west-1:*:subnet/*" } },
      });
    });
  });

  test("gives long sessions to tasks that people may work on for days", () => {
    const { json } = workflow({ taskType: BuiltInTaskType.VIDEO_OBJECT_TRACKING });
    expect(only(json, "aws_iam_role")).toMatchObject({ max_session_duration: 28_800 });
  });

  test("gives CORS rules to the buckets that it may, and names the others that need one", () => {
    const corsOf = (taskType: BuiltInTaskType) => {
      let built: BuiltInWorkflow | undefined;
      const json = synthesized((stack) => {
        const own = LabelingBucket.fromBucketName(stack, "Raw", "acme-raw", { manageCors: true });
        built = new BuiltInWorkflow(stack, "W", { ...basics, taskType, buckets: [own] });
      }, here);
      return {
        managed: all(json, "aws_s3_bucket_cors_configuration").length,
        others: built!.bucketsToGiveCors,
      };
    };
    expect(corsOf(BuiltInTaskType.BOUNDING_BOX)).toEqual({ managed: 1, others: [] });
    expect(corsOf(BuiltInTaskType.VIDEO_OBJECT_DETECTION)).toEqual({ managed: 1, others: ["acme-labels"] });
    expect(corsOf(BuiltInTaskType.NAMED_ENTITY_RECOGNITION)).toEqual({ managed: 0, others: [] });
    expect(workflow().built.bucketsToGiveCors).toEqual(["acme-raw"]);
  });

  test("lets the role decrypt input buckets with keys of their own, and no more than that", () => {
    const inputKeyArn = `arn:aws:kms:eu-west-1:${account}:key/input`;
    const json = synthesized((stack) => {
      const encryptionKey = LabelingKey.fromKeyArn(stack, "InputKey", inputKeyArn);
      const buckets = [LabelingBucket.fromBucketName(stack, "Raw", "acme-raw", { encryptionKey })];
      new BuiltInWorkflow(stack, "W", { ...basics, buckets });
    }, here);
    expect(bySid(only(json, "aws_iam_policy").policy).DecryptInput).toMatchObject({
      Action: ["kms:Decrypt", "kms:DescribeKey"],
      Resource: inputKeyArn,
    });
  });

  test("works where only Terraform knows the region", () => {
    const { json, built } = workflow({}, {} as typeof here);
    expect(built.preAnnotationFunctionArn).toContain("function:PRE-BoundingBox");
    expect(JSON.stringify(json)).not.toContain("TfToken");
  });

  test("names all that is wrong with it at once", () => {
    const message = messageOf(() =>
      synthesized(
        (stack) => {
          const stranger = LabelingBucket.fromBucketName(stack, "Other", "acme-other");
          new BuiltInWorkflow(stack, "Signs", {
            name: "Street Signs",
            taskType: BuiltInTaskType.NAMED_ENTITY_RECOGNITION,
            inputs: [],
            output: labels,
            buckets: [stranger],
            automatedLabeling: {},
          });
        },
        { region: "eu-west-3" },
      ),
    );
    expect(message.split("\n")).toEqual([
      'BuiltInWorkflow "test/Signs" cannot be built:',
      expect.stringContaining('  - name: got "Street Signs"; 1 to 63 lower-case letters and digits'),
      expect.stringMatching(/ {2}- region: .*eu-west-3.*us-east-1/),
      expect.stringContaining("  - inputs: got none; name at least the folder of the input manifest"),
      expect.stringContaining('  - buckets[0]: got "acme-other", which neither inputs nor output name'),
      expect.stringMatching(
        / {2}- automatedLabeling: got it for NamedEntityRecognition; only .*BoundingBox.* have automated/,
      ),
    ]);
  });
});

describe("the labeling log group", () => {
  test("is kept for a year and encrypted with a key that admits this log group only", () => {
    const json = synthesized((stack) => {
      const encryptionKey = new LabelingKey(stack, "Key", { alias: "alias/acme" });
      new LabelingLogGroup(stack, "Logs", { encryptionKey });
    }, here);
    expect(only(json, "aws_cloudwatch_log_group")).toMatchObject({
      name: "/aws/sagemaker/LabelingJobs",
      retention_in_days: 365,
    });
    expect(bySid(only(json, "aws_kms_key").policy).AllowCloudWatchLogs).toMatchObject({
      Principal: { Service: "logs.eu-west-1.amazonaws.com" },
      Condition: {
        ArnEquals: {
          "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:eu-west-1:${account}:log-group:/aws/sagemaker/LabelingJobs`,
        },
      },
    });
  });

  test("refuses a retention that CloudWatch Logs lacks, and a key known by alias only", () => {
    const message = messageOf(() =>
      synthesized((stack) => {
        const encryptionKey = LabelingKey.fromAliasOfAnotherStack(stack, "Key", "alias/acme");
        new LabelingLogGroup(stack, "Logs", { encryptionKey, retentionInDays: 100 });
      }, here),
    );
    expect(message).toContain("retentionInDays: got 100; a number of days is one of 1, 3, 5,");
    expect(message).toContain("CloudWatch Logs takes the ARN of a key, not an alias");
  });

  test("shows an ARN that only Terraform knows in full without the numbers of tokens", () => {
    const build = () =>
      synthesized((stack) => {
        const encryptionKey = LabelingKey.fromAliasOfAnotherStack(stack, "Key", "alias/acme");
        new LabelingLogGroup(stack, "Logs", { encryptionKey });
      });
    expect(build).toThrow(
      /got arn:<known to Terraform>:kms:[^$]*:<known to Terraform>:alias\/acme; CloudWatch/,
    );
  });
});

describe("an error", () => {
  test("carries no stack trace: it is the user's to mend", () => {
    try {
      S3Location.parse("x");
    } catch (error) {
      expect((error as Error).stack).not.toMatch(/^\s+at /m);
    }
    expect.assertions(1);
  });
});
