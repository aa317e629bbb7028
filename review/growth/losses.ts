import { resourceKinds } from "../estate/resource-kinds";
import { arnOf } from "../input/arn-of";
import type { PlanResource, Snapshot } from "../input/resource";
import type { Scope } from "../input/scope";
import type { Change } from "./change";

const held: Readonly<Record<string, string>> = {
  data: "with all that is in it",
  key: "and nothing encrypted with it can be read again",
  messages: "with the messages that wait in it",
  secret: "with its value",
};

const nameOf = ({ values }: PlanResource) => values["bucket"] ?? values["name"];

/** Data and keys that a change destroys or takes out of reach. */
export function losses(
  stack: string,
  scope: Scope,
  before: Snapshot,
  after: Snapshot,
  destroyed: readonly string[] | undefined,
): readonly Change[] {
  const arn = (resource: PlanResource) =>
    arnOf(resource.type, resource.values, scope, resource.address) ?? resource.address;
  const still = new Set(after.resources.map((resource) => resource.address));
  const stillByArn = new Set(after.resources.map((resource) => `${resource.type} ${arn(resource)}`));
  const gone = new Set(destroyed);
  return before.resources.flatMap((resource): Change[] => {
    if (resource.mode === "data") return [];
    const kind = resourceKinds[resource.type] ?? "";
    const what = held[kind];
    if (what === undefined) return [];
    const moved = !still.has(resource.address) && stillByArn.has(`${resource.type} ${arn(resource)}`);
    // Under another name it is another one.
    const now = after.resources.find(({ address }) => address === resource.address);
    const renamed = now !== undefined && nameOf(now) !== undefined && nameOf(now) !== nameOf(resource);
    const isDestroyed =
      destroyed === undefined
        ? renamed || (!still.has(resource.address) && !moved)
        : gone.has(resource.address);
    if (!isDestroyed) return [];
    const again = still.has(resource.address) ? " and created again, empty" : "";
    const name = resource.values["bucket"] ?? resource.values["name"] ?? resource.values["description"];
    const title = typeof name === "string" && name !== "" ? name : resource.address;
    return [
      {
        class: "loses data or a key",
        stack,
        address: resource.address,
        about: title,
        arn: arn(resource),
        what: `${title} is destroyed${again}, ${what}.`,
      },
    ];
  });
}
