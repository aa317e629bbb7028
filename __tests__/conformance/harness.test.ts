import { arnFits } from "./harness/arn-pattern";
import { deployedStack } from "./harness/deployed";
import { statementDifferences } from "./harness/differences";
import { everything } from "./harness/principal";
import { mayAssume, mayDo, mayNotAssume, mayNotDo, requireAllowed, requireDenied } from "./harness/sentences";
import { simulate } from "./harness/simulate";
import { vocabularyProblems } from "./harness/vocabulary";

const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const allow = (Action: string | string[], Resource: string | string[], more: object = {}) => {
  return { Effect: "Allow", Action, Resource, ...more };
};
const trust = (Principal: object, Condition?: object) =>
  policy({ Sid: "Trust", Effect: "Allow", Principal, Action: "sts:AssumeRole", Condition });

const here = "arn:${data.aws_partition.current.partition}";
const account = "${data.aws_caller_identity.current.account_id}";

/** As CDKTF writes it, with a bit of everything that the harness resolves. */
const labeling = {
  "//": { metadata: { stackName: "signs", version: "0.21.0" } },
  data: {
    aws_partition: { current: {} },
    aws_caller_identity: { current: {} },
    aws_region: { current: {} },
  },
  resource: {
    aws_iam_role: {
      execution: {
        "//": { metadata: { path: "signs/execution" } },
        name: "signs-execution",
        assume_role_policy: trust(
          { Service: "sagemaker.amazonaws.com", AWS: `${here}:iam::${account}:role/signs-post-annotation` },
          undefined,
        ),
        inline_policy: [
          {
            name: "labels",
            policy: policy(
              allow("s3:PutObject", `${here}:s3:::signs-labels/jobs/*`, { Sid: "Labels" }),
              allow("s3:GetObject", "${aws_s3_bucket.labels.arn}/${aws_iam_role.execution.name}/*", {
                Sid: "Own",
              }),
              allow(["kms:Decrypt", "kms:GenerateDataKey"], `${here}:kms:*:${account}:key/*`, {
                Sid: "LabelKey",
                Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/signs" } },
              }),
            ),
          },
        ],
      },
      post: {
        name: "signs-post-annotation",
        path: "/functions/",
        assume_role_policy: trust({ Service: "lambda.amazonaws.com" }),
        permissions_boundary: "${aws_iam_policy.boundary.arn}",
      },
      managed: {
        name: "signs-managed",
        assume_role_policy: trust(
          { Service: "sagemaker.amazonaws.com" },
          { StringEquals: { "aws:SourceAccount": account } },
        ),
      },
    },
    aws_iam_policy: {
      boundary: { name: "boundary", policy: policy(allow(["s3:*", "kms:*"], "*", { Sid: "StorageOnly" })) },
      streaming: {
        name: "streaming",
        policy: policy(
          allow(
            "sqs:SendMessage",
            `${here}:sqs:\${data.aws_region.current.id}:${account}:GroundTruth-signs`,
            {
              Sid: "StreamingQueue",
            },
          ),
          allow("sns:Subscribe", "${aws_sns_topic.input.arn}", {
            Sid: "StreamingTopicSubscribe",
            Condition: { StringEquals: { "sns:Protocol": "sqs" } },
          }),
          allow("sns:Unsubscribe", "*", { Sid: "StreamingTopicUnsubscribe" }),
          allow("s3:GetObject", `${here}:s3:::signs-home/$\${aws:username}/*`, { Sid: "Home" }),
        ),
      },
    },
    aws_iam_role_policy: {
      post: {
        name: "post",
        role: "${aws_iam_role.post.id}",
        policy: policy(
          allow("s3:GetObject", "${aws_s3_bucket.labels.arn}/*", { Sid: "ReadLabels" }),
          allow("sqs:SendMessage", "*", { Sid: "BeyondTheBoundary" }),
        ),
      },
    },
    aws_iam_role_policy_attachment: {
      streaming: { role: "${aws_iam_role.execution.name}", policy_arn: "${aws_iam_policy.streaming.arn}" },
      managed: {
        role: "signs-managed",
        policy_arn: `${here}:iam::aws:policy/AmazonSageMakerGroundTruthExecution`,
      },
      existing: { role: "brought-in", policy_arn: "${aws_iam_policy.streaming.arn}" },
    },
    aws_kms_key: {
      labels: {
        policy: policy(
          allow("kms:*", "*", { Sid: "Administrators", Principal: { AWS: `${here}:iam::${account}:root` } }),
        ),
      },
      strict: {
        policy: policy(
          allow("kms:Decrypt", "*", { Sid: "Role", Principal: { AWS: "${aws_iam_role.managed.arn}" } }),
          allow("kms:GenerateDataKey", "*", { Sid: "Topic", Principal: { Service: "sns.amazonaws.com" } }),
        ),
      },
      plain: {},
    },
    aws_kms_alias: {
      labels: { name: "alias/signs", target_key_id: "${aws_kms_key.labels.key_id}" },
      strict: { name: "alias/strict", target_key_id: "${aws_kms_key.strict.arn}" },
      plain: { name: "alias/plain", target_key_id: "${aws_kms_key.plain.id}" },
    },
    aws_s3_bucket: { labels: { bucket: "signs-labels" } },
    aws_s3_bucket_policy: {
      labels: {
        bucket: "${aws_s3_bucket.labels.id}",
        policy: policy({
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: ["${aws_s3_bucket.labels.arn}", "${aws_s3_bucket.labels.arn}/*"],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        }),
      },
    },
    aws_sns_topic: { input: { name: "signs-input" } },
    aws_sns_topic_policy: {
      input: {
        arn: "${aws_sns_topic.input.arn}",
        policy: policy(
          allow("sns:Publish", "${aws_sns_topic.input.arn}", {
            Sid: "BucketEvents",
            Principal: { Service: "s3.amazonaws.com" },
            Condition: { ArnLike: { "aws:SourceArn": "${aws_s3_bucket.labels.arn}" } },
          }),
          allow("sns:Publish", "${aws_sns_topic.input.arn}", {
            Sid: "Roles",
            Principal: { AWS: ["${aws_iam_role.managed.arn}", "${aws_iam_role.post.arn}"] },
          }),
        ),
      },
    },
    aws_sqs_queue: { output: { name: "signs-output" } },
    aws_sqs_queue_policy: {
      output: {
        queue_url: "${aws_sqs_queue.output.id}",
        policy: policy(
          allow("sqs:SendMessage", "${aws_sqs_queue.output.arn}", {
            Sid: "Topic",
            Principal: { Service: "sns.amazonaws.com" },
          }),
        ),
      },
    },
    aws_lambda_function: {
      post: { function_name: "signs-post", source_code_hash: '${filebase64sha256("x.zip")}' },
    },
  },
};

