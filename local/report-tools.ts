import { findProviderMirror } from "./provider-mirror";
import { findTool } from "./tools";

/*
 * For scripts: which of the things that the end-to-end tests need are on this machine, one to a line.
 * Exit code 0 when all of them are.
 */
const present = {
  terraform: findTool("terraform") !== undefined,
  "AWS provider (filesystem mirror)": findProviderMirror() !== undefined,
  moto_server: findTool("moto_server") !== undefined,
};

for (const [name, found] of Object.entries(present)) console.log(`${found ? "found" : "missing"}: ${name}`);
process.exitCode = Object.values(present).every(Boolean) ? 0 : 1;
