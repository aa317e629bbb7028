import { firstProvider, type TerraformConfiguration } from "../local-configuration";
import type { Place } from "./emulator-request";

/** What a stack uses and no stack makes. */
export interface Existing extends Place {
  readonly kind: ExistingKind;
  readonly name: string;
}

export type ExistingKind =
  "bucket" | "topic" | "queue" | "function" | "role" | "group" | "user" | "policy" | "object";

type Resource = Readonly<Record<string, unknown>>;

/** Arguments that name what must be there, by the type of resource or data source. */
const namedBy: readonly (readonly [type: RegExp, argument: string, kind: ExistingKind])[] = [
  [/^aws_iam_role_policy(_attachment)?$/, "role", "role"],
  [/^aws_iam_group_policy(_attachment)?$/, "group", "group"],
  [/^aws_iam_user_policy(_attachment)?$/, "user", "user"],
  [/^aws_iam_role$/, "name", "role"],
  [/^aws_s3_bucket_/, "bucket", "bucket"],
  [/^aws_s3_object$/, "bucket", "bucket"],
  [/^aws_s3_bucket$/, "bucket", "bucket"],
  [/^aws_lambda_function$/, "s3_bucket", "bucket"],
];

/** What makes a thing of a kind, and the argument with its name. */
const makers: Readonly<Record<string, readonly [kind: ExistingKind, argument: string]>> = {
  aws_s3_bucket: ["bucket", "bucket"],
  aws_sns_topic: ["topic", "name"],
  aws_sqs_queue: ["queue", "name"],
  aws_lambda_function: ["function", "function_name"],
  aws_iam_role: ["role", "name"],
  aws_iam_group: ["group", "name"],
  aws_iam_user: ["user", "name"],
  aws_iam_policy: ["policy", "name"],
};

/**
 * What the stacks use and none of the app makes.
 *
 * @param all every stack of the app: what another one makes is not made beforehand
 */
export function findExisting(
  used: readonly TerraformConfiguration[],
  all: readonly TerraformConfiguration[],
): Existing[] {
  const made = new Set(all.flatMap(madeBy));
  const found = new Map<string, Existing>();
  for (const one of used.flatMap(usedBy)) {
    if (made.has(`${one.kind} ${one.name}`)) continue;
    // Buckets have their names in all accounts; everything else is there once in each that uses it.
    const isOfAll = one.kind === "bucket" || one.kind === "object";
    const key = [one.kind, one.name, ...(isOfAll ? [] : [one.account, one.region])].join(" ");
    found.set(key, found.get(key) ?? one);
  }
  return [...found.values()].sort((a, b) => order(a) - order(b));
}

/** A function needs its role, and an object its bucket. */
const kinds: readonly ExistingKind[] = [
  "role",
  "group",
  "user",
  "policy",
  "bucket",
  "object",
  "topic",
  "queue",
  "function",
];
const order = ({ kind }: Existing) => kinds.indexOf(kind);

/**
 * The account that stacks are for whose provider states none: the one of the existing things that they name.
 *
 * @returns undefined where they name none, or several
 */
export function accountOfExisting(configs: readonly TerraformConfiguration[]): string | undefined {
  const accounts = new Set(configs.flatMap(usedBy).flatMap(({ account }) => account ?? []));
  return accounts.size === 1 ? [...accounts][0] : undefined;
}

function madeBy({ resource = {} }: TerraformConfiguration): string[] {
  return Object.entries(makers).flatMap(([type, [kind, argument]]) =>
    Object.values(resource[type] ?? {}).map((one) => `${kind} ${String(one[argument])}`),
  );
}

function usedBy(config: TerraformConfiguration): Existing[] {
  const place = firstProvider(config);
  const blocks = [...blocksOf(config.resource, "resource"), ...blocksOf(config["data"], "data")];
  const named = blocks.flatMap(({ type, section, block }) =>
    namedBy.flatMap(([of, argument, kind]): Existing[] => {
      const name = block[argument];
      // What makes a thing names it too.
      if (!of.test(type) || (section === "resource" && makers[type]?.[1] === argument)) return [];
      return typeof name === "string" && !name.includes("${") && name !== ""
        ? [{ kind, name, ...place }]
        : [];
    }),
  );
  const archives = blocks.flatMap(({ block }): Existing[] => {
    const { s3_bucket: bucket, s3_key: key } = block;
    if (typeof bucket !== "string" || typeof key !== "string" || `${bucket}${key}`.includes("${")) return [];
    return [{ kind: "object", name: `${bucket}/${key}`, ...place }];
  });
  const texts = [...blocks.flatMap(({ block }) => textsIn(block)), ...outputTexts(config)];
  return [...named, ...archives, ...texts.flatMap((text) => inText(text, place))];
}

function blocksOf(section: unknown, name: "resource" | "data") {
  return Object.entries(
    (section ?? {}) as Readonly<Record<string, Readonly<Record<string, Resource>>>>,
  ).flatMap(([type, named]) => Object.values(named).map((block) => ({ type, section: name, block })));
}

/** Every text in the arguments, without policies: who is named there need not exist on an emulator. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return value.startsWith("{") ? [] : [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === "//" ? [] : textsIn(inner)));
}

function outputTexts(config: TerraformConfiguration): string[] {
  const outputs = (config["output"] ?? {}) as Readonly<Record<string, { readonly value?: unknown }>>;
  // What is left to do tells of more than is used.
  return Object.entries(outputs).flatMap(([name, { value }]) =>
    name.startsWith("required_") ? [] : textsIn(value),
  );
}

const arns: readonly (readonly [ExistingKind, RegExp])[] = [
  ["topic", /^arn:[^:]+:sns:([^:]+):([^:]+):([\w.-]+)$/],
  ["queue", /^arn:[^:]+:sqs:([^:]+):([^:]+):([\w.-]+)$/],
  ["function", /^arn:[^:]+:lambda:([^:]+):([^:]+):function:([\w-]+(?::[\w$-]+)?)$/],
  ["role", /^arn:[^:]+:iam::():?([^:]+):role\/(.+)$/],
  ["policy", /^arn:[^:]+:iam::():?((?!aws:)[^:]+):policy\/(.+)$/],
];

/** AWS's own annotation functions. */
const ofAws = /^(PRE|ACS)-/;

function inText(text: string, place: Place): Existing[] {
  const location = /^s3:\/\/([^/${]+)(\/|$)/.exec(text)?.[1];
  if (location !== undefined) return [{ kind: "bucket", name: location, ...place }];
  return arns.flatMap(([kind, form]): Existing[] => {
    // An account that Terraform looks up is that of the stack.
    const [, region, account, path] =
      form.exec(text.replace(/\$\{data\.aws_caller_identity\.[^}]*\}/, "own")) ?? [];
    if (path === undefined || path.includes("${") || ofAws.test(path)) return [];
    const name = kind === "role" || kind === "policy" ? path.slice(path.lastIndexOf("/") + 1) : path;
    return [
      {
        kind,
        name,
        region: region || place.region,
        account: account === "own" ? place.account : account,
      },
    ];
  });
}