const signs = deployedStack(labeling);
const execution = signs.role("signs-execution");
const post = signs.role("signs-post-annotation");
const queue = (name: string) => `arn:aws:sqs:eu-west-1:111122223333:${name}`;
const object = (key: string) => `arn:aws:s3:::signs-labels/${key}`;

describe("a deployed stack", () => {
  test("names its resources as AWS would", () => {
    expect(execution.arn).toBe("arn:aws:iam::111122223333:role/signs-execution");
    expect(post.arn).toBe("arn:aws:iam::111122223333:role/functions/signs-post-annotation");
    expect(signs.policies["boundary"]?.arn).toBe("arn:aws:iam::111122223333:policy/boundary");
    expect(signs.key("alias/signs").arn).toMatch(/^arn:aws:kms:eu-west-1:111122223333:key\/[0-9a-f-]{36}$/);
    expect(signs.bucket("signs-labels").arn).toBe("arn:aws:s3:::signs-labels");
    expect(signs.topic("signs-input").arn).toBe("arn:aws:sns:eu-west-1:111122223333:signs-input");
    expect(signs.queue("signs-output").arn).toBe("arn:aws:sqs:eu-west-1:111122223333:signs-output");
  });

  test("invents the same key id each time and another one for each key", () => {
    expect(deployedStack(JSON.stringify(labeling)).key("alias/signs").arn).toBe(signs.key("alias/signs").arn);
    expect(signs.key("alias/strict").arn).not.toBe(signs.key("alias/signs").arn);
  });

  test("gathers a role's policies from wherever they stand", () => {
    expect(execution.identityPolicies.map(({ name }) => name)).toEqual(["labels", "streaming"]);
    expect(post.boundary?.name).toBe("boundary");
    expect(signs.role("signs-managed").identityPolicies.map(({ name }) => name)).toEqual([
      "arn:aws:iam::aws:policy/AmazonSageMakerGroundTruthExecution",
    ]);
    expect(signs.role("brought-in").identityPolicies).toHaveLength(1);
  });

  test("follows account, region and partition", () => {
    const china = deployedStack(labeling, { account: "444455556666", region: "cn-north-1" });
    expect(china.queue("signs-output").arn).toBe("arn:aws-cn:sqs:cn-north-1:444455556666:signs-output");
    const [managed] = china.role("signs-managed").identityPolicies;
    expect(JSON.stringify(managed)).toContain("arn:aws-cn:sqs:*:*:*GroundTruth*");
  });

  test("takes back Terraform's escapes", () => {
    expect(JSON.stringify(signs.policies["streaming"]?.document)).toContain("signs-home/${aws:username}/*");
  });

  test("names what exists when asked for something else", () => {
    expect(() => signs.role("sign-execution")).toThrow(/no role sign-execution, only: signs-execution, /);
  });
});

