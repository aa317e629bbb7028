import { allows } from "../../lib/access/evaluation";
import { parsePolicy, unseenPolicy } from "../../lib/access/policy";
import type { AccessRequest, PoliciesInForce } from "../../lib/access/request";
import { simulated } from "./proof/simulator";
import { account } from "../account";

const bob = `arn:aws:iam::${account}:user/bob`;
const session = `arn:aws:sts::${account}:assumed-role/Reader/one`;
const role = `arn:aws:iam::${account}:role/Reader`;
const object = "arn:aws:s3:::data/a";
const key = `arn:aws:kms:eu-west-1:${account}:key/1`;
const target = `arn:aws:iam::${account}:role/Target`;

const doc = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
const allow = (more: object = {}) => ({ Effect: "Allow", Action: "*", Resource: "*", ...more });
const deny = (more: object = {}) => allow({ Effect: "Deny", ...more });
const policy = (...statements: object[]) => parsePolicy("policy", doc(...statements));

describe("which policies must allow a request together", () => {
  const cases: [string, AccessRequest, PoliciesInForce, string][] = [
    [
      "an identity policy",
      { principal: bob, action: "s3:GetObject", resource: object },
      { identity: [policy(allow())] },
      "allowed",
    ],
    [
      "nothing",
      { principal: bob, action: "s3:GetObject", resource: object },
      { identity: [] },
      "implicitly denied",
    ],
    [
      "a deny over everything",
      { principal: bob, action: "s3:GetObject", resource: object },
      { identity: [policy(allow(), deny({ Action: "s3:Get*" }))] },
      "explicitly denied",
    ],
    [
      "a bucket policy that names the user, without an identity policy",
      { principal: bob, action: "s3:GetObject", resource: object },
      { identity: [], resource: policy(allow({ Principal: { AWS: bob } })) },
      "allowed",
    ],
    [
      "a bucket policy of another account, without an identity policy",
      { principal: bob, action: "s3:GetObject", resource: object, resourceAccount: "444455556666" },
      { identity: [], resource: policy(allow({ Principal: { AWS: bob } })) },
      "implicitly denied",
    ],
    [
      "both sides, across accounts",
      { principal: bob, action: "s3:GetObject", resource: object, resourceAccount: "444455556666" },
      { identity: [policy(allow())], resource: policy(allow({ Principal: { AWS: account } })) },
      "allowed",
    ],
    [
      "a boundary that does not allow, and a bucket policy that names the role",
      { principal: session, action: "s3:GetObject", resource: object },
      {
        identity: [],
        boundary: policy(allow({ Action: "sqs:*" })),
        resource: policy(allow({ Principal: { AWS: role } })),
      },
      "implicitly denied",
    ],
    [
      "a boundary that does not allow, and a bucket policy that names the session",
      { principal: session, action: "s3:GetObject", resource: object },
      {
        identity: [],
        boundary: policy(allow({ Action: "sqs:*" })),
        resource: policy(allow({ Principal: { AWS: session } })),
      },
      "allowed",
    ],
    [
      "a key whose policy says nothing",
      { principal: bob, action: "kms:Decrypt", resource: key },
      { identity: [policy(allow())], resource: policy(allow({ Principal: { AWS: role } })) },
      "implicitly denied",
    ],
    [
      "a key that hands the decision to the account",
      { principal: bob, action: "kms:Decrypt", resource: key },
      { identity: [policy(allow())], resource: policy(allow({ Principal: { AWS: account } })) },
      "allowed",
    ],
    [
      "that key, without an identity policy",
      { principal: bob, action: "kms:Decrypt", resource: key },
      { identity: [], resource: policy(allow({ Principal: { AWS: account } })) },
      "implicitly denied",
    ],
    [
      "a role whose trust policy does not name who asks",
      { principal: bob, action: "sts:AssumeRole", resource: target },
      {
        identity: [policy(allow())],
        resource: policy(allow({ Principal: { Service: "sagemaker.amazonaws.com" }, Resource: undefined })),
      },
      "implicitly denied",
    ],
    [
      "a service in a trust policy",
      { principal: "sagemaker.amazonaws.com", action: "sts:AssumeRole", resource: target },
      {
        identity: [],
        resource: policy(allow({ Principal: { Service: "sagemaker.amazonaws.com" }, Resource: undefined })),
      },
      "allowed",
    ],
    [
      "a service control policy that does not allow",
      { principal: bob, action: "s3:GetObject", resource: object },
      { identity: [policy(allow())], serviceControl: [[policy(allow({ Action: "sqs:*" }))]] },
      "implicitly denied",
    ],
    [
      "a session policy that does not allow",
      { principal: session, action: "s3:GetObject", resource: object },
      { identity: [policy(allow())], session: [policy(allow({ Action: "sqs:*" }))] },
      "implicitly denied",
    ],
    [
      "the public",
      { principal: "anonymous", action: "s3:GetObject", resource: object },
      { identity: [], resource: policy(allow({ Principal: "*" })) },
      "allowed",
    ],
    [
      "a policy that cannot be read, and nothing else",
      { principal: bob, action: "s3:GetObject", resource: object },
      { identity: [unseenPolicy("other", "unknown until apply")] },
      "not decided",
    ],
    [
      "a policy that cannot be read could deny",
      { principal: bob, action: "s3:GetObject", resource: object },
      { identity: [policy(allow()), unseenPolicy("other", "unknown until apply")] },
      "not decided",
    ],
    [
      "an operator that nobody knows",
      { principal: bob, action: "s3:GetObject", resource: object, context: { "aws:x": "1" } },
      { identity: [policy(allow({ Condition: { StringRhymes: { "aws:x": "1" } } }))] },
      "not decided",
    ],
  ];

  it.each(cases)("%s", (_what, request, policies, verdict) => {
    expect(allows(request, policies).verdict).toBe(verdict);
  });

  it("ignores the case of a variable's value, where the operator does", () => {
    const document = doc(
      allow({ Condition: { StringEqualsIgnoreCase: { "s3:prefix": "${aws:username}" } } }),
    );
    const request = {
      principal: bob,
      action: "s3:ListBucket",
      resource: object,
      context: { "s3:prefix": "BOB" },
    };
    expect(allows(request, { identity: [parsePolicy("policy", document)] }).verdict).toBe("allowed");
  });

  it("names the statements that decided", () => {
    const { statements, because } = allows(
      { principal: bob, action: "s3:GetObject", resource: object },
      { identity: [policy(allow({ Sid: "A" }), deny({ Sid: "B", Action: "s3:GetObject" }))] },
    );
    expect(statements.map(({ sid }) => sid)).toEqual(["B"]);
    expect(because).toBe("policy, B denies it");
  });
});

