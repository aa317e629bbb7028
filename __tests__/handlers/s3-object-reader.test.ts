import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type * as Handlers from "cdktf-ground-truth/handlers";
import { answerReader, postAnnotationHandler, S3ObjectReader } from "cdktf-ground-truth/handlers";
import { chose, event, item } from "./answers";

/*
 * The AWS SDK as it is, against a server that answers as S3 and STS do. What it is asked is noted; the credentials that
 * signed a request stand in its Authorization header.
 */
interface Asked {
  readonly path: string;
  readonly signedWith: string;
  readonly body: string;
}

type Answer = readonly [status: number, body: string];

let server: Server;
let asked: Asked[] = [];
let s3: (path: string) => Answer;
let sts: (count: number) => Answer;
const environment = { ...process.env };

const fault = (code: string, message: string) =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
const stsFault = (code: string, message: string) =>
  `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
const credentials = (id: string, minutes: number): Answer => [
  200,
  `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
    <AccessKeyId>${id}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>
    <Expiration>${new Date(Date.now() + minutes * 60_000).toISOString()}</Expiration>
  </Credentials></AssumeRoleResult></AssumeRoleResponse>`,
];

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  const signedWith = /Credential=([^/]+)\//.exec(request.headers.authorization ?? "")?.[1] ?? "nobody";
  const path = decodeURI(request.url!.split("?")[0]!);
  asked.push({ path, signedWith, body });
  const [status, text] = request.method === "POST" ? sts(stsCalls().length) : s3(path);
  response.writeHead(status, { "content-type": "application/xml" }).end(text);
}

const stsCalls = () => asked.filter(({ body }) => body.includes("AssumeRole"));
const reads = () => asked.filter(({ body }) => body === "");
const message = (reading: Promise<unknown>): Promise<string> =>
  reading.then(
    () => "nothing failed",
    (error: Error) => error.message,
  );

beforeAll(async () => {
  server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: "us-west-2",
    AWS_ACCESS_KEY_ID: "FUNCTION",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_MAX_ATTEMPTS: "1",
  });
});

beforeEach(() => {
  asked = [];
  s3 = () => [200, JSON.stringify([item("0", [chose("Cat")])])];
  sts = () => credentials("ASSUMED", 60);
  process.env["GROUND_TRUTH_ANSWER_LOCATIONS"] = '["s3://acme-labels/birds-1/","s3://acme-labels/answers/"]';
  process.env["GROUND_TRUTH_EXECUTION_ROLES"] = JSON.stringify([event.roleArn, `${event.roleArn}-2`]);
});

afterEach(() => {
  for (const name of ["ANSWER_ACCESS", "ANSWER_LOCATIONS", "EXECUTION_ROLES"])
    delete process.env[`GROUND_TRUTH_${name}`];
});

afterAll(() => {
  process.env = environment;
  server.closeAllConnections();
  server.close();
});

describe("answers are read", () => {
  const key = event.payload.s3Uri.replace("s3:/", "");
  const handler = postAnnotationHandler(({ answers }) => answers.length);
  const label = { datasetObjectId: "0", consolidatedAnnotation: { content: { animals: 1 } } };

  it.each([undefined, "", "s3-read", "read-all-buckets"])(
    "by the function's own role under GROUND_TRUTH_ANSWER_ACCESS=%j, by path as emulators need it",
    async (access) => {
      if (access !== undefined) process.env["GROUND_TRUTH_ANSWER_ACCESS"] = access;
      expect(await handler(event)).toStrictEqual([label]);
      expect(asked).toStrictEqual([{ path: key, signedWith: "FUNCTION", body: "" }]);
    },
  );

  it("by the execution role of the event, assumed once, under a session named after the job", async () => {
    process.env["GROUND_TRUTH_ANSWER_ACCESS"] = "assume-execution-role";
    const uri = (n: number) => `s3://acme-labels/answers/${n}.json`;
    const annotations = [0, 1, 2, 3].map((n) => ({ workerId: `w${n}`, annotationData: { s3Uri: uri(n) } }));
    s3 = (path) => [
      200,
      JSON.stringify(path === key ? [{ datasetObjectId: "0", annotations }] : chose("Cat")),
    ];
    const all = { datasetObjectId: "0", consolidatedAnnotation: { content: { animals: 4 } } };
    expect(await handler(event)).toStrictEqual([all]);
    expect(await handler(event)).toStrictEqual([all]);
    expect(reads().map(({ signedWith }) => signedWith)).toStrictEqual(new Array(10).fill("ASSUMED"));
    const calls = stsCalls();
    expect(calls).toHaveLength(1);
    expect(calls[0]!.signedWith).toBe("FUNCTION");
    expect(Object.fromEntries(new URLSearchParams(calls[0]!.body))).toMatchObject({
      RoleArn: event.roleArn,
      RoleSessionName: "GroundTruth-birds-1",
    });
  });

  it("under a session name that STS takes, however long the job's name is", async () => {
    process.env["GROUND_TRUTH_ANSWER_ACCESS"] = "assume-execution-role";
    await handler({ ...event, labelingJobArn: event.labelingJobArn + "x".repeat(56) });
    const name = new URLSearchParams(stsCalls()[0]!.body).get("RoleSessionName")!;
    expect(name).toMatch(/^GroundTruth-birds-1x+$/);
    expect(name).toHaveLength(64);
  });

  it("with another role for another job, and never with that of the job before", async () => {
    process.env["GROUND_TRUTH_ANSWER_ACCESS"] = "assume-execution-role";
    const other = { ...event, roleArn: `${event.roleArn}-2` };
    sts = (count) => credentials(`ASSUMED${count}`, 60);
    await handler(event);
    await handler(other);
    await handler(other);
    const roles = stsCalls().map(({ body }) => new URLSearchParams(body).get("RoleArn"));
    expect(roles.at(-1)).toBe(other.roleArn);
    expect(new Set(reads().map(({ signedWith }) => signedWith)).size).toBe(2);
  });

  it("with new credentials when the old ones are about to expire", async () => {
    const reader = new S3ObjectReader({ roleArn: event.roleArn, sessionName: "GroundTruth-birds-1" });
    sts = (count) => credentials(`ASSUMED${count}`, count === 1 ? 1 : 60);
    for (let n = 0; n < 3; n += 1) await reader.read("s3://acme-labels/x.json");
    expect(stsCalls()).toHaveLength(2);
    expect(reads().at(-1)!.signedWith).toBe("ASSUMED2");
  });

  describe("and nothing else, whatever the event says:", () => {
    const secret = { datasetObjectId: "0", dataObject: {}, annotations: [], salary: "sealed" };
    beforeEach(() => {
      s3 = () => [200, JSON.stringify([secret])];
    });

    it.each([
      ["another bucket", "s3://acme-payroll/birds-1/x.json"],
      ["another folder", "s3://acme-labels/payroll/x.json"],
      ["a folder whose name begins alike", "s3://acme-labels/birds-1-private/x.json"],
      ["a bucket whose name begins alike", "s3://acme-labels-private/birds-1/x.json"],
      ["the folder itself", "s3://acme-labels/birds-1/"],
      ["a way upwards", "s3://acme-labels/birds-1/../payroll/x.json"],
      ["a way upwards, as a URL writes it", "s3://acme-labels/birds-1/%2E%2e/payroll/x.json"],
      ["a way upwards, as Windows writes it", "s3://acme-labels/birds-1\\..\\payroll/x.json"],
      ["a way that stays", "s3://acme-labels/birds-1/./x.json"],
      ["a key with a line end", "s3://acme-labels/birds-1/x\n.json"],
      ["an access point", "s3://arn:aws:s3:us-west-2:111122223333:accesspoint:p/birds-1/x.json"],
    ])("not %s", async (_, s3Uri) => {
      for (const access of ["s3-read", "read-all-buckets", "assume-execution-role"]) {
        process.env["GROUND_TRUTH_ANSWER_ACCESS"] = access;
        expect(await message(handler({ ...event, payload: { s3Uri } }))).toContain(
          "payload.s3Uri: the object lies outside of s3://acme-labels/birds-1/, s3://acme-labels/answers/;",
        );
      }
      expect(asked).toStrictEqual([]);
    });

    it.each([
      "https://acme-labels.s3.amazonaws.com/birds-1/x.json?X-Amz-Signature=abc",
      "http://169.254.169.254/latest/",
      "file:///var/task/index.js",
      "S3://acme-labels/birds-1/x.json",
    ])("not %s, and the signature of a link is not told", async (s3Uri) => {
      const told = await message(handler({ ...event, payload: { s3Uri } }));
      expect(told).toContain("it looks like s3://bucket/key");
      expect(told).not.toContain("Signature");
      expect(asked).toStrictEqual([]);
    });

    it("not what a payload points to, of which nothing is told", async () => {
      const s3Uri = "s3://acme-payroll/salaries-of-anna.json";
      const annotations = [{ workerId: "w", annotationData: { s3Uri } }];
      s3 = () => [200, JSON.stringify([{ datasetObjectId: "0", annotations }])];
      const told = await message(handler(event));
      expect(told).toContain(
        '[0].annotations[0].annotationData.s3Uri of object "0", worker "w": the object lies outside of',
      );
      expect(told).not.toContain("anna");
      expect(reads()).toHaveLength(1);
    });

    it("not as another role", async () => {
      process.env["GROUND_TRUTH_ANSWER_ACCESS"] = "assume-execution-role";
      const roleArn = "arn:aws:iam::111122223333:role/administrator";
      expect(await message(handler({ ...event, roleArn }))).toContain(
        `roleArn: got "${roleArn}"; the function assumes ${event.roleArn}, ${event.roleArn}-2 only`,
      );
      expect(asked).toStrictEqual([]);
    });

    it("not where nobody said what may be read", async () => {
      process.env["GROUND_TRUTH_ANSWER_LOCATIONS"] = "";
      expect(await message(handler(event))).toContain("GROUND_TRUTH_ANSWER_LOCATIONS: it is not set");
      process.env["GROUND_TRUTH_ANSWER_LOCATIONS"] = "[]";
      expect(await message(handler(event))).toContain("the object lies outside of every location");
      process.env["GROUND_TRUTH_ANSWER_LOCATIONS"] = '["s3://acme-labels/birds-1/"]';
      process.env["GROUND_TRUTH_ANSWER_ACCESS"] = "assume-execution-role";
      delete process.env["GROUND_TRUTH_EXECUTION_ROLES"];
      expect(await message(handler(event))).toContain("GROUND_TRUTH_EXECUTION_ROLES: it is not set");
      expect(asked).toStrictEqual([]);
    });

    it.each([
      '["s3://acme-labels/birds-1"]',
      '["acme-labels"]',
      '"s3://acme-labels/"',
      "s3://acme-labels/",
      "[1]",
    ])("not with %s for a setting", async (setting) => {
      process.env["GROUND_TRUTH_ANSWER_LOCATIONS"] = setting;
      expect(await message(handler(event))).toContain("GROUND_TRUTH_ANSWER_LOCATIONS: got ");
      expect(asked).toStrictEqual([]);
    });

    it("not with a reader of one's own either, if the function is told where answers lie", async () => {
      const reader = { read: () => Promise.resolve("[]") };
      const own = postAnnotationHandler(() => 1, { reader });
      const elsewhere = { ...event, payload: { s3Uri: "s3://acme-payroll/x.json" } };
      expect(await message(own(elsewhere))).toContain("outside of");
      delete process.env["GROUND_TRUTH_ANSWER_LOCATIONS"];
      expect(await own(elsewhere)).toStrictEqual([]);
    });

    it("never quotes what it read: not text, not values, not names that could be values", async () => {
      const contents = [
        '{"salary": "sealed-4711"',
        "sealed-4711",
        '{"sealed 4711": 1}',
        '["sealed-4711"]',
        '[{"datasetObjectId": {"a": "sealed-4711"}, "annotations": "sealed-4711"}]',
        '[{"datasetObjectId": "0", "annotations": [{"workerId": ["sealed-4711"]}]}]',
        '[{"datasetObjectId": "0", "annotations": [{"workerId": "w", "annotationData": {"content": "sealed-4711"}}]}]',
        '[{"datasetObjectId": "0", "annotations": [{"workerId": "w", "annotationData": {"s3Uri": "sealed-4711"}}]}]',
      ];
      for (const content of contents) {
        s3 = () => [200, content];
        const told = await message(handler(event));
        expect(told).toContain("Reading the answers in");
        expect(told).not.toMatch(/4711/);
      }
    });
  });

  it("in no way that does not exist", async () => {
    process.env["GROUND_TRUTH_ANSWER_ACCESS"] = "S3_READ";
    expect(() => answerReader(event)).toThrow(
      'GROUND_TRUTH_ANSWER_ACCESS: got "S3_READ"; it is one of s3-read, read-all-buckets, assume-execution-role',
    );
    expect(await message(handler(event))).toContain("GROUND_TRUTH_ANSWER_ACCESS");
    expect(asked).toStrictEqual([]);
  });

  it("from keys with characters that a URL writes otherwise", async () => {
    await new S3ObjectReader().read("s3://acme-labels/a b/ü&c+d.json");
    expect(asked[0]!.path.replaceAll("%2B", "+").replaceAll("%26", "&")).toBe("/acme-labels/a b/ü&c+d.json");
  });
});

