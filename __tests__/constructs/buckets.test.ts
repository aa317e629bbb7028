import {
  AccessLogBucket,
  BuiltInTaskType,
  BuiltInWorkflow,
  CorsVariant,
  LabelingBucket,
  LabelingKey,
  PermissionStyle,
  S3Location,
  type LabelingBucketProps,
  type VpcRestriction,
} from "../../lib";
import { withoutCreationStacks } from "../../lib/scope/without-creation-stacks";
import { deployedStack } from "../conformance/harness/deployed";
import { everything } from "../conformance/harness/principal";
import { mayDo, mayNotDo } from "../conformance/harness/sentences";
import { bySid, only, synthesized, type TestStackOptions } from "../synthesized";
import { account, here } from "../account";
import { aToken, messageOf } from "../refusals";

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

  describe("with access logs", () => {
    test("in a bucket made here starts logging when that bucket lets S3 write, for it alone", () => {
      const json = synthesized((stack) => {
        const encryptionKey = LabelingKey.fromAlias(stack, "Key", "alias/acme");
        const accessLogBucket = new AccessLogBucket(stack, "Logs", {
          name: "acme-logs",
          expireAfterDays: 30,
        });
        new LabelingBucket(stack, "Raw", { name: "acme-raw", encryptionKey, accessLogBucket });
        const accessLogs = new S3Location("acme-logs", "labels");
        new LabelingBucket(stack, "Labels", {
          name: "acme-labels",
          encryptionKey,
          accessLogBucket,
          accessLogs,
        });
      }, here);
      const { resource } = json;
      const ofLogs = (type: string) =>
        Object.entries(resource[type] ?? {}).find(([id]) => id.startsWith("Logs_"))![1];
      expect(ofLogs("aws_s3_bucket_server_side_encryption_configuration")["rule"]).toEqual([
        { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
      ]);
      expect(ofLogs("aws_s3_bucket_public_access_block")).toMatchObject({ restrict_public_buckets: true });
      expect(ofLogs("aws_s3_bucket_ownership_controls")["rule"]).toEqual({
        object_ownership: "BucketOwnerEnforced",
      });
      const [policyId] = Object.keys(resource["aws_s3_bucket_policy"]!).filter((id) =>
        id.startsWith("Logs_"),
      );
      expect(Object.values(resource["aws_s3_bucket_logging"]!)).toEqual([
        expect.objectContaining({ target_prefix: "labels/" }),
        expect.objectContaining({
          target_bucket: "acme-logs",
          target_prefix: "acme-raw/",
          depends_on: [`aws_s3_bucket_policy.${policyId}`],
        }),
      ]);
      expect(bySid(ofLogs("aws_s3_bucket_policy")["policy"] as string)).toMatchObject({
        DenyInsecureTransport: { Effect: "Deny" },
        AllowAccessLogs: {
          Principal: { Service: "logging.s3.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: "arn:aws:s3:::acme-logs/acme-raw/*",
          Condition: {
            ArnLike: { "aws:SourceArn": "arn:aws:s3:::acme-raw" },
            StringEquals: { "aws:SourceAccount": account },
          },
        },
        AllowAccessLogs2: { Resource: "arn:aws:s3:::acme-logs/labels/*" },
      });
    });

    test("in a bucket that exists tells what its policy must contain", () => {
      bucketJson({ accessLogs: S3Location.parse("s3://acme-logs/raw/") }, (bucket) => {
        expect(JSON.parse(bucket.requiredAccessLogStatements!)).toMatchObject([
          { Sid: "AllowAccessLogs", Resource: "arn:aws:s3:::acme-logs/raw/*" },
        ]);
      });
      bucketJson({}, (bucket) => expect(bucket.requiredAccessLogStatements).toBeUndefined());
    });

    test("takes a folder of that bucket, and no other place", () => {
      const make = () =>
        synthesized((stack) => {
          const encryptionKey = LabelingKey.fromAlias(stack, "Key", "alias/acme");
          const accessLogBucket = new AccessLogBucket(stack, "Logs", { name: "acme-logs" });
          const accessLogs = new S3Location("acme-other", "raw");
          new LabelingBucket(stack, "Raw", { name: "acme-raw", encryptionKey, accessLogBucket, accessLogs });
        }, here);
      expect(make).toThrow('accessLogs: got s3://acme-other/raw/, but accessLogBucket is "acme-logs"');
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

describe("what is made without noting where its tokens were made", () => {
  const trace = () => {
    const object: { stack?: string } = {};
    Error.captureStackTrace(object);
    return object.stack;
  };

  test("takes no stack traces meanwhile, and takes them again afterwards, whatever happens", () => {
    expect(withoutCreationStacks(trace)).toBeUndefined();
    expect(trace()).toContain("buckets.test.ts");
    const fails = () => {
      throw new Error("no such bucket");
    };
    expect(() => withoutCreationStacks(fails)).toThrow("no such bucket");
    expect(trace()).toContain("buckets.test.ts");
  });

  test("keeps the stack trace of what it throws", () => {
    const fails = () => {
      throw new Error("no such bucket");
    };
    try {
      withoutCreationStacks(fails);
    } catch (error) {
      expect((error as Error).stack).toContain("buckets.test.ts");
    }
    expect.assertions(1);
  });
});
