import type { TerraformStack } from "cdktf";
import { ExecutionRole, type ExecutionRoleProps, KeyUse, LabelingKey } from "../../lib";
import { iamRoleArn } from "../../lib/iam/arn";
import { StackScope } from "../../lib/scope/stack-scope";
import { exampleStack, exampleStackTexts } from "../example-stacks";
import { bySid, only, synthesized, synthesizedStacks, type TerraformJson } from "../synthesized";
import { type DeployedStack, deployedStack } from "./harness/deployed";
import { listOf, type PolicyDocument, statementsOf } from "./harness/policy-document";
import { everything } from "./harness/principal";
import { mayDo, mayNotDo } from "./harness/sentences";
import { account, here, otherAccount, region } from "../account";

/*
 * The rule for each key: one of the same stack is granted by its policy alone, one of another stack of the same app by its
 * alias and by exact ARNs, one that exists by its ARN.
 */
const foreignKey = `arn:aws:kms:${region}:${account}:key/0f0f0f0f-1111-2222-3333-444455556666`;
const throughS3 = { "kms:ViaService": `s3.${region}.amazonaws.com` };
const volume = { "kms:GrantIsForAWSResource": "true" };
const boundaryArn = `arn:aws:iam::${account}:policy/limit`;
const noKeys: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", NotAction: "kms:*", Resource: "*" }],
};

const role = (stack: TerraformStack, roleName: string, props: Partial<ExecutionRoleProps> = {}) =>
  new ExecutionRole(stack, roleName, { name: roleName, ...props });

describe("a key and a role of one stack", () => {
  const signs = deployedStack(exampleStack("street-signs"));
  const withAlias = { "kms:ResourceAliases": ["alias/acme-street-signs"] };
  const execution = signs.role("acme-street-signs-execution");
  mayDo(execution, [["decrypt", "kms:Decrypt", signs.key("alias/acme-street-signs")]]);
  mayNotDo(execution, [
    ["decrypt with a foreign key that was given the stack's alias", "kms:Decrypt", foreignKey, withAlias],
    ["encrypt with such a key", "kms:GenerateDataKey", foreignKey, withAlias],
    ["describe such a key", "kms:DescribeKey", foreignKey, withAlias],
  ]);

  const json = synthesized((stack) => {
    const key = new LabelingKey(stack, "Key", { alias: "alias/signs" });
    role(stack, "limited", { permissionsBoundary: boundaryArn }).grantUseKey(key);
    role(stack, "trains").grantUseKey(key);
    role(stack, "trains-too").grantVolumeKey(key);
  }, here);
  const limitedBy = (boundary: PolicyDocument) =>
    deployedStack(json, { documents: { [boundaryArn]: boundary } });
  const [closed, open] = [limitedBy(noKeys), limitedBy(everything)];
  describe("below a permissions boundary", () => {
    mayNotDo(closed.role("limited"), [
      ["use the key, if the boundary leaves it out", "kms:Decrypt", closed.key("alias/signs")],
    ]);
    mayDo(open.role("limited"), [["use it, if the boundary has it", "kms:Decrypt", open.key("alias/signs")]]);
  });

  test("names a key in the role's own policy only where volumes are encrypted, as AWS prints it there", () => {
    expect(keyStatements(closed)).toEqual([["trains-too", "CreateVolumeKeyGrant"]]);
  });
});

