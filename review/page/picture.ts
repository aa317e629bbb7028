import { createRequire } from "node:module";
import type { AccessLevel } from "../actions/action-data";
import type { ReportedAccess } from "../report/report";
import type { Html } from "./html";
import { html } from "./html";
import type { PageNode, ReportIndex } from "./index-of-report";

/* The part of dagre that is used: its types are those of an ES module, which a CommonJS program cannot import. */
interface DagreGraph {
  setGraph(options: object): DagreGraph;
  setDefaultEdgeLabel(label: () => object): DagreGraph;
  setNode(id: string, label: { width: number; height: number }): DagreGraph;
  setEdge(from: string, to: string): DagreGraph;
  node(id: string): { x: number; y: number };
  graph(): { width?: number; height?: number };
}
interface Dagre {
  readonly Graph: new () => DagreGraph;
  layout(this: void, graph: DagreGraph): void;
}

/** One drawing: those who hold rights on the left, what they hold rights on at the right. */
export interface Figure {
  readonly title: string;
  readonly edges: readonly ReportedAccess[];
}

/** So many lines can be followed by eye in one drawing. */
const mostEdges = 40;

/** Beyond that the page gets heavy, and nobody looks: tables and filters show the rest. */
const mostFigures = 120;

/**
 * A drawing for each stack; a stack with too much for one gets several, by principal. Services and accounts are drawn
 * wherever they appear, so that they do not tie everything together.
 */
export function figures({ report, nodes }: ReportIndex): {
  readonly drawn: readonly Figure[];
  readonly left: number;
} {
  const byStack = new Map<string, ReportedAccess[]>();
  for (const edge of report.access) {
    const holder = nodes.get(`p ${edge.principal}`);
    const stack = holder?.stack ?? nodes.get(`r ${edge.resource}`)?.stack ?? "";
    byStack.set(stack, [...(byStack.get(stack) ?? []), edge]);
  }
  const all = [...byStack].flatMap(([stack, edges]): Figure[] => {
    if (edges.length <= mostEdges) return [{ title: stack, edges }];
    const parts: ReportedAccess[][] = [];
    const ofOne = new Map<string, ReportedAccess[]>();
    for (const edge of edges) ofOne.set(edge.principal, [...(ofOne.get(edge.principal) ?? []), edge]);
    let part: ReportedAccess[] = [];
    for (const its of ofOne.values()) {
      if (part.length > 0 && part.length + its.length > mostEdges) {
        parts.push(part);
        part = [];
      }
      part.push(...its.slice(0, mostEdges));
    }
    if (part.length > 0) parts.push(part);
    return parts.map((its, index) => ({ title: `${stack}, ${index + 1} of ${parts.length}`, edges: its }));
  });
  return { drawn: all.slice(0, mostFigures), left: Math.max(0, all.length - mostFigures) };
}

const letter: Readonly<Record<AccessLevel, string>> = {
  List: "L",
  Read: "R",
  Tagging: "T",
  Write: "W",
  "Permissions management": "P",
};

const rowHeight = 40;
const charWidth = 6.7;
const longest = 34;

/** Draws one figure as SVG. */
export function drawing({ title, edges }: Figure, { nodes }: ReportIndex): Html {
  const { Graph, layout } = createRequire(__filename)("@dagrejs/dagre") as Dagre;
  const graph = new Graph().setGraph({ rankdir: "LR", nodesep: 12, ranksep: 150, marginx: 4, marginy: 4 });
  graph.setDefaultEdgeLabel(() => ({}));
  const shown = new Map<string, PageNode & { readonly width: number }>();
  const show = (key: string) => {
    const node = nodes.get(key);
    if (node === undefined || shown.has(key)) return;
    const width = Math.max(shortened(node.name).length, kindText(node).length) * charWidth + 26;
    shown.set(key, { ...node, width });
    graph.setNode(key, { width, height: rowHeight });
  };
  for (const { principal, resource } of edges) {
    show(`p ${principal}`);
    show(`r ${resource}`);
    if (nodes.has(`p ${principal}`) && nodes.has(`r ${resource}`))
      graph.setEdge(`p ${principal}`, `r ${resource}`);
  }
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const place = (key: string) => graph.node(key);
  const lines = edges.flatMap((edge) => {
    const [from, to] = [shown.get(`p ${edge.principal}`), shown.get(`r ${edge.resource}`)];
    if (from === undefined || to === undefined) return [];
    const [a, b] = [place(`p ${edge.principal}`), place(`r ${edge.resource}`)];
    return [line(edge, from.id, to.id, a.x + from.width / 2, a.y, b.x - to.width / 2, b.y)];
  });
  const boxes = [...shown].map(([key, node]) =>
    box(node, place(key).x - node.width / 2, place(key).y - rowHeight / 2),
  );
  return html`<figure class="picture" data-figure>
    <figcaption>${title}</figcaption>
    <div class="canvas" tabindex="0" role="region" aria-label="${`Picture of ${title}`}">
      <svg
        viewBox="0 0 ${round(width)} ${round(height)}"
        width="${round(width)}"
        height="${round(height)}"
        role="group"
        aria-label="${`${title}: who holds rights on what. The tables below say the same.`}"
      >
        ${lines}${boxes}
      </svg>
    </div>
  </figure>`;
}

function line(
  { levels, conditional }: ReportedAccess,
  from: string,
  to: string,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
): Html {
  const middle = (x1 + x2) / 2;
  const grave = levels.includes("Permissions management")
    ? "decides"
    : levels.includes("Write")
      ? "writes"
      : "reads";
  const path = `M${round(x1)} ${round(y1)}C${round(middle)} ${round(y1)} ${round(middle)} ${round(y2)} ${round(x2)} ${round(y2)}`;
  const code = levels.map((level) => letter[level]).join("");
  // Near its end a line is alone: there its letters stand.
  const labelX = x2 - 26;
  const labelY = y2 + (y1 - y2) * 0.035 - 4;
  return html`<g
    class="edge ${grave}${conditional ? " conditional" : ""}"
    data-p="${from}"
    data-r="${to}"
    data-l="${code}"
    ><path d="${path}" /><text x="${round(labelX)}" y="${round(labelY)}" aria-hidden="true">${code}</text></g
  >`;
}

function box(node: PageNode & { readonly width: number }, x: number, y: number): Html {
  const { id, name, side, outside, width } = node;
  const kind = kindText(node);
  return html`<a
    href="#${id}"
    class="node ${side}${outside ? " outside" : ""}"
    data-node="${id}"
    aria-label="${`${name}, ${kind}`}"
    ><title>${`${name}\n${node.arn}`}</title
    ><rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${rowHeight}" rx="6" /><text
      class="name"
      x="${round(x + 12)}"
      y="${round(y + 17)}"
      >${shortened(name)}</text
    ><text class="kind" x="${round(x + 12)}" y="${round(y + 32)}">${kind}</text></a
  >`;
}

function kindText({ kind, outside, side }: PageNode): string {
  const foreign = outside && kind !== "service" && kind !== "account" && kind !== "everybody";
  return `${kind === "principal" ? "role or user" : kind}${foreign ? (side === "resource" ? ", outside" : ", exists") : ""}`;
}

function shortened(name: string): string {
  return name.length <= longest ? name : `${name.slice(0, longest / 2 - 1)}…${name.slice(-longest / 2)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
