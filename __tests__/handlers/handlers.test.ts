import { execFileSync } from "node:child_process";
import { join, relative } from "node:path";
import {
  allAnswers,
  everyObjectOnce,
  HandlerFault,
  parsePostAnnotationEvent,
  parsePreAnnotationEvent,
  postAnnotationHandler,
  type PreAnnotationEvent,
  preAnnotationHandler,
  type ReadyConsolidation,
  readReadySettings,
  readyHandler,
  majorityVote,
} from "cdktf-ground-truth/handlers";
import { inParallel } from "../../lib/handlers/in-parallel";
import { handler as passThroughPre } from "../../lib/handlers/ready/pass-through-pre-annotation";
import { chose, event, image, item, payload, text } from "./answers";

const preEvent: PreAnnotationEvent = {
  version: "2018-10-16",
  labelingJobArn: event.labelingJobArn,
  dataObject: { "source-ref": "s3://acme-birds/images/bird1.jpg", camera: 7 },
};

async function faultOf(task: () => unknown): Promise<HandlerFault> {
  try {
    await task();
  } catch (error) {
    expect(error).toBeInstanceOf(HandlerFault);
    return error as HandlerFault;
  }
  throw new Error("it did not fail");
}

/** Calls with the environment as given, and puts it back. */
async function withEnvironment<T>(variables: Record<string, string>, call: () => Promise<T>): Promise<T> {
  const before = { ...process.env };
  Object.assign(process.env, variables);
  try {
    return await call();
  } finally {
    process.env = before;
  }
}

describe("a pre-annotation handler", () => {
  it("answers with the key and the type that AWS specifies", async () => {
    const handler = preAnnotationHandler((line) => ({
      taskObject: line["source-ref"],
      hint: line["camera"],
    }));
    expect(await handler(preEvent)).toStrictEqual({
      taskInput: { taskObject: "s3://acme-birds/images/bird1.jpg", hint: 7 },
      isHumanAnnotationRequired: true,
    });
  });

  it("keeps objects from workers when asked to", async () => {
    const handler = preAnnotationHandler(() => ({}), { needsWorkers: (line) => line["camera"] !== 7 });
    expect(await handler(preEvent)).toStrictEqual({ taskInput: {}, isHumanAnnotationRequired: false });
  });

  it.each([
    ["text", "text"],
    [undefined, "nothing"],
    [["a"], "a list"],
  ])("fails when the user's function returns %j for the task input", async (returned, shown) => {
    const handler = preAnnotationHandler((() => returned) as never);
    expect((await faultOf(() => handler(preEvent))).faults).toStrictEqual([
      `the function returned ${shown}; the template reads a JSON object as task.input`,
    ]);
  });

  it("fails when the question for workers is answered with AWS's sample value", async () => {
    const handler = preAnnotationHandler(() => ({}), { needsWorkers: () => "true" as never });
    expect((await faultOf(() => handler(preEvent))).message).toContain("returned text; it is true or false");
  });

  it("tells all that is wrong with an event", async () => {
    const wrong = {
      version: 3,
      labelingJobArn: "birds-1",
      dataObject: { "source-ref": 9 },
    };
    expect((await faultOf(() => parsePreAnnotationEvent(wrong))).message).toBe(
      [
        "Reading the pre-annotation event failed:",
        "  - dataObject.source-ref: got a number; it is text",
        "  - version: got 3; it is text that is not empty",
        '  - labelingJobArn: got "birds-1"; it looks like arn:<partition>:sagemaker:<region>:<account>:labeling-job/<name>',
      ].join("\n"),
    );
  });

  it.each([[undefined], [null], ["event"], [[]]])("fails for %j in place of an event", async (wrong) => {
    expect((await faultOf(() => parsePreAnnotationEvent(wrong))).message).toContain("it is a JSON object");
  });

  it("fails for a line that has neither source nor source-ref", async () => {
    const wrong = { ...preEvent, dataObject: { camera: 7 } };
    expect((await faultOf(() => parsePreAnnotationEvent(wrong))).message).toContain(
      "dataObject: got an object with the field camera; it has source or source-ref",
    );
  });

  it("passes the object through under the names that AWS's templates read", async () => {
    expect((await passThroughPre(preEvent)).taskInput).toStrictEqual({
      taskObject: "s3://acme-birds/images/bird1.jpg",
      manifestLine: preEvent.dataObject,
    });
    const inline = { ...preEvent, dataObject: { source: text.content } };
    const labels = { GROUND_TRUTH_LABELS: '["Cat","Dog"]' };
    expect((await withEnvironment(labels, () => passThroughPre(inline))).taskInput).toStrictEqual({
      taskObject: text.content,
      manifestLine: { source: text.content },
      labels: ["Cat", "Dog"],
    });
  });
});

