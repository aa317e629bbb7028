import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ChangeClass } from "../../review/growth/change";
import { readInputs } from "../../review/input/read-inputs";
import { buildReport } from "../../review/report/build-report";
import { document, keyWith, planOf, type Resources, role, root, type Unknowns } from "./plan-of";
import { scratchFolder } from "../scratch-folder";

const folder = scratchFolder();

async function changesOf(before: Resources, after: Resources, unknowns?: Unknowns) {
  const file = join(folder, "plan.json");
  writeFileSync(file, JSON.stringify(planOf(before, after, unknowns)));
  const { changes } = await buildReport({ what: readInputs([file]), accepted: [], today: "2026-11-26" });
  expect(JSON.stringify(changes)).not.toContain("undefined");
  return changes;
}

const more: ChangeClass = "opens more data";
const others: ChangeClass = "opens data to more principals";
const loses: ChangeClass = "loses data or a key";
const unsure: ChangeClass = "not decided";

type Values = object | undefined;
type Row = readonly [sentence: string, type: string, before: Values, after: Values, classes: ChangeClass[]];

const ingress = (cidr: string, port = 443) => ({
  name: "web",
  ingress: [{ protocol: "tcp", from_port: port, to_port: port, cidr_blocks: [cidr] }],
});
const blocked = {
  bucket: "raw",
  block_public_acls: true,
  block_public_policy: true,
  ignore_public_acls: true,
  restrict_public_buckets: true,
};
const open = {
  bucket: "raw",
  block_public_acls: false,
  block_public_policy: false,
  ignore_public_acls: false,
  restrict_public_buckets: false,
};
const key1 = "0a1b2c3d-0000-4000-8000-000000000001";
const key2 = "0a1b2c3d-0000-4000-8000-000000000002";
const locked = (retention: object) => ({ bucket: "raw", rule: [{ default_retention: [retention] }] });

