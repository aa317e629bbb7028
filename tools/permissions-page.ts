import { withContents } from "./contents";
import type { Section } from "./section";
import { eventRuleArn } from "../lib/iam/arn";
import { byPrincipalArn } from "../lib/iam/by-principal-arn";
import type { PolicyStatement } from "../lib/iam/statement";
import { writesAccessLogs } from "../lib/permissions/access-logs";
import { annotationFunctions, functionAllowsInvocation } from "../lib/permissions/annotation-functions";
import { automatedLabeling } from "../lib/permissions/automated-labeling";
import { cloudWatch } from "../lib/permissions/cloudwatch";
import {
  assumedByFunctions,
  keyAllowsAnswerReaders,
  mayAssume,
  mayDecryptAnswers,
  readAnswers,
} from "../lib/permissions/function-answers";
import {
  keyAllowsInputReaders,
  keyAllowsResultWriters,
  mayDecryptInput,
  mayEncryptResults,
  mayInvokeFunctions,
  mayReadInput,
  mayWriteResults,
} from "../lib/permissions/function-rights";
import {
  assumedByLambda,
  keyAllowsDeadLetters,
  keyAllowsDeployersThroughLambda,
  keyAllowsEnvironment,
  mayAttachToVpc,
  mayDecryptEnvironment,
  mayLog,
  maySealDeadLetters,
  maySendDeadLetters,
  mayTrace,
} from "../lib/permissions/function-role";
import {
  assumedByEventBridge,
  keyAllowsEvents,
  mayStartStateMachine,
  queueAllowsEvents,
  queueAllowsUndelivered,
  topicAllowsEvents,
} from "../lib/permissions/job-events";
import { keyByAlias, keyByArn } from "../lib/permissions/key-target";
import {
  inputKey,
  keyAdministration,
  keyAllowsDataUsers,
  keyAllowsDecrypt,
  keyAllowsLogGroup,
  keyAllowsRole,
  keyAllowsVolumeGrants,
  outputKey,
  volumeKey,
} from "../lib/permissions/labeling-key";
import { bucketOverTlsOnly } from "../lib/permissions/labeling-bucket";
import {
  keyAllowsAlarms,
  keyAllowsConsumers,
  keyAllowsPublishers,
  keyAllowsS3Events,
  keyAllowsTopicDelivery,
  mayConsume,
  mayPublish,
  mayUseQueueKey,
  mayUseTopicKey,
  queueAllowsConsumers,
  queueAllowsS3Events,
  queueAllowsTopic,
  queueOverTlsOnly,
  topicAllowsAlarms,
  topicAllowsPublishers,
  topicAllowsS3Events,
  topicOverTlsOnly,
} from "../lib/permissions/messaging";
import { deadLettersAllowRedrive, mayRedrive, queueAllowsReturn } from "../lib/permissions/redrive";
import { s3Input, s3Output } from "../lib/permissions/s3-data";
import { streaming, topicAllowsJobsToSubscribe, topicKey } from "../lib/permissions/streaming";
import type { PermissionSubject } from "../lib/permissions/style";
import { assumedBySns, mayWriteDeliveryLogs } from "../lib/permissions/topic-delivery-logs";
import { trainingNetwork } from "../lib/permissions/training-network";
import { assumedBySageMaker } from "../lib/permissions/trust";
import { vpcOnly } from "../lib/permissions/vpc-only-bucket";
import { keyAllowsWorkTeams, topicAllowsWorkTeams } from "../lib/permissions/work-team-notifications";
import { broadPolicies, guardRails, peopleOptions, peopleSections, peopleTrust } from "./people-sections";

/** Placeholders as AWS's pages have them. */
const scope = { partition: "aws", region: "<region>", account: "<account>" };
const roleArn = "arn:aws:iam::<account>:role/<execution-role>";
/** A key that exists already. Of one that is made in the same stack the key policy is enough. */
const key = keyByArn("arn:aws:kms:<region>:<account>:key/<key>");
const newKey = keyByAlias(scope, "alias/<key>");
const topicArn = "arn:aws:sns:<region>:<account>:<topic>";
const queueArn = "arn:aws:sqs:<region>:<account>:<queue>";
const deadLetterQueueArn = "arn:aws:sqs:<region>:<account>:<dead letters>";
const functionArn = "arn:aws:lambda:<region>:<account>:function:<function>";
const functionRoleArn = "arn:aws:iam::<account>:role/<function-role>";