describe("a post-annotation handler", () => {
  const count = ({ answers }: { answers: readonly unknown[] }) => ({ answers: answers.length });

  it("leaves only the label of one object to be written", async () => {
    const reader = payload([item("0", [chose("Cat")]), item("7", [chose("Dog"), chose("Cat")], text)]);
    const handler = postAnnotationHandler(
      ({ answers, dataObject }, job) => ({ dataObject, job: job.labelingJobName, answers }),
      { reader },
    );
    expect(await handler(event)).toStrictEqual([
      {
        datasetObjectId: "0",
        consolidatedAnnotation: {
          content: {
            animals: {
              dataObject: image,
              job: "birds-1",
              answers: [{ workerId: "private.us-west-2.w0", answer: chose("Cat") }],
            },
          },
        },
      },
      {
        datasetObjectId: "7",
        consolidatedAnnotation: {
          content: {
            animals: {
              dataObject: text,
              job: "birds-1",
              answers: [
                { workerId: "private.us-west-2.w0", answer: chose("Dog") },
                { workerId: "private.us-west-2.w1", answer: chose("Cat") },
              ],
            },
          },
        },
      },
    ]);
  });

  it.each(["s3Uri", "s3uri"])("reads the payload and answers behind %s", async (key) => {
    const uris = [0, 1].map((n) => `s3://acme-labels/birds-1/answers/${n}.json`);
    const annotations = uris.map((uri, n) => ({ workerId: `w${n}`, annotationData: { [key]: uri } }));
    const reader = payload([{ datasetObjectId: "0", dataObject: { [key]: image.s3Uri }, annotations }], {
      [uris[0]!]: JSON.stringify(chose("Cat")),
      [uris[1]!]: JSON.stringify(chose("Dog")),
    });
    const sent = { ...event, payload: { [key]: event.payload.s3Uri } as never };
    const handler = postAnnotationHandler(({ answers, dataObject }) => [dataObject, ...answers], { reader });
    expect((await handler(sent))[0]!.consolidatedAnnotation.content["animals"]).toStrictEqual([
      image,
      { workerId: "w0", answer: chose("Cat") },
      { workerId: "w1", answer: chose("Dog") },
    ]);
    expect(reader.asked).toStrictEqual([event.payload.s3Uri, ...uris]);
  });

  it.each([[null], [undefined], [["Cat"]]])("takes %j as label categories", async (labelCategories) => {
    const handler = postAnnotationHandler((_, job) => ({ categories: job.labelCategories ?? "none" }), {
      reader: payload([item("0", [])]),
    });
    const [first] = await handler({ ...event, labelCategories });
    expect(first!.consolidatedAnnotation.content).toStrictEqual({
      animals: { categories: labelCategories ?? "none" },
    });
  });

  it("hands an answer that is empty on as null, and the payload without objects back as it is", async () => {
    const keep = postAnnotationHandler(({ answers }) => answers, { reader: payload([item("0", [""])]) });
    expect((await keep(event))[0]!.consolidatedAnnotation.content["animals"]).toStrictEqual([
      { workerId: "private.us-west-2.w0", answer: null },
    ]);
    expect(await postAnnotationHandler(count, { reader: payload([]) })(event)).toStrictEqual([]);
  });

  it("tells all that is wrong with an event", async () => {
    const wrong = {
      labelingJobArn: "arn:aws:sagemaker:us-west-2:111122223333:transform-job/x",
      labelCategories: "Cat",
      labelAttributeName: "",
      roleArn: 4,
      payload: { s3Uri: "https://acme-labels/x.json" },
    };
    expect((await faultOf(() => parsePostAnnotationEvent(wrong))).message).toBe(
      [
        "Reading the post-annotation event failed:",
        "  - version: got nothing; it is text that is not empty",
        '  - labelingJobArn: got "arn:aws:sagemaker:us-west-2:111122223333:transform-job/x"; it looks like ' +
          "arn:<partition>:sagemaker:<region>:<account>:labeling-job/<name>",
        '  - labelAttributeName: got ""; it is text that is not empty',
        '  - labelCategories: got "Cat"; it is a list of texts, null or absent',
        "  - roleArn: got 4; it looks like arn:<partition>:iam::<account>:role/<name>",
        '  - payload.s3Uri: got "https://acme-labels/x.json"; it looks like s3://bucket/key',
      ].join("\n"),
    );
  });

  it.each([
    ["event", null],
    ["payload", { ...event, payload: undefined }],
    ["payload.s3Uri", { ...event, payload: {} }],
    ["labelCategories", { ...event, labelCategories: [1] }],
  ])("names %s when it is wrong", async (field, wrong) => {
    expect((await faultOf(() => parsePostAnnotationEvent(wrong))).faults).toStrictEqual([
      expect.stringMatching(new RegExp(`^${field}: got `)),
    ]);
  });

  const annotation = (annotationData: unknown) => [
    { datasetObjectId: "0", annotations: [{ workerId: "w", annotationData }] },
  ];
  it.each([
    ["is empty", "", "payload: got an empty text, which is not JSON"],
    ["is cut off", '[{"datasetObjectId":', "payload: got text, which is not JSON"],
    ["is no list", { a: 1 }, "payload: got an object with the field a; it is a list of data objects"],
    ["holds something else", [3], "[0]: got a number; it is a data object"],
    ["has no id", [{ annotations: [] }], "[0].datasetObjectId: got nothing"],
    [
      "has an id that is a number",
      [{ datasetObjectId: 1, annotations: [] }],
      "[0].datasetObjectId: got a number",
    ],
    ["has no answers", [{ datasetObjectId: "0" }], "[0].annotations: got nothing"],
    ["has one id twice", [item("0", []), item("0", [])], '[1].datasetObjectId: got "0" for the second time'],
    [
      "has an answer without a worker",
      [{ datasetObjectId: "0", annotations: [{}] }],
      '[0].annotations[0].workerId of object "0": got nothing',
    ],
    [
      "has an answer without data",
      annotation({}),
      '[0].annotations[0].annotationData of object "0", worker "w": got an object without fields; it has content',
    ],
    [
      "has an answer that is no text",
      annotation({ content: { a: 1 } }),
      'annotationData of object "0", worker "w": got an object',
    ],
    [
      "has an answer that is broken",
      annotation({ content: "{" }),
      '[0].annotations[0].annotationData.content of object "0", worker "w": got text, which is not JSON',
    ],
    [
      "has an answer behind no URI",
      annotation({ s3Uri: "x" }),
      's3Uri of object "0", worker "w": got text; it looks like',
    ],
  ])("throws when the payload %s, and never answers with less", async (_, items, message) => {
    const fault = await faultOf(() => postAnnotationHandler(count, { reader: payload(items) })(event));
    expect(fault.message).toContain(`Reading the answers in ${event.payload.s3Uri} failed:\n  - `);
    expect(fault.faults).toStrictEqual([expect.stringContaining(message)]);
    expect(fault.stack).toBe(`HandlerFault: ${fault.message}`);
  });

  it("tells every fault of the payload, the first twenty of them in the message", async () => {
    const reader = payload(Array.from({ length: 30 }, () => 0));
    const fault = await faultOf(() => postAnnotationHandler(count, { reader })(event));
    expect(fault.faults).toHaveLength(30);
    expect(fault.message).toContain("[19]: got a number");
    expect(fault.message).toMatch(/… and 10 more$/);
  });

  it("names the file when an answer behind a URI is broken", async () => {
    const uri = "s3://acme-labels/birds-1/answers/0.json";
    const reader = payload(annotation({ s3Uri: uri }), { [uri]: "<Error>" });
    const fault = await faultOf(() => postAnnotationHandler(count, { reader })(event));
    expect(fault.faults).toStrictEqual([
      `[0].annotations[0] of object "0", worker "w" (${uri}): got text, which is not JSON`,
    ]);
  });

  it("tells for which objects the user's function failed, and where it threw", async () => {
    const reader = payload([item("0", []), item("1", []), item("2", [])]);
    const handler = postAnnotationHandler(
      ({ datasetObjectId }) => {
        if (datasetObjectId === "0") return { fine: true };
        throw new TypeError(`cannot label ${datasetObjectId}`);
      },
      { reader },
    );
    const fault = await faultOf(() => handler(event));
    expect(fault.message).toBe(
      'Consolidation for labeling job "birds-1" failed:\n' +
        '  - object "1": TypeError: cannot label 1\n  - object "2": TypeError: cannot label 2',
    );
    expect(fault.stack).toContain("handlers.test.ts");
  });

  it.each([
    ["undefined", () => undefined],
    ["function", () => () => 1],
  ])("fails for a label that is %s", async (kind, consolidate) => {
    const handler = postAnnotationHandler(consolidate, { reader: payload([item("0", [])]) });
    expect((await faultOf(() => handler(event))).message).toContain(`returned ${kind} for animals`);
  });

  it("fails for a label that contains itself", async () => {
    const label: Record<string, unknown> = {};
    label["label"] = label;
    const handler = postAnnotationHandler(() => label, { reader: payload([item("0", [])]) });
    expect((await faultOf(() => handler(event))).message).toContain(
      'object "0": TypeError: Converting circular',
    );
  });

  it("fails when Lambda could not hand the answer over, and says what to do", async () => {
    const reader = payload(Array.from({ length: 7 }, (_, index) => item(String(index), [])));
    const handler = postAnnotationHandler(() => ({ long: "x".repeat(1_000_000) }), { reader });
    const { message } = await faultOf(() => handler(event));
    expect(message).toMatch(/the labels of 7 objects are 7000\d{3} bytes of JSON, 1000\d{3} an object/);
    expect(message).toContain("at most 6291556 bytes");
    expect(message).toContain("MaxConcurrentTaskCount");
  });

  it("reads no more at a time than asked for, keeps the order, and stops at the first failure", async () => {
    let busy = 0;
    let most = 0;
    const begun: number[] = [];
    const task = async (n: number) => {
      begun.push(n);
      most = Math.max(most, (busy += 1));
      await new Promise((resolve) => setTimeout(resolve, n % 3));
      busy -= 1;
      if (n === 40) throw new Error("forty");
      return n;
    };
    const first = Array.from({ length: 40 }, (_, n) => n);
    expect(await inParallel(first, 4, task)).toStrictEqual(first);
    expect(most).toBe(4);
    begun.length = 0;
    await expect(inParallel([40, ...first], 4, task)).rejects.toThrow("forty");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(begun.length).toBeLessThan(12);
  });

  it.each([0, -1, 1.5, Number.NaN])("refuses to do %p things at a time", async (atATime) => {
    const handler = postAnnotationHandler(count, { reader: payload([]), atATime });
    expect((await faultOf(() => handler(event))).message).toContain(`atATime: got ${atATime}`);
  });

  it("keeps every answer by worker when it passes through", async () => {
    const reader = payload([item("0", [chose("Cat"), ""])]);
    expect(await postAnnotationHandler(allAnswers, { reader })(event)).toStrictEqual([
      {
        datasetObjectId: "0",
        consolidatedAnnotation: {
          content: {
            animals: {
              annotationsFromAllWorkers: [
                { workerId: "private.us-west-2.w0", answer: chose("Cat") },
                { workerId: "private.us-west-2.w1", answer: null },
              ],
            },
          },
        },
      },
    ]);
  });
});

