import * as fc from "fast-check";
import {
  boundingBoxes,
  boxOverlap,
  type ConsolidatedAnnotation,
  majorityChoice,
  majorityVote,
  mergedBoxes,
  mergedSpans,
  type ReadyConsolidation,
  readyHandler,
  spanOverlap,
  textSpans,
  weighedLabels,
} from "cdktf-ground-truth/handlers";
import { type Marks, overlapGroups } from "../../lib/handlers/consolidation/overlap-groups";
import { handler as boundingBoxesEntry } from "../../lib/handlers/ready/bounding-boxes";
import { handler as majorityVoteEntry } from "../../lib/handlers/ready/majority-vote";
import { handler as passThroughEntry } from "../../lib/handlers/ready/pass-through-post-annotation";
import { handler as textSpansEntry } from "../../lib/handlers/ready/text-spans";
import { propertyRuns } from "../property-runs";
import { chose, choseAll, type Drawn, drew, event, item, marked, payload, text } from "./answers";

const now = "2026-11-22T10:11:12.123Z";
beforeEach(() => jest.useFakeTimers({ now: new Date(now), doNotFake: ["nextTick", "setImmediate"] }));
afterEach(() => jest.useRealTimers());

const settingNames = ["ELEMENT", "LABELS", "AGREEMENT", "IOU_THRESHOLD"].map(
  (name) => `GROUND_TRUTH_${name}`,
);
afterEach(() => settingNames.forEach((name) => delete process.env[name]));

/** What stands in the output manifest beside one object. */
async function content(
  consolidation: ReadyConsolidation,
  answers: readonly unknown[],
  dataObject?: object,
  sent = event,
): Promise<Readonly<Record<string, unknown>>> {
  const reader = payload([item("0", answers, dataObject)]);
  const [first] = await readyHandler(consolidation, { reader })(sent);
  return first!.consolidatedAnnotation.content;
}

const everyLabel = (type: string) => ({
  type,
  "job-name": "labeling-job/birds-1",
  "human-annotated": "yes",
  "creation-date": "2026-11-22T10:11:12.123000",
});

