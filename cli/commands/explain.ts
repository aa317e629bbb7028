import { UserError } from "../../review/user-error";
import { cataloguedAs, cataloguedSids } from "../../review/catalogue/catalogue";
import { noInk, terminalInk } from "../../review/formats/ink";
import { nearest } from "../../lib/validation/nearest";
import type { CommandModule } from "../command-entry";
import { type Page, resourceText, sidText, stackText, toDoText } from "../explain/explained";
import { type AskedStack, readApp } from "../explain/read-app";
import { environmentsText, explainedEnvironments } from "../explain/environments";
import { resourceReasons } from "../explain/resource-reasons";
import { taskFacts, taskTable, taskText, taskTypes } from "../explain/task-types";
import { findProject } from "../project";
import { isTold } from "../told-errors";

const help = `
Examples:
  cdktf-ground-truth explain street-signs               what a stack makes, by the key that asks for it
  cdktf-ground-truth explain street-signs todo          what is left for you, as text to copy
  cdktf-ground-truth explain StreamingQueue             why a statement is there, by its Sid
  cdktf-ground-truth explain aws_sqs_queue.answers      why a resource is there
  cdktf-ground-truth explain taskType                   all task types; explain BoundingBox for one
  cdktf-ground-truth explain environments               what differs between the environments of the file`;

interface Explained {
  readonly json: unknown;
  readonly text: string;
}

/** `cdktf-ground-truth explain`. */
export const explainCommand: CommandModule = {
  define(command, terminal) {
    command
      .argument("<what>", "a stack, a Sid, an address, taskType, a task type, or environments")
      .argument("[part]", "todo: what is left for you in a stack")
      .option("--json", "for programs")
      .addHelpText("after", help)
      .action((what: string, part: string | undefined, options: { readonly json?: boolean }) => {
        const page = { ink: terminal.colours ? terminalInk : noInk, width: terminal.width };
        const { json, text } = explained(what, part, page);
        terminal.write(options.json === true ? `${JSON.stringify(json, undefined, 2)}\n` : `${text}\n`);
      });
  },
};

/** @throws UserError when there is no such thing, with what may have been meant */
function explained(what: string, part: string | undefined, page: Page): Explained {
  if (part !== undefined && part !== "todo")
    throw new UserError(`"${part}" is no part of a stack: only todo is. Try: explain ${what} todo`);
  if (what === "taskType") return { json: taskTypes.map(taskFacts), text: taskTable() };
  if (taskTypes.includes(what)) return { json: taskFacts(what), text: taskText(what) };
  const entries = cataloguedAs(what);
  if (what === "environments") {
    const found = explainedEnvironments(findProject());
    return { json: found, text: environmentsText(found, page.ink) };
  }
  const stacks = entries.length > 0 ? readIfPossible() : readApp(findProject());
  const stack = stacks.find(({ name }) => name === what);
  if (stack !== undefined)
    return part === "todo"
      ? { json: stack.toDo, text: toDoText(stack, page) }
      : { json: stack, text: stackText(stack, page) };
  if (part === "todo") throw new UserError(unknown(what, stacks));
  const resources = stacks.flatMap((one) => one.resources);
  const named = resources.filter(({ stack: name, address }) =>
    [address, `${name}/${address}`].includes(what),
  );
  if (named.length > 0) {
    const json = named.map((one) => ({ ...one, ...resourceReasons[one.type] }));
    return { json, text: named.map((one) => resourceText(one, page)).join("\n\n") };
  }
  const found = resources.filter(({ statements }) => statements.some(({ Sid }) => Sid === what));
  if (entries.length === 0 && found.length === 0) throw new UserError(unknown(what, stacks));
  return { json: { sid: what, entries, in: found }, text: sidText(what, resources, page) };
}

/** Why a statement is there can be told beside a configuration with mistakes. */
function readIfPossible(): AskedStack[] {
  try {
    return readApp(findProject());
  } catch (error) {
    if (!isTold(error)) throw error;
    return [];
  }
}

function unknown(what: string, stacks: readonly AskedStack[]): string {
  const names = stacks.map(({ name }) => name);
  const addresses = stacks.flatMap(({ resources }) => resources.map(({ address }) => address));
  const near = nearest(what, [...names, ...taskTypes, ...cataloguedSids(), ...addresses]);
  return [
    `There is no stack, Sid, address or task type "${what}".${near === undefined ? "" : ` Did you mean ${near}?`}`,
    `Stacks: ${names.join(", ") || "none here"}. Task types: explain taskType. Sids: docs/permissions.md.`,
  ].join("\n");
}
