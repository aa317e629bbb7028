import type { TerraformConfiguration } from "./local-configuration";
import { mapValues, type Resources } from "./emulator-gaps";

/** A resource that is not applied to the emulator, and why. */
export interface LeftOut {
  readonly address: string;
  readonly reason: string;
}

const noWorkforce = "moto has no workforces and work teams";

/** Resources that the emulator cannot make, by type. */
export const cannotBeMade: Readonly<Record<string, string>> = {
  aws_sagemaker_workforce: noWorkforce,
  aws_sagemaker_workteam: noWorkforce,
};

/** Resources that are made so slowly that they are only planned. The provider waits a minute for what moto never says. */
export const onlyPlanned: Readonly<Record<string, string>> = {
  aws_s3_bucket_lifecycle_configuration: "only planned: the provider would wait a minute for the emulator",
};

/** The stack without the resources of these types, and without all that refers to one of them. */
export function leavingOut(
  config: TerraformConfiguration,
  types: Readonly<Record<string, string>>,
): { readonly config: TerraformConfiguration; readonly leftOut: LeftOut[] } {
  const gone = new Map<string, string>();
  for (const [address, type] of addresses(config.resource)) {
    if (types[type] !== undefined) gone.set(address, types[type]);
  }
  if (gone.size === 0) return { config, leftOut: [] };
  for (let before = -1; before !== gone.size;) {
    before = gone.size;
    for (const [address, , block] of addresses(config.resource)) {
      const needed = gone.has(address) ? undefined : firstReference(block, gone);
      if (needed !== undefined) gone.set(address, `it needs ${needed}`);
    }
  }
  const resource = mapValues(config.resource ?? {}, (named, type) =>
    Object.fromEntries(
      Object.entries(named)
        .filter(([name]) => !gone.has(`${type}.${name}`))
        .map(([name, block]) => [name, withoutDependencies(block, gone)]),
    ),
  );
  const output = Object.entries((config["output"] ?? {}) as Readonly<Record<string, object>>).filter(
    ([, value]) => firstReference(value, gone) === undefined,
  );
  return {
    config: { ...config, resource: nonEmpty(resource), output: Object.fromEntries(output) },
    leftOut: [...gone].map(([address, reason]) => ({ address, reason })),
  };
}

function addresses(resources: Resources = {}) {
  return Object.entries(resources).flatMap(([type, named]) =>
    Object.entries(named).map(([name, block]) => [`${type}.${name}`, type, block] as const),
  );
}

/** References in arguments: an order alone (`depends_on`) needs nothing of the other. */
function firstReference(block: object, gone: ReadonlyMap<string, string>): string | undefined {
  const { depends_on: _, ...args } = block as { readonly depends_on?: unknown };
  const text = JSON.stringify(args);
  const references = [...text.matchAll(/\$\{[^}]*?\b(aws_\w+\.[\w-]+)/g)].map(([, address]) => address!);
  return references.find((address) => gone.has(address));
}

function withoutDependencies<Block extends Readonly<Record<string, unknown>>>(
  block: Block,
  gone: ReadonlyMap<string, string>,
): Block {
  const order = block["depends_on"];
  if (!Array.isArray(order)) return block;
  return { ...block, depends_on: order.filter((address) => !gone.has(String(address))) };
}

function nonEmpty(resources: Resources): Resources {
  return Object.fromEntries(Object.entries(resources).filter(([, named]) => Object.keys(named).length > 0));
}
