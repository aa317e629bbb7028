import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../stacks/project-root";
import { jsonSchema, jsonSchemaFile } from "./json-schema";

writeFileSync(join(projectRoot(), jsonSchemaFile), jsonSchema());