/*
 * Where the simulator and AWS's pages differ: docs/access-proof.md names the pages. The tests hold both sides, so that
 * a new version of the simulator that agrees is noticed.
 */
describe("what AWS's pages settle", () => {
  const request = { principal: bob, action: "s3:GetObject", resource: object };
  const cases: [string, document: object, context: Record<string, string>, ours: string, theirs: string][] = [
    [
      "a variable without a value is not equal to anything",
      doc(allow({ Condition: { StringNotEquals: { "s3:prefix": "${aws:PrincipalTag/team}" } } })),
      { "s3:prefix": "a" },
      "allowed",
      "ImplicitlyDenied",
    ],
    [
      "nor is a resource with one in NotResource",
      doc(allow({ Resource: undefined, NotResource: "arn:aws:s3:::data/${aws:PrincipalTag/team}" })),
      {},
      "allowed",
      "ImplicitlyDenied",
    ],
    [
      "${*} is a plain asterisk under StringEquals too",
      doc(allow({ Condition: { StringEquals: { "s3:prefix": "a${*}b" } } })),
      { "s3:prefix": "a*b" },
      "allowed",
      "ImplicitlyDenied",
    ],
    [
      "without Version 2012-10-17 there are no variables",
      { Statement: [allow({ Condition: { StringEquals: { "s3:prefix": "${aws:username}" } } })] },
      { "s3:prefix": "bob", "aws:username": "bob" },
      "implicitly denied",
      "Allowed",
    ],
  ];

  it.each(cases)("%s", (_what, document, context, ours, theirs) => {
    const sent = { ...request, context };
    expect(allows(sent, { identity: [parsePolicy("policy", document)] }).verdict).toBe(ours);
    expect(simulated(sent, { identity: [document] }, account).result).toBe(theirs);
  });
});