describe("a key of another stack of the app", () => {
  const build = (options: { region?: string; account?: string }) =>
    synthesizedStacks(
      ["shared", "signs", "prices"],
      ([shared, signs, prices]) => {
        const key = new LabelingKey(shared!, "Key", { alias: "alias/shared" });
        const [inSigns, inPrices] = [key.usedFrom(signs!, "Shared"), key.usedFrom(prices!, "Shared")];
        role(signs!, "signs", { path: "/labeling/" }).grantUseKey(inSigns);
        role(signs!, "limited", { permissionsBoundary: boundaryArn }).grantUseKey(inSigns);
        const trains = role(prices!, "prices");
        trains.grantUseKey(inPrices);
        trains.grantVolumeKey(inPrices);
        role(prices!, "reads").grantDecryptInput(inPrices);
        const peopleOf = StackScope.of(shared!);
        key.grantToPrincipals(KeyUse.DATA_THROUGH_S3, [
          iamRoleArn(peopleOf, "people"),
          iamRoleArn({ partition: "aws", region, account: otherAccount }, "partners"),
        ]);
      },
      options,
    );
  const stacks = build(here);
  const shared = deployedStack(stacks, { documents: { [boundaryArn]: noKeys } });
  const key = shared.key("alias/shared");

  mayDo(shared.role("signs"), [
    ["decrypt", "kms:Decrypt", key],
    ["encrypt", "kms:GenerateDataKey", key],
  ]);
  mayDo(shared.role("prices"), [
    ["decrypt", "kms:Decrypt", key],
    ["lend the key to the storage volume", "kms:CreateGrant", key, volume],
  ]);
  mayDo(shared.role("reads"), [["decrypt", "kms:Decrypt", key]]);
  mayNotDo(shared.role("reads"), [["encrypt", "kms:GenerateDataKey", key]]);
  mayNotDo(shared.role("signs"), [
    ["lend it", "kms:CreateGrant", key, volume],
    ["decrypt with another key", "kms:Decrypt", foreignKey],
    ["change its policy", "kms:PutKeyPolicy", key],
  ]);
  describe("below a permissions boundary without keys", () => {
    mayNotDo(shared.role("limited"), [["use it", "kms:Decrypt", key]]);
  });
  describe("somebody whose own policies allow everything", () => {
    mayNotDo(shared.anotherRole("signs", everything), [
      ["use it by a role of that name at another path", "kms:Decrypt", key],
    ]);
    mayNotDo(shared.anotherRole("prices-2", everything), [
      ["use it by a name that begins alike", "kms:Decrypt", key],
    ]);
    mayNotDo(shared.anotherRole("Admin", everything), [
      ["use it", "kms:Decrypt", key],
      ["use it through S3", "kms:Decrypt", key, throughS3],
    ]);
    mayNotDo(shared.outsider(otherAccount), [["use it from another account", "kms:Decrypt", key, throughS3]]);
    mayDo(shared.anotherRole("people", everything), [
      ["use it through S3, where it is let in", "kms:Decrypt", key, throughS3],
    ]);
    mayNotDo(shared.anotherRole("people", everything), [["use it outside S3", "kms:Decrypt", key]]);
  });
  describe("somebody whose own policies say nothing", () => {
    mayNotDo(shared.anotherRole("people"), [["use it, though it is let in", "kms:Decrypt", key, throughS3]]);
  });

  test("waits for no role, reads no state, and names every role in one statement for each right", () => {
    const { resource } = stacks[0]!;
    expect(only(stacks[0]!, "aws_kms_key")).not.toHaveProperty("depends_on");
    const statements = bySid(only(stacks[0]!, "aws_kms_key").policy);
    expect(Object.keys(statements)).toEqual([
      "AllowKeyAdministration",
      "AllowUseOfKmsKey",
      "AllowVolumeGrants",
      "AllowDecryptOfInput",
      "AllowDataUsersThroughS3",
      "AllowDataUsersThroughS32",
    ]);
    expect(statements.AllowUseOfKmsKey).toMatchObject({
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Condition: {
        ArnEquals: {
          "aws:PrincipalArn": [
            `arn:aws:iam::${account}:role/labeling/signs`,
            `arn:aws:iam::${account}:role/limited`,
            `arn:aws:iam::${account}:role/prices`,
          ],
        },
      },
    });
    expect(statements.AllowDataUsersThroughS32).toMatchObject({
      Principal: { AWS: `arn:aws:iam::${otherAccount}:root` },
    });
    expect(JSON.stringify(resource)).not.toMatch(/"Principal":"\*"|"AWS":"\*"/);
  });

  test("needs no state of another stack where only Terraform knows the account", () => {
    for (const json of build({})) {
      expect(Object.keys(json.data ?? {}).sort()).toEqual(
        expect.not.arrayContaining(["terraform_remote_state"]),
      );
      expect(json).not.toHaveProperty("output");
    }
    const { policy } = only(build({})[0]!, "aws_kms_key");
    expect(referencesIn(policy).filter((one) => !referencesOf(build({})[0]!).includes(one))).toEqual([]);
  });

  test.each([
    ["arn:aws:iam::111122223333:role/signs-*", "without wildcards"],
    ["arn:aws:iam::111122223333:root", "the ARN of a role or user is allowed"],
    ["arn:aws:sts::111122223333:assumed-role/signs/me", "the ARN of a role or user is allowed"],
  ])("is not granted to %s", (arn, message) => {
    const grant = () =>
      synthesized((stack) =>
        new LabelingKey(stack, "Key", { alias: "alias/x" }).grantToPrincipals(KeyUse.PUBLISH, [arn]),
      );
    expect(grant).toThrow(message);
  });
});

