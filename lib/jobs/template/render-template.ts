import type { Liquid } from "liquidjs";
import { namesRead } from "./input-findings";
import { firstSentence, liquidjs, liquidParts } from "./liquid-parts";
import { located, type TemplateFinding } from "./template-finding";

/** A template with the values of one data object in it. */
interface RenderedTemplate {
  /** Empty if the template cannot be rendered. */
  readonly html: string;
  /** Why it cannot be rendered. */
  readonly failure?: TemplateFinding;
  /** What the template reads and `task.input` has not. */
  readonly missing: readonly TemplateFinding[];
}

interface RenderOptions {
  /** Whether a value that is not there is a failure, unless an `if` or the filter `default` asks for it. @default false */
  readonly isStrict?: boolean;
}

/** Longest that a template may take, so that an endless loop is told and not waited for. */
const mostMilliseconds = 5000;
/** What liquidjs counts as memory: about characters. */
const mostMemory = 50_000_000;

/**
 * Renders a worker task template as AWS documents it: outputs are escaped, but those that `escape`, `escape_once` or
 * `skip_autoescape` ends. What Ground Truth renders with is not published: not verified against AWS.
 *
 * @param input what the template reads as `task.input`
 * @param grantReadAccess what `grant_read_access` makes of an S3 URI
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-custom-templates-step2-automate.html
 */
export function renderTemplate(
  content: string,
  input: Readonly<Record<string, unknown>>,
  grantReadAccess: (uri: string) => string,
  { isStrict = false }: RenderOptions = {},
): RenderedTemplate {
  const missing = namesRead(content, liquidParts(content).parts)
    .filter(({ name }) => !Object.hasOwn(input, name) && !["size", "first", "last"].includes(name))
    .map(({ name, offset }) => ({ offset, message: `task.input has no "${name}", so nothing is shown` }));
  try {
    const html = String(engine(grantReadAccess, isStrict).parseAndRenderSync(content, { task: { input } }));
    return { html, missing: located(content, missing) };
  } catch (error) {
    const { message, token } = error as Error & { readonly token?: { readonly begin?: number } };
    const told = firstSentence(message).replace(
      /^undefined variable: (.*)$/,
      "$1 is not there, so nothing is shown",
    );
    const [failure] = located(content, [{ offset: token?.begin ?? 0, message: told }]);
    return { html: "", failure, missing: located(content, missing) };
  }
}

function engine(grantReadAccess: (uri: string) => string, isStrict: boolean): Liquid {
  const { Liquid } = liquidjs();
  const liquid = new Liquid({
    outputEscape: escapedText,
    strictFilters: true,
    strictVariables: isStrict,
    lenientIf: true,
    renderLimit: mostMilliseconds,
    memoryLimit: mostMemory,
    // A job has this one file: whatever a template names is not looked for on this machine.
    templates: {},
  });
  liquid.registerFilter("to_json", (value: unknown) => JSON.stringify(value ?? null));
  liquid.registerFilter("grant_read_access", (value: unknown) => grantReadAccess(text(value)));
  liquid.registerFilter("skip_autoescape", { raw: true, handler: (value: unknown) => value });
  liquid.registerFilter("escape", { raw: true, handler: escapedText });
  liquid.registerFilter("escape_once", { raw: true, handler: escapedOnce });
  return liquid;
}

function text(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : `${value as string | number | boolean}`;
}

function escapedText(value: unknown): string {
  return text(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function escapedOnce(value: unknown): string {
  return escapedText(
    text(value).replace(/&(amp|lt|gt|quot|#39|#34|#38|#60|#62);/g, (_, name: string) => plain[name]!),
  );
}

const plain: Readonly<Record<string, string>> = {
  amp: "&",
  "#38": "&",
  lt: "<",
  "#60": "<",
  gt: ">",
  "#62": ">",
  quot: '"',
  "#34": '"',
  "#39": "'",
};
