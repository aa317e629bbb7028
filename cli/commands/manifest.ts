import type { CommandModule } from "../command-entry";
import { defineManifestCheck } from "./manifest/check";
import { defineManifestMake } from "./manifest/make";

/** `cdktf-ground-truth manifest`. */
export const manifestCommand: CommandModule = {
  define(command, terminal, exit) {
    defineManifestMake(command.command("make"), terminal);
    defineManifestCheck(command.command("check"), terminal, exit);
  },
};
