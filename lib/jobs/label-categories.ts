import { AwsPage } from "../aws-page";
import { hasTokens } from "../iam/terraform-string";
import { attributeRules, instructionRules, labelNamesRule } from "../rules/labeling-job";
import type { Problems } from "../validation/problems";
import type { AnnotationType } from "./annotation-type";
import type { BuiltInTask } from "./built-in-task";
import { BuiltInTaskType } from "./built-in-task-type";
import type { EditsAllowed } from "./edits-allowed";
import { LabelAttributeType } from "./label-attribute-type";
import { TaskFamily } from "./task-family";
import { TaskVariant } from "./task-variant";

/** What workers read of their task, as text or HTML. */
export interface LabelInstructions {
  /** Beside the object, always in view. Fewer than 255 characters in tasks on video frames and point clouds. */
  readonly shortInstruction: string;
  /** On a page of its own. Fewer than 2,048 characters in tasks on video frames and point clouds. */
  readonly fullInstruction: string;
}

/** Something that workers say of a frame: an entry of `frameAttributes`. */
export interface FrameAttribute {
  /** What workers see: 1 to 16 characters. */
  readonly name: string;
  /** Whether workers write, choose, or give a number. */
  readonly type: LabelAttributeType;
  /** Tells workers more, in at most 128 characters. Frame attributes must have one. @default - none */
  readonly description?: string;
  /** What workers choose from: 1 to 10 values of 1 to 16 characters. For a text only. @default - free text */
  readonly enum?: string[];
  /** Least value, a whole number. A number must have one. @default - none */
  readonly minimum?: number;
  /** Greatest value, a whole number. A number must have one. @default - none */
  readonly maximum?: number;
  /** Whether a task cannot be submitted without it. @default false */
  readonly isRequired?: boolean;
  /** Whether workers may change what the job before says of it, in tasks on labels of an earlier job. @default - AWS's: `any` */
  readonly editsAllowed?: EditsAllowed;
}

/** Something that workers say of an object: an entry of `categoryGlobalAttributes`, or of `categoryAttributes` of labels. */
export interface LabelAttribute extends FrameAttribute {
  /** The labels that have it. @default - all */
  readonly labels?: string[];
}

/** The labels of a job and what belongs to them. */
export interface LabelCategories {
  /** What workers choose from: 1 to 256 characters each; 16 in tasks on video frames and point clouds. */
  readonly labels: string[];
  /** What workers read. Needed for named entity recognition; other image and text tasks have it in their template. @default - none */
  readonly instructions?: LabelInstructions;
  /** What workers say of each object, in object detection and tracking in video frames and point clouds. @default - none */
  readonly labelAttributes?: LabelAttribute[];
  /** What workers say of each frame, in tasks on video frames and point clouds. @default - none */
  readonly frameAttributes?: FrameAttribute[];
  /** What workers draw, in tasks on video frames. @default - AWS's: boxes */
  readonly annotationType?: AnnotationType;
  /** Whether workers may change labels of the job before, in tasks on video frames and point clouds. With `none` they verify. @default - AWS's: `any` */
  readonly editsAllowed?: EditsAllowed;
  /** Label attribute name of the job before: for adjustment and verification in video frames and point clouds. @default - none */
  readonly auditLabelAttributeName?: string;
}

const mostAttributes = 10;
const mostFreeTexts = 5;
const longestSequenceLabel = 16;

/** Whether a task has the file of video frames and point clouds (`documentVersion` 2020-03-01). */
export function hasSequenceFile(task: BuiltInTask | undefined): boolean {
  return task?.family === TaskFamily.VIDEO_FRAME || task?.family === TaskFamily.POINT_CLOUD_3D;
}

/**
 * The label category file of a task, as JSON: the same categories give the same bytes.
 *
 * @param task undefined for a custom task, which takes the standard file
 */
