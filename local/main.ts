import { parseCommandLine, usage } from "./command-line";
import { down } from "./down";
import { plan } from "./plan";
import { requireTools } from "./tools";
import { up } from "./up";
import { UserError } from "./user-error";

const work = { up, plan, down };

async function main(): Promise<number> {
  const { command, stacks } = parseCommandLine(process.argv.slice(2));
  if (command === "help") {
    console.log(usage);
    return 0;
  }
  if (command !== "down")
    requireTools(process.env["AWS_ENDPOINT_URL"] ? ["terraform"] : ["terraform", "moto_server"]);
  return work[command](
    process.cwd(),
    stacks,
    (line) => console.log(line),
    (stack, step, result, seconds) =>
      console.log(`${stack.padEnd(20)} ${step.padEnd(8)} ${result} (${seconds.toFixed(1)} s)`),
  );
}

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    // Anything else is a fault of the program, whose trace the person who mends it needs.
    console.error(error instanceof UserError ? error.message : error);
    process.exitCode = 1;
  },
);
