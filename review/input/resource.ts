/** Plain JSON, as Terraform writes it. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** A resource or data source as a plan, a state or a synthesized stack tells it. */
export interface PlanResource {
  /** The stack that it belongs to: the name of the input. */
  readonly stack: string;
  /** `module.reader["a"].aws_iam_role.this[0]` */
  readonly address: string;
  readonly type: string;
  readonly mode: "managed" | "data";
  readonly values: JsonObject;
  /** The same shape as `values`: `true` where AWS or another resource tells the value only during the apply. */
  readonly unknown: JsonObject;
  /** What its provider says of itself, if it is another than the stack's. */
  readonly provider?: { readonly region?: string; readonly account?: string };
}

/** What one attribute is made from. */
export interface AttributeSource {
  /** Resources that the attribute refers to. Several when the plan does not say which. */
  readonly resources: readonly PlanResource[];
  /** The references as the configuration has them, for people. */
  readonly expressions: readonly string[];
}

/** All resources at one moment, before or after a change. */
export interface Snapshot {
  readonly resources: readonly PlanResource[];
  /** Addresses of resources that are there, and of which no value is known. */
  readonly hidden?: readonly string[];
  /** What a top-level attribute of a resource refers to in the configuration. */
  sourceOf(resource: PlanResource, attribute: string): AttributeSource;
}

export const nothingKnown: AttributeSource = { resources: [], expressions: [] };

/** A text attribute, if it is set and known. */
export function text(resource: PlanResource, attribute: string): string | undefined {
  const value = resource.values[attribute];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Texts of a list attribute; what is unknown among them is left out. */
export function texts(resource: PlanResource, attribute: string): readonly string[] {
  const value = resource.values[attribute];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** Whether an attribute, or anything in it, is told only during the apply. */
export function isUnknown(resource: PlanResource, attribute: string): boolean {
  return holdsTrue(resource.unknown[attribute]);
}

/** Nested blocks of a resource: Terraform writes one block as an object in some outputs, else as a list. */
export function blocks(resource: PlanResource, attribute: string): readonly JsonObject[] {
  const value = resource.values[attribute];
  if (Array.isArray(value)) return (value as readonly Json[]).filter(isObject);
  return isObject(value) ? [value] : [];
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function holdsTrue(tree: Json | undefined): boolean {
  if (tree === true) return true;
  if (Array.isArray(tree)) return (tree as readonly Json[]).some(holdsTrue);
  return isObject(tree) && Object.values(tree).some(holdsTrue);
}