const restricted = {
  bucketName: "<bucket>",
  vpcEndpointIds: ["<your endpoint>", "<Ground Truth's endpoint>"],
  vpcIds: ["<your network>"],
  exemptPrincipalArns: ["<exempt role>"],
};

function section<Need>(title: string, file: string, subject: PermissionSubject<Need>, need: Need): Section {
  const hardening = {
    listOnlyLocations: true,
    metricNamespace: true,
    kmsViaService: true,
    grantsForAwsResources: true,
  };
  return {
    title,
    file,
    leastPrivilege: subject.leastPrivilege(need, scope, {}),
    asDocumented: subject.asDocumented(need, scope),
    hardened: subject.leastPrivilege(need, scope, hardening),
  };
}

const sections: readonly Section[] = [
  section("Input data", "s3-data.ts", s3Input, [{ bucketName: "<input-bucket>", prefix: "<prefix>/" }]),
  section("Output data", "s3-data.ts", s3Output, { bucketName: "<output-bucket>", prefix: "<prefix>/" }),
  section("Metrics and logs", "cloudwatch.ts", cloudWatch, undefined),
  section("Key of the output", "labeling-key.ts", outputKey, key),
  section("Key of another input bucket", "labeling-key.ts", inputKey, key),
  section("Automated data labeling", "automated-labeling.ts", automatedLabeling, roleArn),
  section("Automated data labeling inside a network", "training-network.ts", trainingNetwork, {
    subnets: ["<subnet>"],
    securityGroupIds: ["<security-group>"],
  }),
  section("Key of the ML storage volume", "labeling-key.ts", volumeKey, newKey),
  section("Annotation functions (custom workflows)", "annotation-functions.ts", annotationFunctions, [
    functionArn,
  ]),
  section("Answers, for a post-annotation function that reads them", "function-answers.ts", readAnswers, {
    bucketName: "<output-bucket>",
    prefix: "<prefix>/",
  }),
  section("Streaming", "streaming.ts", streaming, {
    labelingJobName: "<job>",
    labelingJobNameIsPrefix: false,
    inputTopicArn: "arn:aws:sns:<region>:<account>:<input-topic>",
    outputTopicArn: "arn:aws:sns:<region>:<account>:<output-topic>",
  }),
  section("Key of an encrypted output topic", "streaming.ts", topicKey, key),
];

