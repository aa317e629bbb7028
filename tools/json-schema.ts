import { z } from "zod";
import { configSchema } from "../stacks/config/schema";
import { withEnvironmentSchema } from "./environment-schema";
import { propDocs } from "./prop-docs";

/** The name of the file beside `ground-truth.yaml` that editors check it with. */
export const jsonSchemaFile = "ground-truth.schema.json";

/**
 * The JSON schema of `ground-truth.yaml`, as a file. Draft 7 is the newest that the YAML language server knows in full.
 *
 * @throws Error for a key that is a prop without documentation
 */
export function jsonSchema(): string {
  const schema = z.toJSONSchema(configSchema, { target: "draft-7", io: "input" });
  const docs = propDocs();
  const told = (_: string, value: unknown): unknown => {
    const [, prop] = (typeof value === "string" && /^\{@inheritDoc (\S+)\}$/.exec(value)) || [];
    if (prop === undefined) return value;
    const doc = docs.get(prop);
    if (doc === undefined) throw new Error(`${prop} has no documentation to show in editors`);
    return doc;
  };
  const { definitions, ...keys } = withEnvironmentSchema(schema);
  // Nobody reads these: they only point into the rest.
  const last = `,\n  "definitions": ${JSON.stringify(definitions)}\n}\n`;
  return JSON.stringify(keys, told, 2).replace(/\n\}$/, () => last);
}
