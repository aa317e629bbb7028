import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import {
  App,
  Aspects,
  TerraformLocal,
  TerraformOutput,
  TerraformStack,
  TerraformVariable,
  Token,
} from "cdktf";
import {
  type AutomatedLabelingOptions,
  BuiltInTaskType,
  BuiltInWorkflow,
  CorsVariant,
  ExecutionRole,
  LabelingBucket,
  LabelingJobEvents,
  LabelingJobStatus,
  LabelingKey,
  LabelingLogGroup,
  LabelingTopic,
  PermissionStyle,
  ProviderScope,
  S3Location,
  StackScope,
  StreamingWorkflow,
  type BuiltInWorkflowProps,
  type LabelingBucketProps,
  type LabelingJobEventsProps,
  type LabelingKeyProps,
  type VpcRestriction,
} from "../../lib";
import { deployedStack } from "../conformance/harness/deployed";
import { everything } from "../conformance/harness/principal";
import { mayAssume, mayDo, mayNotAssume, mayNotDo } from "../conformance/harness/sentences";
import { all, bySid, only, synthesized, type TerraformJson, type TestStackOptions } from "../synthesized";

const account = "111122223333";
const here = { region: "eu-west-1", account };
const aToken = () => Token.asString({ resolve: () => "${var.x}" });

describe("the scope of a stack", () => {
  test("is what its provider states, without any data source", () => {
    const json = synthesized((stack) => {
      expect({ ...scopeOf(stack) }).toEqual({ partition: "aws", region: "eu-west-1", account });
    }, here);
    expect(json.data).toBeUndefined();
  });

  test("is asked of AWS once in a stack where the provider does not state it", () => {
    const json = synthesized((stack) => {
      new ExecutionRole(stack, "A", { name: "a" }).grantCloudWatch();
      new ExecutionRole(stack, "B", { name: "b" }).grantCloudWatch();
    });
    expect(Object.entries(json.data!).map(([type, them]) => [type, Object.keys(them).length])).toEqual([
      ["aws_caller_identity", 1],
      ["aws_partition", 1],
      ["aws_region", 1],
    ]);
    expect(JSON.stringify(json.resource)).toContain("${data.aws_region.GroundTruthRegion.id}");
  });

  test.each([
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
    ["us-east-1", "aws"],
  ])("knows that %s lies in the partition %s", (region, partition) => {
    synthesized((stack) => expect(StackScope.of(stack).partition).toBe(partition), { region });
  });

  function scopeOf(stack: TerraformStack) {
    const { partition, region, account: number } = StackScope.of(stack);
    return { partition, region, account: number };
  }
});

describe("an S3 location", () => {
  test("is a folder, with or without the final slash", () => {
    expect(S3Location.parse("s3://acme/labels").uri).toBe("s3://acme/labels/");
    expect(S3Location.parse("s3://acme/labels/").uri).toBe("s3://acme/labels/");
    expect(S3Location.parse("s3://acme").uri).toBe("s3://acme/");
    expect(String(new S3Location("acme", "a/b"))).toBe("s3://acme/a/b/");
  });

  test("contains what lies below it and not what begins alike", () => {
    const labels = S3Location.parse("s3://acme/labels/");
    expect(labels.contains(S3Location.parse("s3://acme/labels/2026/"))).toBe(true);
    expect(labels.contains(S3Location.parse("s3://acme/labels-private/"))).toBe(false);
    expect(labels.contains(S3Location.parse("s3://acme2/labels/"))).toBe(false);
  });

  test.each([
    ["https://acme/x", 'got "https://acme/x"; an S3 location looks like s3://bucket/prefix/'],
    ["s3://Acme/x", "lower-case letters"],
    ["s3://a..b/x", "no two dots in a row"],
    ["s3://192.168.0.1/x", "does not look like an IP address"],
    ["s3://-acme/x", "begins and ends with a letter or digit"],
    ["s3://xn--acme/x", "AWS keeps names that begin with"],
    ["s3://acme-s3alias/x", "AWS keeps names that end in"],
    ["s3://acme/*/x", 'a prefix cannot hold "*", which a policy would not take literally'],
    ["s3://acme/a?", 'a prefix cannot hold "?"'],
    ["s3://acme/${aws:username}/", 'a prefix cannot hold "${"'],
    ["s3://acme//x", "a prefix does not begin with /"],
    [`s3://acme/${"x".repeat(1025)}`, "S3 keys have at most 1024"],
  ])("refuses %s", (uri, message) => {
    expect(() => S3Location.parse(uri)).toThrow(message);
  });

  test("takes tokens for the bucket and the prefix", () => {
    const bucket = aToken();
    expect(new S3Location(bucket, aToken()).uri).toMatch(
      /^s3:\/\/\$\{TfToken\[.*\]\}\/\$\{TfToken\[.*\]\}\/$/,
    );
    expect(S3Location.parse(`s3://${bucket}/x/`).bucketName).toBe(bucket);
  });
});

