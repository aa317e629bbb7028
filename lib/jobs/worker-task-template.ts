import { basename } from "node:path";
import { Annotations } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { AwsPage } from "../aws-page";
import type { ILabelingBucket } from "../storage/labeling-bucket-base";
import type { S3Location } from "../storage/s3-location";
import { Problems } from "../validation/problems";
import { type ReadyTemplateProps, readyTemplate } from "./ready-template/ready-template";
import { readyTemplateProblems } from "./ready-template/ready-template-problems";
import { hostedInputNames } from "./template/input-findings";
import { type LintOptions, lintTemplate } from "./template/lint-template";
import type { TemplateFinding } from "./template/template-finding";
import { longestTemplate, templateText } from "./template-file";
import { templateNameRule } from "../rules/sagemaker";
import { templateUriRule } from "../rules/s3";
import { folderOfObject, putText, versionOf, warnOfNetwork } from "./text-object";
import { checkInput } from "../validation/check-input";

/** The page that workers do a custom task on: HTML with Liquid in it, in S3. */
export interface IWorkerTaskTemplate extends IConstruct {
  /** `HumanTaskConfig.UiConfig.UiTemplateS3Uri` */
  readonly uiTemplateS3Uri: string;
  /** The folder that it lies in, which the execution role must be able to read. @default - only Terraform knows */
  readonly folder?: S3Location;
}

/** The template, and where it goes. */
export interface WorkerTaskTemplateProps {
  /**
   * Path of the template: HTML with Liquid, UTF-8, at most 128,000 characters. A relative one starts at the directory of
   * `cdktf.json`, as the paths of function code do.
   * @default - `ready`
   */
  readonly file?: string;
  /**
   * A ready template for a built-in task type, instead of a file. Not verified against AWS: see docs/templates.md.
   * @default - `file`
   */
  readonly ready?: ReadyTemplateProps;
  /**
   * What the pre-annotation function puts into `task.input`, by name: anything else that the file reads is warned of.
   * @default - unknown: nothing is said
   */
  readonly taskInput?: string[];
  /**
   * Whether a pre-annotation function that AWS hosts prepares the objects, of a built-in task: what the file reads beyond AWS's
   * published templates is warned of. Not verified against AWS.
   * @default false
   */
  readonly hostedPreAnnotation?: boolean;
  /** 1 to 64 letters, digits, `-` and `_`: begins the key of the object, whatever the file is called. */
  readonly templateName: string;
  /** Holds one of the workflow's inputs. */
  readonly bucket: ILabelingBucket;
  /** Folder in the bucket, inside one of the workflow's inputs. @default "templates/" */
  readonly prefix?: string;
  /**
   * Paths of older versions of the template that running jobs still use. Without this an edit of `file` makes Terraform
   * delete the version before it, and such a job shows no more tasks.
   * @default - none
   */
  readonly keep?: string[];
  /**
   * Whether S3 encrypts the template like everything else in the bucket. Whoever deploys must then be allowed to use the
   * bucket's key (`dataUsers` of a `LabelingKey`). The template stands in the Terraform plan and state in any case.
   * A template that somebody changes behind Terraform's back does not show in the plan then: S3 keeps no MD5 sum of what a
   * KMS key encrypts.
   * @default false - S3 encrypts it with a key of its own (SSE-S3)
   */
  readonly encryptAsBucket?: boolean;
  /** At most 10, together with the provider's default tags: S3 takes no more on an object. */
  readonly tags?: Record<string, string>;
  /**
   * Whether the provider's default tags stay away from the template, as they must where there are more than 10.
   * @default false
   */
  readonly withoutDefaultTags?: boolean;
}

const mostWarnings = 20;

/**
 * A worker task template, put into S3 beside the data that jobs read.
 *
 * The key of the object holds the hash of its content, so that a job keeps the version it was made with: an edit makes a
 * new object instead of changing the old one. Terraform then deletes the old one, unless a copy of the old file is named
 * in `keep`. Take it out of `keep` when the last job with it has ended.
 *
 * What is probably wrong with it (lost braces, tags that are never closed, unknown filters, data that is loaded without
 * `grant_read_access`, a form that sends nothing) is warned of with line and column.
 *
 * The content is literal text in the plan, with line ends as `\n` on every machine: a reviewer sees what workers will.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-custom-templates-step2.html
 */
export class WorkerTaskTemplate extends Construct implements IWorkerTaskTemplate {
  /**
   * A template that is in S3 already. It must lie in one of the workflow's inputs.
   *
   * @param uri `s3://bucket/key`; may be a token
   * @throws InvalidInputError when it is not the S3 URI of an object
   */
  public static fromS3Uri(scope: Construct, id: string, uri: string): IWorkerTaskTemplate {
    checkInput("WorkerTaskTemplate.fromS3Uri", scope, id, { uri });
    return new ExistingTemplate(scope, id, uri);
  }

  public readonly uiTemplateS3Uri: string;
  public readonly folder: S3Location;
  /** Names of its objects in `folder`, with `*` for the version: what people must not overwrite. */
  public readonly objectPattern: string;