const resourcePolicies: readonly (readonly [title: string, statements: readonly PolicyStatement[]])[] = [
  ["Trust policy of the execution role", [assumedBySageMaker(scope, {})]],
  [
    "Role of an annotation function",
    [
      assumedByLambda(),
      mayLog("<function>", scope),
      mayDecryptEnvironment(key, functionArn),
      mayTrace(),
      ...mayAttachToVpc(
        { subnetIds: ["<subnet>"], securityGroupIds: ["<security-group>"] },
        functionArn,
        scope,
      ),
      maySendDeadLetters(queueArn),
      maySealDeadLetters(key, scope),
    ],
  ],
  [
    "Post-annotation function that reads answers: its role, and the key's policy",
    [
      ...readAnswers.leastPrivilege({ bucketName: "<output-bucket>", prefix: "<prefix>/" }, scope, {}),
      mayDecryptAnswers(key, scope),
      keyAllowsAnswerReaders([functionRoleArn], scope),
    ],
  ],
  [
    "Post-annotation function that assumes the execution role: its role, and that role's trust policy",
    [mayAssume(roleArn), ...byPrincipalArn(assumedByFunctions([functionRoleArn]), scope)],
  ],
  [
    "Annotation function with rights of its own, as they are asked for: its role, and the policies of the keys",
    [
      mayReadInput([{ bucketName: "<input-bucket>", prefix: "<prefix>/" }], scope),
      mayDecryptInput(key, scope),
      keyAllowsInputReaders([functionRoleArn], scope),
      mayWriteResults([{ bucketName: "<output-bucket>", prefix: "<prefix>/_results/" }], scope),
      mayEncryptResults(key, scope),
      keyAllowsResultWriters([functionRoleArn], scope),
      mayInvokeFunctions([functionArn]),
    ],
  ],
  [
    "Key of environment variables and dead letters",
    [
      keyAllowsEnvironment(functionRoleArn, functionArn),
      ...keyAllowsDeployersThroughLambda("arn:aws:iam::<account>:root", functionArn, scope),
      keyAllowsDeadLetters([functionRoleArn], scope),
    ],
  ],
  ["Policy of a function in another account", [functionAllowsInvocation(functionArn, roleArn)]],
  [
    "Key policy",
    [
      keyAdministration({ aws: ["arn:aws:iam::<account>:root"] }),
      ...keyAllowsRole([roleArn], scope, {}),
      ...keyAllowsDecrypt([roleArn], scope, {}),
      keyAllowsVolumeGrants([roleArn], {}),
      keyAllowsDataUsers(["<data user>"], scope),
      keyAllowsLogGroup("arn:aws:logs:<region>:<account>:log-group:/aws/sagemaker/LabelingJobs", scope),
    ],
  ],
  ["Bucket policy", [bucketOverTlsOnly(scope, "<bucket>")]],
  [
    "Policy of a bucket for access logs",
    [
      bucketOverTlsOnly(scope, "<log-bucket>"),
      writesAccessLogs(scope, { bucketName: "<log-bucket>", prefix: "<bucket>/" }, "<bucket>"),
    ],
  ],
  [
    "Policy of a bucket that lets in nobody from outside a network",
    vpcOnly.leastPrivilege(restricted, scope, {}),
  ],
  ["The same as documented", vpcOnly.asDocumented(restricted, scope)],
  [
    "Policy of a streaming topic",
    [
      topicOverTlsOnly(topicArn),
      topicAllowsPublishers(topicArn, ["<publisher>"]),
      topicAllowsS3Events(topicArn, "<input-bucket>", scope),
      topicAllowsAlarms(topicArn, scope),
    ],
  ],
  [
    "Policy of an answer queue",
    [
      queueOverTlsOnly(queueArn),
      queueAllowsTopic(queueArn, topicArn),
      queueAllowsS3Events(queueArn, "<input-bucket>", scope),
      queueAllowsConsumers(queueArn, ["<consumer>"]),
      queueAllowsReturn(queueArn, ["<redriver>"]),
    ],
  ],
  ["Policy of the queue of its dead letters", [deadLettersAllowRedrive(deadLetterQueueArn, ["<redriver>"])]],
  [
    "Policy of a key that encrypts topics and queues",
    [
      keyAllowsPublishers(["<publisher>"], scope),
      keyAllowsConsumers(["<consumer>"], scope),
      keyAllowsDeadLetters(["<redriver>"], scope),
      keyAllowsS3Events("<input-bucket>", scope),
      keyAllowsTopicDelivery(topicArn, scope),
      keyAllowsAlarms(scope),
    ],
  ],
  [
    "Policy of a topic that work teams are told by, and of its key",
    [topicOverTlsOnly(topicArn), topicAllowsWorkTeams(topicArn, scope), keyAllowsWorkTeams(scope)],
  ],
  [
    "Policy of an input topic of another account, beside that of a streaming topic",
    [
      topicAllowsJobsToSubscribe(
        "arn:aws:sns:<region>:<other account>:<topic>",
        roleArn,
        { labelingJobName: "<job>", labelingJobNameIsPrefix: false, inputTopicArn: topicArn },
        scope,
      ),
    ],
  ],
  [
    "Events of labeling jobs: policies of a topic, of its key and of a queue; a role that starts a state machine",
    [
      topicAllowsEvents(topicArn),
      keyAllowsEvents(),
      queueAllowsEvents(queueArn, eventRuleArn(scope, "<rule>")),
      queueAllowsUndelivered(deadLetterQueueArn, eventRuleArn(scope, "<rule>")),
      assumedByEventBridge(),
      mayStartStateMachine("arn:aws:states:<region>:<account>:stateMachine:<state-machine>"),
    ],
  ],
  [
    "Publishers, consumers and redrivers themselves",
    [
      mayPublish(topicArn),
      mayUseTopicKey(key, scope),
      mayConsume(queueArn),
      mayUseQueueKey(key, scope),
      ...mayRedrive({ queueArn, deadLetterQueueArn }),
      maySealDeadLetters(key, scope),
    ],
  ],
  ["Delivery logs of a topic", [assumedBySns(), mayWriteDeliveryLogs("<topic>", scope)]],
];

