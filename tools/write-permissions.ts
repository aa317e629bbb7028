import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../stacks/project-root";
import { permissionsPage } from "./permissions-page";

writeFileSync(join(projectRoot(), "docs", "permissions.md"), permissionsPage());
