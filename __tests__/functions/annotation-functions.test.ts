import { TerraformOutput, Token, type TerraformStack } from "cdktf";
import {
  AnswerAccess,
  type AnswersToConsolidate,
  ExecutionRole,
  FunctionArchitecture,
  FunctionCode,
  type FunctionCodeConfig,
  FunctionRole,
  type IAnnotationFunction,
  type IExecutionRole,
  LabelingKey,
  PermissionStyle,
  PostAnnotationFunction,
  type PostAnnotationFunctionProps,
  PreAnnotationFunction,
  type PreAnnotationFunctionProps,
  type Problem,
  S3Location,
} from "../../lib";
import { deployedStack, type DeployedStack } from "../conformance/harness/deployed";
import { everything } from "../conformance/harness/principal";
import { mayAssume, mayDo, mayNotAssume, mayNotDo } from "../conformance/harness/sentences";
import { all, bySid, only, synthesized, type TerraformJson } from "../synthesized";
import { account, here, region } from "../account";
import { aToken } from "../refusals";

const lambda = (name: string, of = account, where = region) =>
  `arn:aws:lambda:${where}:${of}:function:${name}`;
const roleArn = (name: string, of = account) => `arn:aws:iam::${of}:role/${name}`;
const logs = (group: string, stream?: string) =>
  `arn:aws:logs:${region}:${account}:log-group:${group}${stream === undefined ? "" : `:log-stream:${stream}`}`;

/** Code that lies somewhere already. */
class CodeInS3 extends FunctionCode {
  public constructor(
    private readonly config: FunctionCodeConfig = {
      s3Bucket: "acme-code",
      s3Key: "pre.zip",
      runtime: "python3.13",
      handler: "pre.handler",
    },
    private readonly wrong: Problem[] = [],
  ) {
    super();
  }

  public override problems(): Problem[] {
    return this.wrong;
  }

  public override bind(): FunctionCodeConfig {
    return this.config;
  }
}

const code = new CodeInS3();

function withPre(props: Partial<PreAnnotationFunctionProps> = {}): TerraformJson {
  return synthesized(
    (stack) => new PreAnnotationFunction(stack, "Pre", { name: "acme-pre", code, ...props }),
    here,
  );
}

/** A post-annotation function with the answers of one workflow. */
function withPost(
  props: Partial<PostAnnotationFunctionProps> = {},
  build: (post: PostAnnotationFunction, answers: AnswersToConsolidate, stack: TerraformStack) => void = (
    post,
    answers,
  ) => post.grantReadAnswers(answers),
  encryptsVariables = false,
): TerraformJson {
  return synthesized((stack) => {
    const answers = answersIn(stack);
    const encryptionKey = answers.encryptionKey;
    const post = new PostAnnotationFunction(stack, "Post", {
      name: "acme-post",
      code,
      encryptionKey,
      ...props,
      settings: {
        ...props.settings,
        ...(encryptsVariables && { environmentKey: encryptionKey }),
      },
    });
    build(post, answers, stack);
  }, here);
}

function answersIn(stack: TerraformStack, executionRole?: IExecutionRole): AnswersToConsolidate {
  const encryptionKey = new LabelingKey(stack, "Key", { alias: "alias/acme" });
  const output = S3Location.parse("s3://acme-labels/signs/");
  return {
    output,
    encryptionKey,
    executionRole: executionRole ?? executionRoleIn(stack, encryptionKey, output),
  };
}

function executionRoleIn(stack: TerraformStack, key: LabelingKey, output: S3Location): IExecutionRole {
  const role = new ExecutionRole(stack, "Execution", { name: "acme-execution" });
  role.grantWriteOutput(output);
  role.grantUseKey(key);
  return role;
}

const roleNamed = (json: TerraformJson, name: string) =>
  all(json, "aws_iam_role").find((role) => role.name === name)!;
const policyNamed = (json: TerraformJson, name: string) =>
  bySid(all(json, "aws_iam_policy").find((policy) => policy.name === name)!.policy);
const keyPolicy = (json: TerraformJson) => bySid(only(json, "aws_kms_key").policy);
const output = (json: TerraformJson, name: string) =>
  JSON.parse(json.output![name]!.value as string) as unknown;

