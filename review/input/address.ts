/** An address of Terraform, taken apart. */
export interface Address {
  /** Modules around it with their keys, as text: `module.a["x"].module.b`; empty in the root module. */
  readonly module: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** `["x"]` or `[0]`, as text; empty without `count` and `for_each`. */
  readonly key: string;
}

const step = String.raw`[\w-]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?`;
const pattern = new RegExp(
  String.raw`^((?:module\.${step}\.)*)(data\.)?([\w-]+)\.([\w-]+)(\[(?:\d+|"(?:[^"\\]|\\.)*")\])?`,
);

/** @returns undefined for what is no resource: `var.x`, `local.y`, `each.key`, `module.m.output` */
export function parseAddress(text: string): Address | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, module = "", data, type = "", name = "", key = ""] = match;
  if (notTypes.has(type)) return undefined;
  return {
    module: module.replace(/\.$/, ""),
    mode: data === undefined ? "managed" : "data",
    type,
    name,
    key,
  };
}

/** The address in the configuration, which has each resource once: without the keys of `count` and `for_each`. */
export function withoutKeys(address: string): string {
  return address.replaceAll(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, "");
}

const notTypes = new Set(["var", "local", "each", "count", "path", "self", "terraform", "module"]);
