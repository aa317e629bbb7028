import { parseArn } from "../../lib/iam/arn";
import { S3Location } from "../../lib/storage/s3-location";
import { SlipIndex } from "../../lib/validation/nearest";
import type { GroundTruthConfig } from "../config/configuration";
import type { Path } from "../config/good-part";
import { placedBuckets } from "./bucket-owners";
import { madeNames } from "./made-names";
import { madeTopics } from "./made-resources";

/** A name of something that is taken to exist, and is nearly that of something that a stack of the file makes. */
interface NearName {
  readonly path: Path;
  readonly message: string;
}

const kindNames = ["bucket", "key", "topic", "queue", "function", "role", "user"] as const;
type Kind = (typeof kindNames)[number];

/** What a value of the configuration names. */
interface Named {
  readonly kind: Kind;
  readonly name: string;
  /** Of a role or user that is named by its ARN: what stands before the name. */
  readonly path?: string;
}

const kinds: Readonly<Record<string, Kind>> = { sns: "topic", sqs: "queue", lambda: "function" };

/** Keys whose values are names of roles and users, where they are no ARNs. */
const plainNames: readonly (readonly [keys: RegExp, kind: Kind])[] = [
  [/\.executionRole\.existing$|\.attachTo\.roles\.\d+$/, "role"],
  [/\.attachTo\.users\.\d+$/, "user"],
  [/\.buckets\.(existing\.\d+\.name|accessLogBucket\.existing)$/, "bucket"],
];

/**
 * Names that are a slip away from those of what the stacks make, each once: a right on them would be a right on nothing, or
 * on a stranger's bucket.
 */
export function nearNames(config: GroundTruthConfig): NearName[] {
  const made = madeOfKinds(config);
  const indexes = new Map<Kind, SlipIndex>();
  const indexOf = (kind: Kind) => {
    const index = indexes.get(kind) ?? new SlipIndex(made.get(kind) ?? new Set());
    indexes.set(kind, index);
    return index;
  };
  const rolePath = config.rolePath ?? "/";
  const told = new Set<string>();
  const { workflows, shared, workforce, access } = config;
  return valuesIn({ workflows, shared, workforce, access }).flatMap(({ value, path }): NearName[] => {
    const named = namedBy(value, path, config);
    if (named === undefined) return [];
    const { kind, name, path: itsPath } = named;
    const isMade = made.get(kind)?.has(name) === true;
    const meant = isMade ? name : indexOf(kind).meant(name);
    const isElsewhere = isMade && itsPath !== undefined && itsPath !== rolePath;
    if (meant === undefined || (isMade && !isElsewhere) || told.has(`${kind} ${value}`)) return [];
    told.add(`${kind} ${value}`);
    const shown = itsPath === undefined ? meant : `${kind}${rolePath}${meant}`;
    const message = `"${value}" is taken for a ${kind} that exists already; did you mean ${shown}, which a stack of this file makes?`;
    return [{ path, message }];
  });
}

function madeOfKinds(config: GroundTruthConfig): ReadonlyMap<Kind, ReadonlySet<string>> {
  const made = new Map<Kind, Set<string>>();
  const add = (kind: Kind, name: string) => made.set(kind, (made.get(kind) ?? new Set()).add(name));
  for (const { name, created } of placedBuckets(config)) if (created !== undefined) add("bucket", name);
  for (const { kind, name } of madeNames(config)) if (isKind(kind)) add(kind, name);
  for (const workflow of config.workflows) {
    for (const topic of madeTopics(config.namePrefix, workflow)) add("topic", topic);
  }
  return made;
}

function isKind(kind: string): kind is Kind {
  return (kindNames as readonly string[]).includes(kind);
}

/** Every text and place in S3 below a value, in the order of the file. */
export function valuesIn(value: unknown, path: Path = []): { readonly value: string; readonly path: Path }[] {
  if (typeof value === "string") return [{ value, path }];
  if (value instanceof S3Location) return [{ value: value.uri, path }];
  if (typeof value !== "object" || value === null) return [];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([key, item]) =>
    valuesIn(item, [...path, isList ? Number(key) : key]),
  );
}

function namedBy(value: string, path: Path, { region, account }: GroundTruthConfig): Named | undefined {
  const bucket = /^(?:s3:\/\/|arn:[a-z-]+:s3:::)([a-z0-9][a-z0-9.-]{2,62})(?:\/|$)/.exec(value)?.[1];
  if (bucket !== undefined) return { kind: "bucket", name: bucket };
  if (value.startsWith("alias/")) return { kind: "key", name: value };
  const arn = parseArn(value);
  if (arn === undefined) {
    const kind = plainNames.find(([keys]) => keys.test(`.${path.join(".")}`))?.[1];
    return kind === undefined ? undefined : { kind, name: value };
  }
  if (account !== undefined && arn.account !== account) return undefined;
  const { service, resource } = arn;
  if (service === "iam") {
    const [, kind, before, name] = /^(role|user)(\/(?:.*\/)?)([^/]+)$/.exec(resource) ?? [];
    return name === undefined ? undefined : { kind: kind as Kind, name, path: before };
  }
  if (arn.region !== region) return undefined;
  if (service === "kms") return resource.startsWith("alias/") ? { kind: "key", name: resource } : undefined;
  const kind = kinds[service];
  const name = service === "lambda" ? /^function:([^:]+)/.exec(resource)?.[1] : resource;
  return kind === undefined || name === undefined ? undefined : { kind, name };
}