describe("a stack that cannot be resolved is refused, with the expression and its place", () => {
  const withTopicPolicy = (expression: string, extra: object = {}) => ({
    data: labeling.data,
    resource: {
      aws_sns_topic: { input: { name: "signs-input" } },
      aws_sns_topic_policy: { input: { arn: "${aws_sns_topic.input.arn}", policy: expression } },
      ...extra,
    },
  });

  test.each([
    ["a resource that is not there", "${aws_sns_topic.output.arn}", "the stack has no such resource"],
    ["a data source that is not there", "${data.aws_region.other.id}", "the stack has no such data source"],
    ["an attribute that only AWS knows", "${aws_sns_topic.input.beginning_archive_time}", "nothing is known"],
    ["a function", '${jsonencode({"Statement": []})}', "not a plain reference"],
    ["a variable", "${var.policy}", "not a plain reference"],
  ])("%s", (_, expression, why) => {
    const message = `${expression} in aws_sns_topic_policy.input.policy cannot be resolved: ${why}`;
    expect(() => deployedStack(withTopicPolicy(expression))).toThrow(
      message.replace("not a plain", "it is not a plain"),
    );
  });

  test("unless the test gives the value", () => {
    const values = { "var.policy": policy(allow("sns:Publish", "*", { Principal: "*" })) };
    expect(
      deployedStack(withTopicPolicy("${var.policy}"), { values }).topic("signs-input").policy,
    ).toBeDefined();
  });

  test("a name that refers to itself", () => {
    const stack = { resource: { aws_s3_bucket: { a: { bucket: "${aws_s3_bucket.a.id}" } } } };
    expect(() => deployedStack(stack)).toThrow("aws_s3_bucket.a.id} in aws_s3_bucket.a.bucket");
  });

  test("a name that Terraform would draw", () => {
    expect(() => deployedStack({ resource: { aws_s3_bucket: { a: { bucket_prefix: "a" } } } })).toThrow(
      "aws_s3_bucket.a.bucket is needed as plain text, but is not set",
    );
  });

  test("a template directive", () => {
    expect(() => deployedStack(withTopicPolicy("%{ if true }"))).toThrow("as a directive");
  });

  test("a policy that is no policy", () => {
    expect(() => deployedStack(withTopicPolicy("{"))).toThrow(
      "aws_sns_topic_policy.input.policy is not JSON",
    );
  });

  test("a boundary whose document nobody gives", () => {
    const boundary = "arn:aws:iam::111122223333:policy/company";
    const role = { name: "r", assume_role_policy: trust({ Service: "x" }), permissions_boundary: boundary };
    const stack = { resource: { aws_iam_role: { r: role } } };
    expect(() => deployedStack(stack)).toThrow(`aws_iam_role.r names the policy ${boundary}`);
    expect(deployedStack(stack, { documents: { [boundary]: everything } }).role("r").boundary?.name).toBe(
      boundary,
    );
  });

  test("grants that would be overlooked", () => {
    const stack = withTopicPolicy(policy(), { aws_kms_grant: { g: {} } });
    expect(() => deployedStack(stack)).toThrow("The harness does not understand aws_kms_grant.g");
  });
});

describe("identity policies", () => {
  mayDo(execution, [
    ["write labels", "s3:PutObject", object("jobs/1.json")],
    ["read below its own name", "s3:GetObject", object("signs-execution/1.json")],
    ["send to its queue", "sqs:SendMessage", queue("GroundTruth-signs")],
    [
      "subscribe a queue to the input topic",
      "sns:Subscribe",
      signs.topic("signs-input"),
      { "sns:Protocol": "sqs" },
    ],
    ["take subscriptions back", "sns:Unsubscribe", "*"],
  ]);
  mayNotDo(execution, [
    ["write anywhere else", "s3:PutObject", object("other/1.json")],
    ["send to a queue whose name begins alike", "sqs:SendMessage", queue("GroundTruth-signs-2")],
    ["subscribe a web address", "sns:Subscribe", signs.topic("signs-input"), { "sns:Protocol": "https" }],
    ["subscribe without saying what", "sns:Subscribe", signs.topic("signs-input")],
  ]);
  mayDo(signs.role("signs-managed"), [
    [
      "use AWS's managed policy",
      "lambda:InvokeFunction",
      "arn:aws:lambda:eu-west-1:111122223333:function:SageMaker-pre",
    ],
    [
      "invoke a function of another account",
      "lambda:InvokeFunction",
      "arn:aws:lambda:eu-west-1:568282634449:function:SageMaker-pre",
    ],
  ]);
  mayDo(
    signs.user("ada", {
      Version: "2012-10-17",
      Statement: [allow("s3:GetObject", "arn:aws:s3:::signs-home/${aws:username}/*")],
    }),
    [["read at home", "s3:GetObject", "arn:aws:s3:::signs-home/ada/1.json"]],
  );
  mayNotDo(
    signs.user("ada", {
      Version: "2012-10-17",
      Statement: [allow("s3:GetObject", "arn:aws:s3:::signs-home/${aws:username}/*")],
    }),
    [["read at Bob's", "s3:GetObject", "arn:aws:s3:::signs-home/bob/1.json"]],
  );
});

