const about = (type: string, more: object = {}, human = "yes") => ({
  type: `groundtruth/${type}`,
  "job-name": "labeling-job/acme-1",
  "human-annotated": human,
  "creation-date": "2026-11-20T22:18:13.527256",
  ...more,
});

/** Lines of output manifests in the forms that AWS documents, with values of our own. */
export const outputLines = {
  boxes: {
    "source-ref": "s3://acme-raw/images/street-1.png",
    signs: {
      image_size: [{ width: 320, height: 240, depth: 3 }],
      annotations: [
        { class_id: 1, left: 60, top: 40, width: 48, height: 48 },
        { class_id: 0, left: 100, top: 130, width: 130, height: 105 },
      ],
    },
    "signs-metadata": about("object-detection", {
      objects: [{ confidence: 0.93 }, { confidence: 0.41 }],
      "class-map": { "0": "road", "1": "stop sign" },
    }),
  },
  boxesByModel: {
    "source-ref": "s3://acme-raw/images/street-2.png",
    signs: { image_size: [{ width: 320, height: 240, depth: 3 }], annotations: [] },
    "signs-metadata": about("object-detection", { objects: [], "class-map": {} }, "no"),
  },
  mask: {
    "source-ref": "s3://acme-raw/images/street-1.png",
    "areas-ref": "s3://acme-labels/areas-1/annotations/consolidated-annotation/output/0_2026.png",
    "areas-ref-metadata": about("semantic-segmentation", {
      "internal-color-map": {
        "0": { "class-name": "BACKGROUND", "hex-color": "#ffffff", confidence: 0.9 },
        "1": { "class-name": "road", "hex-color": "#2acf59", confidence: 0.9 },
        "2": { "class-name": "stop sign", "hex-color": "#f28333", confidence: 0.9 },
      },
    }),
  },
  oneClass: {
    "source-ref": "s3://acme-raw/images/street-2.png",
    weather: 0,
    "weather-metadata": about("image-classification", { "class-name": "dry", confidence: 0.0 }),
  },
  severalClasses: {
    source: "The parcel came late and the box was torn.",
    topics: [2, 0],
    "topics-metadata": about("text-classification-multilabel", {
      "class-map": { "0": "delivery", "2": "damage" },
      "confidence-map": { "0": 0.95, "2": 0.2 },
    }),
  },
  spans: {
    source: "😀 Mary Major moved to Any Town on 3 May.",
    who: {
      annotations: {
        labels: [{ label: "person" }, { label: "place" }, { label: "date" }],
        entities: [
          { label: "person", startOffset: 2, endOffset: 12 },
          { label: "place", startOffset: 22, endOffset: 30 },
          { label: "date", startOffset: 34, endOffset: 39 },
        ],
      },
    },
    "who-metadata": about("text-span", {
      entities: [{ confidence: 0.9 }, { confidence: 0.55 }, { confidence: 0.08 }],
    }),
  },
  verification: {
    "source-ref": "s3://acme-raw/images/street-1.png",
    "verify-signs": "1",
    "verify-signs-metadata": about("label-verification", {
      "class-name": "bad",
      confidence: 0.93,
      "worker-feedback": [{ comment: "The sign's box is too wide." }],
    }),
  },
  failed: {
    "source-ref": "s3://acme-raw/images/street-2.png",
    "signs-metadata": {
      "failure-reason": "ClientError: the object could not be read",
      "job-name": "labeling-job/acme-1",
      type: "groundtruth/object-detection",
      "human-annotated": "yes",
    },
  },
  custom: {
    "source-ref": "s3://acme-raw/images/street-2.png",
    price: { amount: "1.99", readings: 3 },
    "price-metadata": about("custom"),
  },
  frames: {
    "source-ref": "s3://acme-raw/sequences/1.json",
    "cars-ref": "s3://acme-labels/1/SeqLabel.json",
    "cars-ref-metadata": about("video-object-detection", { "class-map": { "0": "car" } }),
  },
  unlabeled: { "source-ref": "s3://acme-raw/images/street-2.png" },
  hostile: {
    source: "<script>alert(1)</script><img src=x onerror=alert(2)>",
    'x"><script>': {
      annotations: {
        entities: [
          { label: `"><script>alert(3)</script>`, startOffset: 0, endOffset: 8 },
          { label: "later", startOffset: 4, endOffset: 9999 },
          { label: "none", startOffset: -5, endOffset: -1 },
        ],
      },
    },
    'x"><script>-metadata': about("text-span", {
      "job-name": "</title><script>alert(4)</script>",
      entities: [{ confidence: "0.9" }, null],
    }),
  },
  odd: {
    "source-ref": "s3://acme-raw/../../etc/passwd",
    signs: { image_size: [], annotations: "none" },
    "signs-metadata": about("object-detection", { "class-map": null }),
  },
} satisfies Record<string, object>;

export const outputManifest = (lines: readonly object[] = Object.values(outputLines)) =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join("");
