import { readFileSync } from "node:fs";
import { join } from "node:path";

import { grows, type AccessSide } from "../../lib/access/growth";
import { parsePolicy } from "../../lib/access/policy";

const side = (document: unknown): AccessSide => ({ policies: [parsePolicy("policy", document)] });

/** One object a line: candidates of a page, a document, or a pair of documents. */
interface Line {
  readonly page: string;
  readonly reference: object;
  readonly candidates: readonly {
    readonly title: string;
    readonly verdict: string;
    readonly policy: object;
  }[];
  readonly id?: string;
  readonly document: object;
  readonly first?: string;
  readonly second: string;
  readonly moreInFirst: boolean;
  readonly moreInSecond: boolean;
}

function lines(file: string): Line[] {
  const text = readFileSync(join(__dirname, "published", file), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

describe("AWS's samples for CheckNoNewAccess", () => {
  /** Where the answer differs, and why. */
  const explained = new Map([
    [
      "identity-policies/check-access-to-sensitive-resource/ec2-network-acl.md, candidate policy 3",
      "the page means acl-sensitive and writes acl-123456, which the reference policy does not name",
    ],
  ]);

  it.each(lines("check-no-new-access.jsonl").map((page) => [page.page, page] as const))(
    "%s",
    (name, { reference, candidates }) => {
      for (const { title, verdict, policy } of candidates) {
        // AWS's check takes an account for all its principals: what needs an identity policy as well is the same to it.
        const { result } = grows(side(reference), side(policy), { resourceAccount: "999988887777" });
        const differs = (result === "none") !== (verdict === "PASS");
        expect([title, differs]).toEqual([title, explained.has(`${name}, ${title}`)]);
      }
    },
  );
});

describe("quacky's pairs of a policy and its mutations", () => {
  const all = lines("quacky.jsonl");
  const documents = new Map<string, object>(
    all.flatMap(({ id, document }) => (id === undefined ? [] : [[id, document] as const])),
  );
  const pairs = all.filter(({ first }) => first !== undefined);

  /** Where the answer differs, and why. */
  const explained: readonly (readonly [kind: RegExp, why: string])[] = [
    [
      /ec2_require_mfa_session_token/,
      "it says that a policy allows more than its own copy: BoolIfExists is encoded without the key's absence",
    ],
    [
      /ec2_allow_ebs_volume_owners/,
      "the mutations lack Version 2012-10-17, so that ${aws:username} is plain text there: it reads a variable",
    ],
  ];

  it("are compared as its solver did, but for what is explained", () => {
    const different = new Set<string>();
    for (const { first, second, moreInFirst, moreInSecond } of pairs) {
      const [one, other] = [side(documents.get(first ?? "")), side(documents.get(second))];
      if ((grows(other, one).result === "grown") !== moreInFirst) different.add(second);
      if ((grows(one, other).result === "grown") !== moreInSecond) different.add(second);
    }
    const unexplained = [...different].filter((id) => !explained.some(([kind]) => kind.test(id)));
    expect(unexplained).toEqual([]);
    expect(explained.map(([kind]) => [...different].some((id) => kind.test(id)))).toEqual([true, true]);
    expect(pairs.length).toBeGreaterThan(100);
  });
});

describe("the plans of AWS's Terraform validator", () => {
  const allow = (more: object) => ({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Resource: "*", ...more },
  });
  /** From the directories of its tests: policies of the plan, its reference policy, its finding. */
  it.each([
    [
      "aws_iam_group_policy.my_developer_policy",
      allow({ Action: "ec2:Cancel*" }),
      allow({ Action: "ec2:Allocate*" }),
    ],
    ["aws_iam_policy.policy", allow({ Action: "ec2:Cancel*" }), allow({ Action: "ec2:List*" })],
    ["aws_iam_role_policy.test_policy", allow({ Action: "ec2:Cancel*" }), allow({ Action: "ec2:Assign*" })],
    [
      "aws_iam_user_policy.lb_ro",
      allow({ Action: ["ec2:DescribeInstances", "iam:ListVirtualMFADevices"] }),
      allow({ Action: "ec2:Describe*" }),
    ],
    [
      "aws_s3_bucket_policy.allow_access_from_another_account",
      allow({ Principal: { AWS: "123456789012" }, Action: "s3:GetObject" }),
      allow({ Principal: { AWS: "123456789012" }, Action: ["s3:ListBucket", "s3:GetObject"] }),
    ],
    [
      "aws_iam_role.test_role",
      allow({ Principal: { AWS: "*" }, Action: "s3:*" }),
      allow({ Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole", Resource: undefined }),
    ],
  ])("%s grants new access", (_address, reference, policy) => {
    const { result, findings } = grows(side(reference), side(policy));
    expect(result).toBe("grown");
    expect(findings[0]?.statement?.index).toBe(0);
  });
});
