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
  // All of them in `npm run prove:access`, every fourth in each run.
  const complete = process.env["ACCESS_PUBLISHED"] === "all";
  const pairs = all
    .filter(({ first }) => first !== undefined)
    .filter((_, index) => complete || index % 4 === 0);

  /** Where the answer differs, how often among all, and why. */
  const explained: readonly (readonly [kind: RegExp, answers: number, why: string])[] = [
    [
      /ec2_require_mfa_session_token/,
      6,
      "it says that a policy allows more than its own copy: BoolIfExists is encoded without the key's absence",
    ],
    [
      /ec2_allow_ebs_volume_owners/,
      28,
      "the mutations lack Version 2012-10-17, so that ${aws:username} is plain text there: it reads a variable",
    ],
  ];

  it("are compared as its solver did, but for what is explained", () => {
    const different: string[] = [];
    for (const { first, second, moreInFirst, moreInSecond } of pairs) {
      const [one, other] = [side(documents.get(first ?? "")), side(documents.get(second))];
      if ((grows(other, one).result === "grown") !== moreInFirst) different.push(second);
      if ((grows(one, other).result === "grown") !== moreInSecond) different.push(second);
    }
    const unexplained = different.filter((id) => !explained.some(([kind]) => kind.test(id)));
    expect(unexplained).toEqual([]);
    for (const [kind, answers] of explained) {
      const found = different.filter((id) => kind.test(id)).length;
      if (complete) expect([kind, found]).toEqual([kind, answers]);
      else expect(found).toBeGreaterThan(0);
    }
    expect(pairs).toHaveLength(complete ? 432 : 108);
  });
});
