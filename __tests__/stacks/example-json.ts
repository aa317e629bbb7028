import { exampleStack, type ExampleChange } from "../example-stacks";
import type { TerraformJson } from "../synthesized";

/** A stack of the shipped example. */
export function example(name: string, change?: ExampleChange): TerraformJson {
  return JSON.parse(exampleStack(name, change)) as TerraformJson;
}

/** Where Terraform has the resources of a stack. */
export function addresses(json: TerraformJson): string[] {
  return Object.entries(json.resource).flatMap(([type, them]) =>
    Object.keys(them).map((name) => `${type}.${name}`),
  );
}

export function outputs(json: TerraformJson): Record<string, unknown> {
  return Object.fromEntries(Object.entries(json.output!).map(([name, { value }]) => [name, value]));
}