describe("a majority vote", () => {
  it("writes one label as an image classification job does", async () => {
    expect(await content(majorityVote, [chose("Dog"), chose("Bird"), chose("Dog")])).toStrictEqual({
      animals: 2,
      "animals-metadata": {
        "class-name": "Dog",
        confidence: 0.6667,
        answers: 3,
        "empty-answers": 0,
        ...everyLabel("groundtruth/image-classification"),
      },
    });
  });

  it("writes several labels as a multi-label text classification job does", async () => {
    const answers = [choseAll("Dog", "Cat"), choseAll("Dog"), choseAll("Dog", "Bird", "Cat")];
    expect(await content(majorityVote, answers, text)).toStrictEqual({
      animals: [0, 2],
      "animals-metadata": {
        "class-map": { "0": "Cat", "1": "Bird", "2": "Dog" },
        "confidence-map": { "0": 0.6667, "1": 0.3333, "2": 1 },
        answers: 3,
        "empty-answers": 0,
        ...everyLabel("groundtruth/text-classification-multilabel"),
      },
    });
  });

  it.each([
    ["s3://acme/a.PNG", "groundtruth/image-classification"],
    ["s3://acme/a.jpeg", "groundtruth/image-classification"],
    ["s3://acme/call.wav", "groundtruth/custom"],
  ])("of %s is of type %s", async (s3Uri, type) => {
    expect(await content(majorityVote, [chose("Dog")], { s3Uri })).toMatchObject({
      "animals-metadata": { type },
    });
  });

  it("has no confidence when one worker answered, as with AWS", async () => {
    expect(await content(majorityVote, [chose("Dog")])).toMatchObject({
      "animals-metadata": { confidence: 0 },
    });
    expect(await content(majorityVote, [choseAll("Dog", "Cat")])).toMatchObject({
      animals: [0, 2],
      "animals-metadata": { "confidence-map": { "0": 0, "2": 0 } },
    });
  });

  it("counts workers who chose nothing, and does not let them vote", async () => {
    const answers = [chose("Dog"), chose("Dog"), "", {}, { category: {} }, { category: null }, chose("")];
    expect(await content(majorityVote, answers)).toMatchObject({
      animals: 2,
      "animals-metadata": { confidence: 1, answers: 2, "empty-answers": 5 },
    });
    const several = [choseAll("Dog"), choseAll(), choseAll("Dog")];
    expect(await content(majorityVote, several)).toMatchObject({
      animals: [2],
      "animals-metadata": { "confidence-map": { "2": 1 }, answers: 2, "empty-answers": 1 },
    });
  });

  it("writes null when nobody chose anything: the object is kept", async () => {
    expect(await content(majorityVote, ["", {}])).toMatchObject({
      animals: null,
      "animals-metadata": { confidence: 0, answers: 0, "empty-answers": 2 },
    });
  });

  it("gives a tie to the label that comes first in the categories, and last to what is no category", () => {
    expect(majorityChoice(["Dog", "Bird"], ["Cat", "Bird", "Dog"])).toStrictEqual({
      label: "Bird",
      confidence: 0.5,
    });
    expect(majorityChoice(["Ant", "Dog"], ["Cat", "Bird", "Dog"]).label).toBe("Dog");
    expect(majorityChoice(["b", "a"]).label).toBe("a");
  });

  it("keeps of several labels those with the agreement asked for", () => {
    const votes = [["a", "b"], ["a"], ["a", "a", "c"], ["a", "b"]];
    const kept = (agreement: number) =>
      weighedLabels(votes, agreement)
        .filter(({ isAgreed }) => isAgreed)
        .map(({ label }) => label);
    expect([0, 0.25, 0.5, 0.51, 1].map(kept)).toStrictEqual([
      ["a", "b", "c"],
      ["a", "b", "c"],
      ["a", "b"],
      ["a"],
      ["a"],
    ]);
    // 2/3 is agreed at the 2/3 that somebody wrote into a variable.
    expect(weighedLabels([["a"], ["a"], []], 0.6666666666666667)[0]!.isAgreed).toBe(true);
  });

  it("numbers labels without categories by their characters, and by GROUND_TRUTH_LABELS if that is set", async () => {
    const bare = { ...event, labelCategories: null };
    const answers = [chose("Dog"), chose("Dog"), chose("Ant")];
    expect(await content(majorityVote, answers, text, bare)).toMatchObject({ animals: 1 });
    process.env["GROUND_TRUTH_LABELS"] = '["Ape","Ant","Bee","Dog"]';
    expect(await content(majorityVote, answers, text, bare)).toMatchObject({ animals: 3 });
  });

  it("takes the element that it is told of from forms with several", async () => {
    const answers = [{ ...chose("Dog"), comment: "blurred", sure: { on: true } }];
    await expect(content(majorityVote, answers)).rejects.toThrow(
      'object "0": worker "private.us-west-2.w0": the answer is an object with the fields category, comment, sure; ' +
        "set GROUND_TRUTH_ELEMENT to the one that counts",
    );
    process.env["GROUND_TRUTH_ELEMENT"] = "category";
    expect(await content(majorityVote, answers)).toMatchObject({ animals: 2 });
  });

  it("counts two answers under one worker's id as two, whatever their order", async () => {
    const answered = (...labels: string[]) =>
      labels.map((label) => ({ workerId: "w", annotationData: { content: JSON.stringify(chose(label)) } }));
    const call = async (annotations: unknown) => {
      const reader = payload([{ datasetObjectId: "0", dataObject: {}, annotations }]);
      return readyHandler(majorityVote, { reader })(event);
    };
    expect(await call(answered("Dog", "Cat"))).toStrictEqual(await call(answered("Cat", "Dog")));
  });

  it.each([
    ["a number for a label", [{ category: { label: 3 } }], "label is a number; it is text"],
    [
      "labels that are no list",
      [{ category: { labels: "Dog" } }],
      "labels are text; they are a list of texts",
    ],
    [
      "labels that are no text",
      [{ category: { labels: [1] } }],
      "labels are a list; they are a list of texts",
    ],
    [
      "an element that is text",
      [{ category: "Dog" }],
      "the element is text; this handler wants label or labels",
    ],
    ["a list in place of a form", [[chose("Dog")]], "it is an object with a field per element"],
    ["one label and several", [chose("Dog"), choseAll("Dog")], "they answered different templates"],
  ])("fails for %s", async (_, answers, message) => {
    await expect(content(majorityVote, answers)).rejects.toThrow(message);
  });

  const label = fc.constantFrom("Cat", "Bird", "Dog", "Ant", "Bee");
  it("does not depend on the order of the workers", () => {
    const votes = fc.array(fc.uniqueArray(label, { minLength: 1 }), { minLength: 1, maxLength: 9 });
    const shuffled = votes.chain((some) =>
      fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })),
    );
    fc.assert(
      fc.property(shuffled, fc.double({ min: 0, max: 1, noNaN: true }), ([some, other], agreement) => {
        expect(weighedLabels(other, agreement)).toStrictEqual(weighedLabels(some, agreement));
        expect(majorityChoice(other.flat())).toStrictEqual(majorityChoice(some.flat()));
      }),
      propertyRuns(),
    );
  });

  it("never gives a label that fewer workers chose than another", () => {
    fc.assert(
      fc.property(fc.array(label, { minLength: 2, maxLength: 9 }), (votes) => {
        const winner = majorityChoice(votes);
        const count = (of: string) => votes.filter((vote) => vote === of).length;
        for (const vote of votes) expect(count(winner.label)).toBeGreaterThanOrEqual(count(vote));
        expect(winner.confidence).toBeCloseTo(count(winner.label) / votes.length, 4);
      }),
      propertyRuns(),
    );
  });
});

