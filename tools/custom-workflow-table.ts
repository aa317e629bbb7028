import type { PolicyStatement } from "../lib/iam/statement";
import { annotationFunctions, functionAllowsInvocation } from "../lib/permissions/annotation-functions";
import {
  assumedByFunctions,
  keyAllowsAnswerReaders,
  mayAssume,
  mayDecryptAnswers,
  readAnswers,
} from "../lib/permissions/function-answers";
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
import { keyByAlias } from "../lib/permissions/key-target";
import { keyAllowsLogGroup } from "../lib/permissions/labeling-key";

/* What the statements are about does not show: the table has their names and reasons, permissions.md all of them. */
const scope = { partition: "aws", region: "<region>", account: "<account>" };
const arn = "arn:aws:<service>:<region>:<account>:<name>";
const key = keyByAlias(scope, "alias/<key>");
const answers = { bucketName: "<bucket>", prefix: "" };

/** The sections of permissions.md, by their anchors. */
const of = {
  calls: "annotation-functions-custom-workflows",
  role: "role-of-an-annotation-function",
  reads: "post-annotation-function-that-reads-answers-its-role-and-the-keys-policy",
  assumes: "post-annotation-function-that-assumes-the-execution-role-its-role-and-that-roles-trust-policy",
  key: "key-of-environment-variables-and-dead-letters",
  keyPolicy: "key-policy",
  elsewhere: "policy-of-a-function-in-another-account",
};

type Row = readonly [where: string, when: string, section: string, statements: readonly PolicyStatement[]];

const rows: readonly Row[] = [
  ["execution role", "always", of.calls, annotationFunctions.leastPrivilege([arn], scope, {})],
  ["trust of each function's role", "always", of.role, [assumedByLambda()]],
  ["role of each function", "always", of.role, [mayLog("<function>", scope)]],
  [
    "role of each function",
    "`environmentKey` that exists already",
    of.role,
    [mayDecryptEnvironment(key, arn)],
  ],
  ["role of each function", "`tracing`", of.role, [mayTrace()]],
  [
    "role of each function",
    "`vpcConfig`",
    of.role,
    mayAttachToVpc({ subnetIds: [], securityGroupIds: [] }, arn, scope),
  ],
  ["role of each function", "`deadLetterQueueArn`", of.role, [maySendDeadLetters(arn)]],
  ["role of each function", "`deadLetterQueueKey`", of.role, [maySealDeadLetters(key, scope)]],
  [
    "role of the post-annotation function",
    "`s3-read`",
    of.reads,
    readAnswers.leastPrivilege(answers, scope, {}),
  ],
  [
    "role of the post-annotation function",
    "`s3-read`, `read-all-buckets`",
    of.reads,
    [mayDecryptAnswers(key, scope)],
  ],
  ["role of the post-annotation function", "`assume-execution-role`", of.assumes, [mayAssume(arn)]],
  ["trust of the execution role", "`assume-execution-role`", of.assumes, [assumedByFunctions([arn])]],
  ["key", "`s3-read`, `read-all-buckets`", of.reads, [keyAllowsAnswerReaders([arn], scope)]],
  ["key", "always", of.keyPolicy, [keyAllowsLogGroup(arn, scope)]],
  [
    "key",
    "`environmentKey`",
    of.key,
    [keyAllowsEnvironment(arn, arn), ...keyAllowsDeployersThroughLambda(arn, arn, scope)],
  ],
  ["key of the dead letters", "`deadLetterQueueKey`", of.key, [keyAllowsDeadLetters([arn], scope)]],
  ["function of another account", "`existing`", of.elsewhere, [functionAllowsInvocation(arn, arn)]],
];

/** Around the table in docs/custom-workflow.md. */
const tableBegins =
  "<!-- Made by `npm run docs` from lib/permissions: do not edit. -->\n\n<!-- prettier-ignore-start -->";
const tableEnds = "<!-- prettier-ignore-end -->";

/** Which statement of a custom workflow is where, when, and why. */
export function customWorkflowTable(): string {
  return [
    tableBegins,
    "",
    "| In | When | Statement | Why |",
    "| --- | --- | --- | --- |",
    ...rows.flatMap(([where, when, section, statements]) =>
      statements.map(
        ({ sid, reason }) => `| ${where} | ${when} | [${sid}](permissions.md#${section}) | ${reason} |`,
      ),
    ),
    "",
    tableEnds,
  ].join("\n");
}

/** A page with the table as it is now. */
export function withCustomWorkflowTable(page: string): string {
  const begin = page.indexOf(tableBegins);
  const end = page.indexOf(tableEnds, begin);
  if (begin < 0 || end < 0) throw new Error("The page has no place for the table of a custom workflow.");
  return page.slice(0, begin) + customWorkflowTable() + page.slice(end + tableEnds.length);
}
