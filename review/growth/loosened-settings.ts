import { arnOf } from "../input/arn-of";
import { isObject, type Json, type PlanResource, type Snapshot } from "../input/resource";
import type { Scope } from "../input/scope";
import type { Change, ChangeClass } from "./change";
import { protectingSettings, protectors, unset, type ProtectingSetting } from "./protecting-settings";
import { same } from "./values";

/** Settings that protect and got weaker; of new resources those that are weaker than what AWS does by itself. */
export function loosenedSettings(
  stack: string,
  scope: Scope,
  before: Snapshot | undefined,
  after: Snapshot,
): readonly Change[] {
  const now = new Map(after.resources.map((resource) => [resource.address, resource]));
  const old = new Map((before?.resources ?? []).map((resource) => [resource.address, resource]));
  const change = (of: PlanResource, kind: ChangeClass, what: string, because?: string): Change => ({
    class: kind,
    stack,
    address: of.address,
    about: titleOf(of),
    arn: arnOf(of, scope) ?? of.address,
    what,
    ...(because !== undefined && { because }),
  });
  const changed = (before?.resources ?? []).flatMap((was): readonly Change[] => {
    if (was.mode === "data") return [];
    const is = now.get(was.address);
    // Gone with the bucket that it protected: the loss is told there.
    if (protectsNoMore(was, is) && !bucketGone(was, before!, now))
      return [
        change(was, "loosens", protectors[was.type]!),
        ...(is === undefined ? [] : weaker(was, is, change)),
      ];
    return is === undefined ? [] : weaker(was, is, change);
  });
  const added = after.resources.flatMap((is): readonly Change[] =>
    is.mode === "data" || old.has(is.address) ? [] : weakerThanDefault(is, change),
  );
  return [...changed, ...added];
}

type MakeChange = (of: PlanResource, kind: ChangeClass, what: string, because?: string) => Change;

/** What protects by being there is gone, or protects something else. */
function protectsNoMore(was: PlanResource, is: PlanResource | undefined): boolean {
  if (protectors[was.type] === undefined) return false;
  if (is === undefined) return true;
  if (was.type === "aws_organizations_policy_attachment") return !same(was.values, is.values);
  const [old, now] = [was.values["bucket"], is.values["bucket"]];
  return old !== undefined && now !== undefined && old !== now;
}

function weaker(was: PlanResource, is: PlanResource, change: MakeChange): readonly Change[] {
  return settingsOf(was).flatMap(({ path, weaker: isWeaker, class: kind, what }) => {
    const [old, now] = [at(was.values, path), at(is.values, path)];
    const hidden = path.length === 0 ? { ...is.unknown, id: false } : at(is.unknown, path);
    if (hidden === true || (isObject(hidden) && Object.values(hidden).includes(true))) {
      // Another key of yours is made in the same apply more often than not.
      if (/(key_id|_arn)$/.test(path.join(".")) || !isWeaker(old, isObject(now) ? now : undefined, is.values))
        return [];
      const name = path.join(".") || "A part of it";
      return [change(was, "not decided", `${name} is known after the apply. It was ${shown(old)}.`)];
    }
    if (same(old, now) || !isWeaker(old, now, is.values)) return [];
    const because =
      path.length === 0 ? undefined : `${path.join(".")} became ${shown(now)} instead of ${shown(old)}.`;
    return [change(was, kind, sentence(what, old, now), because)];
  });
}

function weakerThanDefault(is: PlanResource, change: MakeChange): readonly Change[] {
  return settingsOf(is).flatMap(({ path, weaker: isWeaker, class: kind, what, awsDefault }) => {
    const now = at(is.values, path);
    if (awsDefault === undefined || now === undefined || at(is.unknown, path) === true) return [];
    if (same(awsDefault, now) || !isWeaker(awsDefault, now, is.values)) return [];
    const because =
      path.length === 0
        ? "AWS does it by itself where nothing is written."
        : `${path.join(".")} is ${shown(now)}, and AWS's default is ${shown(awsDefault)}.`;
    return [change(is, kind, sentence(what, awsDefault, now), because)];
  });
}

const sentence = (what: ProtectingSetting["what"], before: Json | undefined, after: Json | undefined) =>
  typeof what === "string" ? what : what(before, after);

const settingsOf = ({ type }: PlanResource) => protectingSettings.filter(({ types }) => types.includes(type));

function bucketGone(
  protector: PlanResource,
  before: Snapshot,
  now: ReadonlyMap<string, PlanResource>,
): boolean {
  const bucket = protector.values["bucket"];
  const its = before.resources.find(
    ({ type, values }) => type === "aws_s3_bucket" && values["bucket"] === bucket,
  );
  return its !== undefined && !now.has(its.address);
}

function titleOf({ values, address }: PlanResource): string {
  const name = values["bucket"] ?? values["name"] ?? values["function_name"];
  return typeof name === "string" && name !== "" ? name : address;
}

function at(values: Json | undefined, path: readonly string[]): Json | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return values;
  const object = Array.isArray(values) ? (values as readonly Json[])[0] : values;
  return isObject(object) ? at(object[first], rest) : undefined;
}

const shown = (value: Json | undefined) =>
  unset(value) && value !== false ? "nothing" : JSON.stringify(value);
