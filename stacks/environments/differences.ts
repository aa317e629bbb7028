import { S3Location } from "../../lib/storage/s3-location";
import type { GroundTruthConfig } from "../config/configuration";
import { isMapping } from "../file/mapping";
import { shownPath } from "../file/shown-path";

/** A key that has another value in one environment than in another. */
export interface Difference {
  /** `workflows.street-signs.output`: workflows by their names. */
  readonly key: string;
  /** The values by the names of the environments, defaults filled in. Left out where there is none. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** What differs between the environments of a file, in the order of its keys. */
export function differences(configs: readonly GroundTruthConfig[]): Difference[] {
  const names = configs.map(({ environment }) => environment?.name ?? "");
  const plainConfigs = configs.map(({ environment: _, workflows, ...config }) => ({
    ...(plain(config) as object),
    workflows: Object.fromEntries(workflows.map((workflow) => [workflow.name, plain(workflow)])),
  }));
  const compare = (values: readonly unknown[], path: readonly string[]): Difference[] => {
    const [first, ...others] = values.map((value) => JSON.stringify(value));
    if (others.every((other) => other === first)) return [];
    if (values.every(isMapping)) {
      const keys = new Set(values.flatMap((value) => Object.keys(value)));
      const at = (value: unknown, key: string) =>
        Object.hasOwn(value as object, key) ? (value as Record<string, unknown>)[key] : undefined;
      return [...keys].flatMap((key) =>
        compare(
          values.map((value) => at(value, key)),
          [...path, key],
        ),
      );
    }
    const told = values.flatMap((value, index) =>
      value === undefined ? [] : [[names[index]!, value] as const],
    );
    return [{ key: shownPath(path), values: Object.fromEntries(told) }];
  };
  return compare(plainConfigs, []);
}

/** As it is written: locations as texts. */
function plain(value: unknown): unknown {
  if (value instanceof S3Location) return value.uri;
  if (Array.isArray(value)) return value.map(plain);
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
