import { Fn, Lazy, Token } from "cdktf";
import fc from "fast-check";
import { formatArn, parseArn, s3ObjectsArn, sqsQueueArn } from "../../lib/iam/arn";
import { renderPolicy } from "../../lib/iam/document";
import { merged } from "../../lib/iam/merge";
import { policySize, PolicyLimits, tokenEstimate } from "../../lib/iam/policy-limit";
import { PolicySet } from "../../lib/iam/policy-set";
import { SingleDocument } from "../../lib/iam/single-document";
import { allow, deny, type PolicyStatement } from "../../lib/iam/statement";
import { propertyRuns } from "../property-runs";

const because = { reason: "a test", page: "none" };
const scope = { partition: "aws", region: "eu-west-1", account: "111122223333" };

function read(...resources: string[]): PolicyStatement {
  return allow("Read", { actions: ["s3:GetObject"], resources, ...because });
}

function parsed(json: string): { Statement: Record<string, unknown>[] } {
  return JSON.parse(json) as { Statement: Record<string, unknown>[] };
}

describe("a statement", () => {
  const body = { actions: ["s3:GetObject"], resources: ["*"], ...because };

  test("may not open every resource without saying why", () => {
    expect(() => allow("Read", body)).toThrow(
      'policy statement Read: Resource "*" without anyResourceBecause',
    );
    expect(() => allow("Read", { ...body, anyResourceBecause: "there is no narrower one" })).not.toThrow();
  });

  test("may not allow everybody, and may deny everybody", () => {
    const everyone = { ...body, principal: { everyone: true as const } };
    expect(() => allow("Read", everyone)).toThrow("allows everybody");
    expect(() => deny("Read", everyone)).not.toThrow();
  });

  test("has a Sid of letters and digits, an action, and a resource if it has the list", () => {
    expect(() => allow("Read input", body)).toThrow("a Sid has letters and digits only");
    expect(() => allow("Read", { ...body, actions: [] })).toThrow("no action");
    expect(() => allow("Read", { ...body, resources: [] })).toThrow("an empty list of resources");
  });
});

describe("a rendered document", () => {
  test("has its members in reading order, actions sorted, single values as scalars, and no reasons", () => {
    const statement = allow("Put", {
      actions: ["s3:PutObject", "s3:AbortMultipartUpload"],
      resources: ["arn:aws:s3:::b/*"],
      when: { StringEquals: { "aws:PrincipalTag/team": ["vision"] } },
      ...because,
    });
    expect(renderPolicy([statement])).toBe(
      '{"Version":"2012-10-17","Statement":[{"Sid":"Put","Effect":"Allow",' +
        '"Action":["s3:AbortMultipartUpload","s3:PutObject"],"Resource":"arn:aws:s3:::b/*",' +
        '"Condition":{"StringEquals":{"aws:PrincipalTag/team":"vision"}}}]}',
    );
  });

  test("names principals as IAM does", () => {
    const principals = [{ service: ["s3.amazonaws.com"] }, { aws: ["a", "b"] }];
    const statements = principals.map((principal) =>
      allow("S", { actions: ["sts:AssumeRole"], principal, ...because }),
    );
    const everyone = deny("D", { actions: ["s3:*"], principal: { everyone: true }, ...because });
    expect(
      parsed(renderPolicy([...statements, everyone])).Statement.map(({ Principal }) => Principal),
    ).toEqual([{ Service: "s3.amazonaws.com" }, { AWS: ["a", "b"] }, "*"]);
  });

  test("escapes IAM's variables for Terraform and leaves CDKTF's tokens", () => {
    const token = Token.asString({ resolve: () => "x" });
    const json = renderPolicy([read("arn:aws:s3:::b/${aws:username}/*", `arn:aws:s3:::${token}/%{x}/*`)]);
    expect(json).toContain("arn:aws:s3:::b/$${aws:username}/*");
    expect(json).toContain(`arn:aws:s3:::${token}/%%{x}/*`);
  });

  test("refuses what CDKTF would write as garbage", () => {
    const list = Token.asList({ resolve: () => ["x"] });
    const lazy = Lazy.anyValue({ produce: () => "x" }) as unknown as string;
    const map = Token.asStringMap({ resolve: () => ({}) });
    for (const value of [
      list[0]!,
      lazy,
      Token.asNumber(Fn.max([1])) as unknown as string,
      Object.keys(map)[0]!,
    ]) {
      expect(() => renderPolicy([read(value)])).toThrow(
        /is not a string or a string token|got a token that is no text/,
      );
    }
  });

  test("numbers Sids that occur twice, since IAM refuses them", () => {
    const other = { ...read("b"), actions: ["s3:PutObject"] };
    const sids = parsed(renderPolicy([read("a"), other, read("c")])).Statement.map(({ Sid }) => Sid);
    expect(sids).toEqual(["Read", "Read2", "Read3"]);
  });
});

