import { becomings, whatCan, whoCan, type World } from "../../lib/access/world";
import { parsePolicy, statementTitle, unseenPolicy } from "../../lib/access/policy";

const account = "arn:aws:iam::111122223333:";
const key = "arn:aws:kms:eu-west-1:111122223333:key/1";
const doc = (name: string, ...Statement: object[]) => parsePolicy(name, { Version: "2012-10-17", Statement });
const allow = (Sid: string, Action: string | string[], Resource: string | string[], more: object = {}) => ({
  Sid,
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const trust = (Sid: string, Principal: unknown, more: object = {}) => ({
  Sid,
  Effect: "Allow",
  Action: "sts:AssumeRole",
  Principal,
  ...more,
});

const world: World = {
  principals: [
    {
      arn: `${account}role/labeling`,
      identity: [
        doc(
          "labeling",
          allow("Read", "s3:GetObject", "arn:aws:s3:::data/in/*"),
          allow("UseKeys", "kms:Decrypt", "*"),
        ),
      ],
      trust: doc("trust of labeling", trust("SageMaker", { Service: "sagemaker.amazonaws.com" })),
    },
    {
      arn: `${account}role/people`,
      identity: [
        doc(
          "people",
          allow("All", "s3:*", "arn:aws:s3:::data/*", {
            Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
          }),
          allow("Assume", "sts:AssumeRole", `${account}role/admin`),
        ),
      ],
      boundary: doc("limit", allow("NoDelete", ["s3:Get*", "s3:List*", "sts:*"], "*")),
      trust: doc(
        "trust of people",
        trust("Partner", { AWS: "444455556666" }, { Condition: { StringEquals: { "sts:ExternalId": "x" } } }),
      ),
    },
    {
      arn: `${account}role/admin`,
      identity: [doc("admin", allow("Everything", "*", "*"))],
      trust: doc("trust of admin", trust("Account", { AWS: "111122223333" })),
    },
    { arn: `${account}user/unknown`, identity: [unseenPolicy("other", "unknown until apply")] },
  ],
  resources: [
    {
      arn: "arn:aws:s3:::data",
      policy: doc(
        "bucket",
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: ["arn:aws:s3:::data", "arn:aws:s3:::data/*"],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        {
          Sid: "NotTheSecret",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: "arn:aws:s3:::data/secret",
        },
        {
          Sid: "Logs",
          Effect: "Allow",
          Principal: { Service: "logging.s3.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: "arn:aws:s3:::data/logs/*",
        },
      ),
    },
    {
      arn: key,
      policy: doc("key", {
        Sid: "Admins",
        Effect: "Allow",
        Principal: { AWS: `${account}role/admin` },
        Action: "kms:*",
        Resource: "*",
      }),
    },
  ],
};

const told = ({ access }: ReturnType<typeof whoCan>) =>
  access.map(({ principal, statements, through, terms }) =>
    [
      principal.split(/[/]/).at(-1),
      statements.map((statement) => statementTitle(statement).split(", ")[1]).join("+"),
      through.map((role) => role.split("/").at(-1)).join(">"),
      terms.map(({ key: name }) => name).join(),
    ].join(" | "),
  );

describe("who can", () => {
  it("tells principals with their statements, conditions and the roles between", () => {
    expect(told(whoCan(world, "s3:GetObject", "arn:aws:s3:::data/in/1.jpg"))).toEqual([
      "labeling | Read |  | ",
      "people | All+NoDelete |  | aws:MultiFactorAuthPresent",
      "admin | Everything |  | ",
      "sagemaker.amazonaws.com | SageMaker+Read | labeling | ",
      "arn:aws:iam::444455556666:root | Partner+All+NoDelete | people | sts:ExternalId,aws:MultiFactorAuthPresent",
      "people | Assume+NoDelete+Account+Everything | admin | ",
      "arn:aws:iam::444455556666:root | Partner+Assume+NoDelete+Account+Everything | people>admin | sts:ExternalId",
    ]);
  });

  it("gives the request that is allowed, and the denies that take something away", () => {
    const [access] = whoCan(world, "s3:GetObject", "arn:aws:s3:::data/in/1.jpg").access;
    expect(access).toMatchObject({
      inWorld: true,
      resource: "arn:aws:s3:::data",
      request: { principal: `${account}role/labeling`, resource: "arn:aws:s3:::data/in/1.jpg" },
    });
    expect(access?.except.map(({ sid }) => sid)).toEqual(["TlsOnly"]);
  });

  it("holds back what the boundary does not allow, and names services of a resource policy", () => {
    expect(told(whoCan(world, "s3:PutObject", "arn:aws:s3:::data/logs/1")).slice(0, 2)).toEqual([
      "admin | Everything |  | ",
      "logging.s3.amazonaws.com | Logs |  | ",
    ]);
  });

  it("tells nobody where a deny takes all", () => {
    expect(whoCan(world, "s3:GetObject", "arn:aws:s3:::data/secret").access).toEqual([]);
  });

  it("asks the policy of a key: identity policies alone give nothing", () => {
    expect(told(whoCan(world, "kms:Decrypt", key)).slice(0, 2)).toEqual([
      "admin | Admins |  | ",
      "people | Assume+NoDelete+Account+Admins | admin | ",
    ]);
  });

  it("finds everybody, with the conditions under which it is so", () => {
    const open = parsePolicy("open", {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Public",
          Effect: "Allow",
          Principal: "*",
          Action: "s3:GetObject",
          Resource: "arn:aws:s3:::open/*",
        },
        {
          Sid: "Organization",
          Effect: "Allow",
          Principal: "*",
          Action: "s3:ListBucket",
          Resource: "arn:aws:s3:::open",
          Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } },
        },
      ],
    });
    const withOpen = { principals: [], resources: [{ arn: "arn:aws:s3:::open", policy: open }] };
    expect(whoCan(withOpen, "s3:GetObject", "arn:aws:s3:::open/a").access).toMatchObject([
      { principal: "*", inWorld: false, terms: [], request: { principal: "anonymous" } },
    ]);
    expect(whoCan(withOpen, "s3:ListBucket", "arn:aws:s3:::open").access).toMatchObject([
      { principal: "*", terms: [{ key: "aws:PrincipalOrgID" }] },
    ]);
  });

  it("says what could not be seen", () => {
    expect(whoCan(world, "s3:GetObject", "arn:aws:s3:::data/in/1.jpg").notDecided).toEqual([
      { about: "other", why: "it cannot be read: unknown until apply" },
    ]);
    const elsewhere = whoCan(world, "sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:q").notDecided;
    expect(elsewhere.map(({ about }) => about)).toContain("arn:aws:sqs:eu-west-1:111122223333:q");
    const roots = whoCan(world, "sts:AssumeRole", `${account}role/admin`).notDecided;
    expect(roots.map(({ why }) => why)).toContainEqual(expect.stringContaining("principals of the account"));
  });
});

describe("what can", () => {
  it("follows the roles that a principal can assume", () => {
    const lines = told(whatCan(world, `${account}role/people`));
    expect(lines).toContain("people | All+NoDelete |  | aws:MultiFactorAuthPresent");
    expect(lines).toContain("people | Assume+NoDelete+Account+Everything | admin | ");
    expect(lines).toContain("people | Assume+NoDelete+Account+Admins | admin | ");
  });

  it("leaves out keys whose policies do not name the principal", () => {
    const { access } = whatCan(world, `${account}role/labeling`);
    expect(access.filter(({ resource }) => resource === key)).toEqual([]);
  });

  it("claims nothing of somebody whose own policies are not known, and says so", () => {
    const stranger = `${account}role/elsewhere`;
    const { access, notDecided } = whatCan(world, stranger);
    expect(access).toEqual([]);
    expect(notDecided.map(({ about }) => about)).toContain(stranger);
    expect(notDecided.map(({ why }) => why).join()).toContain("trust of admin, Account");
  });
});

it("doubts what somebody outside holds: a policy that is attached elsewhere", () => {
  const heldOutside = [doc("lent", allow("Any", "s3:*", "*"))];
  const { access, notDecided } = whoCan(
    { principals: [], resources: [], heldOutside },
    "s3:GetObject",
    "arn:aws:s3:::b/x",
  );
  expect(access).toEqual([]);
  expect(notDecided).toContainEqual({
    about: "lent",
    why: expect.stringContaining("whoever holds it can do it"),
  });
});

it("answers about objects and their bucket each by itself", () => {
  const policy = doc("bucket", { ...allow("Get", "s3:GetObject", "arn:aws:s3:::b/*"), Principal: "*" });
  const split: World = {
    principals: [],
    resources: ["arn:aws:s3:::b", "arn:aws:s3:::b/*"].map((arn) => ({ arn, policy })),
  };
  const { access } = whoCan(split, "s3:GetObject", "arn:aws:s3:::b/x");
  expect(access.map(({ resource }) => resource)).toEqual(["arn:aws:s3:::b/*"]);
});

it("tells who can become whom", () => {
  expect(becomings(world).map(({ from, to }) => [from, to.split("/").at(-1)])).toEqual([
    ["sagemaker.amazonaws.com", "labeling"],
    ["arn:aws:iam::444455556666:root", "people"],
    [`${account}role/people`, "admin"],
  ]);
});