describe("a permissions boundary", () => {
  mayDo(post, [["do what both allow", "s3:GetObject", object("1.json")]]);
  mayNotDo(post, [
    ["do what only its policy allows", "sqs:SendMessage", queue("GroundTruth-signs")],
    ["do what only the boundary allows", "s3:DeleteObject", object("1.json")],
  ]);
});

describe("a resource policy that names roles", () => {
  mayDo(signs.role("signs-managed"), [
    ["publish, which no identity policy says", "sns:Publish", signs.topic("signs-input")],
  ]);
  mayNotDo(post, [["publish against its boundary", "sns:Publish", signs.topic("signs-input")]]);
});

describe("a resource outside of the stack", () => {
  const admin = signs.anotherRole("Admin", everything);
  const foreign = { "aws:ResourceAccount": "444455556666" };
  mayDo(admin, [
    [
      "read a bucket of another account, which is taken to agree",
      "s3:GetObject",
      "arn:aws:s3:::theirs/1",
      foreign,
    ],
    ["send to a queue of this account", "sqs:SendMessage", queue("brought-in")],
  ]);
  mayNotDo(execution, [
    [
      "read a bucket of another account without a right of its own",
      "s3:GetObject",
      "arn:aws:s3:::theirs/1",
      foreign,
    ],
  ]);
});

describe("key policies", () => {
  const managed = signs.role("signs-managed");
  mayDo(managed, [["use the key whose policy names the role", "kms:Decrypt", signs.key("alias/strict")]]);
  mayNotDo(managed, [["do more than the key policy says", "kms:Encrypt", signs.key("alias/strict")]]);
  mayNotDo(signs.anotherRole("Admin", everything), [
    ["use a key that leaves nothing to IAM policies", "kms:Decrypt", signs.key("alias/strict")],
  ]);
  mayDo(execution, [["use the key by its alias", "kms:Decrypt", signs.key("alias/signs")]]);
  mayNotDo(execution, [
    ["use a key with another alias", "kms:Decrypt", signs.key("alias/plain")],
    ["use a key outside of the stack", "kms:Decrypt", "arn:aws:kms:eu-west-1:111122223333:key/0"],
    [
      "use the key once its alias is gone",
      "kms:Decrypt",
      signs.key("alias/signs"),
      { "kms:ResourceAliases": undefined },
    ],
  ]);
  mayDo(signs.anotherRole("Admin", everything), [
    ["use a key without a policy of its own", "kms:Decrypt", signs.key("alias/plain")],
    ["use a key that no stack made", "kms:Decrypt", "arn:aws:kms:eu-west-1:111122223333:key/0"],
  ]);
  mayDo(signs.service("sns.amazonaws.com"), [
    ["encrypt messages", "kms:GenerateDataKey", signs.key("alias/strict")],
  ]);
  mayNotDo(signs.service("sqs.amazonaws.com"), [
    ["encrypt messages", "kms:GenerateDataKey", signs.key("alias/strict")],
  ]);
});

describe("bucket, topic and queue policies", () => {
  const admin = signs.anotherRole("Admin", everything);
  mayDo(admin, [["read over TLS", "s3:GetObject", object("1.json")]]);
  mayNotDo(admin, [
    ["read in the clear", "s3:GetObject", object("1.json"), { "aws:SecureTransport": "false" }],
  ]);
  mayNotDo(signs.outsider("444455556666"), [["read the labels", "s3:GetObject", object("1.json")]]);
  mayDo(signs.service("s3.amazonaws.com"), [
    [
      "publish this bucket's events",
      "sns:Publish",
      signs.topic("signs-input"),
      { "aws:SourceArn": "arn:aws:s3:::signs-labels" },
    ],
  ]);
  mayNotDo(signs.service("s3.amazonaws.com"), [
    [
      "publish another bucket's events",
      "sns:Publish",
      signs.topic("signs-input"),
      { "aws:SourceArn": "arn:aws:s3:::b" },
    ],
  ]);
  mayDo(signs.service("sns.amazonaws.com"), [
    ["fill the queue", "sqs:SendMessage", signs.queue("signs-output")],
  ]);
  mayNotDo(signs.service("sns.amazonaws.com"), [
    ["read the queue", "sqs:ReceiveMessage", signs.queue("signs-output")],
  ]);
});

