import { madeTemplate } from "./made-jobs";
import { account, arn, existingKey, maybe, region, some } from "./made-parts";
import type { Random } from "./random";

/** What a custom workflow has of its own: template and functions, in each way that code can be given. */
export function madeCustomTask(folder: string, isWhole: boolean, random: Random): object {
  return {
    template: maybe(random, isWhole ? 0.9 : 0.6, () =>
      madeTemplate(folder.endsWith("/") ? folder : "s3://acme-raw/job/", random),
    ),
    preAnnotation: maybe(random, isWhole ? 0.95 : 0.5, () => ({
      ...random.one<object>([
        { ready: "pass-through-pre-annotation", rights: maybe(random, 0.6, () => rights(random)) },
        { entry: "handlers/price-tags/pre-annotation.ts", rights: maybe(random, 0.6, () => rights(random)) },
        {
          directory: "handlers/support_calls",
          runtime: random.one(["python3.13", "python3.12"]),
          handler: "pre_annotation.handler",
        },
        ...codeElsewhere(random),
        {
          existing: arn("lambda", "function:before"),
          roleArn: arn("iam", "role/before"),
        },
      ]),
      ...own("pre", random),
      inputAccess: maybe(random, 0.4, () => "s3-read"),
    })),
    postAnnotation: maybe(random, isWhole ? 0.95 : 0.5, () => ({
      ...random.one<object>([
        { ready: "pass-through-post-annotation", rights: maybe(random, 0.6, () => rights(random)) },
        ...codeElsewhere(random),
        { ready: "majority-vote", settings: { environment: { GROUND_TRUTH_ELEMENT: "reason" } } },
        { entry: "handlers/price-tags/post-annotation.ts", rights: maybe(random, 0.6, () => rights(random)) },
        {
          existing: `arn:aws:lambda:${region}:444455556666:function:after:3`,
          roleArn: "arn:aws:iam::444455556666:role/after",
        },
      ]),
      answerAccess: maybe(random, 0.5, () =>
        random.one(["s3-read", "assume-execution-role", "read-all-buckets"]),
      ),
    })),
    cors: maybe(random, 0.3, () => random.one(["image", "none"])),
  };
}

/** Code that is not on this machine. */
function codeElsewhere(random: Random): object[] {
  return [
    {
      s3: "s3://acme-code/functions/before.zip",
      runtime: "nodejs22.x",
      handler: "index.handler",
      s3ObjectVersion: maybe(random, 0.5, () => "3HL4kqtJlcpXroDTDmJ"),
    },
    {
      imageUri: `${account}.dkr.ecr.${region}.amazonaws.com/labeling:1`,
      command: maybe(random, 0.5, () => ["index.handler", "${x}"]),
    },
  ];
}

/** Name, role and settings of a function that a stack makes. Those that exist take none. */
function own(part: string, random: Random): object {
  if (random.chance(0.7)) return {};
  return {
    name: maybe(random, 0.3, () => `acme-${part}-${random.one(["a", "b"])}`),
    description: maybe(random, 0.3, () => "Prepares ${x} and %{ y }"),
    role: maybe(random, 0.3, () => ({ name: `acme-${part}-role` })),
    settings: maybe(random, 0.8, () => settings(random)),
  };
}

function settings(random: Random): object {
  return {
    memorySize: maybe(random, 0.3, () => random.one([128, 10_240])),
    timeout: maybe(random, 0.3, () => random.one([1, 900])),
    layers: maybe(random, 0.2, () => [arn("lambda", "layer:acme:3")]),
    logRetentionInDays: maybe(random, 0.3, () => 30),
    reservedConcurrentExecutions: maybe(random, 0.2, () => random.one([0, 10])),
    architecture: maybe(random, 0.2, () => random.one(["arm64", "x86_64"])),
    environment: maybe(random, 0.3, () => ({ TABLE: "pages", SECRET: "${x}" })),
    environmentKey: maybe(random, 0.2, () => random.one(["workflow", existingKey(random)])),
    vpcConfig: maybe(random, 0.2, () => ({
      subnetIds: ["subnet-0a", "subnet-0b"],
      securityGroupIds: ["sg-0a"],
    })),
    tracing: maybe(random, 0.2, () => random.one([true, false])),
    deadLetterQueueArn: maybe(random, 0.2, () => arn("sqs", "dead-letters")),
    deadLetterQueueKey: maybe(random, 0.1, () => existingKey(random)),
  };
}

function rights(random: Random): object {
  return {
    writePrefixes: maybe(random, 0.4, () => some(random, ["_pages/", "_pages/cut/", "results_x"])),
    invokeFunctionArns: maybe(random, 0.4, () => [
      arn("lambda", "function:cut:live"),
      `arn:aws:lambda:us-east-1:444455556666:function:cut`,
    ]),
    statements: maybe(random, 0.6, () =>
      some(random, [
        {
          sid: "Table",
          actions: ["dynamodb:GetItem", "dynamodb:BatchGet*"],
          resources: [arn("dynamodb", "table/pages")],
          conditions: maybe(random, 0.6, () => ({
            "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["a", "b"] },
            StringEquals: maybe(random, 0.5, () => ({ "aws:PrincipalAccount": ["111122223333"] })),
          })),
          reason: "the list of pages is in a table",
        },
        {
          sid: "Detect",
          actions: ["textract:DetectDocumentText"],
          resources: ["*"],
          reason: "reads text in ${images}",
        },
        {
          sid: "Parameter",
          actions: ["ssm:GetParameter"],
          resources: [arn("ssm", "parameter/pages/*")],
          conditions: maybe(random, 0.5, () => ({ Bool: { "aws:SecureTransport": ["true"] } })),
          reason: "its settings are there",
        },
      ]),
    ),
  };
}