  /** @throws InvalidInputError naming every property that is not allowed, and every file that cannot be used */
  public constructor(scope: Construct, id: string, props: WorkerTaskTemplateProps) {
    checkInput("WorkerTaskTemplate", scope, id, props);
    super(scope, id);
    const problems = new Problems(() => `WorkerTaskTemplate "${this.node.path}"`);
    problems.check("templateName", props.templateName, templateNameRule);
    const current = currentTemplate(problems, props);
    const kept = (props.keep ?? []).map((file, index) => readTemplate(problems, `keep[${index}]`, file));
    problems.throwIfAny();

    this.folder = props.bucket.location(props.prefix ?? "templates/");
    this.objectPattern = templateObjectPattern(props.templateName);
    const versions = new Map([current, ...kept].map((content) => [versionOf(content), content]));
    for (const [version, content] of versions) this.upload(version, content, props);
    this.uiTemplateS3Uri = `s3://${this.folder.bucketName}/${this.keyOf(versionOf(current), props)}`;
    if (props.file !== undefined) {
      this.warnOf(basename(props.file), lintTemplate(current, lintOptions(props)));
    }
    // What a function of another version put into task.input, nobody knows any more.
    kept.forEach((content, index) => {
      const isFirst = kept.indexOf(content) === index && content !== current;
      if (isFirst) this.warnOf(basename(props.keep![index]!), lintTemplate(content));
    });
    warnOfNetwork(this, props.bucket);
    this.warnOfExpiry(props.bucket);
  }

  /** What S3 deletes, Terraform puts back with its next apply, and until then workers see no tasks. */
  private warnOfExpiry({ bucketName, expireAfterDays }: ILabelingBucket): void {
    if (expireAfterDays === undefined) return;
    Annotations.of(this).addWarning(
      `is put into ${bucketName}, which deletes every object some days after it came in (expireAfterDays: ${expireAfterDays}): jobs that ` +
        `still run then show no tasks, and the next plan puts the template back. Put it into a bucket that keeps it (${AwsPage.s3Lifecycle})`,
    );
  }

  /** CDKTF writes warnings beside the stacks: the name of the file alone is the same wherever this is run. */
  private warnOf(file: string, findings: readonly TemplateFinding[]): void {
    const page = AwsPage.workerTaskTemplateLiquid;
    for (const { line, column, message } of findings.slice(0, mostWarnings)) {
      Annotations.of(this).addWarning(`${file}:${line}:${column} ${message} (${page})`);
    }
    const more = findings.length - mostWarnings;
    if (more > 0)
      Annotations.of(this).addWarning(`${file} has ${more} more findings: mend the first ones (${page})`);
  }

  /** The version is part of the address: Terraform leaves the object of a version alone for as long as it is named. */
  private upload(version: string, content: string, props: WorkerTaskTemplateProps): void {
    const { bucket, encryptAsBucket, tags, withoutDefaultTags } = props;
    const key = this.keyOf(version, props);
    const contentType = "text/html; charset=utf-8";
    putText(this, version, { bucket, key, content, contentType, encryptAsBucket, tags, withoutDefaultTags });
  }

  private keyOf(version: string, { templateName }: WorkerTaskTemplateProps): string {
    return `${this.folder.prefix}${templateName}-${version}.liquid.html`;
  }
}

/** Names of the objects of a template, with `*` for the version. */
export function templateObjectPattern(templateName: string): string {
  return `${templateName}-*.liquid.html`;
}

function lintOptions({ taskInput, hostedPreAnnotation }: WorkerTaskTemplateProps): LintOptions {
  return hostedPreAnnotation === true ? { taskInput: hostedInputNames, isHosted: true } : { taskInput };
}

function currentTemplate(problems: Problems, { file, ready }: WorkerTaskTemplateProps): string {
  const either = "exactly one of file and ready is allowed";
  if (file !== undefined && ready !== undefined) problems.add("ready", `excludes file; ${either}`);
  else if (file !== undefined) return readTemplate(problems, "file", file);
  else if (ready === undefined) problems.add("file", `is missing; ${either}`);
  else {
    const found = readyTemplateProblems(ready);
    for (const { property, message, page } of found) problems.add(`ready.${property}`, message, page);
    if (found.length === 0) return withinLimit(problems, "ready", "the ready template", readyTemplate(ready));
  }
  return "";
}

function readTemplate(problems: Problems, property: string, file: string): string {
  const read = templateText(file);
  if (read.problem !== undefined) {
    problems.add(property, `${file} ${read.problem}`, AwsPage.workerTaskTemplate);
    return read.content;
  }
  return withinLimit(problems, property, file, read.content);
}

function withinLimit(problems: Problems, property: string, what: string, content: string): string {
  if (content.length > longestTemplate) {
    const message =
      `${what} has ${content.length} characters; ${longestTemplate} are allowed. Load scripts and styles ` +
      "from elsewhere";
    problems.add(property, message, AwsPage.renderUiTemplate);
  }
  return content;
}

/** A template that somebody else put into S3. */
class ExistingTemplate extends Construct implements IWorkerTaskTemplate {
  public readonly folder?: S3Location;

  public constructor(
    scope: Construct,
    id: string,
    public readonly uiTemplateS3Uri: string,
  ) {
    super(scope, id);
    const problems = new Problems(() => `WorkerTaskTemplate "${this.node.path}"`);
    problems.check("uri", uiTemplateS3Uri, templateUriRule);
    problems.throwIfAny();
    const folder = folderOfObject(uiTemplateS3Uri);
    if (folder !== undefined) this.folder = folder;
  }
}