const rows: readonly Row[] = [
  // Networks
  [
    "a port opens to everybody",
    "aws_security_group",
    ingress("10.0.0.0/8"),
    ingress("0.0.0.0/0"),
    ["loosens"],
  ],
  ["another port opens", "aws_security_group", ingress("10.0.0.0/8"), ingress("10.0.0.0/8", 22), ["loosens"]],
  ["a new group lets traffic in", "aws_security_group", undefined, ingress("10.0.0.0/8"), ["loosens"]],
  ["a range becomes smaller", "aws_security_group", ingress("10.0.0.0/8"), ingress("10.1.0.0/16"), []],
  ["a group without rules", "aws_security_group", undefined, { name: "web" }, []],
  [
    "all ports instead of one",
    "aws_vpc_security_group_ingress_rule",
    { security_group_id: "sg-1", ip_protocol: "tcp", from_port: 443, to_port: 443, cidr_ipv4: "10.0.0.0/8" },
    { security_group_id: "sg-1", ip_protocol: "-1", cidr_ipv4: "10.0.0.0/8" },
    ["loosens"],
  ],
  [
    "traffic may leave to everywhere",
    "aws_security_group_rule",
    undefined,
    {
      type: "egress",
      security_group_id: "sg-1",
      protocol: "-1",
      from_port: 0,
      to_port: 0,
      cidr_blocks: ["0.0.0.0/0"],
    },
    ["loosens"],
  ],
  [
    "a network list no longer denies",
    "aws_network_acl",
    {
      ingress: [
        { action: "deny", rule_no: 1, protocol: "tcp", from_port: 22, to_port: 22, cidr_block: "0.0.0.0/0" },
      ],
    },
    { ingress: [] },
    ["loosens"],
  ],
  // Blocks, and what AWS does by itself
  ["a new block that blocks nothing", "aws_s3_bucket_public_access_block", undefined, open, ["loosens"]],
  ["a new block", "aws_s3_bucket_public_access_block", undefined, blocked, []],
  [
    "a block of the account that blocks nothing",
    "aws_s3_account_public_access_block",
    undefined,
    { ...open, bucket: undefined },
    ["loosens"],
  ],
  [
    "lists count in a new bucket",
    "aws_s3_bucket_ownership_controls",
    undefined,
    { bucket: "raw", rule: [{ object_ownership: "ObjectWriter" }] },
    ["loosens"],
  ],
  [
    "a queue without encryption",
    "aws_sqs_queue",
    undefined,
    { name: "q", sqs_managed_sse_enabled: false },
    ["loosens"],
  ],
  [
    "a queue with a key",
    "aws_sqs_queue",
    undefined,
    { name: "q", sqs_managed_sse_enabled: false, kms_master_key_id: "alias/a" },
    [],
  ],
  [
    "snapshots may be public",
    "aws_ebs_snapshot_block_public_access",
    { state: "block-all-sharing" },
    { state: "unblocked" },
    ["loosens"],
  ],
  // Keys
  [
    "an alias is another key's",
    "aws_kms_alias",
    { name: "alias/a", target_key_id: key1 },
    { name: "alias/a", target_key_id: key2 },
    [more],
  ],
  [
    "an existing key gets an alias",
    "aws_kms_alias",
    undefined,
    { name: "alias/a", target_key_id: key1 },
    [more],
  ],
  [
    "a key may lock everybody out",
    "aws_kms_replica_key",
    { policy: "", bypass_policy_lockout_safety_check: false },
    { policy: "", bypass_policy_lockout_safety_check: true },
    [loses],
  ],
  [
    "locks are shorter",
    "aws_s3_bucket_object_lock_configuration",
    locked({ mode: "COMPLIANCE", years: 1 }),
    locked({ mode: "COMPLIANCE", days: 30 }),
    [loses],
  ],
  [
    "locks are as long",
    "aws_s3_bucket_object_lock_configuration",
    locked({ mode: "COMPLIANCE", years: 1 }),
    locked({ mode: "COMPLIANCE", days: 365 }),
    [],
  ],
  // Shares
  [
    "a snapshot is public",
    "aws_db_snapshot",
    { shared_accounts: [] },
    { shared_accounts: ["all"] },
    [others],
  ],
  [
    "a snapshot is no longer shared",
    "aws_db_snapshot",
    { shared_accounts: ["1"] },
    { shared_accounts: [] },
    [],
  ],
  [
    "an image is shared",
    "aws_ami_launch_permission",
    undefined,
    { image_id: "ami-1", account_id: "444455556666" },
    [others],
  ],
  [
    "a share invites strangers",
    "aws_ram_resource_share",
    { allow_external_principals: false },
    { allow_external_principals: true },
    ["loosens"],
  ],
  [
    "a document is public",
    "aws_ssm_document",
    undefined,
    { permissions: { type: "Share", account_ids: "all" } },
    [others],
  ],
  [
    "images are copied to another account",
    "aws_ecr_replication_configuration",
    undefined,
    { replication_configuration: [{}] },
    [others],
  ],
  [
    "a registry lets others in",
    "aws_ecr_registry_policy",
    undefined,
    {
      policy: document({
        Sid: "A",
        Effect: "Allow",
        Principal: { AWS: root("444455556666") },
        Action: "ecr:*",
        Resource: "*",
      }),
    },
    [others],
  ],
  ["a grant in S3", "aws_s3control_access_grant", undefined, { permission: "READ" }, [others]],
  [
    "rules that the review does not evaluate",
    "aws_opensearchserverless_access_policy",
    undefined,
    { policy: "[]", type: "data" },
    [unsure],
  ],
  // People and credentials
  ["a key for CodeCommit", "aws_iam_user_ssh_key", undefined, { username: "u", status: "Active" }, [others]],
  ["an inactive access key", "aws_iam_access_key", undefined, { user: "u", status: "Inactive" }, []],
  [
    "somebody joins a group",
    "aws_identitystore_group_membership",
    undefined,
    { group_id: "g", member_id: "m" },
    [others],
  ],
  [
    "an authority is believed",
    "aws_rolesanywhere_trust_anchor",
    undefined,
    { enabled: true, source: [{}] },
    ["loosens"],
  ],
  [
    "a client takes more ways",
    "aws_cognito_user_pool_client",
    { callback_urls: ["https://a"] },
    { callback_urls: ["https://a", "http://b"] },
    ["loosens"],
  ],
  [
    "a client takes fewer ways",
    "aws_cognito_user_pool_client",
    { callback_urls: ["https://a", "http://b"] },
    { callback_urls: ["https://a"] },
    [],
  ],
  // The internet
  [
    "a database can be reached",
    "aws_rds_cluster_instance",
    { publicly_accessible: false },
    { publicly_accessible: true },
    [others],
  ],
  ["a load balancer can be reached", "aws_lb", undefined, { internal: false }, [others]],
  [
    "a method needs no sign-in",
    "aws_api_gateway_method",
    { authorization: "AWS_IAM" },
    { authorization: "NONE" },
    [others],
  ],
  [
    "credentials without a token",
    "aws_instance",
    { metadata_options: [{ http_tokens: "required" }] },
    { metadata_options: [{ http_tokens: "optional" }] },
    ["loosens"],
  ],
  // Who runs as whom
  [
    "a function as a role of others",
    "aws_lambda_function",
    undefined,
    { function_name: "f", role: role("admin") },
    [unsure],
  ],
  ["a profile of others", "aws_iam_instance_profile", undefined, { name: "p", role: "admin" }, [unsure]],
  [
    "a rule",
    "aws_cloudwatch_event_target",
    undefined,
    { arn: "a", role_arn: role("admin") },
    [unsure, others],
  ],
  ["an instance", "aws_instance", undefined, { iam_instance_profile: "admin" }, [unsure]],
  [
    "a launch template",
    "aws_launch_template",
    undefined,
    { iam_instance_profile: [{ name: "admin" }] },
    [unsure],
  ],
  ["a task", "aws_ecs_task_definition", undefined, { task_role_arn: role("admin") }, [unsure]],
  [
    "deep inside",
    "aws_sagemaker_domain",
    undefined,
    { default_user_settings: [{ execution_role: role("admin") }] },
    [unsure],
  ],
  [
    "a task becomes another role",
    "aws_ecs_task_definition",
    { task_role_arn: role("a") },
    { task_role_arn: role("b") },
    [more],
  ],
  [
    "a role of AWS's",
    "aws_autoscaling_group",
    undefined,
    {
      service_linked_role_arn: "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/A",
    },
    [],
  ],
  [
    "no queue keeps what cannot be handled",
    "aws_sqs_queue",
    { name: "q", redrive_policy: "{}" },
    { name: "q" },
    [loses],
  ],
  [
    "any queue may send here",
    "aws_sqs_queue",
    { name: "q", redrive_allow_policy: '{"redrivePermission":"denyAll"}' },
    { name: "q", redrive_allow_policy: '{"redrivePermission":"allowAll"}' },
    ["loosens"],
  ],
  // What is lost
  ["logs are destroyed", "aws_cloudwatch_log_group", { name: "l" }, undefined, [loses]],
  ["a snapshot is destroyed", "aws_db_snapshot", { db_snapshot_identifier: "s" }, undefined, [loses]],
  [
    "backups are shorter",
    "aws_db_instance",
    { backup_retention_period: 7 },
    { backup_retention_period: 0 },
    [loses],
  ],
  [
    "items expire",
    "aws_dynamodb_table",
    { name: "t", ttl: [{ enabled: false }] },
    { name: "t", ttl: [{ enabled: true }] },
    [loses],
  ],
];