const box = (label: string, left: number, top: number, width: number, height: number): Drawn => ({
  label,
  left,
  top,
  width,
  height,
});

describe("bounding boxes", () => {
  it("are written as an object detection job does", async () => {
    const answers = [
      drew([box("Dog", 100, 100, 50, 60), box("Bird", 583, 302, 1375, 2052)]),
      drew([box("Bird", 590, 310, 1370, 2040), box("Dog", 104, 98, 50, 60)]),
      drew([box("Bird", 580, 300, 1380, 2060), box("Cat", 3000, 10, 40, 40)]),
    ];
    expect(await content(boundingBoxes, answers)).toStrictEqual({
      animals: {
        image_size: [{ width: 3745, height: 2497, depth: 3 }],
        annotations: [
          { class_id: 1, left: 583, top: 302, width: 1377, height: 2052 },
          { class_id: 2, left: 102, top: 99, width: 50, height: 60 },
        ],
      },
      "animals-metadata": {
        objects: [{ confidence: 0.9939 }, { confidence: 0.596 }],
        "class-map": { "1": "Bird", "2": "Dog" },
        answers: 3,
        "empty-answers": 0,
        "answers-of-other-size": 0,
        unconfirmed: 1,
        ...everyLabel("groundtruth/object-detection"),
      },
    });
  });

  it("overlap by intersection over union", () => {
    const square = box("a", 0, 0, 10, 10);
    expect(boxOverlap(square, square)).toBe(1);
    expect(boxOverlap(square, box("a", 5, 0, 10, 10))).toBeCloseTo(1 / 3);
    expect(boxOverlap(square, box("a", 0, 0, 5, 5))).toBe(0.25);
    expect(boxOverlap(square, box("a", 10, 0, 10, 10))).toBe(0);
  });

  it("of different labels, or of one worker, never become one", () => {
    const here = (label: string) => box(label, 10, 10, 20, 20);
    expect(mergedBoxes([[here("a")], [here("b")]], 0.5, 0).boxes.map(({ label }) => label)).toStrictEqual([
      "a",
      "b",
    ]);
    expect(mergedBoxes([[here("a"), here("a")], [here("a")]], 0.5, 0).boxes).toHaveLength(2);
  });

  it("become one from the threshold on, that included", () => {
    const halves = [[box("a", 0, 0, 10, 10)], [box("a", 0, 0, 5, 10)]];
    expect(mergedBoxes(halves, 0.5, 0).boxes).toHaveLength(1);
    expect(mergedBoxes(halves, 0.51, 0).boxes).toHaveLength(2);
  });

  it("are not joined by a chain of which each only overlaps the next", () => {
    const chain = [0, 3, 6].map((left) => [box("a", left, 0, 10, 10)]);
    expect(boxOverlap(chain[0]![0]!, chain[1]![0]!)).toBeGreaterThan(0.5);
    expect(boxOverlap(chain[0]![0]!, chain[2]![0]!)).toBeLessThan(0.5);
    expect(mergedBoxes(chain, 0.5, 0).boxes).toHaveLength(2);
  });

  it("have the medians of the edges, so that one careless worker moves nothing", () => {
    const drawn = [[box("a", 10, 10, 100, 100)], [box("a", 10, 10, 100, 100)], [box("a", 10, 10, 140, 100)]];
    expect(mergedBoxes(drawn, 0.5, 0.5).boxes).toMatchObject([box("a", 10, 10, 100, 100)]);
  });

  it("need the agreement of workers, of whom those who drew nothing are some", async () => {
    const one = [box("Dog", 0, 0, 10, 10)];
    expect(await content(boundingBoxes, [drew(one), drew([])])).toMatchObject({
      animals: { annotations: [{ class_id: 2 }] },
      "animals-metadata": { objects: [{ confidence: 0.5 }], answers: 2, "empty-answers": 0 },
    });
    expect(await content(boundingBoxes, [drew(one), drew([]), drew([])])).toMatchObject({
      animals: { annotations: [] },
      "animals-metadata": { objects: [], answers: 3, unconfirmed: 1 },
    });
    process.env["GROUND_TRUTH_AGREEMENT"] = "0.3";
    expect(await content(boundingBoxes, [drew(one), drew([]), drew([])])).toMatchObject({
      animals: { annotations: [{ class_id: 2 }] },
    });
  });

  it("of workers who submitted nothing are counted as empty answers", async () => {
    expect(await content(boundingBoxes, ["", {}, { annotatedResult: {} }])).toMatchObject({
      animals: { image_size: [], annotations: [] },
      "animals-metadata": { objects: [], "class-map": {}, answers: 0, "empty-answers": 3 },
    });
  });

  it("have confidence 0 when one worker drew", async () => {
    expect(await content(boundingBoxes, [drew([box("Dog", 0.4, 0.6, 10, 10)])])).toMatchObject({
      animals: { annotations: [{ class_id: 2, left: 0, top: 1, width: 10, height: 10 }] },
      "animals-metadata": { objects: [{ confidence: 0 }] },
    });
  });

  it("on a picture that a browser turned are left out and counted", async () => {
    const one = [box("Dog", 0, 0, 10, 10)];
    const answers = [drew(one, 300, 400), drew(one, 400, 300), drew(one, 300, 400)];
    expect(await content(boundingBoxes, answers)).toMatchObject({
      animals: { image_size: [{ width: 300, height: 400 }], annotations: [{ class_id: 2 }] },
      "animals-metadata": { objects: [{ confidence: 1 }], answers: 2, "answers-of-other-size": 1 },
    });
  });

  it("without area are no boxes", async () => {
    expect(await content(boundingBoxes, [drew([box("Dog", 5, 5, 0, 9)])])).toMatchObject({
      animals: { annotations: [] },
      "animals-metadata": { unconfirmed: 0, answers: 1 },
    });
  });

  it.each([
    [{ annotatedResult: { boundingBoxes: 4 } }, "boundingBoxes are a number; they are a list"],
    [drew([{ ...box("Dog", 1, 1, 1, 1), left: "1" as never }]), "left of a box is text; it is a number"],
    [
      drew([{ ...box("Dog", 1, 1, 1, 1), label: undefined as never }]),
      "label of a box is nothing; it is text",
    ],
  ])("that cannot be read are told: %j", async (answer, message) => {
    await expect(content(boundingBoxes, [answer])).rejects.toThrow(message);
  });

  // Small, so that many boxes overlap equally well.
  const side = fc.integer({ min: 1, max: 6 });
  const anyBox = fc
    .tuple(fc.constantFrom("a", "b"), side, side, side, side)
    .map(([label, left, top, width, height]) => box(label, left, top, width, height));
  const drawn = fc.array(fc.array(anyBox, { maxLength: 6 }), { minLength: 1, maxLength: 5 });
  const share = fc.constantFrom(0.1, 0.34, 0.5, 0.75, 1);

  it("do not depend on the order of workers and boxes", async () => {
    const twice = drawn.chain((some) =>
      fc.tuple(
        fc.constant(some),
        fc
          .tuple(...some.map((boxes) => fc.shuffledSubarray(boxes, { minLength: boxes.length })))
          .map((answers) => answers.map((boxes, worker) => ({ worker, boxes })))
          .chain((answers) => fc.shuffledSubarray(answers, { minLength: answers.length })),
      ),
    );
    await fc.assert(
      fc.asyncProperty(twice, share, share, async ([some, other], threshold, agreement) => {
        process.env["GROUND_TRUTH_IOU_THRESHOLD"] = String(threshold);
        process.env["GROUND_TRUTH_AGREEMENT"] = String(agreement);
        const ofWorker = (worker: number, boxes: readonly Drawn[]) => ({
          workerId: `w${worker}`,
          annotationData: { content: JSON.stringify(drew(boxes)) },
        });
        const call = async (annotations: unknown) => {
          const reader = payload([{ datasetObjectId: "0", dataObject: {}, annotations }]);
          return readyHandler(boundingBoxes, { reader })(event);
        };
        const one = await call(some.map((boxes, worker) => ofWorker(worker, boxes)));
        expect(await call(other.map(({ worker, boxes }) => ofWorker(worker, boxes)))).toStrictEqual(one);
      }),
      propertyRuns(400),
    );
  });

  it("are all accounted for, each within what its workers drew", () => {
    fc.assert(
      fc.property(drawn, share, share, (some, threshold, agreement) => {
        const { boxes, unconfirmed } = mergedBoxes(some, threshold, agreement);
        const all = some.flat();
        expect(boxes.length + unconfirmed).toBeLessThanOrEqual(all.length);
        for (const merged of boxes) {
          const alike = all.filter(({ label }) => label === merged.label);
          expect(merged.left).toBeGreaterThanOrEqual(Math.min(...alike.map(({ left }) => left)));
          expect(merged.left + merged.width).toBeLessThanOrEqual(
            Math.max(...alike.map(({ left, width }) => left + width)),
          );
          expect(merged.confidence).toBeGreaterThanOrEqual(0);
          expect(merged.confidence).toBeLessThanOrEqual(1);
        }
        if (threshold === 1 && agreement === 0.1) expect(unconfirmed).toBe(0);
      }),
      propertyRuns(),
    );
  });

  it("are grouped so that any two of a group overlap enough and are of different workers", () => {
    fc.assert(
      fc.property(drawn, share, (some, threshold) => {
        const marks = some.flatMap((boxes, worker) => boxes.map((each) => ({ ...each, worker })));
        const workers = marks.map(({ worker }) => worker);
        const overlap = (a: number, b: number) => boxOverlap(marks[a]!, marks[b]!);
        const groups = overlapGroups({ workers, overlap }, threshold).map((group) =>
          group.map((mark) => marks[mark]!),
        );
        expect(groups.flat()).toHaveLength(marks.length);
        for (const group of groups) {
          expect(new Set(group.map(({ worker }) => worker)).size).toBe(group.length);
          for (const a of group) {
            for (const b of group) if (a !== b) expect(boxOverlap(a, b)).toBeGreaterThanOrEqual(threshold);
          }
        }
      }),
      propertyRuns(),
    );
  });

  it("that all workers drew alike come back as they were, with full confidence", () => {
    const apart = fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(apart, fc.integer({ min: 2, max: 6 }), (places, workers) => {
        const boxes = places.sort((a, b) => a - b).map((place) => box("a", place * 50, 7, 30, 20));
        const { boxes: merged } = mergedBoxes(
          Array.from({ length: workers }, () => boxes),
          0.5,
          1,
        );
        expect(merged).toStrictEqual(boxes.map((each) => ({ ...each, confidence: 1 })));
      }),
      propertyRuns(),
    );
  });
});