export function labelCategoryDocument(categories: LabelCategories, task: BuiltInTask | undefined): string {
  const { labels, instructions, frameAttributes, labelAttributes = [] } = categories;
  const { shortInstruction, fullInstruction } = instructions ?? {};
  const told = instructions && { instructions: { shortInstruction, fullInstruction } };
  const document = hasSequenceFile(task)
    ? {
        documentVersion: "2020-03-01",
        ...listed("frameAttributes", frameAttributes?.map(attributeEntry)),
        ...listed("categoryGlobalAttributes", labelAttributes.filter(isGlobal).map(attributeEntry)),
        labels: labels.map((label) => ({
          label,
          ...(categories.editsAllowed && { editsAllowed: categories.editsAllowed }),
          ...listed(
            "categoryAttributes",
            labelAttributes.filter((one) => one.labels?.includes(label) === true).map(attributeEntry),
          ),
        })),
        ...(categories.annotationType && { annotationType: categories.annotationType }),
        ...told,
        ...(categories.auditLabelAttributeName && {
          auditLabelAttributeName: categories.auditLabelAttributeName,
        }),
      }
    : { "document-version": "2018-11-28", labels: labels.map((label) => ({ label })), ...told };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function listed(name: string, entries: readonly object[] | undefined): object {
  return entries === undefined || entries.length === 0 ? {} : { [name]: entries };
}

function isGlobal({ labels }: LabelAttribute): boolean {
  return labels === undefined;
}

function attributeEntry(attribute: FrameAttribute): object {
  const { name, description, type, enum: values, minimum, maximum, isRequired, editsAllowed } = attribute;
  // What is undefined is no part of JSON.
  return {
    name,
    description,
    type,
    enum: values,
    minimum,
    maximum,
    isRequired,
    editsAllowed,
  };
}

/** Adds what is wrong with the categories of a task. @param task undefined for a custom task */
export function checkLabelCategories(
  problems: Problems,
  categories: LabelCategories,
  task: BuiltInTask | undefined,
): void {
  const check = new CategoryCheck(problems, categories, task);
  check.literal();
  check.labels();
  check.instructions();
  check.sequenceOnly();
  check.attributes();
  check.edits();
}

class CategoryCheck {
  private readonly isSequence: boolean;
  private readonly name: string;

  public constructor(
    private readonly problems: Problems,
    private readonly categories: LabelCategories,
    private readonly task: BuiltInTask | undefined,
  ) {
    this.isSequence = hasSequenceFile(task);
    this.name = task?.type ?? "a custom task";
  }

  /** The key of the file holds the hash of its content, so that Terraform cannot be the one who knows it. */
  public literal(): void {
    if (!hasTokens(labelCategoryDocument(this.categories, this.task))) return;
    this.problems.add(
      "labels",
      "or what belongs to them hold a value that only Terraform knows; the name of the file has the hash of its content, so all of it is literal",
    );
  }

  public labels(): void {
    const { labels } = this.categories;
    this.problems.checkList("labels", labels, labelNamesRule);
    labels.forEach((label, index) => {
      const twin = labels.findIndex((other) => other === label);
      if (twin < index) this.add(`labels[${index}]`, `"${label}" is there already; each label is named once`);
      if (this.isSequence && label.length > longestSequenceLabel) {
        this.add(
          `labels[${index}]`,
          `got "${label}", ${label.length} characters; a label of ${this.name} has at most ${longestSequenceLabel}`,
        );
      }
    });
    if (this.task === undefined) return;
    const { minLabelCategories: least, maxLabelCategories: most = Infinity } = this.task;
    if (labels.length > 0 && labels.length < least) {
      this.add(
        "labels",
        `got ${labels.length}; ${this.name} needs at least ${least}`,
        AwsPage.createLabelingJob,
      );
    }
    if (labels.length > most) {
      this.add("labels", `got ${labels.length}; ${this.name} has at most ${most}`, AwsPage.inputQuotas);
    }
  }

  public instructions(): void {
    const { instructions } = this.categories;
    const isEntities = this.task?.type === BuiltInTaskType.NAMED_ENTITY_RECOGNITION;
    if (instructions === undefined) {
      if (!isEntities) return;
      const message = `is missing; ${this.name} tells workers what to do in the label category file only: give shortInstruction and fullInstruction`;
      return this.add("instructions", message, AwsPage.namedEntityRecognition);
    }
    if (!isEntities && !this.isSequence) {
      const message = `is for named entity recognition and for tasks on video frames and point clouds; ${this.name} has its instructions in the worker task template`;
      return this.add("instructions", message, AwsPage.workerTaskTemplate);
    }
    for (const [key, most] of [
      ["shortInstruction", 254],
      ["fullInstruction", 2047],
    ] as const) {
      const text = instructions[key];
      this.problems.check(`instructions.${key}`, text, instructionRules[key]);
      if (!this.isSequence || text.length <= most) continue;
      this.add(`instructions.${key}`, `got ${text.length} characters; ${this.name} takes at most ${most}`);
    }
  }

  public sequenceOnly(): void {
    const { categories, name, task } = this;
    const refuse = (key: keyof LabelCategories, what: string) => {
      if (categories[key] !== undefined) this.add(key, `is for ${what}; ${name} has none. Take it out`);
    };
    if (!this.isSequence) {
      const what = "tasks on video frames and point clouds";
      for (const key of [
        "labelAttributes",
        "frameAttributes",
        "editsAllowed",
        "auditLabelAttributeName",
      ] as const) {
        refuse(key, what);
      }
    }
    if (task?.family !== TaskFamily.VIDEO_FRAME) refuse("annotationType", "tasks on video frames");
    if (this.isSequence && task!.type.includes("SemanticSegmentation")) {
      refuse("labelAttributes", "object detection and tracking");
    }
  }

  public attributes(): void {
    const { labels, labelAttributes = [], frameAttributes = [] } = this.categories;
    labelAttributes.forEach((one, index) => this.attribute(`labelAttributes[${index}]`, one));
    frameAttributes.forEach((one, index) => {
      this.attribute(`frameAttributes[${index}]`, one);
      if (one.description === undefined) {
        this.add(`frameAttributes[${index}].description`, "is missing; an attribute of frames needs one");
      }
    });
    this.onceEach("labelAttributes", labelAttributes);
    this.onceEach("frameAttributes", frameAttributes);
    labelAttributes.forEach((one, index) => {
      (one.labels ?? []).forEach((label, place) => {
        if (labels.includes(label)) return;
        this.add(`labelAttributes[${index}].labels[${place}]`, `got "${label}", which is none of the labels`);
      });
    });
    for (const label of labels) {
      const own = labelAttributes.filter((one) => isGlobal(one) || one.labels!.includes(label));
      if (this.tooMany("labelAttributes", own, `"${label}" has`)) break;
    }
    this.tooMany("frameAttributes", frameAttributes, "frames have");
  }

  private tooMany(key: string, attributes: readonly FrameAttribute[], who: string): boolean {
    const free = attributes.filter(isFreeText).length;
    const isTooMany = attributes.length > mostAttributes || free > mostFreeTexts;
    if (isTooMany) {
      this.add(
        key,
        `${who} ${attributes.length} attributes, ${free} of them free text; ${mostAttributes} are allowed, ${mostFreeTexts} of them free text`,
      );
    }
    return isTooMany;
  }

  private onceEach(key: string, attributes: readonly FrameAttribute[]): void {
    attributes.forEach(({ name }, index) => {
      if (attributes.findIndex((other) => other.name === name) === index) return;
      this.add(`${key}[${index}].name`, `"${name}" is there already; each attribute has a name of its own`);
    });
  }

  private attribute(path: string, attribute: FrameAttribute): void {
    const { type, enum: values, minimum, maximum, editsAllowed } = attribute;
    this.problems.checkAll(attribute, attributeRules, undefined, `${path}.`);
    const isNumber = type === LabelAttributeType.NUMBER;
    if (isNumber && values !== undefined) {
      this.add(`${path}.enum`, "is for an attribute of type string; a number has minimum and maximum");
    }
    for (const [key, limit] of Object.entries({ minimum, maximum })) {
      if (isNumber && limit === undefined)
        this.add(`${path}.${key}`, "is missing; a number needs both limits");
      if (!isNumber && limit !== undefined) this.add(`${path}.${key}`, "is for an attribute of type number");
    }
    if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
      this.add(`${path}.minimum`, `got ${minimum}, which is above the maximum ${maximum}`);
    }
    if (editsAllowed !== undefined && !this.isAudit) {
      this.add(`${path}.editsAllowed`, `is for labels of an earlier job; ${this.name} makes new ones`);
    }
  }

  public edits(): void {
    const { editsAllowed, auditLabelAttributeName } = this.categories;
    if (!this.isSequence) return;
    if (this.isAudit) {
      if (auditLabelAttributeName !== undefined) return;
      const message = `is missing; ${this.name} needs the label attribute name of the job that made the labels (auditLabelAttributeName)`;
      return this.add("auditLabelAttributeName", message, AwsPage.verificationJobs);
    }
    for (const key of ["editsAllowed", "auditLabelAttributeName"] as const) {
      if ({ editsAllowed, auditLabelAttributeName }[key] === undefined) continue;
      this.add(key, `is for labels of an earlier job; ${this.name} makes new ones. Take it out`);
    }
  }

  private get isAudit(): boolean {
    return this.task?.variant === TaskVariant.ADJUSTMENT_OR_VERIFICATION;
  }

  private add(property: string, message: string, page: string = AwsPage.labelCategories): void {
    this.problems.add(property, message, page);
  }
}

function isFreeText({ type, enum: values }: FrameAttribute): boolean {
  return type === LabelAttributeType.TEXT && values === undefined;
}
