import {
  TerraformDataSource,
  type TerraformElement,
  TerraformOutput,
  TerraformProvider,
  TerraformResource,
} from "cdktf";

/** Ids that say nothing beside the id of the construct they stand in. */
const silent = new Set(["Resource", "Default"]);

/**
 * The name of an element in Terraform, from the ids of the constructs on the way to it: `ExecutionRole`, `Resource`
 * gives `execution_role`. It is part of the resource's address, so a change of it destroys and makes anew.
 */
export function logicalId(ids: readonly string[]): string {
  const speaking = ids.filter((id) => !silent.has(id));
  const name = (speaking.length > 0 ? speaking : ids.slice(-1)).map(snakeCase).join("_");
  // Terraform: a name begins with a letter or an underscore.
  return /^[a-z_]/.test(name) ? name : `_${name}`;
}

/** What shares its names with `element` and nothing else: resources of one type, data sources of one type, outputs. */
export function namespaceOf(element: TerraformElement): string {
  if (TerraformOutput.isTerraformOutput(element)) return "output";
  if (TerraformResource.isTerraformResource(element)) return element.terraformResourceType;
  if (TerraformDataSource.isTerraformDataSource(element)) return `data.${element.terraformResourceType}`;
  if (TerraformProvider.isTerraformProvider(element)) return `provider.${element.terraformResourceType}`;
  return element.constructor.name;
}

function snakeCase(id: string): string {
  return id
    .replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, "_")
    .replace(/[^A-Za-z0-9_-]/g, "_")
    .toLowerCase();
}
