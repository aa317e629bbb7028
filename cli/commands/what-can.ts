import { whatCan } from "../../lib/access/world";
import type { CommandModule } from "../command-entry";
import { orSynthesized } from "../or-synthesized";
import { answerText } from "../../review/formats/answer-text";
import { noInk, terminalInk } from "../../review/formats/ink";
import { estateOf, principalNamed } from "../../review/report/estate-of";

interface Options {
  readonly in?: readonly string[];
  readonly json?: boolean;
  readonly account?: string;
}

const help = `
Examples:
  cdktf-ground-truth what-can acme-street-signs-execution --in cdktf.out
  cdktf-ground-truth what-can arn:aws:iam::111122223333:role/labeling-data --in plan.json --json`;

/** `cdktf-ground-truth what-can`. */
export const whatCanCommand: CommandModule = {
  define(command, terminal) {
    command
      .argument(
        "<principal>",
        "name or ARN of a role or user, an account's root, a service, '*' for everybody",
      )
      .option("--in <what...>", "plans, states, cdktf.out, as for review (default: what synth wrote)")
      .option("--json", "for programs")
      .option("--account <id>", "account of stacks that do not tell theirs")
      .addHelpText("after", help)
      .action((principal: string, options: Options) => {
        const estate = estateOf(orSynthesized(options.in), options);
        const arn = principalNamed(estate, principal);
        const answer = whatCan(estate.world, arn);
        const ink = terminal.colours ? terminalInk : noInk;
        terminal.write(
          options.json === true
            ? `${JSON.stringify(answer, undefined, 2)}\n`
            : answerText(
                `What ${arn === "*" ? "everybody" : arn} can do`,
                "action",
                answer,
                ink,
                terminal.width,
              ),
        );
      });
  },
};
