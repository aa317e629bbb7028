import type { CommandModule } from "../command-entry";
import { defineAnswersShow } from "./answers/show";

/** `cdktf-ground-truth answers`. */
export const answersCommand: CommandModule = {
  define(command, terminal) {
    defineAnswersShow(command.command("show"), terminal);
  },
};
