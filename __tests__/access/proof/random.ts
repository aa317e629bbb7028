import { account } from "../../account";
/*
 * Random documents and requests. They are made of few names, so that statements meet: a request is made from the
 * documents and then changed a little.
 */

/** Numbers that are the same for the same seed (mulberry32). */
export class Random {
  public constructor(private state: number) {}

  public below(count: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % count;
  }

  public chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  public of<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  /** 1 to `most` elements. */
  public some<T>(list: readonly T[], most: number): T[] {
    return Array.from({ length: 1 + this.below(most) }, () => this.of(list));
  }
}

const other = "444455556666";

export const principals = [
  `arn:aws:sts::${account}:assumed-role/Reader/one`,
  `arn:aws:sts::${account}:assumed-role/Reader/two`,
  `arn:aws:sts::${account}:assumed-role/Writer/one`,
  `arn:aws:iam::${account}:user/bob`,
  `arn:aws:iam::${account}:user/alice`,
  `arn:aws:sts::${other}:assumed-role/Reader/one`,
  `arn:aws:iam::${other}:user/bob`,
  "sagemaker.amazonaws.com",
  "s3.amazonaws.com",
];

const principalElements: unknown[] = [
  "*",
  { AWS: "*" },
  { AWS: account },
  { AWS: `arn:aws:iam::${other}:root` },
  { AWS: [`arn:aws:iam::${account}:role/Reader`, `arn:aws:iam::${account}:user/bob`] },
  { AWS: `arn:aws:iam::${account}:role/path/Writer` },
  { AWS: `arn:aws:sts::${account}:assumed-role/Reader/one` },
  { AWS: `arn:aws:iam::${other}:role/Reader` },
  { AWS: `arn:aws:iam::${other}:user/bob` },
  { Service: "sagemaker.amazonaws.com" },
  { Service: ["s3.amazonaws.com", "sns.amazonaws.com"], AWS: account },
];

const actions = {
  s3: ["s3:GetObject", "s3:GetObjectAcl", "s3:PutObject", "s3:ListBucket", "S3:getobject"],
  kms: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:DescribeKey"],
  sts: ["sts:AssumeRole", "sts:TagSession"],
};
const actionElements = {
  s3: [...actions.s3, "s3:*", "s3:Get*", "s3:GetObj*", "s3:?etObject", "s3:*Object", "*", "s3:Put*"],
  kms: [...actions.kms, "kms:*", "kms:GenerateDataKey*", "kms:*crypt", "*"],
  sts: [...actions.sts, "sts:*", "sts:Assume*", "*"],
};
export type Service = keyof typeof actions;

const resources: Record<Service, readonly string[]> = {
  s3: [
    "arn:aws:s3:::data",
    "arn:aws:s3:::data/in/a.jpg",
    "arn:aws:s3:::data/in/",
    "arn:aws:s3:::data/inside/a.jpg",
    "arn:aws:s3:::data/bob/a.jpg",
    "arn:aws:s3:::data/alice/a:b",
    "arn:aws:s3:::other/in/a.jpg",
  ],
  kms: [`arn:aws:kms:eu-west-1:${account}:key/k1`, `arn:aws:kms:eu-west-1:${account}:key/k2`],
  sts: [`arn:aws:iam::${account}:role/Target`, `arn:aws:iam::${account}:role/Other`],
};
const resourceElements: Record<Service, readonly string[]> = {
  s3: [
    ...resources.s3,
    "*",
    "arn:aws:s3:::*",
    "arn:aws:s3:::data/*",
    "arn:aws:s3:::data/in/*",
    "arn:aws:s3:::data/in*",
    "arn:aws:s3:::data/in?ide/*",
    "arn:aws:s3:::data/*.jpg",
    "arn:aws:s3:::data/${aws:username}/*",
    "arn:aws:s3:::data/${aws:PrincipalTag/team, 'bob'}/*",
    "arn:aws:s3:::data/*/${aws:username}*",
    "arn:*:s3:::data/in/a.jpg",
  ],
  kms: [...resources.kms, "*", `arn:aws:kms:*:${account}:key/*`, `arn:aws:kms:eu-west-1:${account}:key/k?`],
  sts: [...resources.sts, "*", `arn:aws:iam::${account}:role/T*`, `arn:aws:iam::*:role/*`],
};

