import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput, TerraformStack } from "cdktf";
import {
  BuiltInTaskType,
  BuiltInWorkflow,
  ExecutionRole,
  LabelingBucket,
  LabelingKey,
  S3Location,
  type LabelingKeyProps,
} from "../../lib";
import { bySid, only, synthesized, type TerraformJson } from "../synthesized";
import { account, here } from "../account";
import { messageOf } from "../refusals";

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
