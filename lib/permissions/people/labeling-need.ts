import { labelingJobArn } from "../../iam/arn";
import type { AwsScope } from "../../scope/aws-scope";
import type { KeyTarget } from "../key-target";
import type { S3Folder } from "../s3-data";
import { spellings } from "../spellings";

/** Objects in a folder, by a pattern of their names: `acme-signs-*.liquid.html`. */
interface ManagedObjects extends S3Folder {
  readonly pattern: string;
}

/** One workflow, as far as people deal with it. */
export interface LabelingNeed {
  /** Name of the labeling job, or how the names of the workflow's jobs begin. */
  readonly labelingJobName: string;
  /** True when jobs add a suffix to `labelingJobName`. @default false */
  readonly labelingJobNameIsPrefix?: boolean;
  readonly executionRoleArn: string;
  /** @default - every private and vendor work team, never the public crowd */
  readonly workTeamArns?: readonly string[];
  readonly inputs: readonly S3Folder[];
  readonly output: S3Folder;
  /** Where workflows write answers, the workflow's own output among them. @default - `output` */
  readonly answers?: readonly S3Folder[];
  /** What Terraform keeps in the inputs. @default - nothing */
  readonly managedObjects?: readonly ManagedObjects[];
  /** Keys of the data. @default - none that people need a right on */
  readonly keys?: readonly KeyTarget[];
  /** The annotation functions. @default - none */
  readonly functionArns?: readonly string[];
  /** The topics of a streaming job. @default - none */
  readonly topicArns?: readonly string[];
  /** The roles that annotation functions run with. @default - none */
  readonly functionRoleArns?: readonly string[];
  /** The queue that answers wait in, and that of its dead letters. @default - none */
  readonly answerQueueArns?: readonly string[];
  /** The topic that alarms go to. @default - none */
  readonly alarmTopicArn?: string;
  /** The roles that SNS writes delivery logs with. @default - none */
  readonly deliveryLogRoleArns?: readonly string[];
  /** The rule that tells of the ends of jobs. @default - none */
  readonly eventRuleArn?: string;
  /** The queues that ends of jobs and their dead letters go to. @default - none */
  readonly eventQueueArns?: readonly string[];
}

/** The workflow's jobs. */
export function labelingJobArns(
  { labelingJobName, labelingJobNameIsPrefix }: LabelingNeed,
  scope: AwsScope,
): string[] {
  return spellings(labelingJobName).map((name) =>
    labelingJobArn(scope, labelingJobNameIsPrefix ? `${name}*` : name),
  );
}

/** Every folder of the workflow, once. */
export function foldersOf({ inputs, output }: Pick<LabelingNeed, "inputs" | "output">): readonly S3Folder[] {
  const all = [...inputs, output];
  return all.filter(
    (folder, index) =>
      all.findIndex(
        ({ bucketName, prefix }) => bucketName === folder.bucketName && prefix === folder.prefix,
      ) === index,
  );
}

/** The same need, with its own output among the answers. */
export function withAnswers(need: LabelingNeed): LabelingNeed {
  return { ...need, answers: foldersOf({ inputs: need.answers ?? [], output: need.output }) };
}
