import type { CommandModule } from "../command-entry";
import { defineJobRequest } from "./job/request";
import { defineJobStart } from "./job/start";
import { defineJobStatus } from "./job/status";
import { defineJobStop } from "./job/stop";

/** `cdktf-ground-truth job`. */
export const jobCommand: CommandModule = {
  define(command, terminal, exit) {
    defineJobRequest(command.command("request"), terminal);
    defineJobStart(command.command("start"), terminal, exit);
    defineJobStatus(command.command("status"), terminal, exit);
    defineJobStop(command.command("stop"), terminal, exit);
  },
};
