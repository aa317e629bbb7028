import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { jsonSchema, jsonSchemaFile } from "./json-schema";
import { projectRoot } from "./project-root";

writeFileSync(join(projectRoot(), jsonSchemaFile), jsonSchema());
