import { defaultTreeAdapter as tree, type DefaultTreeAdapterTypes, html, parse, serialize } from "parse5";
import { taskAsset } from "../task-asset";

type Element = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.ChildNode;

/** A rendered template as the document of a frame. */
interface TemplateDocument {
  readonly html: string;
  /** Addresses that the template loads scripts and styles from, and that the preview leaves out. */
  readonly leftOut: readonly string[];
}

/** Elements, and the attribute with what they load. */
const loading: Readonly<Record<string, string>> = {
  script: "src",
  link: "href",
  iframe: "src",
  frame: "src",
  embed: "src",
  object: "data",
};

/** The template with stand-ins for the crowd elements, and without what it loads from other hosts. */
export function withStandIns(rendered: string): TemplateDocument {
  const document = parse(rendered);
  const leftOut = new Set<string>();
  const elements = [...document.childNodes].filter((node): node is Element => "tagName" in node);
  const all: Element[] = [];
  // No recursion: elements can be nested as deep as the file is long.
  const nodes: Node[] = [...elements];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    if (!("tagName" in node)) continue;
    all.push(node);
    nodes.push(...("content" in node ? node.content.childNodes : node.childNodes));
  }
  for (const element of all) {
    const name = loading[element.tagName];
    const value = element.attrs.find((attribute) => attribute.name === name)?.value;
    // A frame may tell where else to go, or what else to allow.
    const isMeta =
      element.tagName === "meta" && element.attrs.some((attribute) => attribute.name === "http-equiv");
    const isBase = element.tagName === "base";
    if (isMeta || isBase) tree.detachNode(element);
    if (value === undefined || !/^\s*(https?:)?\/\//i.test(value)) continue;
    leftOut.add(value.trim());
    if (["iframe", "frame", "embed", "object"].includes(element.tagName)) {
      element.attrs = [];
      tree.insertText(element, value);
      element.tagName = element.nodeName = "p";
    } else tree.detachNode(element);
  }
  const head = all.find(({ tagName }) => tagName === "head");
  if (head !== undefined) {
    const script = tree.createElement("script", html.NS.HTML, []);
    tree.insertText(script, taskAsset("preview", "stand-ins.js"));
    const style = tree.createElement("style", html.NS.HTML, []);
    tree.insertText(style, taskAsset("preview", "stand-ins.css"));
    const charset = tree.createElement("meta", html.NS.HTML, [{ name: "charset", value: "utf-8" }]);
    const first = head.childNodes[0];
    for (const element of [charset, style, script]) {
      if (first === undefined) tree.appendChild(head, element);
      else tree.insertBefore(head, element, first);
    }
  }
  const root = elements.find(({ tagName }) => tagName === "html");
  if (root !== undefined && !root.attrs.some(({ name }) => name === "lang"))
    root.attrs.push({ name: "lang", value: "en" });
  if (head !== undefined && !all.some(({ tagName }) => tagName === "title")) {
    const title = tree.createElement("title", html.NS.HTML, []);
    tree.insertText(title, "Worker task template");
    tree.appendChild(head, title);
  }
  leftOut.delete(crowdScript);
  return { html: serialize(document), leftOut: [...leftOut] };
}

/** The stand-ins are instead of it. */
const crowdScript = "https://assets.crowd.aws/crowd-html-elements.js";
