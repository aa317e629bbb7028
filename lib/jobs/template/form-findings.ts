import { attribute, type HtmlElement, type HtmlTree, startOf } from "./html-tree";
import type { FoundAt } from "./template-finding";

/** What workers annotate with: the answer has a field for each, by its name. */
const annotating = new Set(
  (
    "bounding-box classifier classifier-multi-select entity-annotation image-classifier image-classifier-multi-select " +
    "instance-segmentation keypoint line polygon polyline semantic-segmentation"
  )
    .split(" ")
    .map((name) => `crowd-${name}`),
);

/** What keeps workers from sending an answer, or the answer from having fields. */
export function formFindings(html: string, tree: HtmlTree, branchOf: (offset: number) => number): FoundAt[] {
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
  // A script may read what stands outside of the form, and put it in.
  const isScripted = code.trim() !== "" || loadsOthers;
  for (const element of elements.filter((each) => isField(each) && !annotating.has(each.tagName))) {
    if (forms.length === 0 || isScripted || !attribute(element, "name")) continue;
    if (isInside(element) || attribute(element, "form") !== undefined) continue;
    const message = `<${element.tagName}> stands outside of the form: what is entered in it is not sent`;
    found.push({ offset: startOf(element), message });
  }
  found.push(...secondForms(forms, branchOf), ...sameNames(crowd, branchOf));
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

/** AWS's page on `crowd-form`: it has no parent, and wraps the form of all custom tasks. */
function secondForms(forms: readonly HtmlElement[], branchOf: (offset: number) => number): FoundAt[] {
  const branches = new Set<number>();
  return forms
    .filter(({ tagName }) => tagName === "crowd-form")
    .filter((form) => branches.size === branches.add(branchOf(startOf(form))).size)
    .map((form) => ({
      offset: startOf(form),
      message: "a second <crowd-form>: workers send one form only, so put everything into the first",
    }));
}

/** Annotations of one name that a worker sees together: the answer has one field for both. */
function sameNames(crowd: readonly HtmlElement[], branchOf: (offset: number) => number): FoundAt[] {
  const seen = new Set<string>();
  const found: FoundAt[] = [];
  for (const element of crowd) {
    const name = attribute(element, "name");
    if (!annotating.has(element.tagName) || !name) continue;
    const key = `${branchOf(startOf(element))} ${name}`;
    if (seen.has(key)) {
      const message = `another element above has the name ${JSON.stringify(name)} too: the answer has one field for both`;
      found.push({ offset: startOf(element), message });
    }
    seen.add(key);
  }
  return found;
}
