import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { objectMessage } from "../../tasks/send/object-message";
import { run, UserFolder } from "../cli/program";

const folder = new UserFolder();
const before = { ...process.env };
let server: Server;
/** Requests of the SDK, by their parameters. */
const requests: URLSearchParams[] = [];
/** Messages that the topic does not take. */
let refusing: RegExp | undefined;
let failing = false;

const configuration = `
namePrefix: acme
region: eu-west-1
backend: { type: local }
workflows:
  - name: frames
    type: streaming
    taskType: BoundingBox
    inputs: [s3://acme-raw/frames/]
    output: s3://acme-labels/
    labelingJobName: frames-1
  - name: letters
    type: streaming
    taskType: TextClassificationSingleLabel
    inputs: [s3://acme-letters/job/]
    output: s3://acme-letter-labels/
    inputTopic: { existing: "arn:aws:sns:eu-west-1:444455556666:letters" }
    labelingJobName: letters-1
  - name: checks
    type: streaming
    taskType: LabelVerificationBoundingBox
    inputs: [s3://acme-raw/frames/, s3://acme-labels/]
    output: s3://acme-checks/
    upstream: frames
    labelingJobName: checks-1
  - name: signs
    type: built-in
    taskType: BoundingBox
    inputs: [s3://acme-raw-2/]
    output: s3://acme-labels-2/
`;

const failure = (id: string) =>
  `<member><Id>${id}</Id><Code>InternalError</Code><Message>try again</Message><SenderFault>false</SenderFault></member>`;

function answer(parameters: URLSearchParams): string {
  if (parameters.get("Action") === "GetCallerIdentity") {
    return "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";
  }
  const results: string[] = [];
  const failed: string[] = [];
  const entry = "PublishBatchRequestEntries.member";
  for (let index = 1; parameters.has(`${entry}.${index}.Id`); index += 1) {
    const [id, message] = ["Id", "Message"].map((name) => parameters.get(`${entry}.${index}.${name}`)!);
    if (refusing?.test(message!) === true) failed.push(failure(id!));
    else results.push(`<member><Id>${id}</Id><MessageId>m</MessageId></member>`);
  }
  return `<PublishBatchResponse><PublishBatchResult><Successful>${results.join("")}</Successful><Failed>${failed.join("")}</Failed></PublishBatchResult></PublishBatchResponse>`;
}

const notAuthorized =
  "<ErrorResponse><Error><Type>Sender</Type><Code>AuthorizationError</Code><Message>not authorized to perform: SNS:Publish</Message></Error></ErrorResponse>";

beforeAll(async () => {
  folder.enter();
  folder.write("ground-truth.yaml", configuration);
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", () => {
      const parameters = new URLSearchParams(body);
      requests.push(parameters);
      response.writeHead(failing ? 403 : 200, { "content-type": "text/xml" });
      response.end(failing ? notAuthorized : answer(parameters));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_EC2_METADATA_DISABLED: "true",
  });
});
beforeEach(() => {
  requests.length = 0;
  refusing = undefined;
  failing = false;
});
afterAll(async () => {
  process.env = before;
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  folder.leave();
});

const published = () =>
  requests
    .filter((parameters) => parameters.get("Action") === "PublishBatch")
    .map((parameters) =>
      [...parameters]
        .filter(([name]) => name.endsWith(".Message"))
        .map(([, value]) => JSON.parse(value) as object),
    );
const sizes = () => published().map((messages) => messages.length);

const frame = (name: string) => `s3://acme-raw/frames/${name}.jpg`;

