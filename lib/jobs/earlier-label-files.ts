import { BuiltInTask } from "./built-in-task";
import { BuiltInTaskType } from "./built-in-task-type";
import { LabelAttributeRefSuffix } from "./label-attribute-ref-suffix";

/**
 * Whether a task looks at labels of an earlier job that are files: masks, and labels of frames. The manifest only names them
 * (`-ref`), and they are loaded with the role of the later job.
 */
export function readsLabelFiles(type: string | undefined): boolean {
  const earlier = /^(?:LabelVerification|Adjustment)(.+)$/.exec(type ?? "")?.[1];
  const known = Object.values(BuiltInTaskType).find((one) => String(one) === earlier);
  return (
    known !== undefined && BuiltInTask.of(known).labelAttributeRefSuffix === LabelAttributeRefSuffix.REQUIRED
  );
}

/** The folder of the labels that the output manifest of a job names. @returns undefined for any other manifest */
export function labelFilesOf(manifestUri: string): string | undefined {
  const [, jobFolder] = /^(s3:\/\/[^/]+\/.*\/)manifests\//.exec(manifestUri) ?? [];
  return jobFolder && `${jobFolder}annotations/`;
}