/** Operators with their keys, the values that policies and requests have for them. */
interface Family {
  readonly operators: readonly string[];
  readonly keys: readonly string[];
  readonly written: readonly string[];
  readonly sent: readonly string[];
}

const families: readonly Family[] = [
  {
    operators: [
      "StringEquals",
      "StringNotEquals",
      "StringEqualsIgnoreCase",
      "StringNotEqualsIgnoreCase",
      "StringLike",
      "StringNotLike",
    ],
    keys: ["aws:username", "aws:PrincipalTag/team", "aws:ResourceTag/team", "s3:prefix"],
    written: [
      "bob",
      "Bob",
      "b*",
      "*",
      "in/*",
      "in?",
      "${aws:username}",
      "${aws:PrincipalTag/team}x",
      "a${*}b",
      "alice",
    ],
    sent: ["bob", "BOB", "alice", "in/a", "ins", "bobx", "a*b"],
  },
  {
    operators: ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"],
    keys: ["aws:SourceArn"],
    written: [
      `arn:aws:sns:eu-west-1:${account}:topic`,
      `arn:aws:sns:*:${account}:t*`,
      "arn:aws:sns:*:*:*",
      `arn:aws:s?s:eu-west-1:${account}:top?c`,
    ],
    sent: [
      `arn:aws:sns:eu-west-1:${account}:topic`,
      `arn:aws:sns:us-east-1:${account}:topic:sub`,
      `arn:aws:sqs:eu-west-1:${account}:topic`,
      `arn:aws:sns:eu-west-1:${other}:tulip`,
    ],
  },
  {
    operators: [
      "NumericEquals",
      "NumericNotEquals",
      "NumericLessThan",
      "NumericLessThanEquals",
      "NumericGreaterThan",
      "NumericGreaterThanEquals",
    ],
    keys: ["s3:max-keys", "aws:MultiFactorAuthAge"],
    written: ["10", "20", "10.5"],
    sent: ["9", "10", "10.5", "15", "20", "21"],
  },
  {
    operators: [
      "DateEquals",
      "DateNotEquals",
      "DateLessThan",
      "DateLessThanEquals",
      "DateGreaterThan",
      "DateGreaterThanEquals",
    ],
    keys: ["aws:CurrentTime", "aws:TokenIssueTime"],
    written: ["2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z"],
    sent: [
      "2025-12-31T23:59:59Z",
      "2026-01-01T00:00:00Z",
      "2026-03-01T00:00:00Z",
      "2026-06-01T00:00:00Z",
      "2027-01-01",
    ],
  },
  {
    operators: ["IpAddress", "NotIpAddress"],
    keys: ["aws:SourceIp", "aws:VpcSourceIp"],
    written: ["10.0.0.0/8", "10.1.0.0/16", "192.0.2.7/32", "2001:db8::/32"],
    sent: ["10.1.2.3", "10.2.0.0", "192.0.2.7", "192.0.2.8", "2001:db8::1", "2001:db9::1"],
  },
  {
    operators: ["Bool"],
    keys: ["aws:SecureTransport", "aws:MultiFactorAuthPresent"],
    written: ["true", "false"],
    sent: ["true", "false"],
  },
  {
    operators: ["BinaryEquals"],
    keys: ["example:Binary"],
    written: ["QmluYXJ5", "QQ=="],
    sent: ["QmluYXJ5", "QQ==", "QUI="],
  },
];

const multivalued: Family = {
  operators: ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase"],
  keys: ["aws:TagKeys", "kms:ResourceAliases"],
  written: ["a", "b", "a*", "*", "team", "${aws:username}"],
  sent: ["a", "ab", "b", "team", "bob"],
};

type Json = Record<string, unknown>;

function condition(random: Random): Json {
  const block: Json = {};
  for (let count = random.below(3); count > 0; count -= 1) {
    const many = random.chance(25);
    const family = many ? multivalued : random.of(families);
    const set = many || random.chance(5) ? random.of(["ForAnyValue:", "ForAllValues:"]) : "";
    const ifExists = set !== "ForAnyValue:" && random.chance(15) ? "IfExists" : "";
    const operator = random.chance(8) ? "Null" : `${set}${random.of(family.operators)}${ifExists}`;
    const values = operator === "Null" ? random.of(["true", "false"]) : random.some(family.written, 2);
    block[operator] = { ...(block[operator] as Json), [random.of(family.keys)]: values };
  }
  return block;
}

