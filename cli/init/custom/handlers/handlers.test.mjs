import assert from "node:assert/strict";
import { test } from "node:test";
import { agreedText } from "./post-annotation.mjs";
import { handler as prepare } from "./pre-annotation.mjs";

// npm test

test("workers see the image of the manifest's line", async () => {
  const { taskInput } = await prepare({
    version: "2018-10-16",
    labelingJobArn: "arn:aws:sagemaker:us-east-1:111122223333:labeling-job/job",
    dataObject: { "source-ref": "s3://bucket/images/1.jpg" },
  });
  assert.deepEqual(taskInput, { taskObject: "s3://bucket/images/1.jpg" });
});

const typed = (...texts) => ({
  answers: texts.map((text, index) => ({ workerId: `w${index}`, answer: { text } })),
});

test("the label is what more than half of the workers typed", () => {
  assert.deepEqual(agreedText(typed("STOP", " STOP ", "SHOP")), { text: "STOP", workers: 3 });
});

test("there is none where they do not agree", () => {
  assert.deepEqual(agreedText(typed("STOP", "SHOP")), { text: null, workers: 2 });
});
