import {
  TerraformDataSource,
  TerraformElement,
  TerraformOutput,
  TerraformProvider,
  TerraformResource,
  TerraformStack,
} from "cdktf";
import type { Node } from "constructs";
import { shown } from "../validation/check-input";
import { InvalidInputError } from "../validation/problems";

/** Ids that say nothing beside the id of the construct they stand in. */
const silent = new Set(["Resource", "Default"]);

/**
 * The name of an element in Terraform, from the ids of the constructs on the way to it: `ExecutionRole`, `Resource`
 * gives `execution_role`. It is part of the resource's address, so a change of it replaces the resource.
 */
export function logicalId(ids: readonly string[]): string {
  const speaking = ids.filter((id) => !silent.has(id));
  const name = (speaking.length > 0 ? speaking : ids.slice(-1)).map(snakeCase).join("_");
  // Terraform: a name begins with a letter or an underscore.
  return /^[a-z_]/.test(name) ? name : `_${name}`;
}

/** What shares its names with `element` and nothing else: resources of one type, data sources of one type, outputs. */
function namespaceOf(element: TerraformElement): string {
  if (TerraformOutput.isTerraformOutput(element)) return "output";
  if (TerraformResource.isTerraformResource(element)) return element.terraformResourceType;
  if (TerraformDataSource.isTerraformDataSource(element)) return `data.${element.terraformResourceType}`;
  if (TerraformProvider.isTerraformProvider(element)) return `provider.${element.terraformResourceType}`;
  return element.constructor.name;
}

export function snakeCase(id: string): string {
  return id
    .replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, "_")
    .replace(/[^A-Za-z0-9_-]/g, "_")
    .toLowerCase();
}

/**
 * Addresses without hashes, as the ready stacks have them: `aws_iam_role.execution_role` for the resource of a construct
 * `ExecutionRole`. To be used by a stack of your own:
 *
 * ```ts
 * class Labeling extends TerraformStack {
 *   private readonly ids = new ShortLogicalIds(this);
 *   protected override allocateLogicalId(element: TerraformElement | Node): string {
 *     return this.ids.allocate(element);
 *   }
 * }
 * ```
 *
 * The addresses follow the ids of constructs: who changes such an id makes Terraform replace the resource.
 */
export class ShortLogicalIds {
  private readonly named = new Map<string, Node>();

  /** @param stack the stack whose elements are named */
  public constructor(private readonly stack: TerraformStack) {
    if (!TerraformStack.isStack(stack))
      throw refused("stack", `got ${shown(stack)}; the TerraformStack whose elements are named is needed`);
  }

  /**
   * The name of an element in its stack.
   *
   * @throws Error when two elements would have the same address: the second would silently replace the first
   */
  public allocate(element: TerraformElement | Node): string {
    if (!Array.isArray((nodeOf(element) as Partial<Node> | undefined)?.scopes))
      throw refused("element", `got ${shown(element)}; an element of the stack is needed`);
    const node = nodeOf(element);
    const below = node.scopes.slice(this.stack.node.scopes.length);
    const id = logicalId(below.map((construct) => construct.node.id));
    const address = `${TerraformElement.isTerraformElement(element) ? namespaceOf(element) : "asset"}.${id}`;
    const other = this.named.get(address);
    if (other !== undefined && other !== node) {
      throw new Error(
        `Constructs "${other.path}" and "${node.path}" would both become ${address}. Give one of them another id: ` +
          `capital letters and characters outside [A-Za-z0-9_-] do not tell names apart, and "Resource" and "Default" are left out.`,
      );
    }
    this.named.set(address, node);
    return id;
  }
}

function nodeOf(element: TerraformElement | Node): Node {
  return TerraformElement.isTerraformElement(element) ? element.node : element;
}

function refused(property: string, message: string): InvalidInputError {
  return new InvalidInputError("ShortLogicalIds", [{ property, message }]);
}
