import { AwsPage } from "../../aws-page";
import type { Problem } from "../../validation/problems";
import type { ReadyTemplateProps } from "./ready-template";
import { readyTask, readyTaskTypes } from "./ready-task";

/** What keeps a ready template from being made. */
export function readyTemplateProblems({ taskType, ...props }: ReadyTemplateProps): Problem[] {
  const task = readyTask(taskType);
  if (task === undefined) {
    const message = `got "${taskType}"; ready templates are there for ${readyTaskTypes.join(", ")}`;
    return [{ property: "taskType", message, page: AwsPage.taskTypes }];
  }
  const name = props.earlierLabelAttributeName;
  const complain = (message: string): Problem[] => [
    { property: "earlierLabelAttributeName", message, page: AwsPage.verificationJobs },
  ];
  if (task.earlier === undefined) {
    return name === undefined ? [] : complain(`got "${name}"; ${taskType} shows no labels of an earlier job`);
  }
  if (name === undefined) {
    return complain(
      `is missing; ${taskType} shows labels of an earlier job: name its label attribute, as in "${
        task.earlier === "mask" ? "areas-ref" : "boxes"
      }"`,
    );
  }
  if (!/^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/.test(name)) {
    return complain(`got "${name}"; a label attribute name has letters, digits and hyphens only`);
  }
  if (task.earlier === "mask" && !name.endsWith("-ref")) {
    return complain(`got "${name}"; the label of a segmentation is a file in S3, and its name ends in -ref`);
  }
  return [];
}
