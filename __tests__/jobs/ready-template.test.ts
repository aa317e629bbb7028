import { App, TerraformStack } from "cdktf";
import { BuiltInTaskType } from "../../lib/jobs/built-in-task-type";
import { readyTemplate } from "../../lib/jobs/ready-template/ready-template";
import { readyTask, readyTaskTypes } from "../../lib/jobs/ready-template/ready-task";
import { lintTemplate } from "../../lib/jobs/template/lint-template";
import { renderTemplate } from "../../lib/jobs/template/render-template";
import { WorkerTaskTemplate, type WorkerTaskTemplateProps } from "../../lib/jobs/worker-task-template";
import { LabelingBucket } from "../../lib/storage/labeling-bucket";
import { parse, type DefaultTreeAdapterTypes } from "parse5";

const line = {
  "source-ref": "s3://acme-raw/images/1.jpg",
  signs: {
    image_size: [{ width: 500, height: 400, depth: 3 }],
    annotations: [{ class_id: 1, left: 10, top: 20, width: 30, height: 40 }],
  },
  "signs-metadata": { "class-map": { "0": "Stop", "1": `It's "30"` } },
  "areas-ref": "s3://acme-labels/1.png?a&b",
  "areas-ref-metadata": {
    "internal-color-map": {
      "0": { "class-name": "BACKGROUND", "hex-color": "#ffffff" },
      "1": { "class-name": "Road", "hex-color": "#2acf59" },
      "2": { "class-name": "Sky", "hex-color": "#f28333" },
    },
  },
};
const labels = ["Stop", `It's "30"`, "<b>"];
const input = { taskObject: "s3://acme-raw/images/1.jpg", labels, manifestLine: line };
const earlierNames = { boxes: "signs", mask: "areas-ref" };
const earlier = (type: BuiltInTaskType) => {
  const kind = readyTask(type)?.earlier;
  return kind && earlierNames[kind];
};
const readyFor = (taskType: BuiltInTaskType) =>
  readyTemplate({ taskType, earlierLabelAttributeName: earlier(taskType) });

/** The element that workers answer with, as a browser reads it. */
function elementOf(html: string, tagName: string): Record<string, string> {
  const nodes: DefaultTreeAdapterTypes.ChildNode[] = [...parse(html).childNodes];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    if ("tagName" in node && node.tagName === tagName)
      return Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]));
    if ("childNodes" in node) nodes.push(...node.childNodes);
  }
  throw new Error(`no <${tagName}>`);
}
const rendered = (taskType: BuiltInTaskType) =>
  renderTemplate(readyFor(taskType), input, (uri) => `https://granted.example/?uri=${uri}`);

describe.each(readyTaskTypes)("the ready template of %s", (taskType) => {
  const task = readyTask(taskType)!;

  it("has nothing that is warned of", () => {
    expect(lintTemplate(readyFor(taskType), { taskInput: Object.keys(input) })).toEqual([]);
  });

  it("gives the element its labels, whatever is in them", () => {
    const { html, failure, missing } = rendered(taskType);
    expect([failure, missing]).toEqual([undefined, []]);
    const element = elementOf(html, task.element);
    expect(JSON.parse(element[task.choices]!)).toEqual(labels);
    expect(element["name"]).toBe(task.name);
    if (task.shows === "image")
      expect(element["src"]).toBe("https://granted.example/?uri=s3://acme-raw/images/1.jpg");
  });
});

it("there is one for every image and text task, and for video classification", () => {
  expect(readyTaskTypes).toHaveLength(12);
});

describe("labels of an earlier job", () => {
  const box = { label: `It's "30"`, left: 10, top: 20, width: 30, height: 40 };
  const colours = { Road: { color: "#2acf59" }, Sky: { color: "#f28333" } };
  const src = "https://granted.example/?uri=s3://acme-labels/1.png?a&b";
  it.each<[BuiltInTaskType, string, unknown]>([
    [BuiltInTaskType.ADJUSTMENT_BOUNDING_BOX, "initial-value", [box]],
    [BuiltInTaskType.ADJUSTMENT_SEMANTIC_SEGMENTATION, "initial-value", { src, labelMappings: colours }],
    [
      BuiltInTaskType.LABEL_VERIFICATION_BOUNDING_BOX,
      "overlay",
      { boundingBox: { labels: ["Stop", `It's "30"`], value: [box] } },
    ],
    [
      BuiltInTaskType.LABEL_VERIFICATION_SEMANTIC_SEGMENTATION,
      "overlay",
      { semanticSegmentation: { labels: ["Road", "Sky"], labelMappings: colours, src } },
    ],
  ])("%s reads them into %s", (taskType, attribute, expected) => {
    const element = elementOf(rendered(taskType).html, readyTask(taskType)!.element);
    expect(JSON.parse(element[attribute]!)).toEqual(expected);
  });
});