describe("trust", () => {
  mayAssume(execution, [
    ["Ground Truth", signs.service("sagemaker.amazonaws.com")],
    ["a role that it names", signs.anotherRole("signs-post-annotation")],
  ]);
  mayNotAssume(execution, [
    ["another service", signs.service("lambda.amazonaws.com")],
    ["an administrator", signs.anotherRole("Admin", everything)],
    ["another account", signs.outsider("444455556666")],
  ]);
  const source = (id: string) => ({ "aws:SourceAccount": id });
  mayAssume(signs.role("signs-managed"), [
    ["Ground Truth for us", signs.service("sagemaker.amazonaws.com"), source("111122223333")],
  ]);
  mayNotAssume(signs.role("signs-managed"), [
    ["Ground Truth for others", signs.service("sagemaker.amazonaws.com"), source("444455556666")],
    ["Ground Truth for nobody", signs.service("sagemaker.amazonaws.com")],
  ]);
});

describe("several stacks in one account", () => {
  const second = {
    resource: {
      aws_iam_role: {
        reader: { name: "reader", assume_role_policy: trust({ Service: "ec2.amazonaws.com" }) },
      },
      aws_iam_role_policy: {
        reader: { role: "${aws_iam_role.reader.name}", policy: policy(allow("s3:GetObject", "*")) },
      },
    },
  };
  const both = deployedStack([labeling, second]);
  test("two keys of one address have two ARNs, each with its alias", () => {
    const keyStack = (name: string) => ({
      resource: {
        aws_kms_key: { Key: { description: name } },
        aws_kms_alias: { Key: { name: `alias/${name}`, target_key_id: "${aws_kms_key.Key.key_id}" } },
      },
    });
    const twoKeys = deployedStack([keyStack("signs"), keyStack("payslips")]);
    expect(twoKeys.keys.map(({ aliases }) => aliases)).toEqual([["alias/signs"], ["alias/payslips"]]);
    expect(twoKeys.key("alias/signs").arn).not.toBe(twoKeys.key("alias/payslips").arn);
  });

  mayNotDo(both.role("reader"), [
    [
      "get round the other stack's bucket policy",
      "s3:GetObject",
      object("1"),
      { "aws:SecureTransport": "false" },
    ],
  ]);
});

describe("a request that cannot exist is an error, not a denial", () => {
  const ask = (action: string, resource: string, context = {}) =>
    simulate({ principal: execution, action, resource, context });

  test.each<[string, string, string, object, string]>([
    ["a misspelt action", "sqs:SendMessageBatch", queue("q"), {}, "there is no such action"],
    ["a misspelt service", "sqz:SendMessage", queue("q"), {}, "there is no such service"],
    [
      "a resource of another kind",
      "s3:GetObject",
      "arn:aws:s3:::signs-labels",
      {},
      "does not work on this kind",
    ],
    ["an ARN where only * is possible", "kms:ListKeys", queue("q"), {}, 'the resource must be "*"'],
    ["a resource with a wildcard", "sqs:SendMessage", queue("*"), {}, "one ARN without wildcards"],
    ["no resource in particular", "sqs:SendMessage", "*", {}, "name one concrete resource"],
    [
      "a key that the action does not know",
      "sqs:SendMessage",
      queue("q"),
      { "sns:Protocol": "sqs" },
      "does not know sns:Protocol",
    ],
    [
      "a key that nobody knows",
      "sqs:SendMessage",
      queue("q"),
      { "aws:Moon": "full" },
      "does not know aws:Moon",
    ],
    [
      "several values for a single one",
      "sns:Subscribe",
      signs.topic("signs-input").arn,
      { "sns:Protocol": ["sqs", "https"] },
      "has one value only",
    ],
    ["a topic to unsubscribe from", "sns:Unsubscribe", signs.topic("signs-input").arn, {}, 'ask for "*"'],
  ])("%s", async (_, action, resource, context, message) => {
    await expect(ask(action, resource, context)).rejects.toThrow(message);
    await expect(
      requireDenied({ principal: execution, action, resource, context: { ...context } }),
    ).rejects.toThrow(message);
  });

  test("a malformed policy", async () => {
    const principal = signs.anotherRole("Broken", {
      Statement: [{ Effect: "Permit", Action: "s3:*", Resource: "*" }],
    });
    const request = { principal, action: "s3:GetObject", resource: object("1") };
    await expect(simulate(request)).rejects.toThrow(/policy.errors[^]*Effect/);
  });

  test("a service at a resource that nobody has described", async () => {
    const principal = signs.service("s3.amazonaws.com");
    const request = {
      principal,
      action: "sns:Publish",
      resource: "arn:aws:sns:eu-west-1:111122223333:other",
    };
    await expect(simulate(request)).rejects.toThrow("Nothing in the stack says what s3.amazonaws.com may do");
  });
});

