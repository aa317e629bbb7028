import type { Report, ReportedAccess, ReportedResource } from "./report";

/** Who may do what to one resource, by names for people. */
interface Holders {
  readonly arn: string;
  readonly name: string;
  readonly kind: ReportedResource["kind"];
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** Who may change who may. */
  readonly decides: readonly string[];
}

/** For data, keys and what else holds something: who reads, who writes, who decides. */
export function answersByResource({ access, principals, outsiders, resources }: Report): readonly Holders[] {
  const names = new Map([...outsiders, ...principals].map(({ arn, name }) => [arn, name]));
  const byResource = new Map<string, ReportedAccess[]>();
  for (const edge of access) byResource.set(edge.resource, [...(byResource.get(edge.resource) ?? []), edge]);
  const order = ["data", "key", "secret", "messages", "function", "other"];
  const all = [
    ...resources.map(({ arn, name, kind }) => ({ arn, name, kind })),
    ...outsiders.flatMap(({ arn, name, kind }) =>
      kind === "service" || kind === "account" || kind === "everybody" || kind === "principal"
        ? []
        : [{ arn, name: `${name} (outside the input)`, kind }],
    ),
  ];
  return all
    .filter(({ kind }) => kind !== "other")
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
    .flatMap(({ arn, name, kind }) => {
      const edges = byResource.get(arn) ?? [];
      const who = (...levels: readonly string[]) => [
        ...new Set(
          edges
            .filter((edge) => edge.levels.some((level) => levels.includes(level)))
            .map((edge) => names.get(edge.principal) ?? edge.principal),
        ),
      ];
      const holders = {
        arn,
        name,
        kind,
        // To use a key is a write in AWS's list: to encrypt and to decrypt.
        reads: kind === "key" ? who("Read", "Write") : who("Read", "List"),
        writes: kind === "key" ? [] : who("Write", "Tagging"),
        decides: who("Permissions management"),
      };
      return edges.length === 0 ? [] : [holders];
    });
}