describe("two statements with one Sid", () => {
  test("merge when they differ in resources, actions or principals only", () => {
    expect(merged(read("a", "b"), read("b", "c"))).toMatchObject({ resources: ["a", "b", "c"] });
    const put = { ...read("a"), actions: ["s3:PutObject"] };
    expect(merged(read("a"), put)).toMatchObject({
      actions: ["s3:GetObject", "s3:PutObject"],
      resources: ["a"],
    });
    const by = (arn: string) => ({ ...read("a"), principal: { aws: [arn] } });
    expect(merged(by("x"), by("y"))).toMatchObject({ principal: { aws: ["x", "y"] } });
  });

  test("stay apart when a union would allow what neither allows", () => {
    expect(merged(read("a"), { ...read("b"), actions: ["s3:PutObject"] })).toBeUndefined();
    expect(
      merged(read("a"), { ...read("b"), when: { Bool: { "aws:SecureTransport": ["true"] } } }),
    ).toBeUndefined();
    expect(merged(read("a"), { ...read("b"), sid: "Other" })).toBeUndefined();
    expect(merged(read("a"), { ...read("b"), effect: "Deny" })).toBeUndefined();
    const service = { ...read("a"), principal: { service: ["x"] } };
    expect(merged({ ...read("a"), principal: { aws: ["x"] } }, service)).toBeUndefined();
  });

  test("merge whatever the order of their lists, and in a trust policy without resources", () => {
    const both = { ...read("a", "b"), actions: ["s3:GetObject", "s3:PutObject"] };
    const turned = { ...read("b", "a"), actions: ["s3:PutObject", "s3:GetObject"] };
    expect(merged(both, turned)).toMatchObject({ resources: ["a", "b"] });
    const trust = (service: string) =>
      allow("Trust", { actions: ["sts:AssumeRole"], principal: { service: [service] }, ...because });
    expect(merged(trust("x"), trust("y"))).toMatchObject({ principal: { service: ["x", "y"] } });
    expect(merged(trust("x"), trust("x"))).toEqual(trust("x"));
    expect(merged(trust("x"), { ...trust("x"), principal: undefined })).toBeUndefined();
  });

  test("never allow what neither allowed, and lose nothing that one allowed", () => {
    const words = (of: string) => fc.uniqueArray(fc.constantFrom(...of.split("")), { minLength: 1 });
    const statement = fc.record({
      actions: words("abc"),
      resources: words("xyz"),
      principal: fc.record({ aws: words("PQ") }),
    });
    type Part = Pick<PolicyStatement, "actions" | "resources" | "principal">;
    const allowed = ({ actions, resources, principal }: Part) =>
      principal!.aws!.flatMap((who) =>
        actions.flatMap((action) => resources!.map((resource) => who + action + resource)),
      );
    fc.assert(
      fc.property(statement, statement, (one, two) => {
        const both = merged({ ...read("-"), ...one }, { ...read("-"), ...two });
        if (both === undefined) return;
        expect(allowed(both).sort()).toEqual([...new Set([...allowed(one), ...allowed(two)])].sort());
      }),
      propertyRuns(500),
    );
  });
});