describe("an answer to Ground Truth", () => {
  const objects = ["0", "1"].map((datasetObjectId) => ({ datasetObjectId, dataObject: {}, answers: [] }));
  const label = (datasetObjectId: string) => ({ datasetObjectId, consolidatedAnnotation: { content: {} } });

  it("comes in the order of the payload", () => {
    expect(everyObjectOnce(objects, [label("1"), label("0")])).toStrictEqual([label("0"), label("1")]);
  });

  it("labels each object once and no other", async () => {
    const labels = [label("0"), label("0"), label("9")];
    expect((await faultOf(() => everyObjectOnce(objects, labels))).faults).toStrictEqual([
      'datasetObjectId "0": is labeled twice',
      'datasetObjectId "9": the payload has no such object',
      'datasetObjectId "1": has no label; Ground Truth expects every object',
    ]);
  });
});

describe("the settings of the ready handlers", () => {
  it("have defaults, and an empty variable is none", () => {
    const defaults = {
      element: undefined,
      labels: undefined,
      agreement: 0.5,
      iouThreshold: 0.5,
      metadataBesideLabel: true,
    };
    expect(readReadySettings({})).toStrictEqual(defaults);
    expect(readReadySettings({ GROUND_TRUTH_AGREEMENT: "", GROUND_TRUTH_LABELS: "" })).toStrictEqual(
      defaults,
    );
  });

  it("are refused together", async () => {
    const wrong = {
      GROUND_TRUTH_METADATA: "yes",
      GROUND_TRUTH_LABELS: "Cat,Dog",
      GROUND_TRUTH_AGREEMENT: "1.01",
      GROUND_TRUTH_IOU_THRESHOLD: "0",
    };
    expect((await faultOf(() => readReadySettings(wrong))).faults).toStrictEqual([
      'GROUND_TRUTH_METADATA: got "yes"; it is beside-label or inside-label',
      'GROUND_TRUTH_LABELS: got "Cat,Dog"; it is a JSON list of different texts: ["Cat","Dog"]',
      'GROUND_TRUTH_AGREEMENT: got "1.01"; it is a number from 0 to 1',
      'GROUND_TRUTH_IOU_THRESHOLD: got "0"; it is a number above 0 to 1',
    ]);
  });

  it.each(["half", "-0.1", "NaN", " "])("do not take %j as a share", async (text) => {
    const fault = await faultOf(() => readReadySettings({ GROUND_TRUTH_AGREEMENT: text }));
    expect(fault.faults).toStrictEqual([`GROUND_TRUTH_AGREEMENT: got "${text}"; it is a number from 0 to 1`]);
  });

  it("reach a handler at each call, faults included", async () => {
    const reader = payload([item("0", [chose("Dog")])]);
    const call = () => readyHandler(majorityVote, { reader })(event);
    const labels = await withEnvironment({ GROUND_TRUTH_LABELS: '["Dog"]' }, call);
    expect(labels[0]!.consolidatedAnnotation.content["animals"]).toBe(0);
    const fault = await faultOf(() => withEnvironment({ GROUND_TRUTH_AGREEMENT: "2" }, call));
    expect(fault.message).toContain("GROUND_TRUTH_AGREEMENT");
    expect((await call())[0]!.consolidatedAnnotation.content["animals"]).toBe(2);
  });

  const one: ReadyConsolidation = () => ({ label: 1, metadata: { confidence: 0.5 }, type: "groundtruth/x" });

  it("write metadata beside the label, as the manifests of built-in jobs have it", async () => {
    const [{ consolidatedAnnotation } = undefined!] = await readyHandler(one, {
      reader: payload([item("0", [])]),
    })(event);
    expect(consolidatedAnnotation.content).toStrictEqual({
      animals: 1,
      "animals-metadata": {
        confidence: 0.5,
        type: "groundtruth/x",
        "job-name": "labeling-job/birds-1",
        "human-annotated": "yes",
        "creation-date": expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/),
      },
    });
  });

  it("or write it inside, where Ground Truth promises to keep it", async () => {
    const call = () => readyHandler(one, { reader: payload([item("0", [])]) })(event);
    const [first] = await withEnvironment({ GROUND_TRUTH_METADATA: "inside-label" }, call);
    expect(first!.consolidatedAnnotation.content).toStrictEqual({
      animals: { label: 1, metadata: { confidence: 0.5 } },
    });
  });
});

describe("the handlers", () => {
  it("load nothing but their own files: neither CDKTF, nor the rest of this library, nor the AWS SDK", () => {
    const index = join(__dirname, "../../lib/handlers/index.ts");
    const script = `require(${JSON.stringify(index)}); console.log(JSON.stringify(Object.keys(require.cache)))`;
    const hook = join(__dirname, "../stacks/typescript-hook.js");
    const loaded = execFileSync(process.execPath, ["--require", hook, "-e", script], { encoding: "utf8" });
    const files = (JSON.parse(loaded) as string[]).map((file) => relative(join(__dirname, "../.."), file));
    expect(files.length).toBeGreaterThan(30);
    const compiler = /^(node_modules\/@swc\/|__tests__\/stacks\/typescript-hook)/;
    expect(files.filter((file) => !file.startsWith("lib/handlers/") && !compiler.test(file))).toStrictEqual(
      [],
    );
  });
});
