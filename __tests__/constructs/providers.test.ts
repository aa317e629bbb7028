import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, Aspects, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import {
  BuiltInTaskType,
  BuiltInWorkflow,
  ExecutionRole,
  LabelingBucket,
  LabelingKey,
  LabelingTopic,
  ProviderScope,
  S3Location,
  StackScope,
} from "../../lib";
import { synthesized } from "../synthesized";
import { account, here } from "../account";
import { messageOf } from "../refusals";

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

interface Made {
  readonly encryptionKey: LabelingKey;
  readonly bucket: LabelingBucket;
}

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

  test("refuses keys and buckets of another region or account, as each side would be written for its own", () => {
    const other = { region: "eu-west-1", allowedAccountIds: ["444455556666"], alias: "other" };
    const used = (alias: typeof tokyo, use: (scope: ProviderScope, made: Made) => void) =>
      messageOf(() =>
        synthesized((stack) => {
          const encryptionKey = new LabelingKey(stack, "Key", { alias: "alias/signs" });
          const bucket = new LabelingBucket(stack, "Bucket", { name: "acme-raw", encryptionKey });
          const provider = new AwsProvider(stack, "There", alias);
          use(new ProviderScope(stack, "Scope", { provider }), { encryptionKey, bucket });
        }, here),
      );
    const key =
      /encryptionKey: got test\/Key, which is made for a provider in eu-west-1; .*, here ap-northeast-1/;
    expect(
      used(tokyo, (scope, { encryptionKey }) => {
        new LabelingBucket(scope, "Bucket", { name: "acme-other", encryptionKey });
      }),
    ).toMatch(key);
    expect(
      used(tokyo, (scope, { encryptionKey }) => {
        new LabelingTopic(scope, "Topic", { name: "signs", encryptionKey });
      }),
    ).toMatch(key);
    expect(
      used(other, (scope, { encryptionKey, bucket }) => {
        new BuiltInWorkflow(scope, "Signs", { ...workflow, encryptionKey, buckets: [bucket] });
      }),
    ).toMatch(
      /encryptionKey: got test\/Key, which is made for a provider in the account 111122223333; .*, here 444455556666.*buckets\[0\]: got test\/Bucket/s,
    );
  });

  test("takes two workflows of one name in two accounts only: roles are named after them", () => {
    const both = (alias: { region: string; alias: string; allowedAccountIds?: string[] }) => () =>
      synthesized((stack) => {
        new BuiltInWorkflow(stack, "Signs", workflow);
        const provider = new AwsProvider(stack, "There", alias);
        new BuiltInWorkflow(new ProviderScope(stack, "Scope", { provider }), "Signs", workflow);
      }, here);
    const taken = /name: got "signs", the name of test\/Signs too; .*, or state their accounts/;
    expect(messageOf(both(tokyo))).toMatch(taken);
    expect(messageOf(both({ ...tokyo, allowedAccountIds: [account] }))).toMatch(taken);
    expect(both({ ...tokyo, allowedAccountIds: ["444455556666"] })).not.toThrow();
  });

  test("takes nothing but one of its providers", () => {
    expect(() => synthesized((stack) => new ProviderScope(stack, "X", { provider: {} } as never))).toThrow(
      'ProviderScope "test/X" cannot be built:\n  - provider: an AwsProvider of the stack is needed',
    );
  });
});

describe("two things of one name in a stack are refused at synth, with both places:", () => {
  const ops = { name: "ops" };
  test.each<[string, (stack: TerraformStack) => void, string]>([
    [
      "topics",
      (stack) => {
        const encryptionKey = new LabelingKey(stack, "Key", { alias: "alias/ops" });
        new LabelingTopic(stack, "One", { ...ops, encryptionKey });
        new LabelingTopic(stack, "Two", { ...ops, encryptionKey });
      },
      'test/Two/Resource: name: got "ops", the name of test/One/Resource too; there is one of each name in an account and region',
    ],
    [
      "aliases of keys",
      (stack) => {
        new LabelingKey(stack, "One", { alias: "alias/ops" });
        new LabelingKey(stack, "Two", { alias: "alias/ops" });
      },
      'test/Two/Alias: name: got "alias/ops", the name of test/One/Alias too',
    ],
    [
      "roles that differ in case",
      (stack) => {
        new ExecutionRole(stack, "One", ops);
        new ExecutionRole(stack, "Two", { name: "Ops" });
      },
      'test/Two/Resource: name: got "Ops", the name of test/One/Resource too ("ops"); IAM takes each name once in an account, in whatever case',
    ],
    [
      "one of the user's own",
      (stack) => {
        new ExecutionRole(stack, "One", ops);
        new IamRole(stack, "Mine", { name: "ops", assumeRolePolicy: "{}" });
      },
      'name: got "ops", the name of test/',
    ],
  ])("%s", (_, build, message) => {
    expect(() => synthesized(build, here)).toThrow(message);
  });

  test("not in two accounts or regions, nor topics that differ in case", () => {
    const build = () =>
      synthesized((stack) => {
        const add = (scope: Construct, name: string) => {
          const encryptionKey = new LabelingKey(scope, "Key", { alias: `alias/${name}` });
          new LabelingTopic(scope, "Topic", { name, encryptionKey });
        };
        new ExecutionRole(stack, "Role", ops);
        add(stack, "ops");
        const tokyo = new AwsProvider(stack, "Tokyo", {
          alias: "tokyo",
          region: "ap-northeast-1",
          allowedAccountIds: [account],
        });
        add(new ProviderScope(stack, "InTokyo", { provider: tokyo }), "ops");
        const other = new AwsProvider(stack, "Other", {
          alias: "other",
          region: "eu-west-1",
          allowedAccountIds: ["444455556666"],
        });
        new ExecutionRole(new ProviderScope(stack, "InOther", { provider: other }), "Role", ops);
        new LabelingTopic(stack, "Case", {
          name: "Ops",
          encryptionKey: new LabelingKey(stack, "CaseKey", { alias: "alias/Ops" }),
        });
      }, here);
    expect(build).not.toThrow();
  });
});
