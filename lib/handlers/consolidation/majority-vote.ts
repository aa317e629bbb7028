import type { PayloadDataObject } from "../post-annotation-contract";
import { describedValue } from "../described-value";
import { HandlerFault } from "../handler-fault";
import type { JsonRecord } from "../json-record";
import { majorityChoice, weighedLabels } from "./choices";
import { classIds, classMap } from "./class-ids";
import { elementAnswers, type ElementKind, UnreadableElement } from "./crowd-element";
import type { ReadyConsolidation } from "./ready-handler";

/** What a worker chose: one label, or several. */
interface Choice {
  readonly isSingle: boolean;
  readonly labels: readonly string[];
}

/**
 * Consolidates choices: one label (`crowd-classifier`, `crowd-image-classifier`) or several
 * (`crowd-classifier-multi-select`, `crowd-image-classifier-multi-select`).
 *
 * One label: the most votes win, see `majorityChoice`. Several: each label is voted on by itself, and kept if its share
 * of the workers is at least the agreement, see `weighedLabels`. Only workers who chose something count.
 *
 * The label of an object for which nobody chose anything is `null`, with confidence 0.
 */
export const majorityVote: ReadyConsolidation = (object, { labelCategories }, { element, agreement }) => {
  const { given, empty } = elementAnswers(object, element, chosen);
  const choices = given.map(({ value }) => value);
  const counts = { answers: given.length, "empty-answers": empty };
  if (choices.length === 0) {
    return {
      label: null,
      metadata: { confidence: 0, ...counts },
      type: taskType(object.dataObject, "classification"),
    };
  }
  const isSingle = choices[0]!.isSingle;
  if (choices.some((each) => each.isSingle !== isSingle)) {
    throw new HandlerFault("Consolidation", [
      "some workers gave one label, others a list of labels; they answered different templates",
    ]);
  }
  const votes = choices.map(({ labels }) => labels);
  const ids = classIds(votes.flat(), labelCategories);
  if (isSingle) {
    const winner = majorityChoice(votes.flat(), labelCategories);
    return {
      label: ids.get(winner.label),
      metadata: { "class-name": winner.label, confidence: winner.confidence, ...counts },
      type: taskType(object.dataObject, "classification"),
    };
  }
  const weighed = weighedLabels(votes, agreement, labelCategories);
  return {
    label: weighed.filter(({ isAgreed }) => isAgreed).map(({ label }) => ids.get(label)),
    metadata: {
      "class-map": classMap(
        weighed.map(({ label }) => label),
        ids,
      ),
      "confidence-map": Object.fromEntries(
        weighed.map((each) => [String(ids.get(each.label)), each.confidence]),
      ),
      ...counts,
    },
    type: taskType(object.dataObject, "classification-multilabel"),
  };
};

const chosen: ElementKind<Choice> = { fields: ["label", "labels"], read: choice };

/** An empty list is no answer: the elements for several labels make workers choose one at least. */
function choice({ label, labels }: JsonRecord): Choice | undefined {
  const hasLabel = label !== undefined && label !== null && label !== "";
  if (Array.isArray(labels) && !(hasLabel && labels.length === 0)) {
    if (hasLabel)
      throw new UnreadableElement("the element has both label and labels; one of them is the answer");
    if (!labels.every((each) => typeof each === "string")) {
      throw new UnreadableElement(`labels are ${describedValue(labels)}; they are a list of texts`);
    }
    return labels.length === 0 ? undefined : { isSingle: false, labels };
  }
  if (!hasLabel) {
    if (labels === undefined || labels === null) return undefined;
    throw new UnreadableElement(`labels are ${describedValue(labels)}; they are a list of texts`);
  }
  if (typeof label === "string") return { isSingle: true, labels: [label] };
  throw new UnreadableElement(`label is ${describedValue(label)}; it is text`);
}

/** As the built-in task types are called; what is neither text nor an image has none. */
function taskType({ content, s3Uri = "" }: PayloadDataObject, task: string): string {
  if (content !== undefined) return `groundtruth/text-${task}`;
  return /\.(jpe?g|png)$/i.test(s3Uri) ? `groundtruth/image-${task}` : "groundtruth/custom";
}
