import { ungrantedOutputs } from "./granted-addresses";
import { addressFindings } from "./address-findings";
import { formFindings } from "./form-findings";
import { balanceFindings, endless, quoteFindings } from "./html-findings";
import { htmlTree } from "./html-tree";
import { inputFindings, slipFindings } from "./input-findings";
import { braceFindings, filterFindings, ignoredFilters, parseFindings, tagFindings } from "./liquid-findings";
import { branches, liquidParts } from "./liquid-parts";
import { maskedHtml } from "./masked-html";
import { type FoundAt, located, type TemplateFinding } from "./template-finding";

/** What is known of the surroundings of a template. */
export interface LintOptions {
  /** Names that `task.input` has. @default - unknown */
  readonly taskInput?: readonly string[];
  /** Whether the names are those of AWS's published templates, and not of a function that is known. @default false */
  readonly isHosted?: boolean;
}

/**
 * What is probably wrong with a worker task template: HTML with Liquid in it.
 *
 * The same text gives the same findings, from top to bottom. They are for warnings: what Ground Truth renders templates
 * with is not published, so nothing here is sure to fail a job.
 *
 * @param content line ends are `\n`
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-custom-templates-step2-automate.html
 */
export function lintTemplate(content: string, { taskInput, isHosted }: LintOptions = {}): TemplateFinding[] {
  const { readable, parts, found: torn } = liquidParts(content);
  const tags = tagFindings(parts);
  const tooDeep = depthFinding(content);
  if (tooDeep !== undefined) return located(content, [...torn, ...tags, tooDeep]);
  const all = htmlTree(maskedHtml(content, parts, "all"));
  const first = maskedHtml(content, parts, "first");
  const once = htmlTree(first);
  const liquid: FoundAt[] = [...torn, ...tags];
  // liquidjs stops at the first fault: it is asked only about what the others did not find.
  if (liquid.length === 0) liquid.push(...parseFindings(readable));
  // Braces that are torn tear the HTML too; who mends them sees the rest.
  const html = torn.length > 0 ? [] : [...once.found, ...(once.isCutOff ? [] : balanceFindings(first, once))];
  return located(content, [
    ...liquid,
    ...filterFindings(content, parts),
    ...ignoredFilters(parts),
    ...braceFindings(parts, all),
    ...html,
    ...quoteFindings(all),
    ...formFindings(maskedHtml(content, parts, "all"), all, branches(parts)),
    ...addressFindings(content, all, ungrantedOutputs(content, parts)),
    ...inputFinding(content),
    ...slipFindings(content, parts),
    ...(taskInput === undefined ? [] : inputFindings(content, parts, taskInput, isHosted)),
  ]);
}

/** Beyond this the time to read HTML grows with the square of the depth; browsers stop at 512. */
const deepest = 2000;

/** Where elements are nested deeper than anything can show them. */
export function depthFinding(content: string): FoundAt | undefined {
  let depth = 0;
  let drawings = 0;
  for (const { index, 0: tag, 1: name, 2: rest } of content.matchAll(/<\/?([a-z][^\s/<>]*)([^<>]*)/gi)) {
    const tagName = name!.toLowerCase();
    const isEnd = tag.startsWith("</");
    if (tagName === "svg") drawings += isEnd ? -1 : 1;
    const closesItself = drawings > 0 && rest!.endsWith("/");
    if (endless.has(tagName) || closesItself) continue;
    depth += isEnd ? -1 : 1;
    if (depth > deepest)
      return { offset: index, message: `elements are nested deeper than ${deepest}: end tags are missing` };
  }
  return undefined;
}

function inputFinding(content: string): FoundAt[] {
  if (/\btask\s*(\.\s*input\b|\[)/.test(content)) return [];
  return [
    { offset: 0, message: "never uses task.input: every task looks the same, whatever the data object" },
  ];
}
