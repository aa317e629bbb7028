import { whoCan } from "../../lib/access/world";
import type { CommandModule } from "../command-entry";
import { orSynthesized } from "../or-synthesized";
import { isListed } from "../../review/actions/load-action-data";
import { answerText } from "../../review/formats/answer-text";
import { noInk, terminalInk } from "../../review/formats/ink";
import { estateOf } from "../../review/report/estate-of";
import { UserError } from "../../review/user-error";

interface Options {
  readonly in?: readonly string[];
  readonly json?: boolean;
  readonly account?: string;
}

const help = `
Example:
  cdktf-ground-truth who-can s3:GetObject 'arn:aws:s3:::acme-labels/signs/*' --in plan.json`;

/** `cdktf-ground-truth who-can`. */
export const whoCanCommand: CommandModule = {
  define(command, terminal) {
    command
      .argument("<action>", "s3:GetObject, or a pattern: any of these")
      .argument("<resource>", "ARN, or a pattern: any of these")
      .option("--in <what...>", "plans, states, cdktf.out, as for review (default: what synth wrote)")
      .option("--json", "for programs")
      .option("--account <id>", "account of stacks that do not tell theirs")
      .addHelpText("after", help)
      .action(async (action: string, resource: string, options: Options) => {
        if (action !== "*" && !/^[\w*?-]+:[\w*?]+$/.test(action)) {
          throw new UserError(
            `<action>: ${action} is no action: it is written as s3:GetObject, s3:Get* or *.`,
          );
        }
        // "Nobody" to a word that AWS does not know would be no comfort. Its list is as old as this version.
        if (!(await isListed(action)))
          terminal.tell(`AWS's list has no action ${action}: is it spelled right?\n`);
        const estate = estateOf(orSynthesized(options.in), options);
        const answer = whoCan(estate.world, action, resource);
        const ink = terminal.colours ? terminalInk : noInk;
        terminal.write(
          options.json === true
            ? `${JSON.stringify(answer, undefined, 2)}\n`
            : answerText(`Who can ${action} on ${resource}`, "principal", answer, ink, terminal.width),
        );
      });
  },
};
