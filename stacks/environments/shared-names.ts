import type { GroundTruthConfig } from "../config/configuration";
import { ownersOfStacks } from "../facts/stack-names";
import { ConfigurationError, type ConfigurationProblem } from "../file/configuration-error";
import { askedBy } from "../summary/asked-by";
import { resourcesOf, type WrittenResource, writtenStacks } from "../summary/stack-json";
import { inFileOrder } from "../build-app";
import type { Configured } from "./build-apps";
import { mayBeOne, type Reach } from "./one-place";

/** Resources whose names AWS takes once, and the argument that holds the name. */
const named: Readonly<Record<string, readonly [what: string, argument: string, reach: Reach]>> = {
  aws_s3_bucket: ["bucket", "bucket", "partition"],
  aws_cognito_user_pool_domain: ["domain", "domain", "region"],
  aws_iam_role: ["role", "name", "account"],
  aws_iam_policy: ["policy", "name", "account"],
  aws_iam_group: ["group", "name", "account"],
  aws_iam_user: ["user", "name", "account"],
  aws_kms_alias: ["key", "name", "region"],
  aws_sns_topic: ["topic", "name", "region"],
  aws_sqs_queue: ["queue", "name", "region"],
  aws_lambda_function: ["function", "function_name", "region"],
  aws_cloudwatch_log_group: ["log group", "name", "region"],
  aws_cloudwatch_metric_alarm: ["alarm", "alarm_name", "region"],
  aws_cloudwatch_event_rule: ["rule", "name", "region"],
  aws_sagemaker_workteam: ["work team", "workteam_name", "region"],
  aws_sagemaker_workforce: ["workforce", "workforce_name", "region"],
};

interface Owner extends Configured {
  readonly stack: string;
  readonly resource: WrittenResource;
}

/** A name that two environments give, where it can be there once. */
interface Clash {
  readonly what: string;
  readonly name: string;
  readonly reach: Reach;
  readonly first: Owner;
  readonly second: Owner;
}

/**
 * Refuses what two environments would make with the same names in one account.
 *
 * @param outdir the synthesized stacks
 * @throws ConfigurationError with the places of both
 */
export function checkSharedNames(configs: readonly Configured[], outdir: string): void {
  if (configs.length < 2) return;
  const byPair = new Map<string, Clash[]>();
  for (const clash of clashesIn(configs, outdir)) {
    const pair = `${nameOf(clash.first)} ${nameOf(clash.second)}`;
    byPair.set(pair, [...(byPair.get(pair) ?? []), clash]);
  }
  const problems = [...byPair.values()].flatMap(problemsOf);
  if (problems.length === 0) return;
  throw new ConfigurationError(configs[0]!.places?.file ?? "The configuration", inFileOrder(problems));
}

function clashesIn(configs: readonly Configured[], outdir: string): Clash[] {
  const ofStack = ownersOfStacks(configs);
  const owners = new Map<string, Owner[]>();
  return writtenStacks(outdir).flatMap(({ name: stack, json }) => {
    const configured = ofStack.get(stack);
    return resourcesOf(json).flatMap((resource): Clash[] => {
      const [what, argument, reach] = named[resource.type] ?? [];
      const name = argument && resource.block[argument];
      if (configured === undefined || typeof name !== "string" || name.includes("${")) return [];
      const key = `${resource.type} ${reach === "account" ? name.toLowerCase() : name}`;
      const second = { ...configured, stack, resource };
      const before = owners.get(key) ?? [];
      owners.set(key, [...before, second]);
      const first = before.find(
        (one) => nameOf(one) !== nameOf(second) && mayBeOne(reach!, one.config, second.config),
      );
      return first === undefined ? [] : [{ what: what!, name, reach: reach!, first, second }];
    });
  });
}

const mostShown = 3;

/** What follows from one name prefix is told once, everything else where its name stands. */
function problemsOf(clashes: readonly Clash[]): ConfigurationProblem[] {
  const { first, second } = clashes[0]!;
  const prefix = second.config.namePrefix;
  const isOfPrefix = ({ name, reach }: Clash) =>
    reach !== "partition" &&
    first.config.namePrefix === prefix &&
    name.replace("alias/", "").startsWith(prefix);
  const ofPrefix = clashes.filter(isOfPrefix);
  const others = clashes.filter((one) => !isOfPrefix(one));
  const problems = others.map((clash) => {
    const { what, name, reach } = clash;
    const path = askedBy(clash.second.config, clash.second.stack, clash.second.resource.path);
    const where = placeOf(clash.first);
    const unique =
      reach === "partition" ? "all of AWS has" : reach === "account" ? "an account has" : "a region has";
    const message =
      `the environments ${nameOf(first)} (${where}) and ${nameOf(second)} would both make the ${what} ${name}, and ${unique} ` +
      `each name once; ${reach === "partition" ? "put ${environment} into it, or name it otherwise in one of them" : advice(second.config, first.config)}`;
    return located(clash.second, path, message);
  });
  // A policy has the name of its role.
  const distinct = problems.filter(
    ({ place, message }, index) =>
      problems.findIndex((one) => one.place === place && one.message === message) === index,
  );
  if (ofPrefix.length === 0) return distinct;
  const shown = ofPrefix.slice(0, mostShown).map(({ what, name }) => `the ${what} ${name}`);
  const more = ofPrefix.length - shown.length;
  const message =
    `would make what the environment ${nameOf(first)} (${first.places?.of(["environments", nameOf(first)]) ?? "above"}) makes: ` +
    `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}; ${advice(second.config, first.config)}`;
  return [located(second, ["environments", nameOf(second)], message), ...distinct];
}

function advice(one: GroundTruthConfig, other: GroundTruthConfig): string {
  const isKnown = one.account !== undefined && other.account !== undefined;
  const names = `give each names of its own, with namePrefix: ${one.namePrefix}-\${environment} for example`;
  return isKnown
    ? names
    : `if they are different accounts, write account in each environment; otherwise ${names}`;
}

function located({ places }: Owner, path: readonly PropertyKey[], message: string): ConfigurationProblem {
  return {
    path: places?.shown(path) ?? path.join("."),
    message,
    place: places?.of(path),
    excerpt: places?.excerptOf(path),
  };
}

function placeOf({ config, places, stack, resource }: Owner): string {
  return places?.of(askedBy(config, stack, resource.path)) ?? stack;
}

function nameOf({ config }: Configured): string {
  return config.environment?.name ?? "";
}
