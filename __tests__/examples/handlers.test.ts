import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { agreedPrice } from "../../examples/handlers/price-tags/post-annotation";
import { handler as prepareTag } from "../../examples/handlers/price-tags/pre-annotation";
import { readPrice } from "../../examples/handlers/price-tags/read-price";

const event = (dataObject: Readonly<Record<string, unknown>>) => ({
  version: "2018-10-16",
  labelingJobArn: "arn:aws:sagemaker:eu-west-1:111122223333:labeling-job/job",
  dataObject,
});

describe("the example that reads price tags", () => {
  test.each([
    ["1,99 €", 199],
    ["1.99", 199],
    ["EUR 12", 1200],
    ["1.234,50", 123_450],
    ["1,234.50", 123_450],
    ["1'234", 123_400],
    ["1,9", undefined],
    ["two", undefined],
    ["", undefined],
  ])("reads %j as %j cents", (typed, cents) => {
    expect(readPrice(typed)).toBe(cents);
  });

  test("shows workers the photograph, its shop and its currency", async () => {
    const line = { "source-ref": "s3://acme-price-tags/photos/1.jpg", shop: "Lyon 3" };
    expect(await prepareTag(event(line))).toEqual({
      taskInput: { taskObject: line["source-ref"], shop: "Lyon 3", currency: "EUR" },
      isHumanAnnotationRequired: true,
    });
  });

  test("asks nobody for a price that the till knows", async () => {
    const answer = await prepareTag(event({ "source-ref": "s3://b/1.jpg", "till-price": 1.99 }));
    expect(answer.isHumanAnnotationRequired).toBe(false);
  });

  test("takes the price that more than half of the workers read", () => {
    const answers = (...prices: (string | null)[]) =>
      prices.map((price, index) => ({
        workerId: `w${index}`,
        answer: price === null ? { price: "9", unreadable: { on: true } } : { price },
      }));
    expect(agreedPrice({ answers: answers("1,99", "1.99 €", "7.99") })).toEqual({
      cents: 199,
      agreeing: 2,
      workers: 3,
    });
    expect(agreedPrice({ answers: answers("1,99", "7,99") })).toEqual({
      cents: null,
      agreeing: 0,
      workers: 2,
    });
    expect(agreedPrice({ answers: answers("1,99", null, null) }).cents).toBeNull();
    expect(agreedPrice({ answers: [{ workerId: "w", answer: null }] }).cents).toBeNull();
    expect(agreedPrice({ answers: [] })).toEqual({ cents: null, agreeing: 0, workers: 0 });
  });
});

/** The example in Python is run where there is one. */
const hasPython = spawnSync("python3", ["--version"]).status === 0;

(hasPython ? describe : describe.skip)("the example that prepares support calls", () => {
  function prepared(dataObject: Readonly<Record<string, unknown>>): unknown {
    const program =
      "import json, sys; from pre_annotation import handler; " +
      "json.dump(handler(json.load(sys.stdin), None), sys.stdout)";
    const { status, stdout, stderr } = spawnSync("python3", ["-B", "-c", program], {
      cwd: join(__dirname, "..", "..", "examples", "handlers", "support_calls"),
      input: JSON.stringify(event(dataObject)),
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    return JSON.parse(stdout);
  }

  test("tells turns and speakers apart, and keeps long numbers from workers", () => {
    const source = "A: Hello!\n\nC: My card 4111 1111 1111 1111, order 12.\nand so on";
    expect(prepared({ source, "call-id": "c-1" })).toEqual({
      taskInput: {
        callId: "c-1",
        turns: [
          { speaker: "Agent", words: "Hello!" },
          { speaker: "Customer", words: "My card …, order 12." },
          { speaker: "", words: "and so on" },
        ],
      },
      isHumanAnnotationRequired: true,
    });
  });

  test("asks nobody about a call in which nothing was said", () => {
    expect(prepared({ source: "\n" })).toMatchObject({ isHumanAnnotationRequired: false });
  });
});
