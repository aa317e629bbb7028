import type { ObjectReader, PayloadItem, PostAnnotationEvent } from "cdktf-ground-truth/handlers";

/** What Ground Truth sends, as AWS's page prints it. */
export const event: PostAnnotationEvent = {
  version: "2018-10-16",
  labelingJobArn: "arn:aws:sagemaker:us-west-2:111122223333:labeling-job/birds-1",
  labelCategories: ["Cat", "Bird", "Dog"],
  labelAttributeName: "animals",
  roleArn: "arn:aws:iam::111122223333:role/service-role/birds-execution",
  payload: {
    s3Uri: "s3://acme-labels/birds-1/annotations/consolidated-annotation/request/iteration-1/0.json",
  },
};

/** Objects by URI, in place of S3. */
export class Files implements ObjectReader {
  public readonly asked: string[] = [];

  public constructor(private readonly files: Readonly<Record<string, string>>) {}

  public read(uri: string): Promise<string> {
    this.asked.push(uri);
    const text = this.files[uri];
    return text === undefined ? Promise.reject(new Error(`no file ${uri}`)) : Promise.resolve(text);
  }
}

/** A reader that finds this payload behind the event's URI. */
export function payload(items: unknown, more: Readonly<Record<string, string>> = {}): Files {
  return new Files({
    [event.payload.s3Uri]: typeof items === "string" ? items : JSON.stringify(items),
    ...more,
  });
}

/** One object of a payload; the answers are those of worker w0, w1, … */
export function item(id: string, answers: readonly unknown[], dataObject: object = image): PayloadItem {
  return {
    datasetObjectId: id,
    dataObject,
    annotations: answers.map((answer, index) => ({
      workerId: `private.us-west-2.w${index}`,
      annotationData: { content: typeof answer === "string" ? answer : JSON.stringify(answer) },
    })),
  };
}

export const image = { s3Uri: "s3://acme-birds/images/bird1.jpg" };
export const text = { content: "Sift 3 cups of flour into the bowl." };

export const chose = (label: string) => ({ category: { label } });
export const choseAll = (...labels: string[]) => ({ category: { labels } });

export interface Drawn {
  readonly label: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export const drew = (boxes: readonly Drawn[], width = 3745, height = 2497) => ({
  annotatedResult: { boundingBoxes: boxes, inputImageProperties: { height, width } },
});

export const marked = (...spans: (readonly [label: string, start: number, end: number])[]) => ({
  "crowd-entity-annotation": {
    entities: spans.map(([label, startOffset, endOffset]) => ({ endOffset, label, startOffset })),
  },
});
