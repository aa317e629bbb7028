import { nearest } from "../../lib/validation/nearest";
import { isMapping } from "../file/mapping";
import type { ComplainAt } from "./overlay";

/** What texts of a file with environments may have in them, as `${account}`. Each may use those before it. */
export const placeholders = ["environment", "account", "region", "namePrefix"] as const;

type Name = (typeof placeholders)[number];

/** What stands for a placeholder that is missing, which is told. It breaks no rule of its own. */
const standIns: Readonly<Record<Name, string>> = {
  environment: "environment",
  account: "000000000000",
  region: "eu-west-1",
  namePrefix: "prefix",
};

interface Filled {
  readonly value: unknown;
  /** What the placeholders stand for. */
  readonly known: ReadonlyMap<string, string>;
}

/**
 * A configuration with its placeholders filled in. `$${account}` is a text as it stands, without the first dollar.
 *
 * @param complain of placeholders that stand for nothing, or whose name is misspelt
 */
export function filled(config: unknown, environment: string, complain: ComplainAt): Filled {
  const known = new Map<string, string>([["environment", environment]]);
  const missing = new Set<string>();
  const fill = (text: string, path: readonly PropertyKey[]) =>
    text.replaceAll(/(\$?)\$\{([A-Za-z]+)\}/g, (whole, escape: string, name: string) => {
      if (!(placeholders as readonly string[]).includes(name)) {
        const near = escape === "" ? nearest(name, placeholders) : undefined;
        if (near === undefined) return whole;
        complain(
          path,
          `got ${JSON.stringify(text)}; \${${name}} stands for nothing; did you mean \${${near}}?`,
        );
        return known.get(near) ?? standIns[near as Name];
      }
      if (escape !== "") return whole.slice(1);
      const value = known.get(name);
      // What must be there in any case is told as missing.
      if (value === undefined && !missing.has(name) && (name === "account" || path.length === 1)) {
        missing.add(name);
        complain(
          path,
          `uses \${${name}}, and there is no ${name}${before(path, name) || ". Write one in each environment"}`,
        );
      }
      return value ?? standIns[name as Name];
    });
  const root = isMapping(config) ? config : {};
  for (const name of placeholders.slice(1)) {
    const value = Object.hasOwn(root, name) ? root[name] : undefined;
    if (typeof value === "string") known.set(name, fill(value, [name]));
    // A number is told of, where it stands.
    if (typeof value === "number") known.set(name, String(value));
  }
  const visit = (value: unknown, path: readonly PropertyKey[]): unknown => {
    if (typeof value === "string") {
      const [first = ""] = path;
      return path.length === 1 && known.has(String(first)) ? known.get(String(first)) : fill(value, path);
    }
    if (Array.isArray(value)) return value.map((item, index) => visit(item, [...path, index]));
    if (!isMapping(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item, [...path, key])]));
  };
  return { value: visit(config, []), known };
}

/** What placeholders themselves may use is less. */
function before([first]: readonly PropertyKey[], name: string): string {
  const [own, used] = [placeholders.indexOf(first as Name), placeholders.indexOf(name as Name)];
  return own < 0 || used < own
    ? ""
    : " yet: placeholders stand for environment, account, region and namePrefix, in this order";
}