describe("send", () => {
  it("sends objects to the topic of the workflow, in the caller's account, each with its id", async () => {
    const line = JSON.stringify({ "source-ref": frame("2"), camera: 7 });
    const { code, out } = await run("send", "frames", frame("1"), line, frame("1"));
    const topic = "arn:aws:sns:eu-west-1:111122223333:acme-frames-input";
    expect([code, out]).toEqual([0, `2 objects sent to ${topic}\n`]);
    expect(published()).toEqual([
      [
        { "source-ref": frame("1"), "dataset-objectid-attribute-name": "source-ref" },
        { "source-ref": frame("2"), camera: 7, "dataset-objectid-attribute-name": "source-ref" },
      ],
    ]);
    expect(requests.at(-1)!.get("TopicArn")).toBe(topic);
  });

  it("sends texts to a topic that exists, with a digest as their id", async () => {
    const { out } = await run("send", "letters", "--text", "Where is my parcel?");
    expect(out).toBe("1 object sent to arn:aws:sns:eu-west-1:444455556666:letters\n");
    expect(published()).toEqual([
      [
        {
          source: "Where is my parcel?",
          "dataset-objectid-attribute-name": "dataset-object-id",
          "dataset-object-id": expect.stringMatching(/^https:\/\/text\.invalid\/[0-9a-f]{64}$/),
        },
      ],
    ]);
  });

  it("sends a manifest, ten objects a request, and the same object again where that is wanted", async () => {
    const lines = Array.from({ length: 23 }, (_, n) => JSON.stringify({ "source-ref": frame(`${n % 21}`) }));
    folder.write("in.manifest", `${lines.join("\n")}\n`);
    await run("send", "frames", "--manifest", "in.manifest");
    expect(sizes()).toEqual([10, 10, 1]);
    requests.length = 0;
    await run("send", "frames", "--manifest", "in.manifest", "--no-deduplication");
    expect(sizes()).toEqual([10, 10, 3]);
    expect(published()[0]![0]).toEqual({ "source-ref": frame("0") });
  });

  it("keeps requests below what SNS takes", async () => {
    const notes = Object.fromEntries([1, 2, 3, 4].map((part) => [`note${part}`, "x".repeat(19_000)]));
    const lines = Array.from({ length: 7 }, (_, n) =>
      JSON.stringify({ "source-ref": frame(`${n}`), ...notes }),
    );
    folder.write("large.manifest", lines.join("\n"));
    await run("send", "frames", "--manifest", "large.manifest");
    expect(sizes()).toEqual([3, 3, 1]);
  });

  it("shows messages and sends nothing, with --dry-run", async () => {
    const { out } = await run("send", "frames", frame("1"), "--dry-run");
    expect(JSON.parse(out)).toMatchObject({ "source-ref": frame("1") });
    expect(requests).toEqual([]);
  });

  it("tells which messages were not taken", async () => {
    refusing = /2\.jpg/;
    const { code, out, err } = await run("send", "frames", frame("1"), frame("2"));
    expect([code, out]).toEqual([1, expect.stringMatching(/^1 object sent/)]);
    expect(err).toMatch(/^Not sent: .*2\.jpg.*: try again/);
  });

  it("tells what SNS says to all of them", async () => {
    failing = true;
    const { code, err } = await run("send", "letters", "--text", "a");
    expect(code).toBe(1);
    expect(err).toMatch(/:letters does not take messages: .*not authorized.*\nSent before: 0 objects\./);
  });

  it("tells twenty faulty objects, and that there are more", async () => {
    folder.write("bad.manifest", "{}\n".repeat(30));
    const { err } = await run("send", "frames", "--manifest", "bad.manifest");
    expect(err.match(/bad\.manifest:\d+ has neither/g)).toHaveLength(20);
    expect(err).toMatch(/for 30 objects of 30:[\s\S]*manifest check tells every line/);
  });

  it.each<[string, string[], RegExp]>([
    [
      "a workflow that is not streaming, in a dry run too",
      ["signs", "s3://acme-raw-2/1.jpg", "--dry-run"],
      /signs is no streaming workflow/,
    ],
    [
      "a workflow that is not streaming",
      ["signs", "s3://acme-raw-2/1.jpg"],
      /signs is no streaming workflow/,
    ],
    [
      "a workflow whose objects are answers",
      ["checks", JSON.stringify({ "source-ref": frame("1"), frames: 1, "frames-metadata": { type: "x" } })],
      /are the answers of frames/,
    ],
    ["nothing", ["frames"], /Name either objects or a --manifest/],
    ["both", ["frames", frame("1"), "--manifest", "in.manifest"], /Name either/],
    ["standard input", ["frames", "--manifest", "-"], /can be read once/],
    ["a text without --text", ["frames", "photo"], /photo: an S3 URI or a line of a manifest is needed/],
    [
      "objects outside of the inputs, all told before one is sent",
      ["frames", frame("1"), "s3://acme-other/1.jpg", "s3://acme-raw/frames/1.gif"],
      /Nothing was sent, for 2 objects of 3:\ns3:\/\/acme-other\/1\.jpg has source-ref .*none of the workflow's inputs[\s\S]*takes jpg, jpeg, png/,
    ],
    [
      "a topic that is none",
      ["frames", frame("1"), "--topic", "arn:aws:sqs:eu-west-1:111122223333:q"],
      /--topic: got "arn:aws:sqs:.*standard topic/,
    ],
    [
      "a FIFO topic",
      ["frames", frame("1"), "--topic", "arn:aws:sns:eu-west-1:111122223333:q.fifo"],
      /standard topic/,
    ],
    ["a text that is empty", ["letters", "--text", " "], /empty source/],
  ])("refuses %s", async (_title, args, message) => {
    const { code, err } = await run("send", ...args);
    expect([code, err]).toEqual([1, expect.stringMatching(message)]);
    expect(published()).toEqual([]);
  });
});

describe("an id that a line names by itself", () => {
  const message = (line: object) => objectMessage(JSON.stringify(line), {}, true);
  it("is kept", () => {
    const line = { source: "a", "dataset-objectid-attribute-name": "call", call: "https://acme.example/1" };
    expect(message(line)).toMatchObject({ body: JSON.stringify(line) });
  });
  it.each<[string, object, RegExp]>([
    ["of a wrong name", { "dataset-objectid-attribute-name": "a b" }, /the name of an attribute is allowed/],
    ["that is not there", { "dataset-objectid-attribute-name": "call" }, /and no attribute of that name/],
    [
      "that is no address",
      { "dataset-objectid-attribute-name": "call", call: "c-17" },
      /an address that begins with https:\/\/ or s3:\/\//,
    ],
    [
      "that is too long",
      { "dataset-objectid-attribute-name": "call", call: `https://${"x".repeat(1020)}` },
      /1024 characters at most/,
    ],
  ])("is refused %s", (_title, fields, expected) => {
    expect(message({ source: "a", ...fields })).toEqual([expect.stringMatching(expected)]);
  });
});
