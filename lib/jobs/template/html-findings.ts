import { attribute, type HtmlElement, type HtmlTree, startOf } from "./html-tree";
import type { LiquidPart } from "./liquid-parts";
import type { FoundAt } from "./template-finding";

/** Without an end tag by their nature, or allowed to be without one. */
const endless = new Set(
  (
    "area base br col embed hr img input link meta param source track wbr " +
    "html head body p li dt dd option optgroup rb rp rt rtc thead tbody tfoot tr td th colgroup caption"
  ).split(" "),
);

/** What workers annotate with: the answer has a field for each, by its name. */
const annotating = new Set(
  (
    "bounding-box classifier classifier-multi-select entity-annotation image-classifier image-classifier-multi-select " +
    "instance-segmentation keypoint line polygon polyline semantic-segmentation"
  )
    .split(" ")
    .map((name) => `crowd-${name}`),
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

/** What keeps workers from sending an answer, or the answer from having fields. */
export function formFindings(html: string, tree: HtmlTree): FoundAt[] {
  const { elements } = tree;
  const found: FoundAt[] = [];
  const scripts = elements.filter(({ tagName }) => tagName === "script");
  const code = scripts.map((script) => codeOf(html, script)).join("\n");
  const crowd = elements.filter(({ tagName }) => tagName.startsWith("crowd-"));
  const forms = elements.filter(({ tagName }) => tagName === "crowd-form" || tagName === "form");
  // A script can make elements: what is not there yet is no finding then.
  const isMadeByScript = /createElement|innerHTML|insertAdjacentHTML|\.append|\.html\(/.test(code);
  const loadsOthers = scripts.some(
    (script) => !(attribute(script, "src") ?? crowdScript).includes(crowdScript),
  );

  // AWS's own samples for it have no form: the element sends by itself.
  const sendsItself = crowd.some(({ tagName }) => tagName === "crowd-entity-annotation");
  if (forms.length === 0 && !sendsItself && !isMadeByScript && !loadsOthers) {
    found.push({
      offset: 0,
      message: "has neither <crowd-form> nor <form>: workers cannot send what they did",
    });
  }
  if (
    crowd.length > 0 &&
    !scripts.some((script) => attribute(script, "src")?.includes(crowdScript)) &&
    !loadsOthers
  ) {
    const message = `uses crowd elements and does not load https://assets.crowd.aws/${crowdScript}, which they are made in`;
    found.push({ offset: startOf(crowd[0]!), message });
  }
  const hasCrowdForm = forms.some(({ tagName }) => tagName === "crowd-form");
  if (forms.length > 0 && !hasCrowdForm && !canSubmit(elements) && !/submit/i.test(code) && !loadsOthers) {
    found.push({
      offset: startOf(forms[0]!),
      message: "<form> has nothing to submit it with: add <button>, or use <crowd-form>, which has one",
    });
  }
  for (const element of crowd.filter(({ tagName }) => annotating.has(tagName))) {
    if (!attribute(element, "name")) {
      const message = `<${element.tagName}> has no name: the answer has a field for each name, and none for this`;
      found.push({ offset: startOf(element), message });
    }
    if (forms.length > 0 && !isInside(element)) {
      const message = `<${element.tagName}> stands outside of the form: what is done in it is not sent`;
      found.push({ offset: startOf(element), message });
    }
  }
  const hasNames = elements.some((element) => isField(element) && attribute(element, "name"));
  const isTold = crowd.some(({ tagName }) => annotating.has(tagName));
  if (forms.length > 0 && !hasNames && !isTold && code.trim() === "" && !loadsOthers) {
    const message = `<${forms[0]!.tagName}> has no input with a name: answers would be empty`;
    found.push({ offset: startOf(forms[0]!), message });
  }
  return found;
}

const crowdScript = "crowd-html-elements.js";

function codeOf(html: string, { sourceCodeLocation: place }: HtmlElement): string {
  return html.slice(place?.startTag?.endOffset, place?.endTag?.startOffset);
}

function isField({ tagName }: HtmlElement): boolean {
  if (["input", "select", "textarea", "button", "output", "object"].includes(tagName)) return true;
  return tagName.includes("-") && tagName !== "crowd-form";
}

function canSubmit(elements: readonly HtmlElement[]): boolean {
  return elements.some((element) => {
    const type = attribute(element, "type")?.toLowerCase();
    if (element.tagName === "button") return type === undefined || type === "submit";
    if (element.tagName === "input") return type === "submit" || type === "image";
    return element.tagName === "crowd-button";
  });
}

function isInside(element: HtmlElement): boolean {
  for (let up = element.parentNode; up !== null && "tagName" in up; up = up.parentNode) {
    if (up.tagName === "crowd-form" || up.tagName === "form" || up.tagName === "template") return true;
  }
  return false;
}

/** Attributes that a browser loads a file from, by their elements. Links and frames lead to pages of the web. */
const loading: Readonly<Record<string, readonly string[]>> = {
  src: ["img", "audio", "video", "source", "track", "embed", "input"],
  srcset: ["img", "source"],
  poster: ["video"],
  data: ["object"],
  href: ["image"],
};

interface Place {
  readonly from: number;
  readonly to: number;
  readonly of: string;
}

/** The last place that begins before an offset. */
function lastBefore(places: readonly Place[], offset: number): Place | undefined {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]!.from < offset) low = middle + 1;
    else high = middle;
  }
  return places[low - 1];
}

/** Values that came with the data object and are used as the address of a file. */
export function addressFindings(
  content: string,
  { elements, isCode }: HtmlTree,
  ungranted: readonly LiquidPart[],
): FoundAt[] {
  const places: Place[] = [];
  for (const { tagName, sourceCodeLocation } of elements) {
    for (const [name, place] of Object.entries(sourceCodeLocation?.attrs ?? {})) {
      if (loading[name]?.includes(tagName) || (name === "src" && tagName.startsWith("crowd-"))) {
        places.push({ from: place.startOffset, to: place.endOffset, of: `${name} of <${tagName}>` });
      }
    }
  }
  places.sort((a, b) => a.from - b.from);
  return ungranted.flatMap(({ begin, end }) => {
    const before = content.slice(Math.max(0, begin - 40), begin);
    const place = lastBefore(places, begin);
    const isWhole =
      place !== undefined && end <= place.to && /^[^=]*=\s*["']?\s*$/.test(content.slice(place.from, begin));
    const isStyle = /\burl\(\s*["']?\s*$/i.test(before);
    const isScript = isCode(begin) && /\.src\s*=\s*["'`]$/.test(before);
    if (!isWhole && !isStyle && !isScript) return [];
    const of = isWhole ? place.of : isStyle ? "url(…)" : "src";
    const inside = content
      .slice(begin + 2, end - 2)
      .replace(/^-|-$/g, "")
      .trim();
    const message =
      `${of} loads a file, and workers' browsers may not read the bucket: write {{ ${inside} | grant_read_access }}, unless ` +
      "it is an address of the web";
    return [{ offset: begin, message }];
  });
}