describe("a key that exists", () => {
  const looked = deployedStack(
    synthesized((stack) => {
      const key = LabelingKey.fromAlias(stack, "Key", "alias/theirs");
      role(stack, "signs").grantUseKey(key);
    }, here),
  );
  const [resource] = keyResources(looked);
  const withAlias = { "kms:ResourceAliases": ["alias/theirs"] };
  mayDo(looked.role("signs"), [["decrypt with exactly this key", "kms:Decrypt", resource!]]);
  mayNotDo(looked.role("signs"), [
    ["decrypt with a key that carries the same alias later", "kms:Decrypt", foreignKey, withAlias],
    ["lend it", "kms:CreateGrant", resource!, volume],
  ]);
});

/** `key/*` in an identity policy of the default style: where, and why. */
const everyKey: Readonly<Record<string, string>> = {
  CreateVolumeKeyGrant:
    "AWS prints it on the role's side, and the ARN of a new key is not known in the first plan",
  DecryptInput: "the key is made in another stack of the file",
  UseLabelingKey: "the key is made in another stack of the file",
  UseKeyThroughS3: "people's policies stand in another stack than the keys",
  DescribeKey: "people's policies stand in another stack than the keys",
  AuditKeys: "people's policies stand in another stack than the keys",
  AdministerKey: "people's policies stand in another stack than the keys",
  ChangeKeyPolicy: "people's policies stand in another stack than the keys",
  KmsKeys: "whoever deploys makes the keys",
  KmsKeyTag: "whoever deploys makes the keys, with tags",
  KmsKeyLookUp: "which key carries an alias is what the deployer asks for",
};

test("no identity policy of a shipped example names every key, but for this list, and with a condition each", () => {
  const open = exampleStackTexts()
    .map((text) => JSON.parse(text) as TerraformJson)
    .flatMap(identityStatements)
    .filter(({ Resource }) => listOf(Resource).some((one) => /:key\/\*$/.test(one)));
  const listed = (sid = "") => Object.keys(everyKey).some((name) => new RegExp(`^${name}\\d*$`).test(sid));
  expect(open.filter(({ Sid }) => !listed(Sid))).toEqual([]);
  expect(
    open.filter(
      ({ Condition }) => !/kms:(ResourceAliases|RequestAlias)/.test(JSON.stringify(Condition ?? {})),
    ),
  ).toEqual([]);
  // Roles of the workflows name the key of the section shared so, and no other.
  const ofRoles = open.filter(({ Sid }) => /^(DecryptInput|UseLabelingKey)\d*$/.test(Sid ?? ""));
  expect(
    ofRoles.map(({ Condition }) => Condition?.["ForAnyValue:StringEquals"]?.["kms:ResourceAliases"]),
  ).toEqual(ofRoles.map(() => "alias/acme-streets"));
  expect(open.length).toBeGreaterThan(0);
});

function identityStatements(json: TerraformJson) {
  return Object.values(json.resource["aws_iam_policy"] ?? {}).flatMap(({ policy }) =>
    statementsOf(JSON.parse(policy as string) as PolicyDocument),
  );
}

function keyStatements({ roles }: DeployedStack): (string | undefined)[][] {
  return Object.values(roles).flatMap(({ name, identityPolicies }) =>
    identityPolicies
      .flatMap(({ document }) => statementsOf(document))
      .filter(({ Action }) => listOf(Action).some((action) => action.startsWith("kms:")))
      .map(({ Sid }) => [name, Sid]),
  );
}

function keyResources({ roles }: DeployedStack): string[] {
  return Object.values(roles)
    .flatMap(({ identityPolicies }) => identityPolicies.flatMap(({ document }) => statementsOf(document)))
    .filter(({ Action }) => listOf(Action).some((action) => action.startsWith("kms:")))
    .flatMap(({ Resource }) => listOf(Resource));
}

function referencesIn(policy: unknown): string[] {
  return [
    ...new Set([...String(policy).matchAll(/\$\{(data\.\w+\.\w+)\.\w+\}/g)].map(([, address]) => address!)),
  ];
}

function referencesOf({ data = {} }: TerraformJson): string[] {
  return Object.entries(data).flatMap(([type, all]) => Object.keys(all).map((id) => `data.${type}.${id}`));
}
