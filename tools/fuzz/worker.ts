import { projectRoot } from "../../stacks/project-root";
import { FuzzInputs } from "./inputs";
import { judge } from "./verdict";

/*
 * Judges the inputs whose numbers it is sent, one after the other. A process of its own, so that an input that never ends
 * or uses up the stack ends this one only.
 */
const inputs = new FuzzInputs(projectRoot(), Number(process.argv[2]));
process.on("message", (index: number) => {
  process.send!(judge(inputs.at(index)));
});
