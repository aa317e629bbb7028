import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ChangeClass } from "../../review/growth/change";
import { readInputs } from "../../review/input/read-inputs";
import { buildReport } from "../../review/report/build-report";
import type { Report } from "../../review/report/report";
import { UserError } from "../../review/user-error";
import {
  bucketWith,
  document,
  keyWith,
  planOf,
  queueWith,
  type Resources,
  role,
  roleTrusting,
  roleWith,
  root,
  type Unknowns,
} from "./plan-of";
import { scratchFolder } from "../scratch-folder";

const folder = scratchFolder();

async function review(before: Resources, after: Resources, unknowns?: Unknowns): Promise<Report> {
  const file = join(folder, "plan.json");
  writeFileSync(file, JSON.stringify(planOf(before, after, unknowns)));
  return buildReport({ what: readInputs([file]), accepted: [], today: "2026-11-26" });
}

const allow = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Sid: "Read",
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const images = "arn:aws:s3:::raw/images/*";
const get = allow("s3:GetObject", images);
const objects = "arn:aws:s3:::labels/*";
const lets = (Principal: unknown, more: object = {}) => ({
  Sid: "Lets",
  Effect: "Allow",
  Principal,
  Action: "s3:GetObject",
  Resource: objects,
  ...more,
});
const tls = {
  Sid: "TlsOnly",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: ["arn:aws:s3:::labels", objects],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const keyLets = (Principal: unknown, Action: unknown, more: object = {}) => ({
  Sid: "Key",
  Effect: "Allow",
  Principal,
  Action,
  Resource: "*",
  ...more,
});
const trusts = (Principal: unknown, more: object = {}) => ({
  Sid: "Trust",
  Effect: "Allow",
  Principal,
  Action: "sts:AssumeRole",
  ...more,
});
const when = (operator: string, key: string, value: unknown) => ({
  Condition: { [operator]: { [key]: value } },
});
const federated = (subject: string) => ({
  ...trusts({ Federated: "arn:aws:iam::111122223333:oidc-provider/idp.example" }),
  Action: "sts:AssumeRoleWithWebIdentity",
  ...when("StringLike", "idp.example:sub", subject),
});
const sagemaker = { Service: "sagemaker.amazonaws.com" };
const admin = keyLets({ AWS: role("admin") }, "kms:*");

type Pair = readonly [sentence: string, before: Resources, after: Resources, classes: readonly ChangeClass[]];

const more: ChangeClass = "opens more data";
const others: ChangeClass = "opens data to more principals";
const raises: ChangeClass = "raises privilege";

const pairs: readonly Pair[] = [
  ["an action is added", roleWith(get), roleWith(allow(["s3:GetObject", "s3:PutObject"], images)), [more]],
  ["an action becomes a wildcard", roleWith(get), roleWith(allow("s3:Get*", images)), [more]],
  [
    "an action becomes a wildcard that covers no other action",
    roleWith(allow("sqs:DeleteQueue", "*")),
    roleWith(allow("sqs:DeleteQ*", "*")),
    ["harmless"],
  ],
  [
    "an action is taken out",
    roleWith(allow(["s3:GetObject", "s3:PutObject"], images)),
    roleWith(get),
    ["shrinks"],
  ],
  [
    "a prefix loses its slash",
    roleWith(get),
    roleWith(allow("s3:GetObject", "arn:aws:s3:::raw/images*")),
    [more],
  ],
  [
    "a prefix becomes narrower",
    roleWith(get),
    roleWith(allow("s3:GetObject", "arn:aws:s3:::raw/images/2026/*")),
    ["shrinks"],
  ],
  [
    "a bucket is added",
    roleWith(get),
    roleWith(allow("s3:GetObject", [images, "arn:aws:s3:::private/*"])),
    [more],
  ],
  ["the resource becomes *", roleWith(get), roleWith(allow("s3:GetObject", "*")), [more]],
  [
    "Resource becomes NotResource",
    roleWith(get),
    roleWith({ Sid: "Read", Effect: "Allow", Action: "s3:GetObject", NotResource: images }),
    [more, "shrinks"],
  ],
  [
    "Action becomes NotAction",
    roleWith(get),
    roleWith({ Sid: "Read", Effect: "Allow", NotAction: "s3:GetObject", Resource: images }),
    [raises, "shrinks"],
  ],
  [
    "a condition is dropped",
    roleWith(allow("s3:GetObject", images, when("StringEquals", "aws:ResourceAccount", "111122223333"))),
    roleWith(get),
    ["loosens"],
  ],
  [
    "a condition is added",
    roleWith(get),
    roleWith(allow("s3:GetObject", images, when("StringEquals", "aws:ResourceAccount", "111122223333"))),
    ["shrinks"],
  ],
  [
    "StringEquals becomes StringLike with a wildcard",
    roleWith(allow("s3:ListBucket", "arn:aws:s3:::raw", when("StringEquals", "s3:prefix", "images/"))),
    roleWith(allow("s3:ListBucket", "arn:aws:s3:::raw", when("StringLike", "s3:prefix", "images/*"))),
    ["loosens"],
  ],
  [
    "StringEquals becomes StringLike with the same text",
    roleWith(allow("s3:ListBucket", "arn:aws:s3:::raw", when("StringEquals", "s3:prefix", "images/"))),
    roleWith(allow("s3:ListBucket", "arn:aws:s3:::raw", when("StringLike", "s3:prefix", "images/"))),
    ["harmless"],
  ],
  [
    "an operator gets IfExists",
    roleWith(allow("s3:GetObject", images, when("StringEquals", "aws:PrincipalTag/team", "vision"))),
    roleWith(allow("s3:GetObject", images, when("StringEqualsIfExists", "aws:PrincipalTag/team", "vision"))),
    ["loosens"],
  ],
  [
    "ForAnyValue becomes ForAllValues without asking for presence",
    roleWith(allow("kms:Decrypt", "*", when("ForAnyValue:StringEquals", "kms:ResourceAliases", "alias/a"))),
    roleWith(allow("kms:Decrypt", "*", when("ForAllValues:StringEquals", "kms:ResourceAliases", "alias/a"))),
    ["loosens", "shrinks"],
  ],
  [
    "a value is added to a condition",
    roleWith(allow("kms:Decrypt", "*", when("StringEquals", "kms:ViaService", "s3.eu-west-1.amazonaws.com"))),
    roleWith(
      allow(
        "kms:Decrypt",
        "*",
        when("StringEquals", "kms:ViaService", ["s3.eu-west-1.amazonaws.com", "sqs.eu-west-1.amazonaws.com"]),
      ),
    ),
    ["loosens"],
  ],
  [
    "a deny is removed",
    roleWith(get, {
      Sid: "No",
      Effect: "Deny",
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::raw/images/private/*",
    }),
    roleWith(get),
    ["loosens"],
  ],
  [
    "a deny is removed where nothing allows it here",
    roleWith(get, { Sid: "No", Effect: "Deny", Action: "sqs:*", Resource: "*" }),
    roleWith(get),
    ["loosens"],
  ],
  [
    "a deny is added",
    roleWith(get),
    roleWith(get, {
      Sid: "No",
      Effect: "Deny",
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::raw/images/private/*",
    }),
    ["shrinks"],
  ],
  [
    "a role may write its own policy",
    roleWith(get),
    roleWith(get, { Sid: "Own", Effect: "Allow", Action: "iam:PutRolePolicy", Resource: role("reader") }),
    [raises],
  ],
  [
    "two statements together open a way to raise rights",
    roleWith(get, { Sid: "Pass", Effect: "Allow", Action: "iam:PassRole", Resource: role("admin") }),
    roleWith(
      get,
      { Sid: "Pass", Effect: "Allow", Action: "iam:PassRole", Resource: role("admin") },
      { Sid: "Run", Effect: "Allow", Action: "sagemaker:CreateTrainingJob", Resource: "*" },
    ),
    [raises, more],
  ],
  [
    "a role may become another",
    roleWith(get),
    roleWith(get, { Sid: "Become", Effect: "Allow", Action: "sts:AssumeRole", Resource: role("admin") }),
    [raises],
  ],
  ["a new role reads", {}, roleWith(get), [others]],
  ["a role goes", roleWith(get), {}, ["shrinks"]],
  [
    "a statement is split",
    roleWith(allow(["s3:GetObject", "s3:PutObject"], images)),
    roleWith(get, { ...allow("s3:PutObject", images), Sid: "Write" }),
    ["harmless"],
  ],
  [
    "statements are merged",
    roleWith(get, { ...allow("s3:PutObject", images), Sid: "Write" }),
    roleWith(allow(["s3:GetObject", "s3:PutObject"], images)),
    ["harmless"],
  ],
  [
    "statements change places",
    roleWith(get, { ...allow("s3:PutObject", images), Sid: "Write" }),
    roleWith({ ...allow("s3:PutObject", images), Sid: "Write" }, get),
    ["harmless"],
  ],
  ["a Sid is renamed", roleWith(get), roleWith({ ...get, Sid: "Renamed" }), ["harmless"]],
  [
    "a policy comes in a kind of resource that nobody knows",
    {},
    { "aws_new_thing.x": { name: "x", rules: document(get) } },
    ["not decided"],
  ],
  ["nothing changes", roleWith(get), roleWith(get), []],
  ["everybody is let in", bucketWith(tls), bucketWith(tls, lets("*")), [others]],
  [
    "everybody of an organization is let in",
    bucketWith(tls),
    bucketWith(tls, lets("*", when("StringEquals", "aws:PrincipalOrgID", "o-1234567890"))),
    [others],
  ],
  [
    "another account is let in",
    bucketWith(lets({ AWS: role("a") })),
    bucketWith(lets({ AWS: [role("a"), root("444455556666")] })),
    [others],
  ],
  [
    "one who is let in may write",
    bucketWith(lets({ AWS: role("a") })),
    bucketWith(lets({ AWS: role("a") }, { Action: ["s3:GetObject", "s3:PutObject"] })),
    [more],
  ],
  [
    "one who is let in may change the policy",
    bucketWith(lets({ AWS: role("a") })),
    bucketWith(
      lets(
        { AWS: role("a") },
        { Action: ["s3:GetObject", "s3:PutBucketPolicy"], Resource: [objects, "arn:aws:s3:::labels"] },
      ),
    ),
    [raises],
  ],
  [
    "a bucket no longer asks for TLS",
    bucketWith(tls, lets({ AWS: role("a") })),
    bucketWith(lets({ AWS: role("a") })),
    ["loosens"],
  ],
  ["a bucket that lets in nobody no longer asks for TLS", bucketWith(tls), bucketWith(), ["loosens"]],
  [
    "a key lets in a second role",
    keyWith(admin),
    keyWith(admin, { ...keyLets({ AWS: role("a") }, "kms:Decrypt"), Sid: "Use" }),
    [others],
  ],
  [
    "a key is left to its account",
    keyWith(keyLets({ AWS: role("a") }, ["kms:Decrypt", "kms:PutKeyPolicy"])),
    keyWith(keyLets({ AWS: root() }, "kms:*")),
    [others, "shrinks"],
  ],
  [
    "a key loses its encryption context",
    keyWith(admin, {
      ...keyLets(
        { AWS: role("a") },
        "kms:Decrypt",
        when("StringEquals", "kms:EncryptionContext:job", "signs"),
      ),
      Sid: "Use",
    }),
    keyWith(admin, { ...keyLets({ AWS: role("a") }, "kms:Decrypt"), Sid: "Use" }),
    ["loosens"],
  ],
  [
    "a trust takes in another account",
    roleTrusting(trusts(sagemaker)),
    roleTrusting(trusts(sagemaker), { ...trusts({ AWS: root("444455556666") }), Sid: "Other" }),
    ["loosens"],
  ],
  [
    "a trust loses its external id",
    roleTrusting(trusts({ AWS: root("444455556666") }, when("StringEquals", "sts:ExternalId", "vendor"))),
    roleTrusting(trusts({ AWS: root("444455556666") })),
    ["loosens"],
  ],
  [
    "a queue no longer asks for whom a service sends",
    queueWith({
      Sid: "Send",
      Effect: "Allow",
      Principal: { Service: "sns.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: "*",
      ...when("ArnEquals", "aws:SourceArn", "arn:aws:sns:eu-west-1:111122223333:out"),
    }),
    queueWith({
      Sid: "Send",
      Effect: "Allow",
      Principal: { Service: "sns.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: "*",
    }),
    ["loosens"],
  ],
  [
    "a permissions boundary goes",
    {
      ...roleWith(get, allow("s3:PutObject", images)),
      "aws_iam_role.reader": {
        name: "reader",
        assume_role_policy: document(trusts(sagemaker)),
        permissions_boundary: "arn:aws:iam::111122223333:policy/b",
      },
      "aws_iam_policy.b": {
        name: "b",
        arn: "arn:aws:iam::111122223333:policy/b",
        policy: document(allow("s3:GetObject", "*")),
      },
    },
    {
      ...roleWith(get, allow("s3:PutObject", images)),
      "aws_iam_role.reader": { name: "reader", assume_role_policy: document(trusts(sagemaker)) },
      "aws_iam_policy.b": {
        name: "b",
        arn: "arn:aws:iam::111122223333:policy/b",
        policy: document(allow("s3:GetObject", "*")),
      },
    },
    [more],
  ],
  [
    "a limit of numbers goes up",
    roleWith(allow("s3:ListBucket", "arn:aws:s3:::raw", when("NumericLessThan", "s3:max-keys", "10"))),
    roleWith(allow("s3:ListBucket", "arn:aws:s3:::raw", when("NumericLessThan", "s3:max-keys", "100"))),
    ["loosens"],
  ],
  [
    "a number is written in another way",
    roleWith(allow("s3:ListBucket", "arn:aws:s3:::raw", when("NumericLessThan", "s3:max-keys", "10"))),
    roleWith(allow("s3:ListBucket", "arn:aws:s3:::raw", when("NumericLessThan", "s3:max-keys", "10.0"))),
    ["harmless"],
  ],
  [
    "a date moves",
    roleWith(allow("s3:GetObject", images, when("DateLessThan", "aws:CurrentTime", "2026-01-01T00:00:00Z"))),
    roleWith(allow("s3:GetObject", images, when("DateLessThan", "aws:CurrentTime", "2027-01-01T00:00:00Z"))),
    ["loosens"],
  ],
  [
    "a range of addresses becomes its halves",
    roleWith(allow("s3:GetObject", images, when("IpAddress", "aws:SourceIp", "10.0.0.0/8"))),
    roleWith(
      allow("s3:GetObject", images, when("IpAddress", "aws:SourceIp", ["10.0.0.0/9", "10.128.0.0/9"])),
    ),
    ["harmless"],
  ],
  [
    "BoolIfExists becomes Bool in a deny",
    roleWith(get, {
      Sid: "Mfa",
      Effect: "Deny",
      Action: "s3:*",
      Resource: "*",
      ...when("BoolIfExists", "aws:MultiFactorAuthPresent", "false"),
    }),
    roleWith(get, {
      Sid: "Mfa",
      Effect: "Deny",
      Action: "s3:*",
      Resource: "*",
      ...when("Bool", "aws:MultiFactorAuthPresent", "false"),
    }),
    ["loosens"],
  ],
  [
    "NotAction names less",
    roleWith({ Sid: "All", Effect: "Allow", NotAction: ["iam:*", "s3:*"], Resource: "*" }),
    roleWith({ Sid: "All", Effect: "Allow", NotAction: "s3:*", Resource: "*" }),
    [raises],
  ],
  [
    "a policy variable becomes a wildcard",
    roleWith(allow("s3:GetObject", "arn:aws:s3:::raw/${aws:username}/*")),
    roleWith(allow("s3:GetObject", "arn:aws:s3:::raw/*")),
    [more],
  ],
  [
    "the letters of an action are others",
    roleWith(allow("s3:getobject", images)),
    roleWith(get),
    ["harmless"],
  ],
  [
    "the subject of a provider becomes wider",
    roleTrusting(federated("repo:acme/app:*")),
    roleTrusting(federated("repo:acme/*")),
    ["loosens"],
  ],
  [
    "an account is written as its number",
    bucketWith(lets({ AWS: root("444455556666") })),
    bucketWith(lets({ AWS: "444455556666" })),
    ["harmless"],
  ],
  [
    "a key loses its caller's account beside its service",
    keyWith(admin, {
      ...keyLets("*", "kms:Decrypt", when("StringEquals", "kms:CallerAccount", "111122223333")),
      Sid: "S",
    }),
    keyWith(admin, { ...keyLets("*", "kms:Decrypt"), Sid: "S" }),
    ["loosens"],
  ],
  ["a bucket is destroyed", bucketWith(tls), {}, ["loses data or a key"]],
  [
    "a key is disabled",
    keyWith(admin),
    { "aws_kms_key.key": { ...keyWith(admin)["aws_kms_key.key"], is_enabled: false } },
    ["loses data or a key"],
  ],
  [
    "the block of public access goes",
    {
      ...bucketWith(tls),
      "aws_s3_bucket_public_access_block.labels": { bucket: "labels", block_public_policy: true },
    },
    bucketWith(tls),
    ["loosens"],
  ],
  [
    "a role has another name",
    roleWith(get),
    {
      "aws_iam_role.reader": {
        name: "reads",
        path: "/",
        assume_role_policy:
          roleWith()["aws_iam_role.reader"] &&
          document({ Effect: "Allow", Principal: sagemaker, Action: "sts:AssumeRole" }),
      },
      "aws_iam_role_policy.reader": { name: "reader", role: "reads", policy: document(get) },
    },
    ["renames"],
  ],
];

describe("a change of policies is classed by what it lets happen", () => {
  it.each(pairs)("%s", async (_sentence, before, after, classes) => {
    const { changes } = await review(before, after);
    expect([...new Set(changes.map((change) => change.class))].sort()).toEqual([...classes].sort());
    for (const change of changes) {
      const proved = ([raises, more, others] as string[]).includes(change.class);
      if (proved)
        expect(change.request).toMatchObject({ action: expect.any(String), resource: expect.any(String) });
      expect(JSON.stringify(change)).not.toContain("undefined");
    }
  });
});

/** A text that holds one name twice, which a JSON reader takes for its last. */
const twice = (first: object, second: object) =>
  `${JSON.stringify({ Version: "2012-10-17", ...first }).slice(0, -1)},${JSON.stringify(second).slice(1)}`;
const everything = { Effect: "Allow", Action: "*", Resource: "*" };
const reader = roleWith(get);
const trusting = { name: "reader", path: "/", assume_role_policy: document(trusts(sagemaker)) };
const from = ["module.other.result", "module.other"];

const unreadable: readonly (readonly [string, Resources, Resources, Unknowns?])[] = [
  [
    "Statement is written twice",
    reader,
    {
      ...reader,
      "aws_iam_role_policy.reader": {
        role: "reader",
        policy: twice({ Statement: [everything] }, { Statement: [get] }),
      },
    },
  ],
  [
    "Statement is written twice, in two cases",
    reader,
    {
      ...reader,
      "aws_iam_role_policy.reader": {
        role: "reader",
        policy: twice({ Statement: [get] }, { statement: [everything] }),
      },
    },
  ],
  [
    "Action is written twice",
    reader,
    {
      ...reader,
      "aws_iam_role_policy.reader": {
        role: "reader",
        policy: `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Action":"s3:GetObject","Resource":"${images}"}}`,
      },
    },
  ],
  [
    "Statement is null",
    reader,
    { ...reader, "aws_iam_role_policy.reader": { role: "reader", policy: '{"Statement":null}' } },
  ],
  [
    "a policy of a role becomes unknown, in a plan without configuration",
    reader,
    { ...reader, "aws_iam_role_policy.reader": { role: "reader" } },
    { "aws_iam_role_policy.reader": { policy: {} } },
  ],
  [
    "a trust policy becomes unknown",
    { "aws_iam_role.reader": trusting },
    { "aws_iam_role.reader": { name: "reader", path: "/" } },
    { "aws_iam_role.reader": { assume_role_policy: {} } },
  ],
  [
    "a bucket's policy becomes unknown",
    bucketWith(lets({ AWS: role("a") })),
    { ...bucketWith(), "aws_s3_bucket_policy.labels": { bucket: "labels" } },
    { "aws_s3_bucket_policy.labels": { policy: {} } },
  ],
  [
    "a role attaches what is known after the apply",
    { "aws_iam_role.reader": trusting },
    { "aws_iam_role.reader": { ...trusting, managed_policy_arns: [null] } },
    { "aws_iam_role.reader": { managed_policy_arns: { tree: [true], references: from } } },
  ],
  [
    "a role has inline policies that are known after the apply",
    { "aws_iam_role.reader": trusting },
    { "aws_iam_role.reader": trusting },
    { "aws_iam_role.reader": { inline_policy: { references: from } } },
  ],
  [
    "an inline policy has neither a known name nor a known text",
    { "aws_iam_role.reader": trusting },
    { "aws_iam_role.reader": { ...trusting, inline_policy: [{}] } },
    { "aws_iam_role.reader": { inline_policy: { tree: [{ name: true, policy: true }] } } },
  ],
  [
    "the policy of a resource that the review has no table line for is unknown",
    {},
    { "aws_cloudwatch_log_resource_policy.all": { policy_name: "all" } },
    { "aws_cloudwatch_log_resource_policy.all": { policy_document: { references: from } } },
  ],
  [
    "the sign-in of a function's address is unknown",
    {},
    { "aws_lambda_function_url.open": { function_name: "f" } },
    { "aws_lambda_function_url.open": { authorization_type: { references: from } } },
  ],
];

describe("what cannot be read is not decided, never nothing", () => {
  it.each(
    unreadable.map(
      ([sentence, before, after, unknowns = {}]) => [sentence, before, after, unknowns] as const,
    ),
  )("%s", async (_sentence, before, after, unknowns) => {
    const { changes } = await review(before, after, unknowns);
    expect(changes.map((change) => change.class)).toContain("not decided");
    expect(JSON.stringify(changes)).not.toContain("undefined");
  });

  it.each([
    ["aws_iam_group_policy.a", { group: "g", policy: document(everything) }],
    [
      "aws_ssoadmin_permission_set_inline_policy.a",
      {
        permission_set_arn: "arn:aws:sso:::permissionSet/ssoins-1/ps-1",
        inline_policy: document(everything),
      },
    ],
  ])("%s of somebody outside of the plan raises privilege", async (address, values) => {
    const { changes } = await review({}, { [address]: values });
    expect(changes.map((change) => change.class)).toContain(raises);
  });

  it("what AWS fills in, as nobody configured it, is not told", async () => {
    const now = { ...keyWith(admin)["aws_kms_key.key"], policy: undefined };
    const { changes } = await review({}, { "aws_kms_key.key": now }, { "aws_kms_key.key": { policy: {} } });
    expect(changes.filter((change) => change.class === "not decided")).toEqual([]);
  });
});

it("policies deep in a resource, and with names in small letters, are read", async () => {
  const small = '{"statement":[{"effect":"Allow","principal":"*","action":"ecr:*","resource":"*"}]}';
  const { changes } = await review(
    {},
    {
      "aws_thing.a": {
        configuration: [{ policy: document(lets("*", { Resource: "*" })) }, { policy: small }],
      },
    },
  );
  expect(changes.map((change) => change.request?.action.split(":")[0]).sort()).toEqual(["ecr", "s3"]);
});

it("a grant for exactly one encryption context grows when others may stand beside it", async () => {
  const granted = (constraint: string) => ({
    ...keyWith(admin),
    "aws_kms_grant.decrypts": {
      key_id: "0a1b2c3d-0000-4000-8000-000000000000",
      grantee_principal: role("a"),
      operations: ["Decrypt"],
      constraints: [{ [constraint]: { team: "vision" } }],
    },
  });
  const exact = granted("encryption_context_equals");
  const among = granted("encryption_context_subset");
  expect((await review(exact, among)).changes.map((change) => change.class)).toEqual(["loosens"]);
  expect((await review(among, exact)).changes.map((change) => change.class)).toEqual(["shrinks"]);
});

const loses: ChangeClass = "loses data or a key";
const allUsers = { type: "Group", uri: "http://acs.amazonaws.com/groups/global/AllUsers" };
const granted = (grantee: object) => ({
  bucket: "raw",
  access_control_policy: [{ owner: [{ id: "o" }], grant: [{ permission: "READ", grantee: [grantee] }] }],
});
const encryptedWith = (kms_master_key_id?: string) => ({
  bucket: "raw",
  rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: "aws:kms", kms_master_key_id }] }],
});
const deletes = (days: number) => ({
  bucket: "raw",
  rule: [{ id: "old", status: "Enabled", expiration: [{ days }] }],
});
const from10 = (...cidrs: string[]) => ({ workforce_name: "w", source_ip_config: [{ cidrs }] });
const topicWith = (kms_master_key_id: string) => ({
  name: "t",
  arn: "arn:aws:sns:eu-west-1:111122223333:t",
  kms_master_key_id,
});

/** What lets somebody in, or protects, without being a policy. */
const beside: readonly (readonly [string, string, object | undefined, object | undefined, ChangeClass[]])[] =
  [
    ["a list opens to everybody", "aws_s3_bucket_acl", undefined, { acl: "public-read" }, [others]],
    ["a list opens to AWS", "aws_s3_bucket_acl", { acl: "private" }, { acl: "authenticated-read" }, [others]],
    ["a list grants", "aws_s3_bucket_acl", granted({ id: "o" }), granted(allUsers), [others]],
    ["a list grants its owner", "aws_s3_bucket_acl", undefined, granted({ id: "o" }), []],
    ["a list becomes private", "aws_s3_bucket_acl", { acl: "public-read" }, { acl: "private" }, []],
    ["an object is open", "aws_s3_object", { acl: "private" }, { acl: "public-read" }, [others]],
    ["a block moves", "aws_s3_bucket_public_access_block", { bucket: "a" }, { bucket: "b" }, ["loosens"]],
    [
      "AWS's key instead of an own one",
      "aws_s3_bucket_server_side_encryption_configuration",
      encryptedWith("key"),
      encryptedWith(),
      ["loosens"],
    ],
    ["AWS's key for a topic", "aws_sns_topic", topicWith("key"), topicWith("alias/aws/sns"), ["loosens"]],
    ["versions", "aws_s3_bucket_versioning", { bucket: "a" }, undefined, ["loosens"]],
    ["a trail stops", "aws_cloudtrail", { enable_logging: true }, { enable_logging: false }, ["loosens"]],
    [
      "an endpoint's policy goes",
      "aws_vpc_endpoint",
      { policy: document(lets("*", { Resource: "*" })) },
      {},
      ["loosens", "shrinks"],
    ],
    ["an organization's policy goes", "aws_organizations_policy", { content: "{}" }, undefined, ["loosens"]],
    ["it changes", "aws_organizations_policy", { content: "{}" }, { content: "{ }" }, ["not decided"]],
    [
      "everybody may sign up",
      "aws_cognito_user_pool",
      { admin_create_user_config: [{ allow_admin_create_user_only: true }] },
      { admin_create_user_config: [{ allow_admin_create_user_only: false }] },
      [others],
    ],
    ["more addresses", "aws_sagemaker_workforce", from10("10.0.0.0/8"), from10("0.0.0.0/0"), ["loosens"]],
    ["any address", "aws_sagemaker_workforce", from10("10.0.0.0/8"), { workforce_name: "w" }, ["loosens"]],
    [
      "fewer addresses",
      "aws_sagemaker_workforce",
      from10("10.0.0.0/8", "11.0.0.0/8"),
      from10("10.0.0.0/8"),
      [],
    ],
    ["a team", "aws_sagemaker_workteam", { member_definition: [] }, { member_definition: [{}] }, [others]],
    ["a subscription", "aws_sns_topic_subscription", { endpoint: "a@b.c" }, { endpoint: "d@e.f" }, [others]],
    ["an access key", "aws_iam_access_key", undefined, { user: "u" }, [others]],
    [
      "a provider of identities",
      "aws_iam_openid_connect_provider",
      undefined,
      { url: "https://a" },
      ["loosens"],
    ],
    ["an assignment", "aws_ssoadmin_account_assignment", undefined, { principal_id: "u" }, [others]],
    ["a function acts as another", "aws_lambda_function", { role: role("a") }, { role: role("b") }, [more]],
    [
      "objects are kept for less time",
      "aws_s3_bucket_lifecycle_configuration",
      deletes(9),
      deletes(1),
      [loses],
    ],
    [
      "a group of others",
      "aws_iam_user_group_membership",
      { user: "u", groups: [] },
      { user: "u", groups: ["g"] },
      ["not decided"],
    ],
  ];

describe("what is no policy and lets somebody in, or protects, is told", () => {
  it.each(beside)("%s (%s)", async (_sentence, type, was, is, classes) => {
    const holding = (values?: object): Resources => (values === undefined ? {} : { [`${type}.a`]: values });
    const { changes } = await review(holding(was), holding(is));
    expect([...new Set(changes.map((change) => change.class))].sort()).toEqual(classes.sort());
    expect(JSON.stringify(changes)).not.toContain("undefined");
  });

  it("a boundary outside of the plan goes, and no policy of the plan shows it", async () => {
    const bounded = { ...trusting, permissions_boundary: "arn:aws:iam::111122223333:policy/outside" };
    const { changes } = await review({ "aws_iam_role.reader": bounded }, { "aws_iam_role.reader": trusting });
    expect(changes.map((change) => change.class)).toContain("loosens");
  });

  it("a protecting setting that is known after the apply is not decided", async () => {
    const address = "aws_s3_bucket_public_access_block.a";
    const { changes } = await review(
      { [address]: { bucket: "a", block_public_policy: true } },
      { [address]: { bucket: "a" } },
      { [address]: { block_public_policy: {} } },
    );
    expect(changes.map((change) => change.class)).toEqual(["not decided"]);
  });

  it("a role with another name is the same to the function that acts as it", async () => {
    const named = (name: string): Resources => ({
      "aws_iam_role.reader": { ...trusting, name },
      "aws_lambda_function.f": { function_name: "f", role: role(name) },
    });
    const { changes } = await review(named("reader"), named("reads"));
    expect(changes.map((change) => change.class)).toEqual(["renames"]);
  });
});

describe("compared with another input", () => {
  const written = (name: string, resources: Resources) => {
    const file = join(folder, `${name}.json`);
    writeFileSync(file, JSON.stringify({ ...planOf({}, resources), prior_state: {} }));
    return file;
  };
  const classesOf = async (before: string[], after: string[]) => {
    const request = { accepted: [], today: "2026-11-26" };
    const against = readInputs(before);
    const { changes } = await buildReport({ ...request, what: readInputs(after), against });
    return [...new Set(changes.map((change) => change.class))];
  };

  it("what a whole stack held is lost with it", async () => {
    const [one, two] = [written("one", bucketWith(tls)), written("two", keyWith(admin))];
    expect(await classesOf([one, two], [two])).toContain("loses data or a key");
  });

  it("a bucket with another name is another bucket", async () => {
    const was = written("was", { "aws_s3_bucket.a": { bucket: "labels" } });
    const is = written("is", { "aws_s3_bucket.a": { bucket: "answers" } });
    expect(await classesOf([was], [is])).toContain("loses data or a key");
    expect(await classesOf([was], [was])).toEqual([]);
  });
});

it("a resource of which nothing is known is not decided", async () => {
  const file = join(folder, "hidden.json");
  const change = { actions: ["create"], before: null, after: null, after_unknown: true };
  const address = "aws_iam_role_policy.later";
  writeFileSync(
    file,
    JSON.stringify({ resource_changes: [{ address, type: "aws_iam_role_policy", mode: "managed", change }] }),
  );
  const { changes } = await buildReport({ what: readInputs([file]), accepted: [], today: "2026-11-26" });
  expect(changes).toMatchObject([{ class: "not decided", address }]);
});

describe("input that nobody wrote in good faith", () => {
  it("types that are called as members of every object are types that nobody knows", async () => {
    const values = { name: "x", policy: document(get) };
    const odd = Object.fromEntries(
      ["constructor", "toString", "__proto__", "hasOwnProperty"].map((type) => [`${type}.a`, values]),
    );
    const { changes } = await review({}, odd);
    expect(changes.map((change) => change.class)).toEqual(Array(4).fill("not decided"));
  });

  it("a file that is nested without end is refused", () => {
    const file = join(folder, "deep.json");
    writeFileSync(file, `{"resource_changes":${"[".repeat(5000)}${"]".repeat(5000)}}`);
    expect(() => readInputs([file])).toThrow(/nested deeper than 500 levels/);
  });

  it("one file that is named twice is one", () => {
    const file = join(folder, "once.json");
    writeFileSync(file, JSON.stringify(planOf({}, reader)));
    expect(readInputs([file, file])).toHaveLength(1);
  });
});

describe("a file that is not as Terraform writes it is told with the place", () => {
  const change = { actions: ["create"], after: {} };
  it.each([
    [{ resource_changes: [null] }, "resource_changes[0]"],
    [{ resource_changes: [{ address: "a.b", type: "a" }] }, "resource_changes[0].change"],
    [{ resource_changes: [{ address: "a.b", type: "a", change: {} }] }, "resource_changes[0].change.actions"],
    [{ resource_changes: [{ address: 5, type: "a", change }] }, "resource_changes[0].address"],
    [
      { resource_changes: [], configuration: { root_module: { resources: [null] } } },
      "configuration.root_module.resources[0]",
    ],
    [
      { resource_changes: [], configuration: { root_module: { module_calls: { a: null } } } },
      "configuration.root_module.module_calls.a",
    ],
    [{ planned_values: 7 }, "planned_values"],
    [{ planned_values: { root_module: { resources: [null] } } }, "planned_values.root_module.resources[0]"],
    [{ values: { root_module: { resources: {} } } }, "values.root_module.resources"],
    [
      { values: { root_module: { resources: [{ address: "a.b" }] } } },
      "values.root_module.resources[0].type",
    ],
    [{ resource: { aws_iam_role: { a: null } } }, "resource.aws_iam_role.a"],
    [{ resource: { aws_iam_role: [1] } }, "resource.aws_iam_role"],
  ])("%j", (content, place) => {
    const file = join(folder, "broken.json");
    writeFileSync(file, JSON.stringify(content));
    expect(() => readInputs([file])).toThrow(UserError);
    expect(() => readInputs([file])).toThrow(`  ${place} is`);
  });
});