describe("what is no policy and opens, loosens or loses is told", () => {
  it.each(rows)("%s (%s)", async (_sentence, type, was, is, classes) => {
    const holding = (values: Values): Resources => (values === undefined ? {} : { [`${type}.a`]: values });
    const changes = await changesOf(holding(was), holding(is));
    expect([...new Set(changes.map((change) => change.class))].sort()).toEqual([...classes].sort());
  });
});

const trusting = (service: string) =>
  document({ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" });
const worker: Resources = {
  "aws_iam_role.worker": { name: "worker", assume_role_policy: trusting("lambda.amazonaws.com") },
};
const runs = { function_name: "f", role: role("worker") };

describe("what acts as a role", () => {
  const told = async (before: Resources, after: Resources, unknowns?: Unknowns) =>
    (await changesOf(before, after, unknowns))
      .filter(({ what }) => what.includes("acts as"))
      .map(({ what }) => what);

  it("is told when the role was there before, and not when it is new as well", async () => {
    const both = { ...worker, "aws_lambda_function.f": runs };
    expect(await told(worker, both)).toEqual([
      "It is new and acts as aws_iam_role.worker, which was there before.",
    ]);
    expect(await told({}, both)).toEqual([]);
    expect(await told(both, both)).toEqual([]);
  });

  it("is found by its reference where its ARN is known after the apply", async () => {
    const both = { ...worker, "aws_lambda_function.f": { function_name: "f" } };
    const unknowns = {
      "aws_lambda_function.f": { role: { references: ["aws_iam_role.worker.arn", "aws_iam_role.worker"] } },
    };
    expect(await told(worker, both, unknowns)).toHaveLength(1);
  });
});

describe("who is let in by conditions that everybody meets", () => {
  const risksOf = async (resources: Resources) => {
    const file = join(folder, "plan.json");
    writeFileSync(file, JSON.stringify(planOf({}, resources)));
    const { risks } = await buildReport({ what: readInputs([file]), accepted: [], today: "2026-11-26" });
    return risks.map(({ kind }) => kind);
  };
  const issuer = "token.actions.githubusercontent.com";
  const signedIn = (Condition?: object) => ({
    "aws_iam_role.r": {
      name: "r",
      assume_role_policy: document({
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${issuer}` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition,
      }),
    },
  });
  const reads = (Principal: unknown, Condition: object) => ({
    "aws_sns_topic.t": {
      name: "t",
      policy: document({
        Sid: "A",
        Effect: "Allow",
        Principal,
        Action: "sns:Publish",
        Resource: "*",
        Condition,
      }),
    },
  });
  const s3 = { Service: "s3.amazonaws.com" };

  it.each([
    [
      "only an audience",
      signedIn({ StringEquals: { [`${issuer}:aud`]: "sts.amazonaws.com" } }),
      ["everybody"],
    ],
    ["any repository", signedIn({ StringLike: { [`${issuer}:sub`]: "repo:*" } }), ["everybody"]],
    [
      "one of two is any",
      signedIn({ StringLike: { [`${issuer}:sub`]: ["repo:acme/*", "*"] } }),
      ["everybody"],
    ],
    ["one repository", signedIn({ StringLike: { [`${issuer}:sub`]: "repo:acme/app:*" } }), []],
    ["any address", reads("*", { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } }), ["everybody"]],
    ["some addresses", reads("*", { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }), []],
    ["any bucket", reads(s3, { ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } }), ["confused deputy"]],
    ["one bucket", reads(s3, { ArnLike: { "aws:SourceArn": "arn:aws:s3:::acme-*" } }), []],
  ] as const)("%s", async (_sentence, resources, kinds) => {
    expect(await risksOf(resources)).toEqual(kinds);
  });
});

describe("keys", () => {
  const key = (address: string, id: string) => ({
    [address]: { arn: `arn:aws:kms:eu-west-1:111122223333:key/${id}`, key_id: id, policy: document(admin) },
  });
  const admin = {
    Sid: "Admin",
    Effect: "Allow",
    Principal: { AWS: role("admin") },
    Action: "kms:*",
    Resource: "*",
  };
  const use = {
    Sid: "Use",
    Effect: "Allow",
    Principal: { AWS: role("reader") },
    Action: "kms:Decrypt",
    Resource: "*",
  };
  const service = {
    Sid: "S",
    Effect: "Allow",
    Principal: { Service: "sns.amazonaws.com" },
    Action: "kms:*",
    Resource: "*",
  };
  const noChange = { Sid: "No", Effect: "Deny", Principal: "*", Action: "kms:PutKeyPolicy", Resource: "*" };
  const classes = async (before: Resources, after: Resources) =>
    (await changesOf(before, after)).map((change) => change.class);

  it.each([
    ["the administrator goes", keyWith(admin, use), keyWith(use)],
    ["everybody is denied to change the policy", keyWith(admin), keyWith(admin, noChange)],
    ["only a service is left", keyWith(admin), keyWith(service)],
    ["a new key has none", {}, keyWith(use)],
  ] as const)("a key is lost when nobody can change its policy: %s", async (_sentence, before, after) => {
    expect(await classes(before, after)).toContain(loses);
  });

  it.each([
    ["root", keyWith(admin), keyWith({ ...admin, Principal: { AWS: root() } })],
    ["another role", keyWith(admin), keyWith({ ...admin, Principal: { AWS: role("other") } })],
    ["it had none before", keyWith(use), keyWith({ ...use, Sid: "Renamed" })],
  ] as const)("it is not lost: %s", async (_sentence, before, after) => {
    expect(await classes(before, after)).not.toContain(loses);
  });

  it("the alias of a new key opens nothing beyond the key", async () => {
    const changes = await changesOf(
      {},
      { ...key("aws_kms_key.a", key1), "aws_kms_alias.a": { name: "alias/a" } },
      { "aws_kms_alias.a": { target_key_id: { references: ["aws_kms_key.a.key_id", "aws_kms_key.a"] } } },
    );
    expect(changes.map(({ address }) => address)).not.toContain("aws_kms_alias.a");
  });
});

it("a policy for everybody is growth with its request where the ARN of its resource is known after the apply", async () => {
  const policy = document({
    Sid: "All",
    Effect: "Allow",
    Principal: "*",
    Action: "backup:StartBackupJob",
    Resource: "arn:aws:backup:eu-west-1:111122223333:backup-vault:v",
  });
  const changes = await changesOf({}, { "aws_backup_vault_policy.v": { backup_vault_name: "v", policy } });
  expect(changes).toMatchObject([{ class: others, request: { principal: "anonymous" } }]);
});

it("rules that move from a group into resources of their own open nothing", async () => {
  const before = { "aws_security_group.web": { id: "sg-1", ...ingress("10.0.0.0/8") } };
  const after = {
    "aws_security_group.web": { id: "sg-1", name: "web", ingress: [] },
    "aws_vpc_security_group_ingress_rule.web": {
      security_group_id: "sg-1",
      ip_protocol: "tcp",
      from_port: 443,
      to_port: 443,
      cidr_ipv4: "10.0.0.0/8",
    },
  };
  expect(await changesOf(before, after)).toEqual([]);
});

describe("a name in an ARN is no name of another's", () => {
  const nothing = document({ Sid: "Own", Effect: "Allow", Action: "s3:ListBucket", Resource: "*" });
  const attaching = (policy_arn: string): Resources => ({
    ...worker,
    "aws_iam_policy.own": { name: "ReadOnlyAccess", policy: nothing },
    "aws_iam_role_policy_attachment.a": { role: "worker", policy_arn },
  });
  it.each([
    ["AWS's policy of the same name", "arn:aws:iam::aws:policy/ReadOnlyAccess", true],
    ["another account's", "arn:aws:iam::444455556666:policy/ReadOnlyAccess", true],
    ["one with a path", "arn:aws:iam::111122223333:policy/team/ReadOnlyAccess", true],
    ["its own", "arn:aws:iam::111122223333:policy/ReadOnlyAccess", false],
  ])("%s", async (_sentence, arn, unseen) => {
    const changes = await changesOf(worker, attaching(arn));
    expect(changes.some((change) => change.class === unsure && change.what.includes(arn))).toBe(unseen);
  });
});
