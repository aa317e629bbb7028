import type { LocatedConfig } from "../stacks/config/read-config";
import { stackId } from "../stacks/environments/environment";
import { accessStackName, ownersOfStacks } from "../stacks/facts/stack-names";
import { steps } from "../stacks/file/places";
import { askedBy } from "../stacks/summary/asked-by";

/** What is allowed and yet probably not meant. */
export interface LocatedWarning {
  /** The stack, or what it is about in the stack of people: `access/auditor`. */
  readonly subject: string;
  readonly message: string;
  /** Of the key that asks for the resource: `ground-truth.yaml:14:15`. */
  readonly place: string;
}

/** A warning that begins with the key that it is about, by its path in the configuration. */
const aboutKey = /^((?:(?:workflows|access)\[\d+\]|shared|workforce|environments)[\w.[\]-]*): (.*)$/s;

/** @param warnings of a synth: the path of a construct, a colon, what is to be told */
export function locatedWarnings(
  warnings: readonly string[],
  configs: readonly LocatedConfig[],
): LocatedWarning[] {
  const owners = ownersOfStacks(configs);
  return warnings.map((warning) => {
    const [, path = "", message = warning] = /^(\S*?): (.*)$/s.exec(warning) ?? [];
    const [stack = "", ...construct] = path.split("/");
    const { config, places } = owners.get(stack) ?? configs[0]!;
    const subject = stack === stackId(config, accessStackName) ? path : stack;
    const [, key, rest] = aboutKey.exec(message) ?? [];
    if (key === undefined) return { subject, message, place: places.of(askedBy(config, stack, construct)) };
    return { subject, message: `${places.shown(steps(key))}: ${rest}`, place: places.of(steps(key)) };
  });
}

/** One line for a person. */
export function warningText({ place, subject, message }: LocatedWarning): string {
  return `${place}: warning: ${subject}: ${message}`;
}
