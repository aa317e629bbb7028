import type { Faults } from "./handler-fault";
import type { JsonRecord } from "./json-record";
import { shownValue } from "./shown-value";

const jobArn = /^arn:[^:]+:sagemaker:[^:]+:\d{12}:labeling-job\/(.+)$/;

/** The text of a field; notes a fault and is empty if there is none. */
export function textField(event: JsonRecord, field: string, faults: Faults): string {
  const value = event[field];
  if (typeof value === "string" && value !== "") return value;
  faults.add(field, `got ${shownValue(value)}; it is text that is not empty`);
  return "";
}

/** The ARN of the labeling job; notes a fault if it is none. */
export function labelingJobArnField(event: JsonRecord, faults: Faults): string {
  const value = event["labelingJobArn"];
  if (typeof value === "string" && jobArn.test(value)) return value;
  faults.add(
    "labelingJobArn",
    `got ${shownValue(value)}; it looks like arn:<partition>:sagemaker:<region>:<account>:labeling-job/<name>`,
  );
  return "";
}

/** The name in the ARN of a labeling job. */
export function labelingJobName(labelingJobArn: string): string {
  return jobArn.exec(labelingJobArn)?.[1] ?? labelingJobArn;
}
