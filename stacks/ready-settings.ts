import { basename } from "node:path";
import { ReadyHandler } from "../lib/functions/ready-handler";
import { templateText } from "../lib/jobs/template-file";
import { readReadySettings } from "../lib/handlers/consolidation/ready-settings";
import { HandlerFault } from "../lib/handlers/handler-fault";
import { nearest } from "../lib/validation/nearest";
import { InvalidInputError, type Problem } from "../lib/validation/problems";
import type { PostAnnotationConfig } from "./config/function-schema";

const own = "GROUND_TRUTH_";
const endings = ["ELEMENT", "LABELS", "AGREEMENT", "IOU_THRESHOLD", "METADATA"];
const known = endings.map((name) => `${own}${name}`);
/** Set by the function itself, which refuses them. */
const ofFunction = ["ANSWER_ACCESS", "ANSWER_LOCATIONS", "EXECUTION_ROLES"].map((name) => `${own}${name}`);

/**
 * Reads the settings of a ready handler as the handler will: a wrong one fails each call, when people were paid.
 *
 * @throws InvalidInputError naming every variable that is wrong
 */
export function checkReadySettings({ ready, settings }: PostAnnotationConfig): void {
  if (ready === undefined || ready === ReadyHandler.PASS_THROUGH_POST_ANNOTATION) return;
  const environment = settings?.environment ?? {};
  const at = (name: string) => `settings.environment.${name}`;
  const unknown = Object.keys(environment)
    .filter((name) => name.startsWith(own) && ![...known, ...ofFunction].includes(name))
    .map((name): Problem => {
      const meant = nearest(name.slice(own.length), endings);
      const hint = meant === undefined ? `It reads ${known.join(", ")}` : `Did you mean ${own}${meant}?`;
      return { property: at(name), message: `the handler ${ready} reads no such variable. ${hint}` };
    });
  const problems = [...unknown, ...wrongValues(environment, at)];
  if (problems.length > 0) throw new InvalidInputError(`The handler ${ready}`, problems);
}

function wrongValues(environment: Readonly<Record<string, string>>, at: (name: string) => string): Problem[] {
  try {
    readReadySettings(environment);
    return [];
  } catch (error) {
    if (!(error instanceof HandlerFault)) throw error;
    return error.faults.map((fault) => {
      const end = fault.indexOf(": ");
      return { property: at(fault.slice(0, end)), message: fault.slice(end + 2) };
    });
  }
}

/** What is to be told when the element that a ready handler reads has another name in the template, or none. */
export function elementWarning({ ready, settings }: PostAnnotationConfig, file: string): string | undefined {
  const element = settings?.environment?.GROUND_TRUTH_ELEMENT;
  if (ready === undefined || ready === ReadyHandler.PASS_THROUGH_POST_ANNOTATION || !element)
    return undefined;
  const { content } = templateText(file);
  const names = [...content.matchAll(/\bname\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(
    ([, one, other]) => one ?? other!,
  );
  // Liquid or a script may make the name.
  const isSaid = ['"', "'", "`"].some((quote) => content.includes(`${quote}${element}${quote}`));
  if (names.length === 0 || isSaid || names.some((name) => name.includes("{"))) return undefined;
  const meant = nearest(element, names);
  const hint = meant === undefined ? `It has ${[...new Set(names)].join(", ")}.` : `Did you mean "${meant}"?`;
  return (
    `GROUND_TRUTH_ELEMENT is "${element}", and ${basename(file)} has no element with this name. ${hint} ` +
    "The handler fails for answers without it"
  );
}