describe("a stack with several AWS providers", () => {
  const workflow = {
    name: "signs",
    taskType: BuiltInTaskType.BOUNDING_BOX,
    inputs: [S3Location.parse("s3://acme-raw/")],
    output: S3Location.parse("s3://acme-labels/"),
  };
  const tokyo = { region: "ap-northeast-1", alias: "tokyo" };

  test("makes what stands in a scope for one of them with it, and writes policies for its account and region", () => {
    const json = synthesized((stack) => {
      const provider = new AwsProvider(stack, "Tokyo", { ...tokyo, allowedAccountIds: ["444455556666"] });
      const scope = new ProviderScope(stack, "InTokyo", { provider });
      new BuiltInWorkflow(scope, "Signs", workflow);
      new BuiltInWorkflow(stack, "Here", { ...workflow, name: "here" });
    }, here);
    const resources = Object.values(json.resource).flatMap((ofType) => Object.entries(ofType));
    for (const [name, { provider, ...resource }] of resources) {
      const isInTokyo = name.startsWith("InTokyo");
      expect([name, provider]).toEqual([name, isInTokyo ? "aws.tokyo" : undefined]);
      const text = JSON.stringify(resource);
      expect(text).not.toContain(isInTokyo ? account : "444455556666");
      expect(text).not.toContain(isInTokyo ? "eu-west-1" : "ap-northeast-1");
    }
    expect(resources.length).toBeGreaterThan(8);
  });

  test("asks AWS as the provider of the scope, where that does not state its account", () => {
    const json = synthesized((stack) => {
      const provider = new AwsProvider(stack, "Tokyo", tokyo);
      new BuiltInWorkflow(new ProviderScope(stack, "InTokyo", { provider }), "Signs", workflow);
    }, here);
    expect(Object.values(json.data!.aws_caller_identity!)).toMatchObject([{ provider: "aws.tokyo" }]);
  });

  test("with aliases only, refuses what does not say which it is for", () => {
    const build = () => {
      const stack = new TerraformStack(new App(), "test");
      new AwsProvider(stack, "Tokyo", tokyo);
      new BuiltInWorkflow(stack, "Signs", workflow);
    };
    expect(messageOf(build)).toMatch(
      /provider: the stack has AWS providers with an alias only \(tokyo\); put .* into a ProviderScope/,
    );
  });

  test("refuses resources that were moved to another one behind the policies' back", () => {
    const build = () =>
      synthesized((stack) => {
        const provider = new AwsProvider(stack, "Tokyo", tokyo);
        const signs = new BuiltInWorkflow(stack, "Signs", workflow);
        Aspects.of(signs).add({ visit: (node) => void (isKey(node) && (node.provider = provider)) });
      }, here);
    const isKey = (node: unknown): node is { provider: unknown } =>
      (node as { terraformResourceType?: string }).terraformResourceType === "aws_kms_key";
    expect(build).toThrow(
      /test\/Signs\/Key\/Resource: is made with the provider "aws\.tokyo", and the policies around it are written for "aws"/,
    );
  });

  test("takes nothing but one of its providers", () => {
    expect(() => synthesized((stack) => new ProviderScope(stack, "X", { provider: {} } as never))).toThrow(
      'ProviderScope "test/X" cannot be built:\n  - provider: an AwsProvider of the stack is needed',
    );
  });
});

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