/** The page that tells every permission, its reason and where AWS says so. Made from the catalogue itself. */
export function permissionsPage(): string {
  const lines = [
    "# Permissions",
    "",
    "Made from `lib/permissions/` by `npm run docs`; do not edit. A test holds it up to date.",
    "",
    "An execution role gets the statements of the subjects that its workflow needs and no others. Each subject exists in",
    "three styles. *Least privilege* is the default. *As documented* is AWS's own text with its errors corrected. *AWS managed*",
    "attaches `AmazonSageMakerGroundTruthExecution` and adds, with the statements of the least privilege, what that policy lacks:",
    "it knows buckets, functions and topics by words in their names, and grants nothing on keys or roles.",
    "",
    "The use of a key that is made in the same stack is granted by the key policy alone, in every style: the statements below",
    "that begin with `Use`, `Decrypt` and `Seal` and name a key are for keys that exist already, by ARN, and for keys of another",
    "stack, by `key/*` with a condition on the alias (decisions/0015-one-rule-for-each-key.md).",
    "",
    ...sections.flatMap(sectionLines),
    ...peopleLines(),
    "## On the side of the resources",
    "",
    ...resourcePolicies.flatMap(([title, statements]) => [`### ${title}`, "", ...table(statements), ""]),
  ];
  return withContents(lines.join("\n"));
}

function peopleLines(): string[] {
  return [
    "# People",
    "",
    "A persona is a set of customer managed policies for a kind of person. *As documented* is AWS's text for such a person,",
    "where there is one; *AWS managed* attaches a policy of AWS and adds what it lacks. What that brings besides:",
    "",
    ...[...broadPolicies].map(([name, alsoAllows]) => `- \`${name}\`: ${alsoAllows}.`),
    "",
    ...peopleSections.flatMap(sectionLines),
    "## Guard rails",
    "",
    "`lib/permissions/people/guard-rails.ts`. Each is asked for by name, and denies in every style.",
    "",
    ...table(guardRails),
    "",
    "## Job creator that is a state machine",
    "",
    ...table(peopleOptions),
    "",
    "## Role for people and programs",
    "",
    ...table(peopleTrust),
    "",
    "# Resources",
    "",
  ];
}

function sectionLines({ title, file, leastPrivilege, asDocumented, hardened }: Section): string[] {
  return [
    `## ${title}`,
    "",
    `\`lib/permissions/${file}\``,
    "",
    ...table(leastPrivilege),
    "",
    ...otherStyle("As documented", leastPrivilege, asDocumented),
    ...otherStyle("With every hardening (not verified against AWS)", leastPrivilege, hardened),
  ];
}

function otherStyle(
  title: string,
  usual: readonly PolicyStatement[],
  other: readonly PolicyStatement[],
): string[] {
  const known = new Set(usual.map(row));
  const different = other.filter((statement) => !known.has(row(statement)));
  return different.length === 0 ? [] : [`${title}:`, "", ...table(different), ""];
}

function table(statements: readonly PolicyStatement[]): string[] {
  return [
    "| Statement | Actions | Resources | Only when | Why | AWS says so |",
    "| --- | --- | --- | --- | --- | --- |",
    ...statements.map(row),
  ];
}

function row({ sid, effect, actions, resources, principal, when, ...about }: PolicyStatement): string {
  const who =
    principal && `by ${[...(principal.aws ?? principal.service ?? ["everybody"])].map(code).join(", ")}`;
  const conditions = Object.entries(when ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([name, values]) => `${name} ${operator} ${values.map(code).join(" or ")}`),
  );
  const cells = [
    effect === "Deny" ? `${sid} (denies)` : sid,
    [...actions].sort().map(code).join("<br>"),
    resources === undefined ? "this role" : resources.map(code).join("<br>"),
    [...(who === undefined ? [] : [who]), ...conditions].join("<br>"),
    about.anyResourceBecause === undefined ? about.reason : `${about.reason}. ${about.anyResourceBecause}`,
    `[page](https://${about.page})`,
  ];
  return `| ${cells.join(" | ")} |`;
}

function code(text: string): string {
  return `\`${text}\``;
}

/** Every statement that the page shows, in all its styles. */
export function everyStatement(): readonly PolicyStatement[] {
  return [
    ...[...sections, ...peopleSections].flatMap(({ leastPrivilege, asDocumented, hardened }) => [
      ...leastPrivilege,
      ...asDocumented,
      ...hardened,
    ]),
    ...resourcePolicies.flatMap(([, statements]) => statements),
    ...guardRails,
    ...peopleTrust,
    ...peopleOptions,
  ];
}
