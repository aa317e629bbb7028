import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../stacks/project-root";
import { inputShapesModule } from "./input-shapes";

const root = projectRoot();
writeFileSync(join(root, "lib", "validation", "input-shapes.ts"), inputShapesModule(root));