describe("a failing case explains itself", () => {
  test("a mayDo shows the statement that nearly matched and the part that did not", async () => {
    const request = {
      principal: execution,
      action: "sqs:SendMessage",
      resource: queue("GroundTruth-signs-2"),
    };
    await expect(requireAllowed(request)).rejects.toThrow(
      [
        "Should be allowed and is not.",
        `role signs-execution: sqs:SendMessage on ${queue("GroundTruth-signs-2")}: ImplicitlyDenied`,
        "  identity policies: nothing allows it; nearest:",
        "    streaming / StreamingQueue does not:",
        `      has other resources: ${queue("GroundTruth-signs")}`,
      ].join("\n"),
    );
  });

  test("a condition is shown with what it wants and what it gets", async () => {
    const request = {
      principal: execution,
      action: "sns:Subscribe",
      resource: signs.topic("signs-input").arn,
    };
    await expect(requireAllowed({ ...request, context: { "sns:Protocol": "https" } })).rejects.toThrow(
      "condition StringEquals sns:Protocol: sqs (the request has https)",
    );
    await expect(requireAllowed(request)).rejects.toThrow("sqs (the request does not have it)");
    const key = { principal: execution, action: "kms:Decrypt", resource: signs.key("alias/plain").arn };
    await expect(requireAllowed(key)).rejects.toThrow(
      "condition ForAnyValue:StringEquals kms:ResourceAliases: alias/signs (the request has alias/plain)",
    );
  });

  test("a boundary, a deny and a trust policy are told apart", async () => {
    const boundary = { principal: post, action: "sqs:SendMessage", resource: queue("q") };
    await expect(requireAllowed(boundary)).rejects.toThrow(
      /allowed by post \/ BeyondTheBoundary\n {2}permissions boundary: nothing allows it or comes near$/,
    );
    const clear = {
      action: "s3:GetObject",
      resource: object("1"),
      context: { "aws:SecureTransport": "false" },
    };
    await expect(requireAllowed({ principal: post, ...clear })).rejects.toThrow(
      "policy of signs-labels: denied by TlsOnly",
    );
    const lambda = {
      principal: signs.service("lambda.amazonaws.com"),
      action: "sts:AssumeRole",
      resource: execution.arn,
    };
    await expect(requireAllowed(lambda)).rejects.toThrow(
      /trust policy of signs-execution: .*\n +Trust does not:\n +has other principals: /,
    );
  });

  test("a mayNotDo shows the statement that allows", async () => {
    const request = { principal: execution, action: "s3:PutObject", resource: object("jobs/1.json") };
    await expect(requireDenied(request)).rejects.toThrow(
      /^Should be denied and is allowed\.\n.*Allowed\n {2}identity policies: allowed by labels \/ Labels$/m,
    );
  });

  test("a table without rows is a mistake", () => {
    expect(() => mayDo(execution, [])).toThrow("tests nothing");
  });
});

