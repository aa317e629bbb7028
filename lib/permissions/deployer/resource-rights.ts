import { allow, type PolicyConditions, type PolicyStatement } from "../../iam/statement";
import type { StackResource } from "./stack-resource";

/** What whoever deploys may do with all resources of one Terraform type. */
export interface ResourceRights {
  /** Attributes without which the resource has no name: they must be known at synth. */
  readonly names: readonly string[];
  /**
   * @param resources those of the type, at least one
   * @param all every resource of the same stacks, of whatever type
   */
  readonly statements: (
    resources: readonly StackResource[],
    all: readonly StackResource[],
  ) => readonly PolicyStatement[];
}

export type RightsByType = Readonly<Record<string, ResourceRights>>;

/** Actions on the resources of a type, by their ARNs. */
interface OwnRights {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly arns: (resource: StackResource) => readonly string[];
  readonly when?: PolicyConditions;
  readonly reason: string;
  readonly page: string;
}

/** The usual kind: the same actions on each resource, wherever the ARN follows from the name. */
export function ownRights(names: readonly string[], ...rights: readonly OwnRights[]): ResourceRights {
  return { names, statements: (resources) => rights.map((right) => onEach(resources, right)) };
}

/** One statement for all the resources. */
export function onEach(resources: readonly StackResource[], right: OwnRights): PolicyStatement {
  const { sid, actions, when, reason, page } = right;
  return allow(sid, { actions, resources: resources.flatMap(right.arns), when, reason, page });
}

/** `items` in parts, for conditions: a statement that is too long can be cut by its resources only. */
export function inParts<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** `items` by what `keyOf` says of them, in the order in which they come. */
export function grouped<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/**
 * The condition that a resource, or a request, carries these tags.
 *
 * @param key `aws:ResourceTag` or `aws:RequestTag`
 */
export function carrying(key: string, tags: Readonly<Record<string, string>>): PolicyConditions | undefined {
  const conditions = Object.entries(tags).map(([name, value]) => [`${key}/${name}`, [value]] as const);
  return conditions.length === 0 ? undefined : { StringEquals: Object.fromEntries(conditions) };
}
