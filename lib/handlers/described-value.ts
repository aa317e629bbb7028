import { isJsonRecord, type JsonRecord } from "./json-record";

const mostNames = 8;

/**
 * What kind of value an object of S3 holds, without a word of it: errors end in logs, which more people read than may
 * read the objects.
 */
export function describedValue(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (typeof value === "string") return value === "" ? "an empty text" : "text";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (isJsonRecord(value)) return describedFields(value);
  return `a ${typeof value}`;
}

/** The names of the fields of an object. */
export function describedFields(record: JsonRecord): string {
  const names = Object.keys(record);
  if (names.length === 0) return "an object without fields";
  return `an object with the field${names.length === 1 ? "" : "s"} ${shownNames(names)}`;
}

/** Names of fields. A name that does not look like one could be data, and is not shown. */
export function shownNames(names: readonly string[]): string {
  const shown = names.filter((name) => /^[A-Za-z_][\w-]{0,39}$/.test(name)).sort();
  const listed = shown.slice(0, mostNames);
  const others = names.length - listed.length;
  if (listed.length === 0) return `whose name${others === 1 ? " is" : "s are"} not shown (${others})`;
  return [...listed, ...(others === 0 ? [] : [`${others} more`])].join(", ");
}

/** An id out of an object of S3, which may be longer than any id. */
export function shownId(id: string): string {
  return id.length <= 128 ? JSON.stringify(id) : `${JSON.stringify(id.slice(0, 128))}…`;
}