describe("vocabulary", () => {
  const problems = (Action: string, Resource: string, Condition?: Record<string, Record<string, string>>) =>
    vocabularyProblems([{ Sid: "S", Effect: "Allow", Action, Resource, Condition }]);
  const topic = "arn:aws:sns:eu-west-1:111122223333:signs";

  test("finds what AWS itself has misprinted", async () => {
    expect(await problems("sqs:SendMessageBatch", queue("q"))).toEqual([
      "S: there is no action sqs:SendMessageBatch",
    ]);
    expect(await problems("cognito-idp:List", "*")).toEqual(["S: there is no action cognito-idp:List"]);
    expect(await problems("s3:SelectObjectContent", "*")).toEqual([
      "S: there is no action s3:SelectObjectContent",
    ]);
    expect((await problems("sns:Unsubscribe", topic)).join()).toContain('sns:Unsubscribe needs Resource "*"');
    expect((await problems("sns:Subscribe", queue("q"))).join()).toContain(
      "sns:Subscribe works on arn:${Partition}:sns:",
    );
  });

  test("follows the data and not the books: labeling jobs carry VolumeKmsKeyArn, and AWS has given up VolumeKmsKey", async () => {
    const keyIs = (key: string) => ({
      ArnEquals: { [`sagemaker:${key}`]: "arn:aws:kms:eu-west-1:111122223333:key/0" },
    });
    expect(await problems("sagemaker:CreateLabelingJob", "*", keyIs("VolumeKmsKeyArn"))).toEqual([]);
    const [given] = await problems("sagemaker:CreateLabelingJob", "*", keyIs("VolumeKmsKey"));
    expect(given).toContain("does not carry the condition key sagemaker:VolumeKmsKey (AWS: ");
    expect(given).toContain("replaced by sagemaker:VolumeKmsKeyArn");
    // AWS's own example has this action in the same statement, where it grants nothing.
    const flow = await problems("sagemaker:CreateFlowDefinition", "*", keyIs("VolumeKmsKeyArn"));
    expect(flow.join()).toContain("sagemaker:CreateFlowDefinition does not carry");
  });

  const when = (operator: string, key: string, value: string) => ({
    Condition: { [operator]: { [key]: value } },
  });

  test.each([
    ["an action on its resource", allow("sqs:SendMessage", queue("*GroundTruth*"))],
    ["a wildcard that means several actions", allow("kms:ReEncrypt*", "arn:aws:kms:*:111122223333:key/*")],
    [
      "an action on everything",
      allow("cloudwatch:PutMetricData", "*", when("StringEquals", "cloudwatch:namespace", "x")),
    ],
    [
      "a key of the resource",
      allow(
        "kms:Decrypt",
        "arn:aws:kms:*:*:key/*",
        when("ForAnyValue:StringLike", "kms:ResourceAliases", "alias/a"),
      ),
    ],
    [
      "a key that ends in a name of ours",
      allow("s3:GetObject", object("*"), when("StringEquals", "s3:ExistingObjectTag/SageMaker", "true")),
    ],
    ["a global key", allow("s3:GetObject", object("*"), when("Bool", "aws:SecureTransport", "true"))],
    [
      "a tag of the caller",
      allow("s3:GetObject", object("*"), when("StringEquals", "aws:PrincipalTag/team", "signs")),
    ],
    ["a resource with a policy variable", allow("s3:GetObject", "arn:aws:s3:::home/${aws:username}/*")],
    ["log streams", allow("logs:PutLogEvents", "arn:aws:logs:*:*:log-group:/aws/sagemaker/*:*")],
    ["everything", allow("*", "*", when("StringEquals", "sns:Protocol", "sqs"))],
  ])("has nothing against %s", async (_, statement) => {
    expect(await vocabularyProblems([statement])).toEqual([]);
  });

  test.each([
    ["a wildcard that means nothing", allow("kms:Reencrypted*", "*"), "there is no action kms:Reencrypted*"],
    [
      "an ARN where only * is possible",
      allow("kms:ListKeys", "arn:aws:kms:*:*:key/*"),
      "kms:ListKeys has no resource types",
    ],
    ["metrics of one resource", allow("cloudwatch:PutMetricData", queue("q")), 'needs Resource "*"'],
    [
      "a bucket action on objects",
      allow("s3:ListBucket", object("*")),
      "s3:ListBucket works on arn:${Partition}:s3:",
    ],
    [
      "an object action on a bucket",
      allow("s3:GetObject", "arn:aws:s3:::signs-labels"),
      "not on arn:aws:s3:::signs-labels",
    ],
    ["an ARN without an account", allow("sqs:SendMessage", "arn:aws:sqs:::q"), "sqs:SendMessage works on"],
    [
      "a key of another action",
      allow("sns:Publish", topic, when("StringEquals", "sns:Protocol", "sqs")),
      "does not carry the condition key sns:Protocol",
    ],
    [
      "a key that does not exist",
      allow("sns:Publish", topic, when("StringEquals", "sns:Protokoll", "sqs")),
      "there is no condition key sns:Protokoll",
    ],
    [
      "a global key that does not exist",
      allow("sns:Publish", topic, when("StringEquals", "aws:Moon", "full")),
      "there is no condition key aws:Moon",
    ],
    [
      "a misprint among exceptions",
      { Effect: "Deny", NotAction: "s3:GetObjekt", Resource: "*" },
      "there is no action s3:GetObjekt",
    ],
  ])("finds %s", async (_, statement, problem) => {
    expect((await vocabularyProblems([statement])).join("\n")).toContain(problem);
  });

  test("finds a resource that none of the actions works on", async () => {
    const statement = allow(["s3:GetObject", "sqs:SendMessage"], [object("*"), queue("q"), topic]);
    expect(await vocabularyProblems([statement])).toEqual([
      `statement 1: none of the actions works on ${topic}`,
    ]);
  });

  test("lets an IfExists condition stand beside actions that do not carry the key", async () => {
    const Condition = { StringEqualsIfExists: { "sns:Protocol": "sqs" } };
    expect(await vocabularyProblems([allow(["sns:Subscribe", "sns:Publish"], topic, { Condition })])).toEqual(
      [],
    );
    expect(await vocabularyProblems([allow("sns:Publish", topic, { Condition })])).toHaveLength(1);
  });

  test("accepts every policy of the stack above, and AWS's managed policy", async () => {
    const documents = Object.values(signs.roles).flatMap((role) =>
      role.identityPolicies.map((each) => each.document),
    );
    documents.push(...signs.keys.flatMap((key) => key.policy ?? []));
    documents.push(...Object.values(signs.roles).flatMap((role) => role.trustPolicy ?? []));
    documents.push(...Object.values(signs.buckets).flatMap((bucket) => bucket.policy ?? []));
    expect((await Promise.all(documents.map((document) => vocabularyProblems(document)))).flat()).toEqual([]);
  });

  test("compares patterns with patterns", () => {
    const bucket = "arn:${Partition}:s3:::${BucketName}";
    expect(arnFits("arn:aws:s3:::a", bucket)).toBe(true);
    expect(arnFits("arn:aws:s3:::a*", bucket)).toBe(true);
    expect(arnFits("arn:aws:s3:::?", bucket)).toBe(true);
    expect(arnFits("arn:aws:s3:::", bucket)).toBe(false);
    expect(arnFits("arn:aws:s3:::a/*", bucket)).toBe(false);
    expect(arnFits("arn:aws:s3:::*a", `${bucket}/\${ObjectName}`)).toBe(true);
    expect(arnFits("arn:aws:sqs:*:*:*a*", "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}")).toBe(
      true,
    );
    expect(arnFits("arn:aws:sqs:*:*:*a*", "arn:${Partition}:sns:${Region}:${Account}:${TopicName}")).toBe(
      false,
    );
  });
});

