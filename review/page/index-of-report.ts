import type { Report, ReportedAccess, ReportedPrincipal, ReportedResource } from "../report/report";

/** An end of an edge, whether the input holds it or not. */
export interface PageNode {
  /** `p3`, `r5`, `o2`: the anchor of its row, and what the filter goes by. */
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly kind: string;
  readonly stack?: string;
  readonly side: "principal" | "resource";
  readonly outside: boolean;
}

/** What the sections of the page look up again and again. */
export interface ReportIndex {
  readonly report: Report;
  readonly nodes: ReadonlyMap<string, PageNode>;
  readonly principals: readonly (ReportedPrincipal & { readonly id: string })[];
  readonly resources: readonly (ReportedResource & { readonly id: string })[];
  readonly accessOf: ReadonlyMap<string, readonly ReportedAccess[]>;
  readonly accessTo: ReadonlyMap<string, readonly ReportedAccess[]>;
}

const principalKinds = new Set(["service", "account", "everybody", "principal"]);

/** In pictures: all resources of a kind, where a statement says `*`. */
export const anyOf = (kind: string) => `*${kind}`;

const anyNames: Readonly<Record<string, string>> = {
  data: "all data",
  key: "all keys",
  messages: "all topics and queues",
  function: "all functions",
  secret: "all secrets",
  other: "all others",
};

export function indexOf(report: Report): ReportIndex {
  const nodes = new Map<string, PageNode>();
  const principals = report.principals.map((each, index) => ({ ...each, id: `p${index}` }));
  const resources = report.resources.map((each, index) => ({ ...each, id: `r${index}` }));
  for (const each of principals)
    nodes.set(`p ${each.arn}`, { ...each, side: "principal", outside: !each.made });
  for (const each of resources)
    nodes.set(`r ${each.arn}`, { ...each, side: "resource", outside: !each.made });
  for (const [kind, name] of Object.entries(anyNames)) {
    const any = {
      id: `any-${kind}`,
      arn: "*",
      name,
      kind: "Resource *",
      side: "resource" as const,
      outside: false,
    };
    nodes.set(`r ${anyOf(kind)}`, any);
  }
  report.outsiders.forEach((each, index) => {
    const side = principalKinds.has(each.kind) ? "principal" : "resource";
    nodes.set(`${side.charAt(0)} ${each.arn}`, { ...each, id: `o${index}`, side, outside: true });
  });
  return {
    report,
    nodes,
    principals,
    resources,
    accessOf: grouped(report.access, ({ principal }) => principal),
    accessTo: grouped(report.access, ({ resource }) => resource),
  };
}

function grouped<Item>(
  items: readonly Item[],
  key: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
