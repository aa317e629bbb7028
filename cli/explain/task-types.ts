import { AwsPage } from "../../lib/aws-page";
import { BuiltInTask } from "../../lib/jobs/built-in-task";
import { BuiltInTaskType } from "../../lib/jobs/built-in-task-type";

/** What is told of a task type. */
interface TaskFacts {
  readonly taskType: string;
  readonly family: string;
  readonly variant: string;
  readonly automatedLabeling: boolean;
  readonly s3Events: boolean;
  readonly mostObjects: number;
  readonly fewestLabels: number;
  readonly mostLabels?: number;
  readonly mostWorkersPerObject: number;
  readonly page: string;
}

export const taskTypes: readonly string[] = Object.values(BuiltInTaskType);

export function taskFacts(type: string): TaskFacts {
  const task = BuiltInTask.of(type as BuiltInTaskType);
  return {
    taskType: type,
    family: words(task.family),
    variant: words(task.variant),
    automatedLabeling: task.supportsAutomatedLabeling,
    s3Events: task.allowsS3Events,
    mostObjects: task.maxDatasetObjects,
    fewestLabels: task.minLabelCategories,
    mostLabels: task.maxLabelCategories,
    mostWorkersPerObject: task.maxWorkersPerObject,
    page: AwsPage.taskTypes,
  };
}

/** What workers look at, and whether they make, correct or judge: `image`, `video frame, adjustment`. */
export function taskWords(type: string): string {
  const { family, variant } = taskFacts(type);
  return variant === "base" ? family : `${family}, ${variant}`;
}

/** `POINT_CLOUD_3D` becomes `point cloud 3D`. */
function words(name: string): string {
  return name.toLowerCase().replaceAll("_", " ").replace("3d", "3D");
}

/** One line a type. */
export function taskTable(): string {
  const width = Math.max(...taskTypes.map((type) => type.length));
  const lines = taskTypes.map((type) => {
    const { family, automatedLabeling, s3Events } = taskFacts(type);
    const notes = [automatedLabeling ? "automated labeling" : "", s3Events ? "S3 events" : ""];
    return `${type.padEnd(width)}  ${family.padEnd(14)} ${notes.filter((note) => note !== "").join(", ")}`.trimEnd();
  });
  return [
    ...lines,
    "",
    `One of them: npx cdktf-ground-truth explain BoundingBox   (${AwsPage.taskTypes})`,
  ].join("\n");
}

/** All that is known of one type. */
export function taskText(type: string): string {
  const facts = taskFacts(type);
  const yes = (is: boolean) => (is ? "yes" : "no");
  const labels =
    facts.mostLabels === undefined
      ? `${facts.fewestLabels} or more`
      : `${facts.fewestLabels} to ${facts.mostLabels}`;
  return [
    `${type}: a task type of Ground Truth (${taskWords(type)})`,
    `  automated labeling   ${yes(facts.automatedLabeling)}`,
    `  S3 events            ${yes(facts.s3Events)}   in a streaming workflow`,
    `  label categories     ${labels}`,
    `  objects of a job     at most ${facts.mostObjects}`,
    `  workers per object   at most ${facts.mostWorkersPerObject}`,
    `  ${facts.page}`,
  ].join("\n");
}