it("text of the user's is text, to HTML and to Liquid", () => {
  const text = `<script>alert("1")</script> {{ task.input.secret }} {% assign x = 1 %} it's & "that"`;
  const template = readyTemplate({
    taskType: BuiltInTaskType.BOUNDING_BOX,
    header: text,
    shortInstructions: text,
    fullInstructions: `${text}\n\nsecond`,
    categories: [{ label: text, description: text }],
  });
  expect(lintTemplate(template)).toEqual([]);
  const { html, missing } = renderTemplate(template, input, (uri) => uri);
  expect(missing).toEqual([]);
  expect(elementOf(html, "crowd-bounding-box")["header"]).toBe(text);
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).toContain("<p>second</p>");
});

describe("as an object in S3", () => {
  const made = (props: Partial<WorkerTaskTemplateProps>) => () => {
    const stack = new TerraformStack(new App(), "s");
    const bucket = LabelingBucket.fromBucketName(stack, "Bucket", "acme-raw");
    return new WorkerTaskTemplate(stack, "Template", { templateName: "signs", bucket, ...props });
  };

  it("is uploaded under its hash", () => {
    const template = made({ ready: { taskType: BuiltInTaskType.BOUNDING_BOX } })();
    expect(template.uiTemplateS3Uri).toMatch(
      /^s3:\/\/acme-raw\/templates\/signs-[0-9a-f]{12}\.liquid\.html$/,
    );
  });

  it.each<[string, Partial<WorkerTaskTemplateProps>, RegExp]>([
    ["neither", {}, /file: is missing; exactly one of file and ready is allowed/],
    ["both", { file: "a.html", ready: { taskType: BuiltInTaskType.BOUNDING_BOX } }, /ready: excludes file/],
    [
      "a task type without one",
      { ready: { taskType: BuiltInTaskType.VIDEO_OBJECT_TRACKING } },
      /ready\.taskType: got "VideoObjectTracking"; ready templates are there for .*BoundingBox/,
    ],
    [
      "an audit of nothing",
      { ready: { taskType: BuiltInTaskType.ADJUSTMENT_BOUNDING_BOX } },
      /ready\.earlierLabelAttributeName: is missing/,
    ],
    [
      "an audit of what is no mask",
      {
        ready: { taskType: BuiltInTaskType.ADJUSTMENT_SEMANTIC_SEGMENTATION, earlierLabelAttributeName: "a" },
      },
      /its name ends in -ref/,
    ],
    [
      "labels that nobody looks at",
      { ready: { taskType: BuiltInTaskType.BOUNDING_BOX, earlierLabelAttributeName: "a" } },
      /shows no labels of an earlier job/,
    ],
    [
      "a name that is no name",
      { ready: { taskType: BuiltInTaskType.ADJUSTMENT_BOUNDING_BOX, earlierLabelAttributeName: `a"]` } },
      /letters, digits and hyphens only/,
    ],
  ])("refuses %s", (_title, props, message) => {
    expect(made(props)).toThrow(message);
  });
});

describe("a template beside what the pre-annotation function gives", () => {
  const told = (content: string, taskInput: string[]) =>
    lintTemplate(
      `<script src="https://assets.crowd.aws/crowd-html-elements.js"></script><crowd-form>${content}<crowd-input name="a"></crowd-input></crowd-form>`,
      { taskInput },
    ).map(({ message }) => message);

  it.each<[string, string, string | undefined]>([
    ["a name that it gives", "{{ task.input.text }}", undefined],
    ["a name in brackets", `{{ task.input["text"] }}`, undefined],
    ["a part of it", "{{ task.input.text.size }}", undefined],
    [
      "a misspelled one",
      "{{ task.input.texts }}",
      `task.input has no "texts", so nothing is shown; did you mean text?`,
    ],
    [
      "one in a loop",
      "{% for x in task.input.zzzzzzzz %}{{ x }}{% endfor %}",
      `task.input has no "zzzzzzzz", so nothing is shown; it has text, labels`,
    ],
    [
      "one in a comment",
      "{{ task.input.text }}{% comment %}{{ task.input.other }}{% endcomment %}",
      undefined,
    ],
  ])("%s", (_title, content, expected) => {
    expect(told(content, ["text", "labels"])).toEqual(expected === undefined ? [] : [expected]);
  });
});
