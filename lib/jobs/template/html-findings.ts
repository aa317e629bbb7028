import { type HtmlElement, type HtmlTree, startOf } from "./html-tree";
import type { FoundAt } from "./template-finding";

/** Without an end tag by their nature, or allowed to be without one. */
export const endless: ReadonlySet<string> = new Set(
  (
    "area base br col embed hr img input link meta param source track wbr " +
    "html head body p li dt dd option optgroup rb rp rt rtc thead tbody tfoot tr td th colgroup caption"
  ).split(" "),
);

/** Elements that browsers close and open again where tags overlap. */
const formatting = new Set("a b big code em font i nobr s small strike strong tt u".split(" "));

/** Elements that are never closed, and ends that close nothing. */
export function balanceFindings(html: string, tree: HtmlTree): FoundAt[] {
  const found: FoundAt[] = [];
  const closable = tree.elements.filter(
    (element) => !endless.has(element.tagName) && !isSelfClosedDrawing(html, element),
  );
  const selfClosed = closable.filter((element) => isSelfClosed(html, element));
  // What a browser takes to be open around the rest tears everything that follows.
  if (selfClosed.length > 0) {
    return selfClosed.map((element) => ({
      offset: startOf(element),
      message: `<${element.tagName} … /> is not closed: HTML knows no "/>" here. Write <${element.tagName} …></${element.tagName}>`,
    }));
  }
  const open: { readonly tagName: string; readonly offset: number }[] = [];
  let next = 0;
  const openUntil = (offset: number) => {
    for (; next < closable.length && startOf(closable[next]!) < offset; next += 1)
      open.push({ tagName: closable[next]!.tagName, offset: startOf(closable[next]!) });
  };
  const neverClosed = ({ tagName, offset }: (typeof open)[number]) =>
    found.push({ offset, message: `<${tagName}> is never closed: </${tagName}> is missing` });
  for (const { 1: name, index } of html.matchAll(/<\/([a-z][\w-]*)/gi)) {
    const tagName = name!.toLowerCase();
    if (endless.has(tagName) || tree.isTagOrComment(index)) continue;
    openUntil(index);
    const at = open.findLastIndex((each) => each.tagName === tagName);
    if (at < 0) {
      found.push({ offset: index, message: `</${tagName}> closes nothing: there is no open <${tagName}>` });
      continue;
    }
    const inside = open.splice(at).slice(1);
    inside.filter((each) => !formatting.has(each.tagName)).forEach(neverClosed);
    open.push(...inside.filter((each) => formatting.has(each.tagName)));
  }
  openUntil(html.length);
  open.forEach(neverClosed);
  return found.length > 0 ? found : ignoredEnds(closable);
}

/** Ends that are there, and that browsers pass over: an open <p> keeps an element of another kind from being closed. */
function ignoredEnds(closable: readonly HtmlElement[]): FoundAt[] {
  const innermost = closable.findLast((element) => !element.sourceCodeLocation?.endTag);
  if (innermost === undefined) return [];
  const { tagName } = innermost;
  const message = `browsers pass over </${tagName}>, as an element inside is still open: close <p> or <li> before it`;
  return [{ offset: startOf(innermost), message }];
}

function isSelfClosed(html: string, { sourceCodeLocation: place }: HtmlElement): boolean {
  const start = place?.startTag;
  if (start === undefined || place?.endTag) return false;
  return html.slice(start.startOffset, start.endOffset).endsWith("/>");
}

/** In SVG and MathML "/>" closes an element. */
function isSelfClosedDrawing(
  html: string,
  { namespaceURI, sourceCodeLocation: place }: HtmlElement,
): boolean {
  const isDrawing = !namespaceURI.endsWith("/xhtml");
  return (
    isDrawing && html.slice(place!.startOffset, place!.startTag?.endOffset ?? place!.endOffset).endsWith("/>")
  );
}

/** Quotes of word processors, which HTML takes for letters of the value. */
export function quoteFindings({ elements }: HtmlTree): FoundAt[] {
  return elements.flatMap(({ attrs, sourceCodeLocation }) =>
    attrs
      .filter(({ value }) => /^[\u201c\u201d\u201e\u2018\u2019]/.test(value))
      .map(({ name }) => ({
        offset: sourceCodeLocation?.attrs?.[name]?.startOffset ?? sourceCodeLocation!.startOffset,
        message: `curly quotes are part of the value of ${name}, and do not enclose it: write "straight ones"`,
      })),
  );
}
