/**
 * A table by names that come from inputs: without what every object of JavaScript has, so that a resource type
 * `constructor` is a type that the table does not know.
 */
export function table<Value>(entries: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  return Object.assign(Object.create(null) as Record<string, Value>, entries);
}
