import { z } from "zod";
import { configSchema } from "./config/schema";

/** The name of the file beside `ground-truth.yaml` that editors check it with. */
export const jsonSchemaFile = "ground-truth.schema.json";

/** The JSON schema of `ground-truth.yaml`, as a file. Draft 7 is the newest that the YAML language server knows in full. */
export function jsonSchema(): string {
  const schema = z.toJSONSchema(configSchema, { target: "draft-7", io: "input" });
  return `${JSON.stringify(schema, null, 2)}\n`;
}