describe("differences between two policies", () => {
  const documented = {
    Statement: [
      { Sid: "Queue", ...allow(["sqs:SendMessage", "sqs:SendMessageBatch"], ["q"]) },
      { Sid: "Topic", ...allow("sns:Publish", "t"), Condition: { StringEquals: { "sns:Protocol": "sqs" } } },
    ],
  };

  test("are none for order, lists and lone values", () => {
    const other = {
      Statement: [
        {
          ...allow(["sns:Publish"], "t"),
          Condition: { StringEquals: { "sns:Protocol": ["sqs"] } },
          Sid: "Topic",
        },
        { Sid: "Queue", ...allow(["sqs:SendMessageBatch", "sqs:SendMessage"], "q") },
      ],
    };
    expect(statementDifferences(other, documented)).toEqual([]);
    expect(statementDifferences({ Statement: documented.Statement[0]! }, [documented.Statement[0]!])).toEqual(
      [],
    );
    expect(
      statementDifferences(
        [{ ...allow("a", "b"), Principal: "*" }],
        [{ ...allow("a", "b"), Principal: { AWS: "*" } }],
      ),
    ).toEqual([]);
  });

  test("are told statement by statement", () => {
    const actual = [
      { Sid: "Queue", ...allow(["sqs:SendMessage", "sqs:CreateQueue"], "q") },
      { Sid: "Extra", ...allow("s3:GetObject", "b") },
    ];
    expect(statementDifferences(actual, documented)).toEqual([
      "Queue: lacks Action: sqs:SendMessageBatch",
      "Queue: has besides Action: sqs:CreateQueue",
      "Extra: not expected: Effect: Allow; Sid: Extra; Action: s3:GetObject; Resource: b",
      "Topic: missing: Effect: Allow; Sid: Topic; Action: sns:Publish; Resource: t; Condition StringEquals sns:Protocol: sqs",
    ]);
  });

  test("may leave the Sids aside", () => {
    const renamed = documented.Statement.map((statement) => ({ ...statement, Sid: `My${statement.Sid}` }));
    expect(statementDifferences(renamed, documented, { ignoreSids: true })).toEqual([]);
    expect(statementDifferences(renamed, documented)).toEqual([
      "MyQueue: lacks Sid: Queue",
      "MyQueue: has besides Sid: MyQueue",
      "MyTopic: lacks Sid: Topic",
      "MyTopic: has besides Sid: MyTopic",
    ]);
  });
});
