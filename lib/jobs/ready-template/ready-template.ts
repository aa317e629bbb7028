import type { BuiltInTaskType } from "../built-in-task-type";
import { initialValue, overlay } from "./earlier-labels";
import { type ReadyTask, readyTask } from "./ready-task";

/** A label category, with what workers should know of it. */
export interface ReadyTemplateCategory {
  /** The label, as in the label category file. */
  readonly label: string;
  /** When to choose it, in one or two sentences. @default - the label speaks for itself */
  readonly description?: string;
}

/** What a ready template says, beside what it shows. */
export interface ReadyTemplateProps {
  /**
   * What workers do. Image and text tasks and video classification have a ready template; the worker UIs of video frame and
   * 3D tasks are AWS's own.
   */
  readonly taskType: BuiltInTaskType;
  /** The question above the task. @default - a plain one for the task type, as in "Draw a box around each object" */
  readonly header?: string;
  /** Instructions that workers see beside the task at all times: plain text, an empty line begins a paragraph. @default - a plain sentence */
  readonly shortInstructions?: string;
  /** Instructions behind a link: plain text, an empty line begins a paragraph. @default - a few plain steps for the task type */
  readonly fullInstructions?: string;
  /** Explains label categories in the instructions. The labels that workers choose from come out of the job's label category file. @default - none */
  readonly categories?: ReadyTemplateCategory[];
  /**
   * Label attribute name of the earlier job, whose labels workers look at or correct. Needed by verification and adjustment
   * tasks, and of no use to others.
   */
  readonly earlierLabelAttributeName?: string;
}

const crowdScript = "https://assets.crowd.aws/crowd-html-elements.js";

/**
 * The worker task template of a built-in task: HTML with Liquid, our own text.
 *
 * It reads what AWS's published templates of built-in tasks read: `task.input.taskObject`, `task.input.labels` and, of audits,
 * `task.input.manifestLine`. Not verified against AWS.
 *
 * @throws Error for a task type without one: ask `readyTask` before
 */
export function readyTemplate(props: ReadyTemplateProps): string {
  const task = readyTask(props.taskType);
  if (task === undefined) throw new Error(`There is no ready template for ${props.taskType}`);
  const attributes = [
    `name="${task.name}"`,
    ...(task.shows === "image" ? [`src="{{ task.input.taskObject | grant_read_access }}"`] : []),
    ...(task.shows === "spans" ? [`text="{{ task.input.taskObject | escape }}"`] : []),
    `header="${literal(props.header ?? task.header)}"`,
    `${task.choices}="{{ task.input.labels | to_json | escape }}"`,
    ...earlierLabels(task, props.earlierLabelAttributeName),
  ];
  const element = [
    `<${task.element}`,
    ...attributes.map((attribute) => `  ${attribute}`),
    ">",
    ...indented([...target(task), ...comment(task), ...instructions(task, props)]),
    `</${task.element}>`,
  ];
  // AWS's own templates for spans have no form: the element submits by itself.
  const body = task.shows === "spans" ? element : ["<crowd-form>", ...indented(element), "</crowd-form>"];
  return [`<script src="${crowdScript}"></script>`, "", ...body, ""].join("\n");
}

function earlierLabels(task: ReadyTask, attribute: string | undefined): string[] {
  if (task.earlier === undefined || attribute === undefined) return [];
  return task.choices === "categories"
    ? [`overlay='${overlay(task.earlier, attribute)}'`]
    : [`initial-value='${initialValue(task.earlier, attribute)}'`];
}

function target({ shows }: ReadyTask): string[] {
  if (shows === "text") {
    return [
      `<classification-target style="white-space: pre-wrap">{{ task.input.taskObject | escape }}</classification-target>`,
    ];
  }
  if (shows !== "video") return [];
  return [
    "<classification-target>",
    `  <video controls style="max-width: 100%" src="{{ task.input.taskObject | grant_read_access }}"></video>`,
    "</classification-target>",
  ];
}

function comment({ earlier, choices }: ReadyTask): string[] {
  return earlier === undefined || choices === "labels"
    ? []
    : [
        `<worker-comment header="What is wrong?" link-text="Say what is wrong" placeholder="The box on the left is too wide"></worker-comment>`,
      ];
}

function instructions(task: ReadyTask, props: ReadyTemplateProps): string[] {
  const { shortInstructions, fullInstructions, categories = [] } = props;
  return [
    `<full-instructions header="All instructions">`,
    ...indented(fullInstructions === undefined ? steps(task) : paragraphs(fullInstructions)),
    ...indented(explained(categories)),
    "</full-instructions>",
    "<short-instructions>",
    ...indented(paragraphs(shortInstructions ?? task.short)),
    "</short-instructions>",
  ];
}

function steps({ steps: each }: ReadyTask): string[] {
  return ["<ol>", ...each.map((step) => `  <li>${literal(step)}</li>`), "</ol>"];
}

function explained(categories: readonly ReadyTemplateCategory[]): string[] {
  if (categories.length === 0) return [];
  const items = categories.map(({ label, description }) =>
    description === undefined
      ? `  <li><strong>${literal(label)}</strong></li>`
      : `  <li><strong>${literal(label)}</strong>: ${literal(description)}</li>`,
  );
  return ["<ul>", ...items, "</ul>"];
}

function paragraphs(text: string): string[] {
  return text
    .split(/\r?\n[ \t]*(?:\r?\n[ \t]*)+/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== "")
    .map((paragraph) => `<p>${literal(paragraph).replace(/\s*\n\s*/g, "<br>")}</p>`);
}

/** Text that is nothing but text, to HTML and to Liquid. */
function literal(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
    "{": "&#123;",
    "}": "&#125;",
  };
  return text.replace(/[&<>"'{}]/g, (character) => entities[character]!);
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
