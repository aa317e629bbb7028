import type * as Parse5 from "parse5";
import type { FoundAt } from "./template-finding";

type Node = Parse5.DefaultTreeAdapterTypes.ChildNode;
export type HtmlElement = Parse5.DefaultTreeAdapterTypes.Element;

/** HTML as a browser reads it, with the places of everything. */
export interface HtmlTree {
  /** In the order of the text, without those that the browser adds. */
  readonly elements: readonly HtmlElement[];
  /** What keeps tags and attributes from being read as they were meant. */
  readonly found: readonly FoundAt[];
  /** Whether the file ends inside of a tag or a comment, so that what closes elements is not read. */
  readonly isCutOff: boolean;
  /** Whether a place lies in a tag, in a comment, or in an element of text only. */
  readonly isTagOrComment: (offset: number) => boolean;
  /** Whether a place lies in a script or a style sheet. */
  readonly isCode: (offset: number) => boolean;
  /** Whether a place lies in a comment, which workers do not see. */
  readonly isComment: (offset: number) => boolean;
}

const told: Readonly<Record<string, string>> = {
  "eof-in-tag": `the file ends inside of a tag: ">" or a quote is missing`,
  "eof-in-comment": `the comment is never closed: "-->" is missing`,
  "eof-in-script-html-comment-like-text": `the comment in the script is never closed: "-->" is missing`,
  "duplicate-attribute": "the element has this attribute twice; browsers take the first",
  "unexpected-character-in-attribute-name":
    "a quote or a bracket stands where an attribute begins: a quote before it is missing or doubled",
};

/** What the file ends inside of, by how that begins. */
const beginnings: Readonly<Record<string, string>> = {
  "eof-in-tag": "<",
  "eof-in-comment": "<!--",
  "eof-in-script-html-comment-like-text": "<!--",
};

/** Elements in which tags are text. */
const ofTextOnly = [
  "iframe",
  "noembed",
  "noframes",
  "noscript",
  "script",
  "style",
  "textarea",
  "title",
  "xmp",
];

/** Reads a template, masked as HTML. */
export function htmlTree(html: string): HtmlTree {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only by those who lint: it takes 15 ms
  const { parse } = require("parse5") as typeof Parse5;
  const found: FoundAt[] = [];
  let isCutOff = false;
  const document = parse(html, {
    sourceCodeLocationInfo: true,
    onParseError: ({ code, startOffset }) => {
      const message = told[code];
      if (message === undefined) return;
      const begin = beginnings[code];
      if (begin !== undefined) isCutOff = true;
      found.push({
        offset: begin === undefined ? startOffset : Math.max(0, html.lastIndexOf(begin)),
        message,
      });
    },
  });
  const elements = new Map<number, HtmlElement>();
  const tagOrComment = new Uint8Array(html.length);
  const code = new Uint8Array(html.length);
  const comment = new Uint8Array(html.length);
  // No recursion: elements can be nested as deep as the file is long.
  const nodes: Node[] = [...document.childNodes];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    const place = node.sourceCodeLocation;
    if (node.nodeName === "#comment" && place) {
      for (const places of [tagOrComment, comment]) places.fill(1, place.startOffset, place.endOffset);
    }
    if (!("tagName" in node)) continue;
    if (place) {
      keep(elements, node);
      const { startOffset, endOffset } = node.sourceCodeLocation?.startTag ?? place;
      tagOrComment.fill(1, startOffset, endOffset);
      if (["script", "style"].includes(node.tagName)) code.fill(1, endOffset, place.endOffset);
      if (ofTextOnly.includes(node.tagName)) {
        tagOrComment.fill(1, endOffset, node.sourceCodeLocation?.endTag?.startOffset ?? place.endOffset);
      }
    }
    for (const child of "content" in node ? node.content.childNodes : node.childNodes) nodes.push(child);
  }
  return {
    elements: [...elements.values()].sort((a, b) => startOf(a) - startOf(b)),
    found,
    isCutOff,
    isTagOrComment: (offset) => tagOrComment[offset] === 1,
    isCode: (offset) => code[offset] === 1,
    isComment: (offset) => comment[offset] === 1,
  };
}

export function startOf(element: HtmlElement): number {
  return element.sourceCodeLocation!.startOffset;
}

export function attribute(element: HtmlElement, name: string): string | undefined {
  return element.attrs.find((each) => each.name === name)?.value;
}

/** Browsers double elements that are nested wrongly: the one with an end is the one that was written. */
function keep(elements: Map<number, HtmlElement>, element: HtmlElement): void {
  const known = elements.get(startOf(element));
  if (known?.sourceCodeLocation?.endTag === undefined) elements.set(startOf(element), element);
}
