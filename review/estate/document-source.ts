import { parsePolicy, unseenPolicy, type Policy } from "../../lib/access/policy";
import { blocks, isUnknown, text, texts, type PlanResource, type Snapshot } from "../input/resource";
import { policyCarriers } from "./resource-kinds";

/** A policy whose text is not known yet, with what can be seen of its statements. */
export interface PartlySeenPolicy extends Policy {
  readonly seen?: readonly string[];
}

/** A policy attribute as it was found: a policy, or nothing that was set. */
export function policyOf(
  snapshot: Snapshot,
  resource: PlanResource,
  attribute: string,
  name: string,
): PartlySeenPolicy | undefined {
  const written = text(resource, attribute);
  if (written !== undefined) return parsed(name, written);
  if (!isUnknown(resource, attribute)) return undefined;
  const source = snapshot.sourceOf(resource, attribute);
  if (source.expressions.length === 0) {
    // AWS fills in what nobody configured: no policy of the user's.
    if (isFilledIn(resource.type, attribute)) return undefined;
    return unseenPolicy(name, "its text is known after the apply");
  }
  const ends = source.expressions.filter((expression) => !expression.startsWith("each."));
  const documents = source.resources.filter(({ type }) => type === "aws_iam_policy_document");
  const seen = documents.flatMap((document) => statementsOf(snapshot, document, 0));
  const policy = unseenPolicy(name, `its text is known after the apply (it refers to ${ends.join(", ")})`);
  return seen.length === 0 ? policy : { ...policy, seen };
}

/** Whether AWS itself gives a policy where the attribute was left out; where it is a must, somebody wrote it. */
function isFilledIn(type: string, attribute: string): boolean {
  const carrier = policyCarriers[type];
  return carrier !== undefined && carrier.of === undefined && carrier.document === attribute;
}

/** A document that does not parse is told and judged as unseen: a review that stops says nothing about the rest. */
export function parsed(name: string, document: unknown): Policy {
  try {
    return parsePolicy(name, document);
  } catch (error) {
    return unseenPolicy(name, error instanceof Error ? error.message : String(error));
  }
}

/** What a data source that is not read yet lets one see of its statements. */
function statementsOf(snapshot: Snapshot, document: PlanResource, depth: number): string[] {
  const unknown = document.unknown["statement"];
  const own = blocks(document, "statement").map((block, index) => {
    const part = (name: string): string => {
      const known = texts({ ...document, values: block }, name);
      const hidden = Array.isArray(unknown) ? (unknown as unknown[])[index] : unknown;
      const missing = hidden === true || (isRecord(hidden) && holds(hidden[name]));
      if (known.length === 0) return missing ? "what is known after the apply" : "";
      return missing ? `${known.join(", ")} and what is known after the apply` : known.join(", ");
    };
    const sid = typeof block["sid"] === "string" && block["sid"] !== "" ? `${block["sid"]}: ` : "";
    const actions = part("actions") || `all but ${part("not_actions")}`;
    const resources = part("resources") || (part("not_resources") ? `all but ${part("not_resources")}` : "");
    const effect = block["effect"] === "Deny" ? "deny" : "allow";
    const who = blocks({ ...document, values: block }, "principals").flatMap((principals) =>
      texts({ ...document, values: principals }, "identifiers"),
    );
    const to = who.length === 0 ? "" : ` to ${who.includes("*") ? "everybody" : who.join(", ")}`;
    return `${sid}${effect} ${actions}${resources === "" ? "" : ` on ${resources}`}${to}`;
  });
  if (depth > 5) return own;
  const merged = ["source_policy_documents", "override_policy_documents"].flatMap((attribute) =>
    snapshot
      .sourceOf(document, attribute)
      .resources.filter(({ type }) => type === "aws_iam_policy_document")
      .flatMap((source) => statementsOf(snapshot, source, depth + 1)),
  );
  return [...own, ...merged];
}

function holds(value: unknown): boolean {
  if (value === true) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holds);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
