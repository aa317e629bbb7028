import { labelingJobArnField, textField } from "./event-fields";
import { describedValue } from "./described-value";
import { Faults } from "./handler-fault";
import { isJsonRecord, type JsonRecord } from "./json-record";
import type { DataObject, PreAnnotationEvent } from "./pre-annotation-contract";
import { shownValue } from "./shown-value";

/**
 * Checks what Ground Truth sent to a pre-annotation function.
 *
 * @throws HandlerFault naming each field that is wrong, what it holds and what is allowed
 */
export function parsePreAnnotationEvent(event: unknown): PreAnnotationEvent {
  const faults = new Faults("Reading the pre-annotation event");
  if (!isJsonRecord(event)) {
    faults.add("event", `got ${shownValue(event)}; it is a JSON object`);
    faults.throwIfAny();
  }
  const fields = event as JsonRecord;
  checkDataObject(fields["dataObject"], faults);
  const parsed: PreAnnotationEvent = {
    ...fields,
    version: textField(fields, "version", faults),
    labelingJobArn: labelingJobArnField(fields, faults),
    dataObject: fields["dataObject"] as DataObject,
  };
  faults.throwIfAny();
  return parsed;
}

function checkDataObject(dataObject: unknown, faults: Faults): void {
  if (!isJsonRecord(dataObject)) {
    faults.add("dataObject", `got ${describedValue(dataObject)}; it is a line of the input manifest`);
    return;
  }
  const present = ["source", "source-ref"].filter((key) => dataObject[key] !== undefined);
  if (present.length === 0) {
    faults.add("dataObject", `got ${describedValue(dataObject)}; it has source or source-ref`);
  }
  for (const key of present) {
    if (typeof dataObject[key] !== "string") {
      faults.add(`dataObject.${key}`, `got ${describedValue(dataObject[key])}; it is text`);
    }
  }
}