describe("the size of a document", () => {
  test("is what IAM counts: no white space, no Terraform escapes", () => {
    const plain = policySize([read("arn:aws:s3:::b/folder/*")]);
    expect(policySize([read("arn:aws:s3:::b/fol der/*")])).toEqual(plain);
    expect(policySize([read("arn:aws:s3:::b/${aws:x}/*")])).toEqual(
      policySize([read("arn:aws:s3:::b/xxxxxxxx/*")]),
    );
    expect(plain.least).toBe(plain.estimate);
  });

  test("is that of the document as it is written", () => {
    const statement = fc.record({ sid: fc.constantFrom("A", "B"), resource: fc.string({ minLength: 1 }) });
    fc.assert(
      fc.property(fc.array(statement), (wanted) => {
        const statements = wanted.map(({ sid, resource }) => ({ ...read(`b${resource}`), sid }));
        const sent = renderPolicy(statements).replaceAll("$${", "${").replaceAll("%%{", "%{");
        expect(policySize(statements).estimate).toBe(sent.replace(/\s/g, "").length);
      }),
    );
  });

  test("is estimated where tokens hide it", () => {
    const token = Token.asString({ resolve: () => "x" });
    const { estimate, least } = policySize([read(`arn:aws:s3:::${token}/*`)]);
    expect(estimate - least).toBe(tokenEstimate);
  });
});

test("the limits are AWS's", () => {
  expect(
    Object.fromEntries(Object.entries(PolicyLimits).map(([name, { characters }]) => [name, characters])),
  ).toEqual({
    managedPolicy: 6144,
    inlinePolicies: 10_240,
    trustPolicy: 2048,
    keyPolicy: 32 * 1024,
    topicPolicy: 30 * 1024,
    queuePolicy: 8192,
    permissionSet: 10_240,
    bucketPolicy: 20_480,
  });
});

describe("a set of managed policies", () => {
  const limit = PolicyLimits.managedPolicy;
  const filled = (...statements: PolicyStatement[]) => {
    const set = new PolicySet('Role "r"', limit);
    for (const statement of statements) set.add(statement);
    return set.documents;
  };
  const folders = (count: number, length = 60) =>
    Array.from({ length: count }, (_, index) => `arn:aws:s3:::b/${String(index).padStart(length, "p")}/*`);

  test("is one policy while all fits, and keeps the order", () => {
    const [only, ...more] = filled(read("a"), { ...read("b"), sid: "Other" }, read("c"));
    expect(more).toEqual([]);
    expect(only!.map(({ sid, resources }) => [sid, resources])).toEqual([
      ["Read", ["a", "c"]],
      ["Other", ["b"]],
    ]);
  });

  test("adding to it never moves a statement to another policy", () => {
    const set = new PolicySet('Role "r"', limit);
    let before: string[][] = [];
    for (const [index, resource] of folders(300).entries()) {
      set.add({ ...read(resource), sid: `Read${index % 7}` });
      const now = set.documents.map((document) => document.flatMap(({ resources }) => resources!));
      const moved = before.flatMap((resources, at) => {
        const there = new Set(now[at]);
        return resources.filter((one) => !there.has(one));
      });
      expect(moved).toEqual([]);
      before = now;
    }
    expect(before.length).toBeGreaterThan(2);
  });

  test("cuts a statement that is too long for one policy by its resources", () => {
    const resources = folders(250);
    const documents = filled({ ...read("a"), sid: "First" }, read(...resources));
    expect(documents.length).toBeGreaterThan(2);
    expect(
      documents
        .flat()
        .filter(({ sid }) => sid === "Read")
        .flatMap((s) => s.resources),
    ).toEqual(resources);
  });

  test("says so when a statement cannot be cut", () => {
    const long = { ...read("a"), when: { StringLike: { "s3:prefix": folders(120) } } };
    expect(() => filled(long)).toThrow(
      /Role "r" cannot be built:\n {2}- policy: statement Read has \d+ characters and cannot be cut by its resources; a customer managed policy has at most 6144/,
    );
  });

  test("loses nothing and stays within the limit, whatever comes", () => {
    const statement = fc.record({
      sid: fc.constantFrom("A", "B", "C"),
      action: fc.constantFrom("s3:GetObject", "s3:PutObject"),
      resources: fc.array(fc.integer({ min: 0, max: 999 }), { minLength: 1, maxLength: 150 }),
    });
    const allowed = (statements: readonly PolicyStatement[]) =>
      new Set(statements.flatMap((s) => s.actions.flatMap((a) => s.resources!.map((r) => `${a} ${r}`))));
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 6 }), (wanted) => {
        const statements = wanted.map(({ sid, action, resources }) =>
          allow(sid, { actions: [action], resources: resources.map((n) => folders(1000)[n]!), ...because }),
        );
        const documents = filled(...statements);
        expect(allowed(documents.flat())).toEqual(allowed(statements));
        for (const document of documents) {
          expect(policySize(document).estimate).toBeLessThanOrEqual(limit.characters);
        }
      }),
      propertyRuns(40),
    );
  });
});

