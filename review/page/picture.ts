import { createRequire } from "node:module";
import { accessLevels, type AccessLevel } from "../actions/action-data";
import type { ReportedAccess } from "../report/report";
import type { Html as Markup } from "./html";
import { markup } from "./html";
import { labelHeight, labelPlaces, labelWidth, type Curve, type Point } from "./edge-labels";
import { anyOf, type PageNode, type ReportIndex } from "./index-of-report";

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

/** An edge as it is drawn: what is allowed on `*` leads to one box for all resources of its kind. */
interface DrawnEdge {
  readonly principal: string;
  readonly resource: string;
  readonly levels: readonly AccessLevel[];
  readonly conditional: boolean;
  /** Filters go by these. */
  readonly targets: readonly string[];
}

/** One drawing: those who hold rights on the left, what they hold rights on at the right. */
export interface Figure {
  readonly title: string;
  readonly edges: readonly DrawnEdge[];
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
  const byStack = new Map<string, DrawnEdge[]>();
  for (const edge of drawnEdges(report.access, nodes)) {
    const holder = nodes.get(`p ${edge.principal}`);
    const stack = holder?.stack ?? nodes.get(`r ${edge.resource}`)?.stack ?? "";
    byStack.set(stack, [...(byStack.get(stack) ?? []), edge]);
  }
  const all = [...byStack].flatMap(([stack, edges]): Figure[] => {
    if (edges.length <= mostEdges) return [{ title: stack, edges }];
    const parts: DrawnEdge[][] = [];
    const ofOne = new Map<string, DrawnEdge[]>();
    for (const edge of edges) ofOne.set(edge.principal, [...(ofOne.get(edge.principal) ?? []), edge]);
    let part: DrawnEdge[] = [];
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

function drawnEdges(access: readonly ReportedAccess[], nodes: ReportIndex["nodes"]): readonly DrawnEdge[] {
  const anywhere = new Map<string, { principal: string; resource: string; edges: ReportedAccess[] }>();
  const drawn: DrawnEdge[] = [];
  for (const edge of access) {
    const node = nodes.get(`r ${edge.resource}`);
    if (node === undefined) continue;
    if (!edge.anyResource) {
      drawn.push({ ...edge, targets: [node.id] });
      continue;
    }
    const resource = anyOf(node.kind);
    const key = `${edge.principal}\n${resource}`;
    const known = anywhere.get(key) ?? { principal: edge.principal, resource, edges: [] };
    known.edges.push(edge);
    anywhere.set(key, known);
  }
  for (const { principal, resource, edges } of anywhere.values()) {
    drawn.push({
      principal,
      resource,
      levels: accessLevels.filter((level) => edges.some(({ levels }) => levels.includes(level))),
      conditional: edges.every(({ conditional }) => conditional),
      targets: edges.map((edge) => nodes.get(`r ${edge.resource}`)!.id),
    });
  }
  return drawn;
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
export function drawing({ title, edges }: Figure, { nodes }: ReportIndex): Markup {
  const { Graph, layout } = createRequire(__filename)("@dagrejs/dagre") as Dagre;
  const graph = new Graph().setGraph({ rankdir: "LR", nodesep: 12, ranksep: 150, marginx: 4, marginy: 4 });
  graph.setDefaultEdgeLabel(() => ({}));
  const shown = new Map<string, PageNode>();
  const widths = { principal: 0, resource: 0 };
  for (const { principal, resource } of edges) {
    for (const key of [`p ${principal}`, `r ${resource}`]) {
      const node = nodes.get(key);
      if (node === undefined) continue;
      shown.set(key, node);
      const width = Math.max(shortened(node.name).length, kindText(node).length) * charWidth + 26;
      widths[node.side] = Math.max(widths[node.side], width);
    }
  }
  for (const [key, { side }] of shown) graph.setNode(key, { width: widths[side], height: rowHeight });
  const drawn = edges.filter(
    ({ principal, resource }) => shown.has(`p ${principal}`) && shown.has(`r ${resource}`),
  );
  for (const { principal, resource } of drawn) graph.setEdge(`p ${principal}`, `r ${resource}`);
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const ports = new Ports(drawn, (key) => graph.node(key).y);
  const curves = drawn.map((edge): Curve => {
    const [from, to] = [`p ${edge.principal}`, `r ${edge.resource}`];
    return {
      start: { x: graph.node(from).x + widths.principal / 2, y: ports.at(from, edge) },
      end: { x: graph.node(to).x - widths.resource / 2, y: ports.at(to, edge) },
      label: edge.levels.map((level) => letter[level]).join(""),
    };
  });
  const places = labelPlaces(curves);
  const lines = drawn.map((edge, index) => {
    const ends = [shown.get(`p ${edge.principal}`)!.id, shown.get(`r ${edge.resource}`)!.id] as const;
    return line(edge, ends, curves[index]!, places[index]!);
  });
  const boxes = [...shown].map(([key, node]) => {
    const { x, y } = graph.node(key);
    return box(node, widths[node.side], x - widths[node.side] / 2, y - rowHeight / 2);
  });
  return markup`<figure class="picture" data-figure>
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

/** Where lines meet a box: each at a height of its own, in the order of their other ends, so that they can be told apart. */
class Ports {
  private readonly byNode = new Map<string, DrawnEdge[]>();

  public constructor(
    edges: readonly DrawnEdge[],
    private readonly heightOf: (key: string) => number,
  ) {
    for (const edge of edges) {
      for (const key of [`p ${edge.principal}`, `r ${edge.resource}`]) {
        this.byNode.set(key, [...(this.byNode.get(key) ?? []), edge]);
      }
    }
    for (const [key, its] of this.byNode) {
      const other = (edge: DrawnEdge) =>
        key.startsWith("p ") ? `r ${edge.resource}` : `p ${edge.principal}`;
      its.sort((a, b) => heightOf(other(a)) - heightOf(other(b)));
    }
  }

  public at(key: string, edge: DrawnEdge): number {
    const its = this.byNode.get(key) ?? [];
    const spread = Math.min(rowHeight - 12, (its.length - 1) * 7);
    const share = its.length > 1 ? its.indexOf(edge) / (its.length - 1) : 0.5;
    return this.heightOf(key) - spread / 2 + share * spread;
  }
}

function line(
  { levels, conditional, targets }: DrawnEdge,
  [from, to]: readonly [string, string],
  { start, end, label }: Curve,
  place: Point,
): Markup {
  const middle = round((start.x + end.x) / 2);
  const grave = levels.includes("Permissions management")
    ? "decides"
    : levels.includes("Write")
      ? "writes"
      : "reads";
  const path = `M${round(start.x)} ${round(start.y)}C${middle} ${round(start.y)} ${middle} ${round(end.y)} ${round(end.x)} ${round(end.y)}`;
  const width = labelWidth(label);
  return markup`<g class="edge ${grave}${conditional ? " conditional" : ""}" data-p="${from}" data-to="${to}" data-r="${targets.join(" ")}" data-l="${label}"><path d="${path}" /><rect x="${round(place.x - width / 2)}" y="${round(place.y - labelHeight / 2)}" width="${round(width)}" height="${labelHeight}" rx="4" /><text x="${round(place.x)}" y="${round(place.y + 3.6)}" text-anchor="middle" aria-hidden="true">${label}</text></g>`;
}

function box(node: PageNode, width: number, x: number, y: number): Markup {
  const { id, name, side, outside } = node;
  const kind = kindText(node);
  return markup`<a href="#${id.startsWith("any-") ? "resources" : id}" class="node ${side}${outside ? " outside" : ""}" data-node="${id}" data-name="${name.toLowerCase()}"><rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${rowHeight}" rx="6"><title>${`${name}\n${node.arn}`}</title></rect><text class="name" x="${round(x + 12)}" y="${round(y + 17)}">${shortened(name)} </text><text class="kind" x="${round(x + 12)}" y="${round(y + 32)}">${kind}</text></a>`;
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
