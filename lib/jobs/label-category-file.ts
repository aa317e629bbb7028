import { Construct, type IConstruct } from "constructs";
import { labelCategoryUriRule } from "../rules/labeling-job";
import { templateNameRule } from "../rules/sagemaker";
import type { ILabelingBucket } from "../storage/labeling-bucket-base";
import type { S3Location } from "../storage/s3-location";
import { checkInput } from "../validation/check-input";
import { Problems } from "../validation/problems";
import { BuiltInTask } from "./built-in-task";
import type { BuiltInTaskType } from "./built-in-task-type";
import { checkLabelCategories, type LabelCategories, labelCategoryDocument } from "./label-categories";
import { folderOfObject, putText, versionOf, warnOfNetwork } from "./text-object";

/** The file that lists the labels of a job, in S3. */
export interface ILabelCategoryFile extends IConstruct {
  /** `LabelCategoryConfigS3Uri` */
  readonly labelCategoryConfigS3Uri: string;
  /** The folder that it lies in, which the execution role must be able to read. @default - only Terraform knows */
  readonly folder?: S3Location;
  /** What it says. @default - not known: the file exists already */
  readonly categories?: LabelCategories;
  /** The task that it is for. @default - a custom task, or not known */
  readonly taskType?: BuiltInTaskType;
}

/** The labels of a job, and where their file goes. */
export interface LabelCategoryFileProps extends LabelCategories {
  /** The task that it is for: tasks on video frames and point clouds have another form of file. @default - a custom task */
  readonly taskType?: BuiltInTaskType;
  /** 1 to 64 letters, digits, `-` and `_`: begins the key of the object. */
  readonly fileName: string;
  /** Holds one of the workflow's inputs. */
  readonly bucket: ILabelingBucket;
  /** Folder in the bucket, inside one of the workflow's inputs. @default "labels/" */
  readonly prefix?: string;
  /**
   * Whether S3 encrypts the file like everything else in the bucket. Whoever deploys must then be allowed to use the
   * bucket's key (`dataUsers` of a `LabelingKey`).
   * @default false - S3 encrypts it with a key of its own (SSE-S3)
   */
  readonly encryptAsBucket?: boolean;
  /** At most 10, together with the provider's default tags: S3 takes no more on an object. */
  readonly tags?: Record<string, string>;
  /** Whether the provider's default tags stay away from the file, as they must where there are more than 10. @default false */
  readonly withoutDefaultTags?: boolean;
}

/**
 * The labels of a job, written as the file that its task type wants and put into S3.
 *
 * The key of the object holds the hash of its content, so that a running job keeps the labels that it was made with: an
 * edit makes a new object. Terraform deletes the old one, which a job no longer reads once it is in progress (not verified
 * against AWS).
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-label-cat-config-attributes.html
 */
export class LabelCategoryFile extends Construct implements ILabelCategoryFile {
  /**
   * A file that is in S3 already. It must lie in one of the workflow's inputs. What it says is not checked.
   *
   * @param uri `s3://bucket/key`; may be a token
   * @throws InvalidInputError when it is not the S3 URI of an object
   */
  public static fromS3Uri(scope: Construct, id: string, uri: string): ILabelCategoryFile {
    checkInput("LabelCategoryFile.fromS3Uri", scope, id, { uri });
    return new ExistingFile(scope, id, uri);
  }

  public readonly labelCategoryConfigS3Uri: string;
  public readonly folder: S3Location;
  public readonly categories: LabelCategories;
  public readonly taskType?: BuiltInTaskType;
  /** What stands in the file. */
  public readonly content: string;
  /** Names of its objects in `folder`, with `*` for the version: what people must not overwrite. */
  public readonly objectPattern: string;

  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: LabelCategoryFileProps) {
    checkInput("LabelCategoryFile", scope, id, props);
    super(scope, id);
    const task = props.taskType && BuiltInTask.of(props.taskType);
    const problems = new Problems(() => `LabelCategoryFile "${this.node.path}"`);
    problems.check("fileName", props.fileName, templateNameRule);
    checkLabelCategories(problems, props, task);
    problems.throwIfAny();

    const { fileName: _name, bucket: _bucket, prefix: _prefix, ...categories } = props;
    this.categories = categories;
    this.taskType = props.taskType;
    this.content = labelCategoryDocument(props, task);
    this.folder = props.bucket.location(props.prefix ?? "labels/");
    this.objectPattern = labelFilePattern(props.fileName);
    const version = versionOf(this.content);
    const key = `${this.folder.prefix}${props.fileName}-${version}.labels.json`;
    this.labelCategoryConfigS3Uri = `s3://${this.folder.bucketName}/${key}`;
    const { bucket, encryptAsBucket, tags, withoutDefaultTags } = props;
    const contentType = "application/json";
    putText(this, version, {
      bucket,
      key,
      content: this.content,
      contentType,
      encryptAsBucket,
      tags,
      withoutDefaultTags,
    });
    warnOfNetwork(this, props.bucket);
  }
}

/** Names of the objects of a label category file, with `*` for the version. */
export function labelFilePattern(fileName: string): string {
  return `${fileName}-*.labels.json`;
}

/** A file that somebody else put into S3. */
class ExistingFile extends Construct implements ILabelCategoryFile {
  public readonly folder?: S3Location;

  public constructor(
    scope: Construct,
    id: string,
    public readonly labelCategoryConfigS3Uri: string,
  ) {
    super(scope, id);
    const problems = new Problems(() => `LabelCategoryFile "${this.node.path}"`);
    problems.check("uri", labelCategoryConfigS3Uri, labelCategoryUriRule);
    problems.throwIfAny();
    const folder = folderOfObject(labelCategoryConfigS3Uri);
    if (folder !== undefined) this.folder = folder;
  }
}
