/** A class of an answer, as sure as Ground Truth is of it. */
export interface AnsweredClass {
  readonly label: string;
  /** From 0 to 1; 0 where one worker labeled the object. @default - the answer has none */
  readonly confidence?: number;
}

/** A box, in pixels of the image. */
export interface AnsweredBox extends AnsweredClass {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Marked words: offsets in characters of the text, the end behind the last. */
export interface AnsweredSpan extends AnsweredClass {
  readonly start: number;
  readonly end: number;
}

/** A colour of a segmentation's picture. */
export interface AnsweredColour extends AnsweredClass {
  /** `#rrggbb` */
  readonly colour: string;
}

/** What was answered, by its form. */
export type Answered =
  | {
      readonly kind: "classes";
      readonly classes: readonly AnsweredClass[];
      readonly comments: readonly string[];
    }
  | {
      readonly kind: "boxes";
      readonly width: number;
      readonly height: number;
      readonly boxes: readonly AnsweredBox[];
    }
  | { readonly kind: "spans"; readonly spans: readonly AnsweredSpan[] }
  | { readonly kind: "mask"; readonly uri: string; readonly colours: readonly AnsweredColour[] }
  | { readonly kind: "failed"; readonly reason: string }
  /** A custom answer, a file of its own, or one that is not as AWS documents it: shown as it stands. */
  | { readonly kind: "other"; readonly json: string; readonly because?: string };

/** The label of one job, of one object. */
export interface Answer {
  /** Label attribute name. */
  readonly attribute: string;
  readonly answered: Answered;
  /** `groundtruth/object-detection` */
  readonly type: string;
  readonly job?: string;
  readonly created?: string;
  /** Whether people labeled it, or a model. @default - the answer does not say */
  readonly byHuman?: boolean;
}

/** A line of an output manifest. */
export interface AnsweredObject {
  readonly line: number;
  readonly source?: string;
  readonly sourceRef?: string;
  readonly answers: readonly Answer[];
}

/** The classes of an answer, one for each box, span and colour. */
export function classesOf(answered: Answered): readonly AnsweredClass[] {
  switch (answered.kind) {
    case "classes":
      return answered.classes;
    case "boxes":
      return answered.boxes;
    case "spans":
      return answered.spans;
    case "mask":
      return answered.colours;
    case "failed":
    case "other":
      return [];
  }
}
