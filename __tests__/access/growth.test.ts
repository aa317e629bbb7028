import { grows, type AccessSide, type Surroundings } from "../../lib/access/growth";
import { parsePolicy, unseenPolicy } from "../../lib/access/policy";

const side = (...Statement: object[]): AccessSide => ({
  policies: [parsePolicy("policy", { Version: "2012-10-17", Statement })],
});
const allow = (more: object = {}) => ({
  Effect: "Allow",
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::data/a/*",
  ...more,
});
const deny = (more: object) => allow({ Effect: "Deny", ...more });
const when = (Condition: object) => allow({ Condition });
const by = (Principal: unknown, more: object = {}) => allow({ Principal, ...more });
const inAccount = "arn:aws:iam::111122223333:";

type Case = [what: string, before: AccessSide, after: AccessSide, surroundings?: Surroundings];

const nothingNew: Case[] = [
  ["the same", side(allow()), side(allow())],
  ["another Sid", side(allow({ Sid: "A" })), side(allow({ Sid: "B" }))],
  [
    "statements in another order",
    side(allow(), allow({ Action: "s3:PutObject" })),
    side(allow({ Action: "s3:PutObject" }), allow()),
  ],
  [
    "one statement split",
    side(allow({ Action: ["s3:GetObject", "s3:PutObject"] })),
    side(allow(), allow({ Action: "s3:PutObject" })),
  ],
  [
    "two merged",
    side(allow(), allow({ Action: "s3:PutObject" })),
    side(allow({ Action: ["s3:PutObject", "s3:GetObject"] })),
  ],
  ["actions in lower case", side(allow()), side(allow({ Action: "S3:getobject" }))],
  [
    "an action in place of an equal wildcard",
    side(allow({ Action: ["s3:GetObject", "s3:GetObjectAcl"] })),
    side(allow({ Action: "s3:GetObj*" })),
    { actions: ["s3:GetObject", "s3:GetObjectAcl", "s3:PutObject"] },
  ],
  ["a narrower resource", side(allow()), side(allow({ Resource: "arn:aws:s3:::data/a/b/*" }))],
  [
    "a bucket in a list instead of a wildcard",
    side(allow({ Resource: "arn:aws:s3:::dat?/*" })),
    side(allow({ Resource: ["arn:aws:s3:::data/*", "arn:aws:s3:::date/x"] })),
  ],
  ["a condition more", side(allow()), side(when({ Bool: { "aws:SecureTransport": "true" } }))],
  ["a deny more", side(allow()), side(allow(), deny({ Resource: "arn:aws:s3:::data/a/b" }))],
  [
    "a deny as a condition",
    side(allow(), deny({ Condition: { Bool: { "aws:SecureTransport": "false" } } })),
    side(when({ Bool: { "aws:SecureTransport": "true" } })),
  ],
  [
    "NotAction that excludes more",
    side(allow({ Action: undefined, NotAction: "s3:Put*" })),
    side(allow({ Action: undefined, NotAction: "s3:P*" })),
  ],
  [
    "two halves of a network",
    side(when({ IpAddress: { "aws:SourceIp": ["10.0.0.0/9", "10.128.0.0/9"] } })),
    side(when({ IpAddress: { "aws:SourceIp": "10.0.0.0/8" } })),
  ],
  [
    "an equal variable, further down",
    side(allow({ Resource: "arn:aws:s3:::data/${aws:username}/*" })),
    side(allow({ Resource: "arn:aws:s3:::data/${aws:username}/public/*" })),
  ],
  [
    "numbers in a smaller range",
    side(when({ NumericLessThanEquals: { "s3:max-keys": "10" } })),
    side(when({ NumericLessThan: { "s3:max-keys": "10" } })),
  ],
  [
    "dates in a smaller range",
    side(when({ DateLessThan: { "aws:CurrentTime": "2026-06-01T00:00:00Z" } })),
    side(when({ DateLessThan: { "aws:CurrentTime": "2026-05-01T00:00:00Z" } })),
  ],
  [
    "the principal as a condition",
    side(by({ AWS: `${inAccount}role/A` })),
    side(by("*", { Condition: { StringEquals: { "aws:PrincipalArn": `${inAccount}role/A` } } })),
  ],
  [
    "a role of another account instead of all of it",
    side(by({ AWS: "111122223333" })),
    side(by({ AWS: `${inAccount}role/A` })),
    { resourceAccount: "444455556666" },
  ],
  [
    "an operator that nobody knows, unchanged",
    side(when({ StringRhymes: { "aws:username": "bob" } })),
    side(allow({ Sid: "New", Condition: { StringRhymes: { "aws:username": "bob" } } })),
  ],
  [
    "an operator that nobody knows, where all was allowed",
    side(allow()),
    side(when({ StringRhymes: { "aws:username": "bob" } })),
  ],
  [
    "what the boundary does not allow",
    side(allow()),
    {
      policies: side(allow(), allow({ Action: "s3:PutObject" })).policies,
      limits: [side(allow({ Action: "s3:Get*", Resource: "*" })).policies],
    },
  ],
];

describe("no growth is proved", () => {
  // jest would pass a callback for a parameter that a row lacks.
  it.each(nothingNew.map((row) => [row[0], row] as const))("%s", (_what, [, before, after, surroundings]) => {
    expect(grows(before, after, surroundings)).toEqual({ result: "none", findings: [] });
  });
});

const object = "arn:aws:s3:::data/a/example";

const somethingNew: [what: string, before: AccessSide, after: AccessSide, request: object][] = [
  [
    "an action",
    side(allow()),
    side(allow({ Action: ["s3:GetObject", "s3:PutObject"] })),
    { action: "s3:PutObject", resource: object },
  ],
  [
    "prefix/* to prefix*",
    side(allow()),
    side(allow({ Resource: "arn:aws:s3:::data/a*" })),
    { resource: "arn:aws:s3:::data/aexample" },
  ],
  [
    "a condition dropped",
    side(when({ StringEquals: { "s3:ExistingObjectTag/open": "yes" } })),
    side(allow()),
    { resource: object },
  ],
  [
    "StringEquals to StringLike",
    side(when({ StringEquals: { "s3:prefix": "a*" } })),
    side(when({ StringLike: { "s3:prefix": "a*" } })),
    { context: { "s3:prefix": "aexample" } },
  ],
  [
    "IfExists",
    side(when({ Bool: { "aws:MultiFactorAuthPresent": "true" } })),
    side(when({ BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } })),
    { action: "s3:GetObject" },
  ],
  [
    "ForAllValues without presence",
    side(when({ "ForAllValues:StringEquals": { "aws:TagKeys": "a" }, Null: { "aws:TagKeys": "false" } })),
    side(when({ "ForAllValues:StringEquals": { "aws:TagKeys": "a" } })),
    { action: "s3:GetObject" },
  ],
  [
    "ForAllValues to ForAnyValue",
    side(when({ "ForAllValues:StringEquals": { "aws:TagKeys": "a" }, Null: { "aws:TagKeys": "false" } })),
    side(when({ "ForAnyValue:StringEquals": { "aws:TagKeys": "a" } })),
    { context: { "aws:TagKeys": ["a", "example"] } },
  ],
  [
    "a deny that is gone",
    side(allow(), deny({ Condition: { Bool: { "aws:SecureTransport": "false" } } })),
    side(allow()),
    { context: { "aws:SecureTransport": "false" } },
  ],
  [
    "a deny that is narrower",
    side(allow(), deny({ Resource: "arn:aws:s3:::data/a/secret*" })),
    side(allow(), deny({ Resource: "arn:aws:s3:::data/a/secret/*" })),
    { resource: "arn:aws:s3:::data/a/secretexample" },
  ],
  ["everybody", side(by({ AWS: `${inAccount}role/A` })), side(by("*")), { principal: "anonymous" }],
  [
    "everybody of an account, by a condition",
    side(by({ AWS: `${inAccount}role/A` })),
    side(by("*", { Condition: { StringEquals: { "aws:PrincipalAccount": "111122223333" } } })),
    { principal: `${inAccount}role/example` },
  ],
  [
    "a role that needs no identity policy any more",
    side(by({ AWS: "111122223333" })),
    side(by({ AWS: `${inAccount}role/A` })),
    { principal: `${inAccount}role/A` },
  ],
  [
    "another account",
    side(by({ AWS: `${inAccount}root` })),
    side(by({ AWS: ["111122223333", "444455556666"] })),
    { principal: "arn:aws:iam::444455556666:role/example" },
  ],
  [
    "an address outside",
    side(when({ IpAddress: { "aws:SourceIp": "10.0.0.0/9" } })),
    side(when({ IpAddress: { "aws:SourceIp": "10.0.0.0/8" } })),
    { context: { "aws:SourceIp": "10.255.255.255" } },
  ],
  [
    "a variable that can be equal to what was denied",
    side(allow({ Resource: "arn:aws:s3:::data/*" }), deny({ Resource: "arn:aws:s3:::data/bob" })),
    side(allow({ Resource: "arn:aws:s3:::data/${aws:username}" })),
    { resource: "arn:aws:s3:::data/bob", context: { "aws:username": "bob" } },
  ],
  [
    "a tag that only begins alike",
    side(when({ StringEquals: { "aws:ResourceTag/team": "${aws:PrincipalTag/team}" } })),
    side(when({ StringLike: { "aws:ResourceTag/team": "${aws:PrincipalTag/team}*" } })),
    { context: { "aws:ResourceTag/team": "examplex", "aws:principaltag/team": "example" } },
  ],
  [
    "what the boundary held back",
    { policies: side(allow({ Action: "s3:*" })).policies, limits: [side(allow()).policies] },
    {
      policies: side(allow({ Action: "s3:*" })).policies,
      limits: [side(allow({ Action: "s3:Get*" })).policies],
    },
    { action: "s3:GetExample" },
  ],
];

describe("growth comes with a request", () => {
  it.each(somethingNew)("%s", (_what, before, after, request) => {
    const { result, findings } = grows(before, after);
    expect(result).toBe("grown");
    expect(findings[0]?.request).toMatchObject(request);
  });

  it("names the elements that let it happen, and the deny that is gone", () => {
    const { findings } = grows(
      side(allow({ Action: ["s3:Get*", "s3:PutObject"] }), deny({ Sid: "NoPut", Action: "s3:Put*" })),
      side(
        allow({
          Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
          Resource: ["arn:aws:s3:::data/a/*", "arn:aws:s3:::other/*"],
        }),
      ),
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      resources: ["arn:aws:s3:::data/a/*", "arn:aws:s3:::other/*"],
    });
  });

  it("says when an identity policy is needed as well", () => {
    const { findings } = grows(side(by({ AWS: `${inAccount}role/A` })), side(by({ AWS: "111122223333" })));
    expect(findings[0]).toMatchObject({ result: "grown", delegated: true });
  });
});

describe("what cannot be decided is not called harmless", () => {
  it("a variable whose case does not matter, where its value was denied", () => {
    const ignoring = (value: string) => ({ StringEqualsIgnoreCase: { "s3:prefix": value } });
    const before = side(allow(), deny({ Condition: ignoring("bob") }));
    const after = side(allow({ Condition: ignoring("${aws:PrincipalTag/team}") }));
    expect(grows(before, after).result).not.toBe("none");
  });

  it.each<Case>([
    ["an operator that nobody knows", side(), side(when({ StringRhymes: { "aws:username": "bob" } }))],
    [
      "a policy that cannot be read",
      side(allow()),
      { policies: [...side(allow()).policies, unseenPolicy("other", "unknown until apply")] },
    ],
    [
      "a policy that could not be read before",
      { policies: [unseenPolicy("policy", "unknown until apply")] },
      side(allow()),
    ],
  ])("%s", (_what, before, after) => {
    const { result, findings } = grows(before, after);
    expect(result).toBe("not decided");
    expect(findings[0]?.because).toMatch(/operator StringRhymes is not known|cannot be read/);
  });
});