describe("what cannot be read is told", () => {
  const uri = "s3://acme-labels/x.json";
  const role = { roleArn: event.roleArn, sessionName: "GroundTruth-birds-1" };

  it("with the right that the function's role lacks", async () => {
    s3 = () => [403, fault("AccessDenied", "not authorized to perform: kms:Decrypt")];
    const told = await message(new S3ObjectReader().read(uri));
    expect(told).toMatch(
      /^Reading s3:\/\/acme-labels\/x.json failed:\n {2}- the function's own role may not read it/,
    );
    expect(told).toContain("S3 says: not authorized to perform: kms:Decrypt");
    expect(told).toContain(`The role needs s3:GetObject on ${uri}, and kms:Decrypt on the key`);
  });

  it("with the right that the execution role lacks", async () => {
    s3 = () => [403, fault("AccessDenied", "Access Denied")];
    expect(await message(new S3ObjectReader(role).read(uri))).toContain(
      `the execution role ${event.roleArn}, which the function assumed, may not read it`,
    );
  });

  it("with both policies that let the function assume the role", async () => {
    sts = () => [403, stsFault("AccessDenied", "not authorized to perform: sts:AssumeRole")];
    const told = await message(new S3ObjectReader(role).read(uri));
    expect(told).toContain(`Assuming the execution role ${event.roleArn} failed`);
    expect(told).toContain("not authorized to perform: sts:AssumeRole");
    expect(told).toContain(
      `needs sts:AssumeRole on ${event.roleArn}, and the trust policy of that role must name`,
    );
    expect(reads()).toStrictEqual([]);
  });

  it.each([
    ["NoSuchKey", "there is no such object (NoSuchKey)"],
    ["NoSuchBucket", "there is no such bucket (NoSuchBucket)"],
  ])("%s by its name", async (code, told) => {
    s3 = () => [404, fault(code, "It does not exist")];
    expect(await message(new S3ObjectReader().read(uri))).toContain(told);
  });

  it("when S3 fails otherwise, with S3's own words", async () => {
    s3 = () => [501, fault("NotImplemented", "Not here")];
    expect(await message(new S3ObjectReader().read(uri))).toContain("NotImplemented: Not here");
  });

  it("for what is no URI of an object", async () => {
    expect(await message(new S3ObjectReader().read("s3://bucket"))).toContain(
      'got "s3://bucket"; it looks like',
    );
  });

  it("when the SDK is not there, with what to install", async () => {
    jest.resetModules();
    jest.doMock("@aws-sdk/client-s3", () => {
      throw new Error("Cannot find module '@aws-sdk/client-s3'");
    });
    const { S3ObjectReader: Alone } = jest.requireActual<typeof Handlers>("cdktf-ground-truth/handlers");
    expect(await message(new Alone().read(uri))).toMatch(
      /@aws-sdk\/client-s3 cannot be loaded \(Cannot find module.*npm install @aws-sdk\/client-s3$/s,
    );
  });
});
