import { describedValue } from "../described-value";
import { isJsonRecord, type JsonRecord } from "../json-record";
import { elementAnswers, type ElementKind, UnreadableElement } from "./crowd-element";
import { mergedSpans, type Span } from "./merged-spans";
import type { ReadyConsolidation } from "./ready-handler";

/**
 * Consolidates the answers of `crowd-entity-annotation`, see `mergedSpans`.
 *
 * A worker who marked nothing answered that there is nothing. `labels` lists the label categories, or, if the job sends
 * none, the labels that the object has.
 */
export const textSpans: ReadyConsolidation = (object, { labelCategories }, settings) => {
  const { given, empty } = elementAnswers(object, settings.element, markings);
  const { spans, unconfirmed } = mergedSpans(
    given.map(({ value }) => value),
    settings.iouThreshold,
    settings.agreement,
  );
  const labels = labelCategories ?? [...new Set(spans.map(({ label }) => label))].sort();
  return {
    label: {
      annotations: {
        labels: labels.map((label) => ({ label })),
        entities: spans.map(({ label, startOffset, endOffset }) => ({ label, startOffset, endOffset })),
      },
    },
    metadata: {
      entities: spans.map((span) => ({ confidence: span.confidence })),
      answers: given.length,
      "empty-answers": empty,
      unconfirmed,
    },
    type: "groundtruth/text-span",
  };
};

const markings: ElementKind<readonly Span[]> = { fields: ["entities"], read: spansOf };

function spansOf({ entities }: JsonRecord): readonly Span[] {
  if (Array.isArray(entities)) return entities.map(spanOf);
  throw new UnreadableElement(`entities are ${describedValue(entities)}; they are a list`);
}

function spanOf(value: unknown): Span {
  const { label, startOffset, endOffset } = isJsonRecord(value) ? value : {};
  const [start, end] = [startOffset as number, endOffset as number];
  const isSpan = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end > start;
  if (typeof label === "string" && isSpan) return { label, startOffset: start, endOffset: end };
  throw new UnreadableElement(
    `an entity is ${describedValue(value)}; it has label, startOffset, and a greater endOffset`,
  );
}