function statement(random: Random, service: Service, withPrincipal: boolean, denies: number): Json {
  const block = condition(random);
  const name = (element: string, percent: number) => (random.chance(percent) ? `Not${element}` : element);
  const effect = random.chance(denies) ? "Deny" : "Allow";
  return {
    Effect: effect,
    ...(withPrincipal && { [name("Principal", 5)]: random.of(principalElements) }),
    [name("Action", 10)]: random.some(actionElements[service], 3),
    ...(withPrincipal && service === "sts"
      ? {}
      : { [name("Resource", 8)]: random.some(resourceElements[service], 3) }),
    ...(Object.keys(block).length > 0 && { Condition: block }),
  };
}

export function randomDocument(random: Random, service: Service, withPrincipal = false, denies = 25): Json {
  const count = 1 + random.below(4);
  return {
    Version: "2012-10-17",
    Statement: Array.from({ length: count }, () => statement(random, service, withPrincipal, denies)),
  };
}

/** The document with one thing changed. */
export function changedDocument(
  random: Random,
  service: Service,
  document: Json,
  withPrincipal = false,
): Json {
  const statements = structuredClone(document["Statement"]) as Json[];
  const at = random.below(statements.length);
  const one = statements[at]!;
  switch (random.below(9)) {
    case 0:
      statements.push(statement(random, service, withPrincipal, 25));
      break;
    case 1:
      statements.splice(at, 1);
      break;
    case 2:
      delete one["Condition"];
      break;
    case 3:
      one["Condition"] = { ...(one["Condition"] as Json), ...condition(random) };
      break;
    case 4:
      if (one["Resource"]) one["Resource"] = random.some(resourceElements[service], 3);
      break;
    case 5:
      if (one["Action"]) one["Action"] = random.some(actionElements[service], 3);
      break;
    case 6:
      one["Effect"] = one["Effect"] === "Allow" ? "Deny" : "Allow";
      break;
    case 7:
      statements.reverse();
      break;
    default:
      one["Sid"] = "Renamed";
  }
  return { ...document, Statement: statements };
}

export interface RandomRequest {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Record<string, string | string[]>;
}

export function randomRequest(
  random: Random,
  service: Service,
  who: readonly string[] = principals,
): RandomRequest {
  const context: Record<string, string | string[]> = {};
  for (const family of families) {
    for (const key of family.keys) {
      if (random.chance(45)) context[key] = random.of(family.sent);
    }
  }
  for (const key of multivalued.keys) {
    if (random.chance(50)) context[key] = [...new Set(random.some(multivalued.sent, 3))];
  }
  return {
    principal: random.of(who),
    action: random.of(actions[service]),
    resource: random.of(resources[service]),
    context,
  };
}

export const resourceAccount = account;

/**
 * Whether a request depends on what the simulator and AWS's pages see differently: a variable without a value in
 * `NotResource` or under a negated operator, and `${*}` under an operator without wildcards. docs/access-proof.md
 * names the pages, and evaluation.test.ts holds what follows.
 */
export function isContested({ context }: RandomRequest, documents: readonly object[]): boolean {
  const has = new Set(Object.keys(context).map((key) => key.toLowerCase()));
  const empty = (text: string) =>
    [...text.matchAll(/\$\{([^}*?$,]+)\}/g)].some(([, key]) => !has.has(key!.toLowerCase()));
  return documents
    .flatMap((document) => (document as { Statement: Json[] }).Statement)
    .some(
      (one) =>
        empty(JSON.stringify(one["NotResource"] ?? "")) ||
        Object.entries((one["Condition"] as Json) ?? {}).some(
          ([operator, keys]) =>
            (operator.includes("Not") && empty(JSON.stringify(keys))) ||
            (/String(Not)?Equals/.test(operator) && JSON.stringify(keys).includes("${*}")),
        ),
    );
}