describe("text spans", () => {
  const sent = { ...event, labelCategories: ["verb", "number", "object"] };

  it("are written as a named entity recognition job does", async () => {
    const answers = [
      marked(["verb", 0, 4], ["number", 5, 6], ["object", 15, 20]),
      marked(["object", 15, 20], ["verb", 0, 4]),
      marked(["object", 12, 20], ["number", 5, 11]),
    ];
    expect(await content(textSpans, answers, text, sent)).toStrictEqual({
      animals: {
        annotations: {
          labels: [{ label: "verb" }, { label: "number" }, { label: "object" }],
          entities: [
            { label: "verb", startOffset: 0, endOffset: 4 },
            { label: "object", startOffset: 15, endOffset: 20 },
          ],
        },
      },
      "animals-metadata": {
        entities: [{ confidence: 0.6667 }, { confidence: 0.875 }],
        answers: 3,
        "empty-answers": 0,
        unconfirmed: 2,
        ...everyLabel("groundtruth/text-span"),
      },
    });
  });

  it("list the labels in use when the job sends no categories", async () => {
    expect(
      await content(textSpans, [marked(["verb", 0, 4], ["noun", 9, 12])], text, {
        ...event,
        labelCategories: null,
      }),
    ).toMatchObject({ animals: { annotations: { labels: [{ label: "noun" }, { label: "verb" }] } } });
  });

  it("overlap by the characters that they share", () => {
    const span = (startOffset: number, endOffset: number) => ({ label: "a", startOffset, endOffset });
    expect(spanOverlap(span(0, 4), span(0, 4))).toBe(1);
    expect(spanOverlap(span(0, 4), span(2, 6))).toBeCloseTo(1 / 3);
    expect(spanOverlap(span(0, 4), span(4, 6))).toBe(0);
  });

  it("are taken as most workers marked them; of equally good ones the earlier, then the shorter", () => {
    const spans = (...all: [number, number][]) =>
      all.map(([startOffset, endOffset]) => [{ label: "a", startOffset, endOffset }]);
    const merged = (...all: [number, number][]) => mergedSpans(spans(...all), 0.5, 0.5).spans[0];
    expect(merged([0, 13], [0, 8], [0, 13])).toMatchObject({ startOffset: 0, endOffset: 13 });
    expect(merged([1, 8], [0, 7])).toMatchObject({ startOffset: 0, endOffset: 7 });
    expect(merged([0, 8], [0, 7])).toMatchObject({ startOffset: 0, endOffset: 7 });
  });

  it("of several labels may lie on the same words", async () => {
    const answer = marked(["verb", 0, 4], ["object", 0, 4]);
    const { animals } = await content(textSpans, [answer, answer], text, sent);
    expect(animals).toMatchObject({ annotations: { entities: [{ label: "object" }, { label: "verb" }] } });
  });

  it("of one worker have confidence 0; who marked nothing is a worker, who submitted nothing is none", async () => {
    expect(await content(textSpans, [marked(["verb", 0, 4])], text, sent)).toMatchObject({
      "animals-metadata": { entities: [{ confidence: 0 }] },
    });
    expect(
      await content(textSpans, [marked(["verb", 0, 4]), marked(), marked(), ""], text, sent),
    ).toMatchObject({
      animals: { annotations: { entities: [] } },
      "animals-metadata": { entities: [], answers: 3, "empty-answers": 1, unconfirmed: 1 },
    });
  });

  it.each([
    [marked(["verb", 4, 4]), "it has label, startOffset, and a greater endOffset"],
    [marked(["verb", -1, 4]), "it has label, startOffset, and a greater endOffset"],
    [marked(["verb", 0.5, 4]), "it has label, startOffset, and a greater endOffset"],
    [{ element: { entities: {} } }, "entities are an object without fields; they are a list"],
  ])("that cannot be read are told: %j", async (answer, message) => {
    await expect(content(textSpans, [answer], text, sent)).rejects.toThrow(message);
  });

  it("do not depend on the order of workers and spans, and each was marked by somebody", () => {
    const span = fc
      .tuple(fc.constantFrom("a", "b"), fc.nat(30), fc.integer({ min: 1, max: 12 }))
      .map(([label, startOffset, length]) => ({ label, startOffset, endOffset: startOffset + length }));
    const all = fc.array(fc.array(span, { maxLength: 6 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        all,
        fc.constantFrom(0.2, 0.5, 0.8),
        fc.constantFrom(0, 0.5, 1),
        (some, threshold, agreement) => {
          const result = mergedSpans(some, threshold, agreement);
          const reversed = some.map((spans) => [...spans].reverse()).reverse();
          expect(mergedSpans(reversed, threshold, agreement)).toStrictEqual(result);
          for (const { confidence: _, ...merged } of result.spans) expect(some.flat()).toContainEqual(merged);
          expect(result.spans.length + result.unconfirmed).toBeLessThanOrEqual(some.flat().length);
        },
      ),
      propertyRuns(),
    );
  });
});

describe("an answer that the handler cannot read", () => {
  const handlers = { majorityVote, boundingBoxes, textSpans };
  const square = { label: "Dog", left: 0, top: 0, width: 10, height: 10 };
  const size = { width: 100, height: 100 };
  const polygon = { polygons: [{ label: "Dog", vertices: [{ x: 1, y: 2 }] }], inputImageProperties: size };
  // [handler, element, answer, field found, field wanted]
  it.each([
    ["majorityVote", "categry", chose("Dog"), "field category", 'GROUND_TRUTH_ELEMENT wants "categry"'],
    ["majorityVote", "constructor", chose("Dog"), "field category", 'wants "constructor"'],
    ["majorityVote", undefined, { sure: { on: true } }, "field on", "label or labels"],
    ["majorityVote", "sure", { sure: { on: false } }, "field on", 'label or labels in "sure"'],
    [
      "majorityVote",
      undefined,
      drew([square]),
      "fields boundingBoxes, inputImageProperties",
      "label or labels",
    ],
    ["majorityVote", undefined, marked(["verb", 0, 4]), "field entities", "label or labels"],
    ["majorityVote", undefined, { category: ["Dog"] }, "a list", "label or labels"],
    [
      "boundingBoxes",
      "annotatedResults",
      drew([square]),
      "field annotatedResult",
      'wants "annotatedResults"',
    ],
    [
      "boundingBoxes",
      undefined,
      { annotatedResult: polygon },
      "fields inputImageProperties, polygons",
      "boundingBoxes",
    ],
    [
      "boundingBoxes",
      undefined,
      { annotatedResult: { inputImageProperties: size } },
      "inputImageProperties",
      "boundingBoxes",
    ],
    [
      "boundingBoxes",
      undefined,
      { annotatedResult: { keypoints: [], boundingBoxes: null } },
      "keypoints",
      "boundingBoxes",
    ],
    ["boundingBoxes", undefined, chose("Dog"), "field label", "boundingBoxes"],
    ["boundingBoxes", undefined, marked(["verb", 0, 4]), "field entities", "boundingBoxes"],
    ["textSpans", "spans", marked(["verb", 0, 4]), "field crowd-entity-annotation", 'wants "spans"'],
    ["textSpans", undefined, drew([square]), "fields boundingBoxes, inputImageProperties", "entities"],
    ["textSpans", undefined, choseAll("Dog"), "field labels", "entities"],
  ] as const)("by %s with element %j: %j", async (name, element, answer, isFound, isWanted) => {
    if (element !== undefined) process.env["GROUND_TRUTH_ELEMENT"] = element;
    const told = await content(handlers[name], ["", answer]).catch(String);
    expect(told).toContain('object "0": worker "private.us-west-2.w1": the ');
    expect(told).toContain(isFound);
    expect(told).toContain(isWanted);
    expect(told).not.toMatch(/Dog|verb|100/);
  });

  it("is told for every worker and object, with what is wrong in each", async () => {
    const answers = [drew([square]), { annotatedResult: { boundingBoxes: [{ ...square, width: -1 }] } }];
    const reader = payload([item("0", answers), item("1", [chose("Dog"), chose("Dog")])]);
    const told = await readyHandler(boundingBoxes, { reader })(event).then(String, String);
    expect(told.match(/object "0"/g)).toHaveLength(1);
    expect(told).toContain('worker "private.us-west-2.w1": width of a box is a negative number');
    expect(told.match(/object "1": worker/g)).toHaveLength(2);
    expect(told).not.toContain("Dog");
  });

  it.each([
    [-1, "width of a box is a negative number; it is a number, 0 to a million"],
    ["10", "width of a box is text; it is a number, 0 to a million"],
    [undefined, "width of a box is nothing; it is a number, 0 to a million"],
    [1e200, "width of a box is a number beyond all images; it is a number, 0 to a million"],
  ])("says which field of a box is wrong: %j wide", async (width, message) => {
    const answers = [drew([square]), { annotatedResult: { boundingBoxes: [{ ...square, width }] } }];
    await expect(content(boundingBoxes, answers)).rejects.toThrow(
      `object "0": worker "private.us-west-2.w1": ${message}`,
    );
  });

  it("is one label beside several, of which one would be lost; an empty list beside a label is none", async () => {
    await expect(content(majorityVote, [{ category: { label: "Dog", labels: ["Cat"] } }])).rejects.toThrow(
      "the element has both label and labels; one of them is the answer",
    );
    expect(await content(majorityVote, [{ category: { label: "Dog", labels: [] } }])).toMatchObject({
      "animals-metadata": { "class-name": "Dog", answers: 1, "empty-answers": 0 },
    });
  });

  it("is one of another element than the other workers answered, if no element is set", async () => {
    const answers = [chose("Dog"), "", { breed: { label: "Pug" } }];
    await expect(content(majorityVote, answers)).rejects.toThrow(
      'object "0": workers answered different elements (breed, category); set GROUND_TRUTH_ELEMENT to the one that counts',
    );
    process.env["GROUND_TRUTH_ELEMENT"] = "category";
    await expect(content(majorityVote, answers)).rejects.toThrow('GROUND_TRUTH_ELEMENT wants "category"');
  });

  it("is none that is empty: no form, no element, no box, no span, no choice", async () => {
    for (const empty of ["", {}, { x: null }, { x: "" }, { x: {} }, { x: { y: null } }]) {
      process.env["GROUND_TRUTH_ELEMENT"] = "x";
      for (const handler of Object.values(handlers)) {
        expect(await content(handler, [empty])).toMatchObject({ "animals-metadata": { "empty-answers": 1 } });
      }
    }
    delete process.env["GROUND_TRUTH_ELEMENT"];
    expect(await content(boundingBoxes, [drew([])])).toMatchObject({ "animals-metadata": { answers: 1 } });
    expect(await content(textSpans, [marked()])).toMatchObject({ "animals-metadata": { answers: 1 } });
  });
});

describe("groups of marks", () => {
  /** As it was: all pairs, sorted. Slow, and plain enough to be believed. */
  function allPairs({ workers, overlap }: Marks, threshold: number): number[][] {
    const pairs: { readonly a: number; readonly b: number; readonly overlap: number }[] = [];
    const matches = workers.map(() => new Set<number>());
    for (let a = 0; a < workers.length; a += 1) {
      for (let b = a + 1; b < workers.length; b += 1) {
        const value = workers[a] === workers[b] ? -1 : overlap(a, b);
        if (value < threshold) continue;
        pairs.push({ a, b, overlap: value });
        matches[a]!.add(b);
        matches[b]!.add(a);
      }
    }
    pairs.sort((x, y) => y.overlap - x.overlap || x.a - y.a || x.b - y.b);
    const groups: number[][] = workers.map((_, index) => [index]);
    for (const { a, b } of pairs) {
      const [one, other] = [groups[a]!, groups[b]!];
      if (one === other || !one.every((x) => other.every((y) => matches[x]!.has(y)))) continue;
      one.push(...other);
      for (const index of other) groups[index] = one;
    }
    return [...new Set(groups)].map((group) => group.sort((a, b) => a - b)).sort(([a], [b]) => a! - b!);
  }

  const marks = (workers: readonly number[], overlaps: readonly number[]): Marks => ({
    workers,
    overlap: (a, b) => overlaps[(a * 31 + b * 17) % overlaps.length]!,
  });

  it("are those that all pairs together would give, ties and any number of workers included", () => {
    const workers = fc.array(fc.nat(39), { maxLength: 40 });
    const few = fc.array(fc.nat(4), { maxLength: 120 });
    const overlaps = fc.array(fc.constantFrom(0, 0.2, 0.5, 0.7, 0.9, 1), { minLength: 1, maxLength: 97 });
    fc.assert(
      fc.property(
        fc.oneof(workers, few),
        overlaps,
        fc.constantFrom(0.1, 0.5, 0.8),
        (some, many, threshold) => {
          expect(overlapGroups(marks(some, many), threshold)).toStrictEqual(
            allPairs(marks(some, many), threshold),
          );
        },
      ),
      propertyRuns(),
    );
  });

  it("are those for boxes and spans that lie close together, too", () => {
    const place = fc.record({
      left: fc.nat(30),
      width: fc.integer({ min: 20, max: 60 }),
      label: fc.constantFrom("a", "b"),
    });
    fc.assert(
      fc.property(fc.array(fc.array(place, { maxLength: 25 }), { minLength: 1, maxLength: 5 }), (some) => {
        const boxes = some.map((each) => each.map((one) => ({ ...one, top: 0, height: 10 })));
        const sorted = boxes
          .flatMap((each, worker) => each.map((one) => ({ ...one, worker })))
          .sort(
            (a, b) =>
              (a.label < b.label ? -1 : Number(a.label > b.label)) ||
              a.left - b.left ||
              a.width - b.width ||
              a.worker - b.worker,
          );
        const overlap = (a: number, b: number) =>
          sorted[a]!.label === sorted[b]!.label ? boxOverlap(sorted[a]!, sorted[b]!) : 0;
        const groups = allPairs({ workers: sorted.map(({ worker }) => worker), overlap }, 0.5);
        const { boxes: merged, unconfirmed } = mergedBoxes(boxes, 0.5, 0.5);
        const agreed = groups.filter((group) => group.length * 2 >= boxes.length);
        expect(merged).toHaveLength(agreed.length);
        expect(unconfirmed).toBe(groups.length - agreed.length);
        const spans = some.map((each) =>
          each.map(({ label, left, width }) => ({ label, startOffset: left, endOffset: left + width })),
        );
        const result = mergedSpans(spans, 0.5, 0);
        expect(result.spans).toHaveLength(mergedBoxes(boxes, 0.5, 0).boxes.length);
      }),
      propertyRuns(),
    );
  });

  it.each([
    ["the same everywhere", () => 1],
    ["different everywhere", (a: number, b: number) => 0.5 + (((a * 7919) ^ (b * 104729)) % 5000) / 10_000],
    ["wanted by all in the same order", (_: number, b: number) => 1 - b / 10_000],
  ])("need no more looks than there are pairs, a few times over, for marks that overlap %s", (_, value) => {
    const count = 1500;
    let looks = 0;
    const workers = Array.from({ length: count }, (__, mark) => mark % 5);
    const overlap = (a: number, b: number) => {
      looks += 1;
      return Math.abs(value(a, b));
    };
    const groups = overlapGroups({ workers, overlap }, 0.5);
    expect(groups.flat()).toHaveLength(count);
    expect(looks).toBeLessThan(5 * count * count);
  });
});

describe("thousands of objects with five answers each", () => {
  beforeEach(() => jest.useRealTimers());
  const megabytes = (bytes: number) => bytes / 1e6;
  const labels = ["Cat", "Bird", "Dog"];
  const five = (answer: (worker: number) => unknown) =>
    Array.from({ length: 5 }, (_, worker) => answer(worker));
  const objects = (count: number, answer: (object: number, worker: number) => unknown) =>
    JSON.stringify(
      Array.from({ length: count }, (_, object) =>
        item(
          String(object),
          five((worker) => answer(object, worker)),
        ),
      ),
    );

  const consolidated = (consolidation: ReadyConsolidation, text: string): Promise<ConsolidatedAnnotation[]> =>
    readyHandler(consolidation, { reader: payload(text) })(event);

  // `npm run bench` says how long they take and what memory they need.
  it.each([
    ["a vote", majorityVote, (object: number, worker: number) => chose(labels[(object * worker) % 3]!)],
    [
      "a box",
      boundingBoxes,
      (object: number, worker: number) => drew([box(labels[object % 3]!, 100 + worker, 50, 40, 30)]),
    ],
    [
      "a span",
      textSpans,
      (object: number, worker: number) => marked([labels[object % 3]!, 10, 20 + (worker % 2)]),
    ],
  ] as const)("with %s each are consolidated, and all come back", async (_, consolidation, answer) => {
    const result = await consolidated(consolidation, objects(1_500, answer));
    expect(result.map(({ datasetObjectId }) => Number(datasetObjectId))).toStrictEqual(
      Array.from({ length: 1_500 }, (__, id) => id),
    );
    expect(megabytes(Buffer.byteLength(JSON.stringify(result)))).toBeLessThan(6.29);
  });

  it("with six boxes each are more than Lambda hands over, which is told", async () => {
    const boxes = Array.from({ length: 6 }, (_, index) => box("Dog", 100 * index, 50, 40, 30));
    const text = objects(10_000, (_, worker) => (worker === 0 ? drew(boxes) : ""));
    await expect(consolidated(boundingBoxes, text)).rejects.toThrow(
      /labels of 10000 objects are \d{7} bytes of JSON/,
    );
  });
});

describe("the entry of each ready handler", () => {
  it.each([
    ["majority vote", majorityVoteEntry],
    ["bounding boxes", boundingBoxesEntry],
    ["text spans", textSpansEntry],
    ["pass-through", passThroughEntry],
  ])("%s refuses an event that is none", async (_, handler) => {
    await expect(handler({} as never)).rejects.toThrow("Reading the post-annotation event failed");
  });
});