describe("a labeling key", () => {
  const keyJson = (
    props: Partial<LabelingKeyProps> = {},
    build: (key: LabelingKey, stack: TerraformStack) => void = () => undefined,
  ) =>
    synthesized(
      (stack) => build(new LabelingKey(stack, "Key", { alias: "alias/acme", ...props }), stack),
      here,
    );

  describe("and the data that needs it", () => {
    const workflow = {
      name: "signs",
      taskType: BuiltInTaskType.BOUNDING_BOX,
      inputs: [S3Location.parse("s3://acme-raw/")],
      output: S3Location.parse("s3://acme-labels/"),
    };
    const bucketName = "acme-labels";
    const isProtected = (json: TerraformJson) =>
      (only(json, "aws_kms_key").lifecycle as { prevent_destroy?: boolean } | undefined)?.prevent_destroy ??
      false;

    test("is deleted after the buckets that it encrypts, and not at all if one of them stays", () => {
      const json = keyJson({}, (encryptionKey, stack) => {
        const bucket = new LabelingBucket(stack, "Labels", { name: bucketName, encryptionKey });
        new BuiltInWorkflow(stack, "Signs", { ...workflow, encryptionKey, buckets: [bucket] });
      });
      const [alias] = Object.keys(json.resource.aws_kms_alias!);
      expect(only(json, "aws_s3_bucket").depends_on).toEqual([`aws_kms_alias.${alias}`]);
      // Terraform refuses an empty bucket as well: this one can be destroyed once its objects are gone.
      expect(isProtected(json)).toBe(false);
    });

    test.each<[string, (key: LabelingKey, stack: TerraformStack) => void]>([
      [
        "answers in a bucket that is made elsewhere",
        (encryptionKey, stack) => new BuiltInWorkflow(stack, "Signs", { ...workflow, encryptionKey }),
      ],
      [
        "answers in a bucket that is made here with another key",
        (encryptionKey, stack) => {
          const other = LabelingKey.fromAlias(stack, "Other", "alias/other");
          const bucket = new LabelingBucket(stack, "Labels", { name: bucketName, encryptionKey: other });
          new BuiltInWorkflow(stack, "Signs", { ...workflow, encryptionKey, buckets: [bucket] });
        },
      ],
      [
        "a bucket that exists and is encrypted with it",
        (encryptionKey, stack) =>
          LabelingBucket.fromBucketName(stack, "Labels", bucketName, { encryptionKey }),
      ],
      [
        "a bucket of another stack",
        (encryptionKey, stack) => {
          const other = new TerraformStack(stack.node.root, "other");
          new AwsProvider(other, "aws", {});
          new LabelingBucket(other, "Labels", { name: bucketName, encryptionKey });
        },
      ],
    ])("is not deleted while data outlives it: %s", (_, build) => {
      expect(isProtected(keyJson({}, build))).toBe(true);
      expect(isProtected(keyJson({ preventDestroy: false }, build))).toBe(false);
    });

    test("is kept if asked to, and lets itself be deleted if nothing is encrypted with it", () => {
      expect(isProtected(keyJson({ preventDestroy: true }))).toBe(true);
      expect(isProtected(keyJson())).toBe(false);
    });

    test("of a workflow that makes its own is kept for answers in a bucket that exists", () => {
      const made = synthesized((stack) => new BuiltInWorkflow(stack, "Signs", workflow));
      expect(isProtected(made)).toBe(true);
    });
  });

  test("rotates, has an alias, and waits 30 days before it is deleted", () => {
    const json = keyJson();
    expect(only(json, "aws_kms_key")).toMatchObject({
      enable_key_rotation: true,
      rotation_period_in_days: 365,
      deletion_window_in_days: 30,
    });
    expect(only(json, "aws_kms_alias")).toMatchObject({ name: "alias/acme" });
  });

  test("is managed by the account's IAM policies unless administrators are named", () => {
    const administrator = `arn:aws:iam::${account}:role/keys`;
    const principal = (props?: Partial<LabelingKeyProps>) =>
      bySid(only(keyJson(props), "aws_kms_key").policy).AllowKeyAdministration!.Principal;
    expect(principal()).toEqual({ AWS: `arn:aws:iam::${account}:root` });
    expect(principal({ administrators: [administrator] })).toEqual({ AWS: administrator });
  });

  test("names a role only after the role exists, and all roles in one statement", () => {
    const json = keyJson({}, (key, stack) => {
      for (const roleName of ["a", "b"])
        new ExecutionRole(stack, roleName, { name: roleName }).grantUseKey(key);
    });
    const key = only(json, "aws_kms_key");
    expect(bySid(key.policy).AllowUseOfKmsKey!.Principal).toEqual({
      AWS: [`arn:aws:iam::${account}:role/a`, `arn:aws:iam::${account}:role/b`],
    });
    expect(key.depends_on).toEqual([
      expect.stringMatching(/^aws_iam_role\.a_/),
      expect.stringMatching(/^aws_iam_role\.b_/),
    ]);
  });

  test("names all that is wrong with it at once", () => {
    const props = {
      alias: "acme",
      administrators: [],
      dataUsers: ["bob"],
      deletionWindowInDays: 6,
      rotationPeriodInDays: 30,
    };
    expect(messageOf(() => keyJson(props)).split("\n")).toEqual([
      'LabelingKey "test/Key" cannot be built:',
      expect.stringContaining('  - alias: got "acme"; an alias is alias/ and 1 to 250 letters'),
      expect.stringContaining(
        "  - deletionWindowInDays: got 6; whole days from 7 to 30 are allowed (docs.aws.amazon.com/kms",
      ),
      expect.stringContaining("  - rotationPeriodInDays: got 30; whole days from 90 to 2560 are allowed"),
      expect.stringContaining("  - administrators: got an empty list"),
      expect.stringContaining(
        '  - dataUsers[0]: got "bob"; the ARN of a role, a user or the account root is allowed',
      ),
    ]);
  });

  test("refuses the name space of AWS's own aliases", () => {
    expect(() => keyJson({ alias: "alias/aws/s3" })).toThrow("alias/aws/ belongs to AWS");
  });

  describe("that exists already", () => {
    const required = (from: (stack: TerraformStack) => ReturnType<typeof LabelingKey.fromAlias>) => {
      const json = synthesized((stack) => {
        const key = from(stack);
        const role = new ExecutionRole(stack, "Role", { name: "role" });
        role.grantUseKey(key);
        new TerraformOutput(stack, "Required", { value: key.requiredKeyPolicyStatements, staticId: true });
      }, here);
      return { json, statements: JSON.parse(json.output!.Required!.value as string) as unknown[] };
    };

    test("is left alone; what its policy must contain is told", () => {
      const { json, statements } = required((stack) => LabelingKey.fromAlias(stack, "Key", "alias/acme"));
      expect(json.resource.aws_kms_key).toBeUndefined();
      expect(statements).toEqual([
        {
          Sid: "AllowUseOfKmsKey",
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${account}:role/role` },
          Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
          Resource: "*",
        },
      ]);
    });

    test("is granted by its ARN, which Terraform looks up where an alias is given", () => {
      const used = (from: (stack: TerraformStack) => ReturnType<typeof LabelingKey.fromAlias>) =>
        bySid(only(required(from).json, "aws_iam_policy").policy).UseLabelingKey;
      for (const alias of ["alias/acme", `arn:aws:kms:eu-west-1:${account}:alias/acme`]) {
        const { json } = required((stack) => LabelingKey.fromAlias(stack, "Key", alias));
        expect(json.data).toMatchObject({ aws_kms_key: { Key_961B73FD: { key_id: alias } } });
        const { UseLabelingKey } = bySid(only(json, "aws_iam_policy").policy);
        expect(UseLabelingKey).toMatchObject({
          Resource: `arn:aws:kms:eu-west-1:${account}:key/\${data.aws_kms_key.Key_961B73FD.id}`,
        });
        expect(UseLabelingKey).not.toHaveProperty("Condition");
      }
      const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/1234";
      expect(used((stack) => LabelingKey.fromKeyArn(stack, "Key", keyArn))).toMatchObject({
        Resource: keyArn,
      });
      expect(used((stack) => LabelingKey.fromKeyArn(stack, "Key", keyArn))).not.toHaveProperty("Condition");
    });

    test.each([
      ["alias/aws/s3", "a key that AWS manages: its policy cannot name an execution role"],
      ["my-key", "a key is named by alias/<name>, the ARN of an alias or the ARN of a key"],
      ["arn:aws:s3:::bucket", "a key is named by"],
      [
        "arn:aws:kms:eu-west-1:444455556666:alias/acme",
        "an alias is looked up in the account of the stack: name the key itself",
      ],
      [
        `arn:aws:kms:us-east-1:${account}:alias/acme`,
        "which lies in us-east-1; an alias is looked up in the region of the stack",
      ],
    ])("cannot be %s", (name, message) => {
      expect(() => synthesized((stack) => LabelingKey.fromAlias(stack, "Key", name), here)).toThrow(message);
    });
  });
});

describe("a labeling bucket", () => {
  const bucketJson = (
    props: Partial<LabelingBucketProps> = {},
    use: (bucket: LabelingBucket) => void = () => undefined,
  ) =>
    synthesized((stack) => {
      const encryptionKey = LabelingKey.fromAlias(stack, "Key", "alias/acme");
      use(new LabelingBucket(stack, "Bucket", { name: "acme-raw", encryptionKey, ...props }));
    }, here);

  test("is private, owner's only, versioned, encrypted with the key, and cleans up broken uploads", () => {
    const json = bucketJson();
    expect(only(json, "aws_s3_bucket")).toMatchObject({ bucket: "acme-raw", force_destroy: false });
    expect(only(json, "aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(only(json, "aws_s3_bucket_ownership_controls").rule).toEqual({
      object_ownership: "BucketOwnerEnforced",
    });
    expect(only(json, "aws_s3_bucket_versioning").versioning_configuration).toEqual({ status: "Enabled" });
    expect(only(json, "aws_s3_bucket_server_side_encryption_configuration").rule).toEqual([
      {
        apply_server_side_encryption_by_default: {
          sse_algorithm: "aws:kms",
          kms_master_key_id: `arn:aws:kms:eu-west-1:${account}:key/\${data.aws_kms_key.Key_961B73FD.id}`,
        },
        bucket_key_enabled: true,
      },
    ]);
    expect(only(json, "aws_s3_bucket_lifecycle_configuration").rule).toMatchObject([
      { id: "abort-incomplete-uploads", abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }] },
    ]);
    expect(json.resource.aws_s3_bucket_cors_configuration).toBeUndefined();
    expect(json.resource.aws_s3_bucket_logging).toBeUndefined();
  });

  test("expires objects, expires old versions and logs access where asked", () => {
    const accessLogs = S3Location.parse("s3://acme-logs/raw/");
    const json = bucketJson({ expireAfterDays: 365, expireOldVersionsAfterDays: 90, accessLogs });
    expect(only(json, "aws_s3_bucket_lifecycle_configuration").rule).toMatchObject([
      {},
      { id: "expire-objects", expiration: [{ days: 365 }] },
      { id: "expire-old-versions", noncurrent_version_expiration: [{ noncurrent_days: 90 }] },
    ]);
    expect(only(json, "aws_s3_bucket_logging")).toMatchObject({
      target_bucket: "acme-logs",
      target_prefix: "raw/",
    });
  });

  test("carries exactly the CORS rule that AWS documents for its tasks", () => {
    const rules = (...variants: CorsVariant[]) =>
      only(
        bucketJson({}, (bucket) => variants.forEach((variant) => bucket.requireCors(variant))),
        "aws_s3_bucket_cors_configuration",
      ).cors_rule;
    const image = {
      allowed_methods: ["GET"],
      allowed_origins: ["*"],
      expose_headers: ["Access-Control-Allow-Origin"],
    };
    const wide = {
      allowed_headers: ["*"],
      allowed_methods: ["GET", "HEAD", "PUT"],
      allowed_origins: ["*"],
      expose_headers: ["Access-Control-Allow-Origin"],
      max_age_seconds: 3000,
    };
    expect(rules(CorsVariant.IMAGE)).toEqual([image]);
    expect(rules(CorsVariant.VIDEO_FRAME_AND_3D)).toEqual([wide]);
    expect(rules(CorsVariant.IMAGE, CorsVariant.VIDEO_FRAME_AND_3D)).toEqual([wide]);
    expect(rules(CorsVariant.VIDEO_FRAME_AND_3D, CorsVariant.IMAGE)).toEqual([wide]);
  });

  test("names all that is wrong with it at once", () => {
    const props = {
      name: "Acme",
      expireAfterDays: 0,
      expireOldVersionsAfterDays: 1.5,
    };
    expect(messageOf(() => bucketJson(props)).split("\n")).toEqual([
      'LabelingBucket "test/Bucket" cannot be built:',
      expect.stringContaining('  - name: got "Acme"; a bucket name has 3 to 63 lower-case letters'),
      expect.stringContaining("  - expireAfterDays: got 0; whole days from 1 to 2147483647 are allowed"),
      expect.stringContaining(
        "  - expireOldVersionsAfterDays: got 1.5; whole days from 1 to 2147483647 are allowed",
      ),
    ]);
    const accessLogs = S3Location.parse("s3://acme-raw/logs/");
    expect(() => bucketJson({ accessLogs })).toThrow(
      "accessLogs: got s3://acme-raw/logs/, the bucket itself",
    );
  });

  test("that exists already is left alone, unless Terraform is to take over its CORS configuration", () => {
    const existing = (manageCors: boolean) =>
      synthesized((stack) => {
        const bucket = LabelingBucket.fromBucketName(stack, "Bucket", "acme-old", { manageCors });
        expect(bucket.requireCors(CorsVariant.IMAGE)).toBe(manageCors);
      });
    expect(existing(false).resource).toBeUndefined();
    expect(only(existing(true), "aws_s3_bucket_cors_configuration")).toMatchObject({ bucket: "acme-old" });
    expect(() => synthesized((stack) => LabelingBucket.fromBucketName(stack, "B", "A"))).toThrow(
      'bucketName: got "A"',
    );
  });
});

describe("a labeling bucket that lets in nobody from outside a network", () => {
  const vpcEndpointIds = ["vpce-0a1b2c3d4e5f60718"];
  const exempt = `arn:aws:iam::${account}:role/acme-console`;
  const restricted = (
    vpcRestriction: VpcRestriction,
    more: Partial<LabelingBucketProps> = {},
    options: TestStackOptions = here,
  ) =>
    synthesized((stack) => {
      const encryptionKey = LabelingKey.fromAlias(stack, "Key", "alias/acme");
      new LabelingBucket(stack, "Bucket", { name: "acme-raw", encryptionKey, vpcRestriction, ...more });
    }, options);
  const all = { vpcEndpointIds, vpcIds: ["vpc-0a1b2c3d"], exemptPrincipalArns: [exempt] };
  const deployed = deployedStack(restricted(all), here);
  const image = "arn:aws:s3:::acme-raw/images/1.jpg";
  const through = (vpce: string, vpc?: string) => ({
    "aws:SourceVpce": vpce,
    ...(vpc !== undefined && { "aws:SourceVpc": vpc }),
  });
  const [ofGroundTruth, own] = [through("vpce-0788e7ed8628e595d"), through(vpcEndpointIds[0]!)];
  const anybody = deployed.anotherRole("acme-execution", everything);

  describe("anybody", () => {
    mayDo(anybody, [
      ["read through Ground Truth's own endpoint", "s3:GetObject", image, ofGroundTruth],
      ["write through Ground Truth's own endpoint", "s3:PutObject", image, ofGroundTruth],
      ["read through an endpoint of ours", "s3:GetObject", image, own],
      ["read from our network", "s3:GetObject", image, through("vpce-0f0f0f0f", "vpc-0a1b2c3d")],
      ["list the bucket from outside, as Terraform does", "s3:ListBucket", "arn:aws:s3:::acme-raw"],
      ["mend the bucket policy from outside", "s3:PutBucketPolicy", "arn:aws:s3:::acme-raw"],
    ]);
    mayNotDo(anybody, [
      ["read from outside", "s3:GetObject", image],
      ["read an older version from outside", "s3:GetObjectVersion", image],
      ["write from outside", "s3:PutObject", image],
      ["delete from outside", "s3:DeleteObject", image],
      ["delete a version from outside", "s3:DeleteObjectVersion", image],
      ["copy versions to another bucket by replication", "s3:GetObjectVersionForReplication", image],
      ["start replication of what is there", "s3:InitiateReplication", image],
      ["bring objects in by replication", "s3:ReplicateObject", image],
      ["restore from the archive from outside", "s3:RestoreObject", image],
      ["read the attributes from outside", "s3:GetObjectAttributes", image],
      ["read the attributes of a version from outside", "s3:GetObjectVersionAttributes", image],
      ["read the tags from outside", "s3:GetObjectTagging", image],
      ["read who may read it from outside", "s3:GetObjectAcl", image],
      ["fetch it as a torrent", "s3:GetObjectTorrent", image],
      ["publish it from outside", "s3:PutObjectAcl", image],
      ["change its tags from outside", "s3:PutObjectTagging", image],
      ["change its key from outside", "s3:UpdateObjectEncryption", image],
      ["see the parts of an upload from outside", "s3:ListMultipartUploadParts", image],
      [
        "read through an endpoint whose id begins alike",
        "s3:GetObject",
        image,
        through("vpce-0a1b2c3d4e5f607189"),
      ],
      [
        "read through Ground Truth's endpoint of another region",
        "s3:GetObject",
        image,
        through("vpce-08408e335ebf95b40"),
      ],
      ["read from another network", "s3:GetObject", image, through("vpce-0f0f0f0f", "vpc-0f0f0f0f")],
      [
        "read through our endpoint without TLS",
        "s3:GetObject",
        image,
        { ...own, "aws:SecureTransport": "false" },
      ],
    ]);
  });

  describe("who is exempt", () => {
    mayDo(deployed.anotherRole("acme-console", everything), [
      ["read from outside", "s3:GetObject", image],
      ["write from outside", "s3:PutObject", image],
      ["empty the bucket from outside", "s3:DeleteObjectVersion", image],
      ["read the tags from outside, as Terraform does", "s3:GetObjectTagging", image],
    ]);
    mayNotDo(deployed.anotherRole("acme-console-2", everything), [
      ["read from outside with a name that begins alike", "s3:GetObject", image],
    ]);
    mayNotDo(deployed.user("acme-console", everything), [
      ["read from outside as a user of that name", "s3:GetObject", image],
    ]);
  });

  test("denies what AWS prints and no more in the documented style", () => {
    const { DenyOutsideVpc } = bySid(
      only(restricted({ vpcEndpointIds, style: PermissionStyle.AS_DOCUMENTED }), "aws_s3_bucket_policy")
        .policy,
    );
    expect(DenyOutsideVpc!.Action).toEqual(["s3:GetObject", "s3:PutObject"]);
  });

  test("looks Ground Truth's endpoint up while Terraform plans where only Terraform knows the region", () => {
    const json = restricted({ vpcEndpointIds }, {}, {});
    expect(only(json, "aws_s3_bucket_policy").policy).toMatch(
      /"aws:sourceVpce":\["vpce-0a1b2c3d4e5f60718","\$\{\{"ap-northeast-1" = "vpce-0247996a1a1807dbd", .*\}\[data\.aws_region\.GroundTruthRegion\.id\]\}"\]/,
    );
  });

  test("that exists already says what its policy must contain, and is left alone", () => {
    const json = synthesized((stack) => {
      const bucket = LabelingBucket.fromBucketName(stack, "Bucket", "acme-raw", { vpcRestriction: all });
      const made = bySid(only(restricted(all), "aws_s3_bucket_policy").policy);
      expect(JSON.parse(bucket.requiredBucketPolicyStatements!)).toEqual([made.DenyOutsideVpc]);
      const open = LabelingBucket.fromBucketName(stack, "Open", "acme-open");
      expect(open.requiredBucketPolicyStatements).toBeUndefined();
    }, here);
    expect(json.resource).toBeUndefined();
  });

  test("names all that is wrong with it at once", () => {
    const wrong = {
      vpcEndpointIds: ["vpc-0a1b2c3d"],
      vpcIds: ["acme"],
      exemptPrincipalArns: ["acme-console", `arn:aws:iam::${account}:role/*`, `arn:aws:iam::${account}:root`],
    };
    expect(messageOf(() => restricted(wrong)).split("\n")).toEqual([
      'LabelingBucket "test/Bucket" cannot be built:',
      expect.stringContaining(
        'vpcRestriction.vpcEndpointIds[0]: got "vpc-0a1b2c3d"; an id of the form vpce-',
      ),
      expect.stringContaining('vpcRestriction.vpcIds[0]: got "acme"; an id of the form vpc-'),
      expect.stringContaining('vpcRestriction.exemptPrincipalArns[0]: got "acme-console"; the ARN of a role'),
      expect.stringContaining("vpcRestriction.exemptPrincipalArns[1]"),
    ]);
    expect(() => restricted({})).toThrow("vpcRestriction.vpcEndpointIds: got no endpoint and no network");
    expect(() => restricted({ vpcEndpointIds }, { forceDestroy: true })).toThrow(
      "forceDestroy: got true, but the restriction exempts nobody",
    );
    expect(() => restricted(all, { forceDestroy: true })).not.toThrow();
    expect(() => restricted({ vpcEndpointIds }, {}, { region: "eu-west-3", account })).toThrow(
      'vpcRestriction: got the region "eu-west-3", where Ground Truth has no endpoint',
    );
    const thousand = Array.from({ length: 1000 }, (_, number) => `vpce-${number}0a1b2c3d4e5f607`);
    expect(() => restricted({ vpcEndpointIds: thousand })).toThrow(
      "a bucket policy has at most 20480 characters",
    );
  });

  test.each([
    [BuiltInTaskType.VIDEO_CLASSIFICATION, true],
    [BuiltInTaskType.VIDEO_OBJECT_DETECTION, true],
    [BuiltInTaskType.POINT_CLOUD_3D_OBJECT_TRACKING, true],
    [BuiltInTaskType.BOUNDING_BOX, false],
    [BuiltInTaskType.NAMED_ENTITY_RECOGNITION, false],
  ])("is no place for what the portal does not load inside a network: %s", (taskType, refused) => {
    const build = () =>
      synthesized((stack) => {
        const bucket = LabelingBucket.fromBucketName(stack, "Raw", "acme-raw", { vpcRestriction: all });
        const data = { inputs: [bucket.location("in")], output: bucket.location("out"), buckets: [bucket] };
        new BuiltInWorkflow(stack, "Signs", { name: "signs", taskType, ...data });
      }, here);
    const message = `buckets[0]: "acme-raw" has a vpcRestriction, so workers open their portal inside the network`;
    if (refused) expect(build).toThrow(message);
    else expect(build).not.toThrow();
  });
});

describe("events of labeling jobs", () => {
  const topicArn = `arn:aws:sns:eu-west-1:${account}:ended`;
  const queueArn = `arn:aws:sqs:eu-west-1:${account}:ended`;
  const functionArn = `arn:aws:lambda:eu-west-1:${account}:function:ended`;
  const stateMachineArn = `arn:aws:states:eu-west-1:${account}:stateMachine:ended`;
  const ruleArn = `arn:aws:events:eu-west-1:${account}:rule/signs-ended`;
  const events = (
    props: Partial<LabelingJobEventsProps>,
    use: (events: LabelingJobEvents, stack: TerraformStack) => void = () => undefined,
  ) =>
    synthesized((stack) => {
      use(
        new LabelingJobEvents(stack, "Ended", { name: "signs-ended", targets: { queueArn }, ...props }),
        stack,
      );
    }, here);
  const pattern = (props: Partial<LabelingJobEventsProps>) =>
    JSON.parse(only(events(props), "aws_cloudwatch_event_rule").event_pattern as string) as object;

  test("tell of every end of every job, unless asked for some", () => {
    const jobs = `arn:aws:sagemaker:eu-west-1:${account}:labeling-job/`;
    expect(pattern({})).toEqual({
      source: ["aws.sagemaker"],
      "detail-type": ["SageMaker Ground Truth Labeling Job State Change"],
      resources: [{ prefix: jobs }],
      detail: { LabelingJobStatus: ["Completed", "Failed", "Stopped"] },
    });
    expect(pattern({ jobName: "signs", statuses: [LabelingJobStatus.FAILED] })).toMatchObject({
      resources: [`${jobs}signs`],
      detail: { LabelingJobStatus: ["Failed"] },
    });
    // SageMaker writes ARNs in lower case.
    expect(pattern({ jobNamePrefix: "Signs-" })).toMatchObject({
      resources: [{ prefix: `${jobs}Signs-` }, { prefix: `${jobs}signs-` }],
    });
  });

  test("go to a topic that lets EventBridge in, with its key", () => {
    const json = synthesized((stack) => {
      const encryptionKey = new LabelingKey(stack, "Key", { alias: "alias/acme" });
      const topic = new LabelingTopic(stack, "Topic", { name: "ended", encryptionKey });
      new LabelingJobEvents(stack, "Ended", { name: "signs-ended", targets: { topic } });
    }, here);
    expect(only(json, "aws_cloudwatch_event_target")).toMatchObject({
      arn: topicArn,
      rule: expect.stringMatching(/^\$\{aws_cloudwatch_event_rule\.\w+\.name\}$/),
      depends_on: [expect.stringContaining("aws_sns_topic_policy")],
    });
    // AWS supports no condition in either.
    const eventBridge = { Effect: "Allow", Principal: { Service: "events.amazonaws.com" } };
    expect(bySid(only(json, "aws_sns_topic_policy").policy).AllowEventBridge).toEqual({
      Sid: "AllowEventBridge",
      ...eventBridge,
      Action: "sns:Publish",
      Resource: topicArn,
    });
    expect(bySid(only(json, "aws_kms_key").policy).AllowEventBridge).toMatchObject({
      ...eventBridge,
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    });
  });

  test("go to a queue that exists, and say what its policy must contain", () => {
    const json = events({}, (made) => {
      expect(made.ruleArn).toBe(ruleArn);
      expect(JSON.parse(made.requiredQueuePolicyStatements!)).toEqual([
        {
          Sid: "AllowEventRule",
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: queueArn,
          Condition: { ArnEquals: { "aws:SourceArn": ruleArn } },
        },
      ]);
    });
    expect(only(json, "aws_cloudwatch_event_target")).toMatchObject({ arn: queueArn, target_id: "Queue" });
  });

  test("call a function that lets in this rule and no other", () => {
    const json = events({ name: "signs.ended", targets: { functionArn: `${functionArn}:live` } });
    expect(only(json, "aws_lambda_permission")).toMatchObject({
      action: "lambda:InvokeFunction",
      function_name: functionArn,
      principal: "events.amazonaws.com",
      qualifier: "live",
      source_arn: ruleArn.replace("signs-ended", "signs.ended"),
      statement_id: "AllowRule-signs_ended",
    });
    expect(only(json, "aws_cloudwatch_event_target")).toMatchObject({ arn: `${functionArn}:live` });
  });

  describe("start a state machine with a role that", () => {
    const json = events({ targets: { stateMachineArn } });
    const deployed = deployedStack(json, here);
    const role = deployed.role("signs-ended-events");

    test("the target names", () => {
      expect(only(json, "aws_cloudwatch_event_target")).toMatchObject({
        arn: stateMachineArn,
        role_arn: `arn:aws:iam::${account}:role/signs-ended-events`,
        depends_on: [expect.stringContaining("aws_iam_role")],
      });
    });
    mayDo(role, [["start it", "states:StartExecution", stateMachineArn]]);
    mayNotDo(role, [
      ["start another", "states:StartExecution", `${stateMachineArn}-2`],
      ["stop it", "states:StopExecution", stateMachineArn.replace("stateMachine:ended", "execution:ended:1")],
      ["change it", "states:UpdateStateMachine", stateMachineArn],
    ]);
    mayAssume(role, [["EventBridge", deployed.service("events.amazonaws.com")]]);
    mayNotAssume(role, [
      ["SageMaker", deployed.service("sagemaker.amazonaws.com")],
      ["another account", deployed.outsider("444455556666")],
    ]);
  });

  test("name all that is wrong with them at once", () => {
    const wrong = {
      name: "signs ended",
      jobName: "a_b",
      jobNamePrefix: "-a",
      statuses: [],
      targets: {
        queueArn: `${queueArn}.fifo`,
        functionArn: functionArn.replace(account, "444455556666"),
        stateMachineArn: stateMachineArn.replace("eu-west-1", "us-east-1"),
        roleName: "a b",
      },
    };
    expect(messageOf(() => events(wrong)).split("\n")).toEqual([
      'LabelingJobEvents "test/Ended" cannot be built:',
      expect.stringContaining('name: got "signs ended"; a rule name has 1 to 64'),
      expect.stringContaining('jobNamePrefix: got both "a_b" and the prefix "-a"'),
      expect.stringContaining('jobName: got "a_b"; a job name has'),
      expect.stringContaining('jobNamePrefix: got "-a"; the prefix of job names'),
      expect.stringContaining("statuses: got none"),
      expect.stringContaining("targets.queueArn: got"),
      expect.stringContaining("targets.functionArn: got"),
      expect.stringContaining("targets.stateMachineArn: got"),
      expect.stringContaining('targets.roleName: got "a b"'),
    ]);
    expect(() => events({ targets: {} })).toThrow("targets: got none; give at least one of topic, queueArn");
    const topic = (stack: TerraformStack) =>
      LabelingTopic.fromTopicArn(stack, "Topic", topicArn.replace(account, "444455556666"));
    expect(() =>
      events({}, (_, stack) => {
        new LabelingJobEvents(stack, "Else", { name: "x", targets: { topic: topic(stack) } });
      }),
    ).toThrow("targets.topic: got");
  });

  test("take names that only Terraform knows", () => {
    const json = synthesized((stack) => {
      const name = new TerraformVariable(stack, "name", {}).stringValue;
      const targets = { functionArn };
      new LabelingJobEvents(stack, "Ended", { name: name, jobName: name, targets });
    }, here);
    const { event_pattern: text } = only(json, "aws_cloudwatch_event_rule");
    expect(text).toContain('labeling-job/${var.name}"');
    expect(text).toContain('labeling-job/${lower(var.name)}"');
    expect(only(json, "aws_lambda_permission")).toMatchObject({
      source_arn: `arn:aws:events:eu-west-1:${account}:rule/` + "${var.name}",
    });
    expect(only(json, "aws_lambda_permission")).not.toHaveProperty("statement_id");
  });
});

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

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was refused");
}

describe("a location in S3", () => {
  test("is a folder by its slash, and a file by an extension without one", () => {
    const parsed = (uri: string) => S3Location.parse(uri);
    expect(parsed("s3://acme-in/job/input.manifest")).toMatchObject({
      prefix: "job/input.manifest",
      isFile: true,
    });
    expect(parsed("s3://acme-in/job.v2/")).toMatchObject({ prefix: "job.v2/", isFile: false });
    expect(parsed("s3://acme-in/v1.2")).toMatchObject({ prefix: "v1.2/", isFile: false });
    expect(parsed("s3://acme-in/job")).toMatchObject({ prefix: "job/", isFile: false });
    expect(parsed("s3://acme-in/job/").contains(parsed("s3://acme-in/job/input.manifest"))).toBe(true);
    expect(parsed("s3://acme-in/a.json").contains(parsed("s3://acme-in/a.json2x"))).toBe(false);
  });
});
