import { type AnsweredObject, classesOf } from "./answer";

/** What all answers to one label have in common. */
export interface LabelCounts {
  readonly attribute: string;
  readonly type: string;
  readonly objects: number;
  readonly byHumans: number;
  readonly byModel: number;
  readonly failed: number;
  /** Answers that are not as AWS documents their type. */
  readonly unexpected: number;
  /** Classes, boxes, spans or colours by their label, most first. */
  readonly classes: readonly (readonly [label: string, count: number])[];
  /** Confidences by tenths: from 0 to 0.1, …, from 0.9 to 1. */
  readonly confidences: readonly number[];
}

/** More classes than any task has: what makes more is no class. */
const mostClasses = 1000;

/** Counts answers one object at a time, in memory that does not grow with their number. */
export class AnswerCounts {
  public objects = 0;
  public unlabeled = 0;
  private readonly labels = new Map<string, LabelCount>();

  public add({ answers }: AnsweredObject): void {
    this.objects += 1;
    if (answers.length === 0) this.unlabeled += 1;
    for (const { attribute, type, answered, byHuman } of answers) {
      let count = this.labels.get(attribute);
      if (count === undefined) this.labels.set(attribute, (count = new LabelCount(type)));
      count.objects += 1;
      if (byHuman === true) count.byHumans += 1;
      if (byHuman === false) count.byModel += 1;
      if (answered.kind === "failed") count.failed += 1;
      if (answered.kind === "other" && answered.because !== undefined) count.unexpected += 1;
      for (const { label, confidence } of classesOf(answered)) {
        if (count.classes.size < mostClasses || count.classes.has(label)) {
          count.classes.set(label, (count.classes.get(label) ?? 0) + 1);
        }
        if (confidence === undefined) continue;
        const tenth = Math.min(9, Math.max(0, Math.floor(confidence * 10)));
        count.confidences[tenth] = count.confidences[tenth]! + 1;
      }
    }
  }

  public all(): LabelCounts[] {
    return [...this.labels].map(([attribute, count]) => ({
      attribute,
      ...count,
      classes: [...count.classes].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)),
    }));
  }
}

class LabelCount {
  public objects = 0;
  public byHumans = 0;
  public byModel = 0;
  public failed = 0;
  public unexpected = 0;
  public readonly classes = new Map<string, number>();
  public readonly confidences: number[] = Array.from({ length: 10 }, () => 0);

  public constructor(public readonly type: string) {}
}