describe("a policy of one document", () => {
  const readBy = (arn: string) =>
    allow("Read", { actions: ["sts:AssumeRole"], principal: { aws: [arn] }, ...because });

  test("is refused when it names more principals than its service takes", () => {
    const queue = new SingleDocument('Queue "q"', PolicyLimits.queuePolicy);
    const user = (index: number) => `arn:aws:iam::111122223333:user/u${index}`;
    for (let index = 0; index < 50; index += 1) queue.add(readBy(user(index)));
    expect(() => queue.add(readBy(user(50)))).toThrow(
      "a queue policy names at most 50 principals; with Read this one names 51",
    );
  });

  const role = (index: number) => `arn:aws:iam::111122223333:role/${String(index).padStart(50, "r")}`;

  test("is refused when it is certainly too long", () => {
    const trust = new SingleDocument('Role "r"', PolicyLimits.trustPolicy);
    expect(() => {
      for (let index = 0; index < 30; index += 1) trust.add(readBy(role(index)));
    }).toThrow(
      /Role "r" cannot be built:\n {2}- policy: a role's trust policy has at most 2048 characters; with Read/,
    );
  });

  test("warns when tokens may make it too long", () => {
    const trust = new SingleDocument('Role "r"', PolicyLimits.trustPolicy);
    const warnings = Array.from({ length: 80 }, () =>
      trust.add(readBy(Token.asString({ resolve: () => "x" }))),
    );
    expect(warnings[0]).toBeUndefined();
    expect(warnings.at(-1)).toMatch(/Role "r": a role's trust policy has at most 2048 characters/);
  });
});

describe("an ARN", () => {
  test("is read and written back as it was", () => {
    const part = fc.stringMatching(/^[a-z0-9-]{1,12}$/);
    const maybe = fc.oneof(part, fc.constant(""));
    const resource = fc.stringMatching(/^[a-zA-Z0-9:/_-]{1,30}$/);
    fc.assert(
      fc.property(part, part, maybe, maybe, resource, (partition, service, region, account, name) => {
        const arn = formatArn({ partition, service, region, account, resource: name });
        expect(parseArn(arn)).toEqual({ partition, service, region, account, resource: name });
      }),
    );
  });

  test("is not read from anything else", () => {
    for (const text of ["", "arn", "arn:aws:s3", "alias/aws/s3", "arn:aws:iam::1:"])
      expect(parseArn(text)).toBeUndefined();
  });

  test("carries the stack's partition, region and account", () => {
    const china = { partition: "aws-cn", region: "cn-north-1", account: "444455556666" };
    expect(s3ObjectsArn(china, "b", "p/")).toBe("arn:aws-cn:s3:::b/p/*");
    expect(sqsQueueArn(china, "q")).toBe("arn:aws-cn:sqs:cn-north-1:444455556666:q");
    expect(sqsQueueArn(scope, "q")).toBe("arn:aws:sqs:eu-west-1:111122223333:q");
  });
});
