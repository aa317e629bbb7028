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

export function indexOf(report: Report): ReportIndex {
  const nodes = new Map<string, PageNode>();
  const principals = report.principals.map((each, index) => ({ ...each, id: `p${index}` }));
  const resources = report.resources.map((each, index) => ({ ...each, id: `r${index}` }));
  for (const each of principals)
    nodes.set(`p ${each.arn}`, { ...each, side: "principal", outside: !each.made });
  for (const each of resources)
    nodes.set(`r ${each.arn}`, { ...each, side: "resource", outside: !each.made });
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