describe("a pre-annotation function", () => {
  test("runs on arm64 with a role and a log group of its own, both of which exist before it", () => {
    const json = withPre();
    const { ["//"]: metadata, ...made } = only(json, "aws_lambda_function");
    expect(metadata).toMatchObject({ metadata: { path: "test/Pre/Resource" } });
    expect(made).toEqual({
      function_name: "acme-pre",
      description: "makes data objects into what workers see",
      role: roleArn("acme-pre"),
      package_type: "Zip",
      s3_bucket: "acme-code",
      s3_key: "pre.zip",
      runtime: "python3.13",
      handler: "pre.handler",
      architectures: ["arm64"],
      memory_size: 256,
      timeout: 60,
      tracing_config: { mode: "PassThrough" },
      depends_on: [
        expect.stringMatching(/^aws_iam_role\.Pre_Role_\w{8}$/),
        expect.stringMatching(/^aws_iam_role_policy_attachment\.Pre_Role_Attachment_\w{8}$/),
        expect.stringMatching(/^aws_cloudwatch_log_group\.Pre_LogGroup_\w{8}$/),
      ],
    });
    expect(only(json, "aws_cloudwatch_log_group")).toMatchObject({
      name: "/aws/lambda/acme-pre",
      retention_in_days: 365,
    });
    expect(roleNamed(json, "acme-pre")).toMatchObject({ path: "/" });
    expect(bySid(roleNamed(json, "acme-pre").assume_role_policy)).toEqual({
      AssumedByLambda: {
        Sid: "AssumedByLambda",
        Effect: "Allow",
        Principal: { Service: "lambda.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    });
    expect(Object.keys(policyNamed(json, "acme-pre"))).toEqual(["WriteOwnLog"]);
    expect(all(json, "aws_iam_role_policy_attachment")).toHaveLength(1);
  });

  test("leaves environment variables to Lambda's own key, and the key to its log", () => {
    const json = synthesized((stack) => {
      const encryptionKey = new LabelingKey(stack, "Key", { alias: "alias/acme" });
      const settings = { environment: { MODE: "strict" } };
      new PreAnnotationFunction(stack, "Pre", { name: "acme-pre", code, encryptionKey, settings });
    }, here);
    expect(only(json, "aws_lambda_function")).toMatchObject({
      environment: { variables: { MODE: "strict" } },
    });
    expect(only(json, "aws_lambda_function")).not.toHaveProperty("kms_key_arn");
    expect(Object.keys(keyPolicy(json))).toEqual(["AllowKeyAdministration", "AllowCloudWatchLogs"]);
  });

  test("has a key of its variables where it has some; without any it would do nothing, and is refused", () => {
    const encrypted = (environment?: Record<string, string>) =>
      synthesized((stack) => {
        const encryptionKey = new LabelingKey(stack, "Key", { alias: "alias/acme" });
        const settings = { environment, environmentKey: encryptionKey };
        new PreAnnotationFunction(stack, "Pre", { name: "acme-pre", code, encryptionKey, settings });
      }, here);
    for (const none of [undefined, {}])
      expect(() => encrypted(none)).toThrow(
        /settings\.environmentKey: got a key, but the function has no variables/,
      );

    const withOne = encrypted({ MODE: "strict" });
    expect(only(withOne, "aws_lambda_function")).toMatchObject({
      environment: { variables: { MODE: "strict" } },
      kms_key_arn: expect.stringMatching(/^\$\{aws_kms_key\..*\.arn\}$/) as string,
    });
    expect(keyPolicy(withOne)).toMatchObject({
      AllowFunctionEnvironment: {
        Principal: { AWS: roleArn("acme-pre") },
        Action: "kms:Decrypt",
        Condition: {
          StringLike: {
            "kms:EncryptionContext:aws:lambda:FunctionArn": [lambda("acme-pre"), `${lambda("acme-pre")}:*`],
          },
        },
      },
      AllowDeployersThroughLambda: {
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: ["kms:Decrypt", "kms:Encrypt"],
        Condition: {
          StringEquals: { "kms:ViaService": "lambda.eu-west-1.amazonaws.com" },
          StringLike: {
            "kms:EncryptionContext:aws:lambda:FunctionArn": [lambda("acme-pre"), `${lambda("acme-pre")}:*`],
          },
        },
      },
      AllowLambdaGrants: {
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: "kms:CreateGrant",
        Condition: {
          StringEquals: { "kms:ViaService": "lambda.eu-west-1.amazonaws.com" },
          Bool: { "kms:GrantIsForAWSResource": "true" },
        },
      },
    });
    expect(only(withOne, "aws_kms_key").depends_on).toEqual([
      expect.stringMatching(/^aws_iam_role\.Pre_Role/),
    ]);
  });

  test("must have the file of its handler, unless a layer may bring it", () => {
    const props = { runtime: "python3.13", handler: "nowhere.handler" };
    const inFolder = FunctionCode.fromDirectory("examples/handlers/support_calls", props);
    expect(() => withPre({ code: inFolder })).toThrow(
      "code.handler: The handler nowhere.handler is looked for in nowhere.py, which is not in the archive.",
    );
    const layerArns = [`arn:aws:lambda:${region}:${account}:layer:handlers:3`];
    expect(
      only(withPre({ code: inFolder, settings: { layers: layerArns } }), "aws_lambda_function"),
    ).toMatchObject({
      handler: "nowhere.handler",
    });
  });

  test("takes every setting, and gives its role what each of them needs", () => {
    const json = synthesized((stack) => {
      const deadLetterQueueKey = new LabelingKey(stack, "Key", { alias: "alias/dead" });
      new PreAnnotationFunction(stack, "Pre", {
        name: "acme-pre",
        code,
        description: "Crops images",
        settings: {
          memorySize: 1024,
          timeout: 900,
          architecture: FunctionArchitecture.X86_64,
          layers: [`arn:aws:lambda:${region}:${account}:layer:pillow:3`],
          vpcConfig: { subnetIds: ["subnet-0123456789abcdef0"], securityGroupIds: ["sg-0123456789abcdef0"] },
          tracing: true,
          logRetentionInDays: 30,
          reservedConcurrentExecutions: 5,
          codeSigningConfigArn: `arn:aws:lambda:${region}:${account}:code-signing-config:csc-0123456789abcdef0`,
          deadLetterQueueArn: `arn:aws:sqs:${region}:${account}:dead`,
          deadLetterQueueKey,
        },
        role: {
          name: "acme-pre-role",
          path: "/labeling/",
          permissionsBoundary: `arn:aws:iam::${account}:policy/limit`,
        },
        tags: { team: "signs" },
      });
    }, here);
    expect(only(json, "aws_lambda_function")).toMatchObject({
      description: "Crops images",
      role: `arn:aws:iam::${account}:role/labeling/acme-pre-role`,
      memory_size: 1024,
      timeout: 900,
      architectures: ["x86_64"],
      layers: [`arn:aws:lambda:${region}:${account}:layer:pillow:3`],
      vpc_config: {
        subnet_ids: ["subnet-0123456789abcdef0"],
        security_group_ids: ["sg-0123456789abcdef0"],
      },
      tracing_config: { mode: "Active" },
      reserved_concurrent_executions: 5,
      code_signing_config_arn: `arn:aws:lambda:${region}:${account}:code-signing-config:csc-0123456789abcdef0`,
      dead_letter_config: { target_arn: `arn:aws:sqs:${region}:${account}:dead` },
      tags: { team: "signs" },
    });
    expect(only(json, "aws_cloudwatch_log_group")).toMatchObject({
      retention_in_days: 30,
      tags: { team: "signs" },
    });
    expect(only(json, "aws_iam_role")).toMatchObject({
      name: "acme-pre-role",
      path: "/labeling/",
      permissions_boundary: `arn:aws:iam::${account}:policy/limit`,
      tags: { team: "signs" },
    });
    expect(Object.keys(policyNamed(json, "acme-pre-role"))).toEqual([
      "WriteOwnLog",
      "WriteTraces",
      "SeeNetwork",
      "MakeNetworkInterfaces",
      "ManageNetworkInterfaces",
      "DenyNetworkToCode",
      "SendDeadLetters",
    ]);
    expect(keyPolicy(json).AllowDeadLettersThroughSqs).toEqual({
      Sid: "AllowDeadLettersThroughSqs",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:role/labeling/acme-pre-role` },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: "*",
      Condition: { StringEquals: { "kms:ViaService": `sqs.${region}.amazonaws.com` } },
    });
  });

  test("seals dead letters with a key that exists through SQS only, and with no other key", () => {
    const keyArn = `arn:aws:kms:${region}:${account}:key/0f0f0f0f-1111-2222-3333-444455556666`;
    const json = synthesized((stack) => {
      new PreAnnotationFunction(stack, "Pre", {
        name: "acme-pre",
        code,
        settings: {
          deadLetterQueueArn: `arn:aws:sqs:${region}:${account}:dead`,
          deadLetterQueueKey: LabelingKey.fromKeyArn(stack, "Key", keyArn),
        },
      });
    }, here);
    expect(policyNamed(json, "acme-pre").SealDeadLetters).toEqual({
      Sid: "SealDeadLetters",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: keyArn,
      Condition: { StringEquals: { "kms:ViaService": `sqs.${region}.amazonaws.com` } },
    });
  });

  test("runs an image without runtime and handler, and names no subnet in a policy that only Terraform knows", () => {
    const imageUri = `${account}.dkr.ecr.${region}.amazonaws.com/pre@sha256:00`;
    const json = withPre({
      code: new CodeInS3({ imageUri, imageCommand: ["app.handler"] }),
      settings: {
        vpcConfig: { subnetIds: [aToken()], securityGroupIds: Token.asList({ resolve: () => "${var.y}" }) },
      },
    });
    const made = only(json, "aws_lambda_function");
    expect(made).toMatchObject({
      package_type: "Image",
      image_uri: imageUri,
      image_config: { command: ["app.handler"] },
      vpc_config: { subnet_ids: ["${var.x}"], security_group_ids: "${var.y}" },
    });
    expect(made).not.toHaveProperty("runtime");
    expect(made).not.toHaveProperty("image_command");
    expect(policyNamed(json, "acme-pre").MakeNetworkInterfaces).toMatchObject({
      Resource: [
        `arn:aws:ec2:${region}:${account}:network-interface/*`,
        `arn:aws:ec2:${region}:*:subnet/*`,
        `arn:aws:ec2:${region}:*:security-group/*`,
      ],
    });
  });

  test("may delete an interface before Lambda knows which: it asks for that when the function is made", () => {
    const vpc = { subnetIds: ["subnet-0123456789abcdef0"], securityGroupIds: ["sg-0123456789abcdef0"] };
    const json = withPre({ settings: { vpcConfig: vpc } });
    expect(policyNamed(json, "acme-pre").ManageNetworkInterfaces).toMatchObject({
      Resource: "*",
    });
  });

  test("names all that is wrong with it at once, its code included", () => {
    const make = () =>
      synthesized((stack) => {
        new PreAnnotationFunction(stack, "Pre", {
          name: "acme pre",
          code: new CodeInS3({}, [{ property: "code.runtime", message: 'got "cobol"' }]),
          description: "x".repeat(257),
          encryptionKey: LabelingKey.fromAliasOfAnotherStack(stack, "Key", "alias/acme"),
          settings: {
            memorySize: 64,
            timeout: 901,
            environment: { AWS_REGION: "x", "1x": "y", LONG: "z".repeat(4100) },
            layers: [
              "pillow",
              ...Array.from({ length: 5 }, () => `arn:aws:lambda:eu-west-1:111122223333:layer:a:1`),
            ],
            vpcConfig: { subnetIds: [], securityGroupIds: ["default"] },
            logRetentionInDays: 42,
            reservedConcurrentExecutions: -1,
            codeSigningConfigArn:
              "arn:aws:lambda:us-east-1:111122223333:code-signing-config:csc-0123456789abcdef0",
            deadLetterQueueArn: "arn:aws:sqs:us-east-1:111122223333:dead",
          },
          role: { name: "a b", path: "labeling", permissionsBoundary: "limit" },
        });
      }, here);
    expectProblems(make, [
      'PreAnnotationFunction "test/Pre" cannot be built:',
      'name: got "acme pre"; a function name has 1 to 64',
      'code.runtime: got "cobol"',
      'description: got "xxxxx',
      "encryptionKey: got arn:aws:kms:eu-west-1:111122223333:alias/acme; CloudWatch Logs and Lambda take",
      "settings.memorySize: got 64; whole MB from 128 to 10240",
      "settings.timeout: got 901; whole seconds from 1 to 900",
      "settings.layers: got 6; a list of ARNs of layer versions is allowed, 0 to 5 of them",
      'settings.layers[0]: got "pillow"',
      "settings.logRetentionInDays: got 42; a number of days is one of 1, 3,",
      "settings.reservedConcurrentExecutions: got -1",
      'settings.deadLetterQueueArn: got "arn:aws:sqs:us-east-1:111122223333:dead", which lies in us-east-1',
      'settings.codeSigningConfigArn: got "arn:aws:lambda:us-east-1:111122223333:code-signing-config:csc-',
      "settings.environment.AWS_REGION: Lambda sets this variable itself",
      "settings.environment.1x: got",
      "settings.environment: got 41",
      "settings.vpcConfig.subnetIds: got none",
      'settings.vpcConfig.securityGroupIds[0]: got "default"; an id of the form sg-0123456789abcdef0 is allowed',
      'role.name: got "a b"',
      'role.path: got "labeling"',
      'role.permissionsBoundary: got "limit"',
    ]);
    expect(() => withPre({ settings: { deadLetterQueueArn: "dead" } })).toThrow("standard queue");
    const imageCode = new CodeInS3({ imageUri: "x" });
    const layerArns = ["arn:aws:lambda:eu-west-1:111122223333:layer:a:1"];
    expect(() => withPre({ code: imageCode, settings: { layers: layerArns } })).toThrow(
      "got layers for code in an image",
    );
    const codeSigningConfigArn =
      "arn:aws:lambda:eu-west-1:111122223333:code-signing-config:csc-0123456789abcdef0";
    for (const unsigned of [imageCode, new CodeInS3({ filename: "a.zip" })])
      expect(() => withPre({ code: unsigned, settings: { codeSigningConfigArn } })).toThrow(
        "settings.codeSigningConfigArn: got a code signing configuration for code that nobody has signed",
      );
    expect(() => withPre({ settings: { codeSigningConfigArn: "csc-0123456789abcdef0" } })).toThrow(
      "the ARN of a code signing configuration is allowed",
    );
  });

  test("takes tokens for everything, and its policies hold nothing but them", () => {
    const json = synthesized((stack) => {
      new PreAnnotationFunction(stack, "Pre", {
        name: aToken(),
        code,
        settings: {
          memorySize: Token.asNumber({ resolve: () => "${var.x}" }),
          timeout: Token.asNumber({ resolve: () => "${var.x}" }),
          environment: { NAME: aToken() },
          layers: [aToken()],
          deadLetterQueueArn: aToken(),
        },
      });
    });
    expect(only(json, "aws_lambda_function")).toMatchObject({
      function_name: "${var.x}",
      timeout: "${var.x}",
    });
    expect(only(json, "aws_cloudwatch_log_group")).toMatchObject({ name: "/aws/lambda/${var.x}" });
    const policy = only(json, "aws_iam_policy").policy as string;
    expect(policy).not.toMatch(/\$\{aws_/);
    expect(policy).toContain("log-group:/aws/lambda/${var.x}:*");
  });
});

/** The lines of the error, each as far as the expected one goes. */
function expectProblems(make: () => unknown, expected: readonly string[]): void {
  let lines: string[] = [];
  try {
    make();
  } catch (error) {
    lines = (error as Error).message.split("\n").map((line) => line.replace(/^ {2}- /, ""));
  }
  expect(lines.map((line, index) => line.slice(0, expected[index]?.length))).toEqual(expected);
}

describe("a post-annotation function", () => {
  test("reads the answers below the output location, and decrypts them through S3 only", () => {
    const json = withPost();
    expect(only(json, "aws_lambda_function")).toMatchObject({
      memory_size: 512,
      environment: {
        variables: {
          GROUND_TRUTH_ANSWER_ACCESS: "s3-read",
          GROUND_TRUTH_ANSWER_LOCATIONS: '["s3://acme-labels/signs/"]',
        },
      },
    });
    const viaS3 = { "kms:ViaService": "s3.eu-west-1.amazonaws.com" };
    expect(policyNamed(json, "acme-post")).toMatchObject({
      S3ReadAnswers: { Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-labels/signs/*" },
    });
    expect(policyNamed(json, "acme-post")).not.toHaveProperty("DecryptAnswers");
    expect(keyPolicy(json).AllowAnswerReadersThroughS3).toMatchObject({
      Principal: { AWS: roleArn("acme-post") },
      Action: "kms:Decrypt",
      Condition: { StringEquals: viaS3 },
    });
    // Nobody but SageMaker is let into the execution role.
    expect(Object.keys(bySid(roleNamed(json, "acme-execution").assume_role_policy))).toEqual([
      "AssumedBySageMaker",
    ]);
  });

  test("assumes the execution role, which names it by its ARN, and has no other right on answers", () => {
    const json = withPost({ answerAccess: AnswerAccess.ASSUME_EXECUTION_ROLE });
    expect(only(json, "aws_lambda_function")).toMatchObject({
      environment: {
        variables: {
          GROUND_TRUTH_ANSWER_ACCESS: "assume-execution-role",
          GROUND_TRUTH_ANSWER_LOCATIONS: '["s3://acme-labels/signs/"]',
          GROUND_TRUTH_EXECUTION_ROLES: JSON.stringify([roleArn("acme-execution")]),
        },
      },
    });
    const policy = policyNamed(json, "acme-post");
    expect(Object.keys(policy)).toEqual(["WriteOwnLog", "AssumeExecutionRole"]);
    expect(policy.AssumeExecutionRole).toMatchObject({
      Action: "sts:AssumeRole",
      Resource: roleArn("acme-execution"),
    });
    const execution = roleNamed(json, "acme-execution");
    expect(bySid(execution.assume_role_policy)).toMatchObject({
      AssumedBySageMaker: { Principal: { Service: "sagemaker.amazonaws.com" } },
      AssumedByAnnotationFunctions: {
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: "sts:AssumeRole",
        Condition: { ArnEquals: { "aws:PrincipalArn": roleArn("acme-post") } },
      },
    });
    expect(execution).not.toHaveProperty("depends_on");
    expect(roleNamed(json, "acme-post")).not.toHaveProperty("depends_on");
    expect(keyPolicy(json)).not.toHaveProperty("AllowAnswerReadersThroughS3");
  });

  test("has AWS's policy for all buckets only where that is asked for, and still decrypts with this key alone", () => {
    const json = withPost({ answerAccess: AnswerAccess.READ_ALL_BUCKETS });
    const attached = all(json, "aws_iam_role_policy_attachment").map(({ policy_arn }) => policy_arn);
    expect(attached).toContain("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess");
    expect(Object.keys(policyNamed(json, "acme-post"))).toEqual(["WriteOwnLog"]);
    expect(keyPolicy(json).AllowAnswerReadersThroughS3).toMatchObject({
      Principal: { AWS: roleArn("acme-post") },
    });
    expect(JSON.stringify(withPost())).not.toContain("AmazonS3ReadOnlyAccess");
  });

  test("reads the whole output bucket in the documented style", () => {
    const json = withPost({ role: { permissionStyle: PermissionStyle.AS_DOCUMENTED } });
    expect(policyNamed(json, "acme-post").S3ReadAnswers).toMatchObject({
      Resource: "arn:aws:s3:::acme-labels/*",
    });
  });

  test("serves several workflows: each execution role names both functions that assume it, once", () => {
    const json = withPost({ answerAccess: AnswerAccess.ASSUME_EXECUTION_ROLE }, (post, answers, stack) => {
      const answerAccess = AnswerAccess.ASSUME_EXECUTION_ROLE;
      const other = new PostAnnotationFunction(stack, "Other", {
        name: "acme-other",
        code,
        answerAccess,
      });
      for (const each of [post, other, post]) each.grantReadAnswers(answers);
    });
    const execution = roleNamed(json, "acme-execution");
    expect(bySid(execution.assume_role_policy).AssumedByAnnotationFunctions).toMatchObject({
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Condition: { ArnEquals: { "aws:PrincipalArn": [roleArn("acme-post"), roleArn("acme-other")] } },
    });
  });

  test("tells the owner of an existing execution role whom its trust policy must name", () => {
    const json = synthesized((stack) => {
      const executionRole = ExecutionRole.fromRoleName(stack, "Execution", "old", { attachPolicies: false });
      const answerAccess = AnswerAccess.ASSUME_EXECUTION_ROLE;
      const post = new PostAnnotationFunction(stack, "Post", {
        name: "acme-post",
        code,
        answerAccess,
      });
      // Asked for before it is complete.
      new TerraformOutput(stack, "trust", { value: executionRole.requiredTrustStatements });
      post.grantReadAnswers(answersIn(stack, executionRole));
      post.grantInvoke(executionRole);
      new TerraformOutput(stack, "policy", { value: executionRole.requiredPolicyStatements });
    }, here);
    expect(output(json, "trust")).toMatchObject([
      { Sid: "AssumedBySageMaker" },
      {
        Sid: "AssumedByAnnotationFunctions",
        Condition: { ArnEquals: { "aws:PrincipalArn": roleArn("acme-post") } },
      },
    ]);
    expect(output(json, "policy")).toMatchObject([
      { Sid: "LambdaFunctions", Resource: [lambda("acme-post"), `${lambda("acme-post")}:*`] },
    ]);
    expect(policyNamed(json, "acme-post").AssumeExecutionRole).toMatchObject({ Resource: roleArn("old") });
  });

  test("is told the output of each workflow that it works for, and of no other", () => {
    const variables = (
      build: (post: PostAnnotationFunction, answers: AnswersToConsolidate, stack: TerraformStack) => void,
    ) =>
      (only(withPost({}, build), "aws_lambda_function").environment as { variables: Record<string, string> })
        .variables;
    const listed = variables((post, answers) => {
      post.grantReadAnswers(answers);
      post.grantReadAnswers({ ...answers, output: S3Location.parse("s3://acme-labels/birds/") });
      post.grantReadAnswers(answers);
    });
    expect(listed.GROUND_TRUTH_ANSWER_LOCATIONS).toBe(
      '["s3://acme-labels/signs/","s3://acme-labels/birds/"]',
    );
    expect(variables(() => undefined).GROUND_TRUTH_ANSWER_LOCATIONS).toBe("[]");
    const unknown = variables((post, answers) =>
      post.grantReadAnswers({ ...answers, output: new S3Location(aToken(), "signs/") }),
    );
    expect(unknown.GROUND_TRUTH_ANSWER_LOCATIONS).toBe('["s3://${var.x}/signs/"]');
  });

  test("sets the variable for its answers itself", () => {
    const settings = { environment: { GROUND_TRUTH_ANSWER_ACCESS: "mine" } };
    expect(() => withPost({ settings })).toThrow(
      "settings.environment.GROUND_TRUTH_ANSWER_ACCESS: the PostAnnotationFunction sets this variable itself",
    );
    const variables = { constructor: "called as members that every object has" };
    expect(only(withPost({ settings: { environment: variables } }), "aws_lambda_function")).toMatchObject({
      environment: { variables },
    });
  });
});

describe("jobs that call functions", () => {
  const invoked = (
    style: PermissionStyle,
    ...functionsOf: ((stack: TerraformStack) => IAnnotationFunction)[]
  ) => {
    const json = synthesized((stack) => {
      const role = new ExecutionRole(stack, "Role", { name: "r", permissions: { style } });
      for (const functionOf of functionsOf) functionOf(stack).grantInvoke(role);
    }, here);
    const policy = all(json, "aws_iam_policy").find(({ name }) => name === "r");
    return policy && bySid(policy.policy).LambdaFunctions?.Resource;
  };
  const made = (functionName: string) => (stack: TerraformStack) =>
    new PreAnnotationFunction(stack, functionName, { name: functionName, code });
  const existing = (arn: string) => (stack: TerraformStack) =>
    PreAnnotationFunction.fromFunctionArn(stack, "Existing", arn);
  const { LEAST_PRIVILEGE, AWS_MANAGED, AS_DOCUMENTED } = PermissionStyle;

  test("may call exactly these, with their versions and aliases", () => {
    expect(invoked(LEAST_PRIVILEGE, made("pre"), made("post"))).toEqual(
      [lambda("pre"), lambda("post")].flatMap((arn) => [arn, `${arn}:*`]),
    );
    expect(invoked(AS_DOCUMENTED, made("pre"), made("post"))).toEqual([lambda("pre"), lambda("post")]);
  });

  test("may call one version or alias, where one is given", () => {
    expect(invoked(LEAST_PRIVILEGE, existing(lambda("pre:live")))).toBe(lambda("pre:live"));
    expect(invoked(AWS_MANAGED, existing(lambda("pre:LabelingFunction")))).toBe(
      lambda("pre:LabelingFunction"),
    );
  });

  test("need a statement under the AWS managed style only for names that it does not know", () => {
    expect(invoked(AWS_MANAGED, made("acme-GtRecipe-pre"))).toBeUndefined();
    expect(invoked(AWS_MANAGED, made("acme-pre"))).toEqual([lambda("acme-pre"), `${lambda("acme-pre")}:*`]);
  });
});

describe("an existing function", () => {
  const other = "444455556666";
  const functionRole = roleArn("their-role");

  const brought = (
    functionArn: string,
    props: { roleArn?: string; answerAccess?: AnswerAccess } = {},
  ): {
    json: TerraformJson;
    post: { functionName: string; qualifier?: string; answerAccess: AnswerAccess };
  } => {
    let post!: { functionName: string; qualifier?: string; answerAccess: AnswerAccess };
    const json = synthesized((stack) => {
      const answers = answersIn(stack);
      const made = PostAnnotationFunction.fromFunctionArn(stack, "Post", functionArn, props);
      made.grantInvoke(answers.executionRole);
      made.grantReadAnswers(answers);
      const { requiredRoleStatements, requiredFunctionPolicyStatements } = made;
      const told = { role: requiredRoleStatements, function: requiredFunctionPolicyStatements };
      for (const [name, value] of Object.entries(told)) {
        if (value !== undefined) new TerraformOutput(stack, name, { value });
      }
      post = { functionName: made.functionName, qualifier: made.qualifier, answerAccess: made.answerAccess };
    }, here);
    return { json, post };
  };

  test("is left alone; what its role needs is told, and the key names that role", () => {
    const { json, post } = brought(lambda("theirs:7"), { roleArn: functionRole });
    expect(post).toEqual({ functionName: "theirs", qualifier: "7", answerAccess: AnswerAccess.S3_READ });
    expect(json.resource.aws_lambda_function).toBeUndefined();
    expect(output(json, "role")).toMatchObject([
      { Sid: "S3ReadAnswers", Resource: "arn:aws:s3:::acme-labels/signs/*" },
    ]);
    expect(json.output).not.toHaveProperty("function");
    expect(keyPolicy(json).AllowAnswerReadersThroughS3).toMatchObject({ Principal: { AWS: functionRole } });
    expect(policyNamed(json, "acme-execution").LambdaFunctions).toMatchObject({
      Resource: lambda("theirs:7"),
    });
  });

  test("assumes the execution role, whose trust policy names its role", () => {
    const { json } = brought(lambda("theirs"), {
      roleArn: functionRole,
      answerAccess: AnswerAccess.ASSUME_EXECUTION_ROLE,
    });
    expect(output(json, "role")).toMatchObject([
      { Sid: "AssumeExecutionRole", Resource: roleArn("acme-execution") },
    ]);
    const execution = roleNamed(json, "acme-execution");
    expect(bySid(execution.assume_role_policy).AssumedByAnnotationFunctions).toMatchObject({
      Condition: { ArnEquals: { "aws:PrincipalArn": functionRole } },
    });
    expect(execution).not.toHaveProperty("depends_on");
  });

  test("of another account must let the execution role call it, and its owner is told so", () => {
    const arn = lambda("theirs:live", other);
    const { json } = brought(arn, {
      roleArn: roleArn("their-role", other),
      answerAccess: AnswerAccess.ASSUME_EXECUTION_ROLE,
    });
    expect(output(json, "function")).toEqual([
      {
        Sid: "AllowLabelingJobs",
        Effect: "Allow",
        Principal: { AWS: roleArn("acme-execution") },
        Action: "lambda:InvokeFunction",
        Resource: arn,
      },
    ]);
    expect(policyNamed(json, "acme-execution").LambdaFunctions).toMatchObject({ Resource: arn });
  });

  test("of another account that reads answers itself needs a bucket policy, and its user is warned", () => {
    const warnings = (access: AnswerAccess) => {
      const found: unknown[] = [];
      synthesized((stack) => {
        const props = { roleArn: roleArn("their-role", other), answerAccess: access };
        const made = PostAnnotationFunction.fromFunctionArn(stack, "Post", lambda("theirs", other), props);
        made.grantReadAnswers(answersIn(stack));
        found.push(
          ...stack.node.findAll().flatMap(({ node }) => node.metadata.map(({ data }) => data as unknown)),
        );
      }, here);
      return found.filter((data) => String(data).includes("the policy of the bucket acme-labels must let"));
    };
    expect(warnings(AnswerAccess.S3_READ)).toHaveLength(1);
    expect(warnings(AnswerAccess.ASSUME_EXECUTION_ROLE)).toEqual([]);
  });

  test.each(["ACS-PassThrough", "ACS-BoundingBox"])(
    "of AWS's own needs no right, no role and nothing of its owner: %s",
    (name) => {
      const { json } = brought(lambda(name, "568282634449"));
      expect(policyNamed(json, "acme-execution")).not.toHaveProperty("LambdaFunctions");
      expect(json.output).toBeUndefined();
    },
  );

  describe("of an account that", () => {
    const callOf = (arn: string, where: { region?: string; account?: string }) => {
      const warnings: string[] = [];
      const json = synthesized((stack) => {
        const made = PreAnnotationFunction.fromFunctionArn(stack, "Pre", arn);
        made.grantInvoke(new ExecutionRole(stack, "Role", { name: "r" }));
        const value = made.requiredFunctionPolicyStatements;
        if (value !== undefined) new TerraformOutput(stack, "function", { value });
        warnings.push(
          ...stack.node.findAll().flatMap(({ node }) => node.metadata.map(({ data }) => String(data))),
        );
      }, where);
      const required = json.output?.function?.value;
      return {
        warnings: warnings.filter((warning) => warning.includes("nothing names the stack's account")),
        calls: JSON.stringify(json.resource.aws_iam_policy ?? {}).includes(arn),
        required: required === undefined ? "" : JSON.stringify(required),
      };
    };

    test("nobody named warns, with the line to add; one that is named does not", () => {
      const { warnings, calls } = callOf(lambda("theirs", other), { region });
      expect(warnings).toEqual([
        expect.stringMatching(/is in the account 444455556666, .*account: "<12 digits>"/),
      ]);
      expect(calls).toBe(true);
      expect(callOf(lambda("theirs"), here)).toEqual({ warnings: [], calls: true, required: "" });
    });

    test("is not the stack's must let the execution role call it, and its owner is told what to add", () => {
      const { warnings, calls, required } = callOf(lambda("theirs", other), here);
      expect({ warnings, calls }).toEqual({ warnings: [], calls: true });
      expect(required).toContain("lambda:InvokeFunction");
      expect(required).toContain(roleArn("r"));
    });

    test.each([
      ["somebody's, though it is named like AWS's", lambda("PRE-PassThrough", other)],
      ["AWS's in another region", lambda("PRE-PassThrough", "432418664414")],
      ["somebody's, with the name of a built-in task's function", lambda("PRE-BoundingBox", other)],
    ])("is %s is called as any other", (_, arn) => {
      const { calls, required } = callOf(arn, here);
      expect(calls).toBe(true);
      expect(required).toContain("lambda:InvokeFunction");
    });

    test("is AWS's in the region needs nothing, whether the stack's account is known or not", () => {
      const hosted = lambda("PRE-PassThrough", "568282634449");
      for (const where of [here, { region }]) {
        expect(callOf(hosted, where)).toEqual({ warnings: [], calls: false, required: "" });
      }
    });

    test("is not AWS's needs the role of a post-annotation function, whatever its name", () => {
      expect(() => brought(lambda("ACS-PassThrough", other))).toThrow("roleArn: got none");
    });
  });

  test("may be named by a token, as a whole or in part", () => {
    const whole = brought(aToken(), { roleArn: aToken() });
    expect(whole.json.resource.aws_iam_policy).toBeDefined();
    const statement = (json: TerraformJson) => policyNamed(json, "acme-execution").LambdaFunctions!.Resource;
    expect(statement(whole.json)).toEqual(["${var.x}", "${var.x}:*"]);
    const part = brought(`arn:aws:lambda:${region}:${aToken()}:function:theirs:live`, {
      roleArn: functionRole,
    });
    expect(part.post).toMatchObject({ functionName: "theirs", qualifier: "live" });
    expect(statement(part.json)).toBe(`arn:aws:lambda:${region}:\${var.x}:function:theirs:live`);
  });

  test.each([
    ["theirs", { roleArn: functionRole }, 'functionArn: got "theirs"; the ARN of a function is allowed'],
    [lambda("a:b:c"), { roleArn: functionRole }, "functionArn: got"],
    [lambda("a b"), { roleArn: functionRole }, "functionArn: got"],
    [lambda("a:$NEWEST"), { roleArn: functionRole }, "functionArn: got"],
    [`arn:aws:lambda:${region}:${account}:layer:a:1`, { roleArn: functionRole }, "functionArn: got"],
    [
      lambda("a", account, "us-east-1"),
      { roleArn: functionRole },
      "which lies in us-east-1; a labeling job calls functions of its own region",
    ],
    [lambda("theirs"), {}, "roleArn: got none; name the role that the function runs with"],
    [lambda("theirs"), { roleArn: "their-role" }, 'roleArn: got "their-role"; the ARN of a role is allowed'],
    [lambda("theirs", other), { roleArn: functionRole }, "a role of another account than the function's"],
  ])("is refused: %s %j", (arn, props, message) => {
    expect(() => brought(arn, props)).toThrow(message);
  });

  test("names all that is wrong with it at once", () => {
    expect(() => brought("theirs")).toThrow(/- functionArn: [^]*- roleArn: /);
  });
});

describe("the role of a function", () => {
  test("can be made alone, and begins with no right", () => {
    const json = synthesized((stack) => {
      const role = new FunctionRole(stack, "Role", { name: "mine", path: "/x/" });
      expect(role.principalArn).toBe(`arn:aws:iam::${account}:role/x/mine`);
      expect(role.attachments).toEqual([]);
    }, here);
    expect(only(json, "aws_iam_role")).toMatchObject({ name: "mine" });
    expect(json.resource.aws_iam_policy).toBeUndefined();
    expect(() => synthesized((stack) => new FunctionRole(stack, "R", { name: "", path: "x" }))).toThrow(
      /FunctionRole "test\/R" cannot be built:\n {2}- name: .*\n {2}- path: /,
    );
  });

  const inVpc = deployed({
    vpcConfig: { subnetIds: ["subnet-0123456789abcdef0"], securityGroupIds: ["sg-0123456789abcdef0"] },
    tracing: true,
  });
  const role = inVpc.role("acme-post");
  const ec2 = (resource: string) => `arn:aws:ec2:${region}:${account}:${resource}`;
  const byCode = { "lambda:SourceFunctionArn": lambda("acme-post") };

  describe("on its log, its network and its traces", () => {
    mayDo(role, [
      ["begin a log stream", "logs:CreateLogStream", logs("/aws/lambda/acme-post", "1")],
      ["write to it", "logs:PutLogEvents", logs("/aws/lambda/acme-post", "2026/11/22/[$LATEST]1")],
      ["send traces", "xray:PutTraceSegments", "*"],
      ["have Lambda look for its interfaces", "ec2:DescribeNetworkInterfaces", "*"],
      ["have Lambda delete an interface", "ec2:DeleteNetworkInterface", ec2("network-interface/eni-1")],
    ]);
    mayNotDo(role, [
      ["make a log group", "logs:CreateLogGroup", logs("/aws/lambda/acme-post")],
      ["write to the log of another function", "logs:PutLogEvents", logs("/aws/lambda/acme-pre", "x")],
      ["write to a log whose name begins alike", "logs:PutLogEvents", logs("/aws/lambda/acme-post-2", "x")],
      ["read its log", "logs:GetLogEvents", logs("/aws/lambda/acme-post", "x")],
      ["read traces", "xray:GetTraceSummaries", "*"],
      ["look at the network from its code", "ec2:DescribeNetworkInterfaces", "*", byCode],
      [
        "delete an interface from its code",
        "ec2:DeleteNetworkInterface",
        ec2("network-interface/eni-1"),
        byCode,
      ],
      ["invoke itself", "lambda:InvokeFunction", lambda("acme-post")],
    ]);
  });

  describe("on answers", () => {
    const key = inVpc.key("alias/acme");
    const viaS3 = { "kms:ViaService": `s3.${region}.amazonaws.com` };
    const ofItself = { "kms:EncryptionContext:aws:lambda:FunctionArn": lambda("acme-post") };
    mayDo(role, [
      ["read an answer", "s3:GetObject", "arn:aws:s3:::acme-labels/signs/job/annotations/1.json"],
      ["decrypt it through S3", "kms:Decrypt", key, viaS3],
      ["have Lambda decrypt its environment", "kms:Decrypt", key, ofItself],
    ]);
    mayNotDo(role, [
      ["read the answers of another workflow", "s3:GetObject", "arn:aws:s3:::acme-labels/lamps/job/1.json"],
      ["write an answer", "s3:PutObject", "arn:aws:s3:::acme-labels/signs/job/annotations/1.json"],
      ["list answers", "s3:ListBucket", "arn:aws:s3:::acme-labels"],
      ["decrypt outside S3", "kms:Decrypt", key],
      ["decrypt through SQS", "kms:Decrypt", key, { "kms:ViaService": `sqs.${region}.amazonaws.com` }],
      ["encrypt through S3", "kms:GenerateDataKey", key, viaS3],
      [
        "decrypt the environment of another function",
        "kms:Decrypt",
        key,
        { "kms:EncryptionContext:aws:lambda:FunctionArn": lambda("acme-pre") },
      ],
      ["assume the execution role", "sts:AssumeRole", roleArn("acme-execution")],
    ]);
  });

  describe("and those who deploy it", () => {
    const key = inVpc.key("alias/acme");
    const deployer = inVpc.anotherRole("deployer", everything);
    const through = (service: string) => ({ "kms:ViaService": `${service}.${region}.amazonaws.com` });
    const ofItself = { "kms:EncryptionContext:aws:lambda:FunctionArn": lambda("acme-post") };
    const variables = { ...through("lambda"), ...ofItself };
    const forAws = { ...through("lambda"), "kms:GrantIsForAWSResource": "true" };
    mayDo(deployer, [
      ["encrypt environment variables", "kms:Encrypt", key, variables],
      ["look at them", "kms:Decrypt", key, variables],
      ["have Lambda make its grant", "kms:CreateGrant", key, forAws],
    ]);
    mayNotDo(deployer, [
      ["look at variables that are not said to be this function's", "kms:Decrypt", key, through("lambda")],
      ["have Lambda lend the key", "kms:CreateGrant", key, through("lambda")],
      ["decrypt answers", "kms:Decrypt", key, through("s3")],
      ["use the key themselves", "kms:Decrypt", key],
      ["lend the key", "kms:CreateGrant", key],
      ["encrypt data through Lambda", "kms:GenerateDataKey", key, through("lambda")],
    ]);
    mayNotDo(inVpc.anotherRole("clerk"), [
      ["look at environment variables by the key's policy alone", "kms:Decrypt", key, through("lambda")],
    ]);
    mayNotDo(inVpc.outsider("444455556666"), [
      ["look at environment variables of this account", "kms:Decrypt", key, through("lambda")],
    ]);
  });

  const assuming = deployed({}, AnswerAccess.ASSUME_EXECUTION_ROLE);
  const post = assuming.role("acme-post");
  describe("when it assumes the execution role", () => {
    mayAssume(assuming.role("acme-execution"), [
      ["the function", post],
      ["SageMaker", assuming.service("sagemaker.amazonaws.com")],
    ]);
    mayNotAssume(assuming.role("acme-execution"), [
      ["another role of the account", assuming.anotherRole("acme-pre")],
      ["Lambda itself", assuming.service("lambda.amazonaws.com")],
      ["another account", assuming.outsider("444455556666")],
    ]);
    mayAssume(post, [["Lambda", assuming.service("lambda.amazonaws.com")]]);
    mayNotAssume(post, [
      ["SageMaker", assuming.service("sagemaker.amazonaws.com")],
      ["the execution role", assuming.role("acme-execution")],
    ]);
    mayNotDo(post, [
      ["assume another role", "sts:AssumeRole", roleArn("acme-execution-2")],
      ["read an answer itself", "s3:GetObject", "arn:aws:s3:::acme-labels/signs/job/1.json"],
      [
        "decrypt an answer itself",
        "kms:Decrypt",
        assuming.key("alias/acme"),
        { "kms:ViaService": `s3.${region}.amazonaws.com` },
      ],
    ]);
  });

  function deployed(
    settings: PostAnnotationFunctionProps["settings"],
    answerAccess = AnswerAccess.S3_READ,
  ): DeployedStack {
    return deployedStack(JSON.stringify(withPost({ settings, answerAccess }, undefined, true)));
  }
});
