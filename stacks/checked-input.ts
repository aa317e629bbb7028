import { App } from "cdktf";
import type { z } from "zod";
import { S3Location } from "../lib/storage/s3-location";
import { checkPlace, shown } from "../lib/validation/check-input";
import { InvalidInputError, type Problem } from "../lib/validation/problems";
import { sections } from "./config/configuration";
import { configSchema } from "./config/schema";
import { ConfigurationError } from "./file/configuration-error";
import { isParsed } from "./config/parsed";
import { type WorkflowConfig, workflowSchema } from "./config/workflow-schema";
import { isMapping, type Mapping } from "./file/mapping";
import { shownPath } from "./file/shown-path";

/*
 * What the ready stacks and `buildApp` take from an app of somebody's own. In plain JavaScript it may be anything, and what
 * the schema never saw lacks its defaults.
 */

/** What every stack takes of the configuration. */
const common = [
  "namePrefix",
  "region",
  "account",
  "tags",
  "rolePath",
  "permissionsBoundary",
  "ssmParameters",
] as const;

/** The sections that a stack may be given besides. */
const parts = ["backend", "workforce", "access", "shared", "workflows"] as const;

/** What a stack needs besides, by the name of the prop: what is wrong with a value, or the schema of it. */
export type Needs = Readonly<Record<string, z.ZodType | ((value: unknown) => Problem[])>>;

/**
 * Refuses props of a ready stack that did not come from the schema, and a scope and an id that are none.
 *
 * @param needs what this stack needs besides what all stacks take, by the name of the prop
 * @throws InvalidInputError naming everything that is wrong
 */
export function checkStackInput(
  stack: string,
  scope: unknown,
  id: unknown,
  props: unknown,
  needs: Needs,
): void {
  checkPlace(() => stack, scope, id);
  const problems = isMapping(props)
    ? propProblems(props, needs)
    : [{ property: "props", message: `got ${shown(props)}; an object with its properties is needed` }];
  if (problems.length > 0) throw new InvalidInputError(`${stack} "${String(id)}"`, problems);
}

function propProblems(props: Mapping, needs: Needs): Problem[] {
  const optional = Object.fromEntries([...common, ...parts].map((key) => [key, sections.shape[key]]));
  return Object.entries({ ...optional, ...needs }).flatMap(([key, need]): Problem[] => {
    const value = props[key];
    if (value === undefined && (parts as readonly string[]).includes(key) && !(key in needs)) return [];
    return typeof need === "function" ? need(value) : partProblems(key, value, need);
  });
}

/** What the schema says of a part of a configuration, and what it would have made of it. */
function partProblems(property: string, value: unknown, schema: z.ZodType): Problem[] {
  if (isParsed(value)) return [];
  const path = property === "" ? [] : [property];
  const result = schema.safeParse(asWritten(value));
  if (result.success) return unlike(value, result.data, path);
  return result.error.issues.map((issue) => ({
    property: shownPath([...path, ...issue.path]),
    message: issue.message,
  }));
}

/** As the file would have it: places in S3 as texts. */
function asWritten(value: unknown): unknown {
  if (value instanceof S3Location) return value.uri;
  if (Array.isArray(value)) return value.map(asWritten);
  if (!isMapping(value)) return value;
  const { constructor: type } = value as { constructor?: unknown };
  // A Date or another class's object is no mapping of a file, and nothing else that one can hold.
  if (typeof type === "function" && type.name !== "Object") return Symbol(type.name);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asWritten(item)]));
}

const source = "give the stack what readConfig or configSchema.parse returns";

/** Where a value lacks what the schema makes of it. Free texts may have their escapes already. */
function unlike(value: unknown, parsed: unknown, path: readonly PropertyKey[]): Problem[] {
  if (value === undefined && parsed !== undefined)
    return [{ property: shownPath(path), message: `is missing; ${source}, which fills in defaults` }];
  if (parsed instanceof S3Location && !(value instanceof S3Location))
    return [
      {
        property: shownPath(path),
        message: `got ${shown(value)}; ${source}, which makes an S3Location of it`,
      },
    ];
  if (Array.isArray(parsed) && Array.isArray(value))
    return parsed.flatMap((item, index) => unlike(value[index], item, [...path, index]));
  if (!isMapping(parsed) || parsed instanceof S3Location || !isMapping(value)) return [];
  return Object.entries(parsed).flatMap(([key, item]) => unlike(value[key], item, [...path, key]));
}

/** A workflow of the kind that the stack is for. */
export function workflowOf(type: WorkflowConfig["type"]): Needs {
  const parts = (value: unknown): Problem[] =>
    value === undefined || (isMapping(value) && isMapping(value["sharing"]))
      ? []
      : [{ property: "parts", message: `got ${shown(value)}; what buildApp gives to its stacks is needed` }];
  const workflow = (value: unknown): Problem[] => {
    if (isMapping(value) && value["type"] !== type) {
      const message = `got ${shown(value["type"])}; the stack is for "${type}"`;
      return [{ property: "workflow.type", message }];
    }
    return partProblems("workflow", value, workflowSchema);
  };
  return { workflow, parts };
}

/** The stacks that deployers deploy. */
export function stacksByName(value: unknown): Problem[] {
  if (isMapping(value) && typeof value["get"] === "function") return [];
  return [{ property: "stacks", message: `got ${shown(value)}; a Map of stacks by name is needed` }];
}

/**
 * Refuses a configuration that the schema never saw and would refuse.
 *
 * @throws ConfigurationError naming everything that is wrong with it
 */
export function checkConfiguration(config: unknown): void {
  const { environment: _, ...rest } = isMapping(config) ? config : {};
  const given = Object.values(rest).filter((value) => typeof value === "object" && value !== null);
  // Environments put sections of one file together anew.
  if (isMapping(config) && given.length > 0 && given.every((value) => isParsed(value))) return;
  const found = isMapping(config)
    ? partProblems("", rest, configSchema)
    : [
        {
          property: "",
          message: `got ${shown(config)}; what readConfig or configSchema.parse returns is needed`,
        },
      ];
  if (found.length === 0) return;
  throw new ConfigurationError(
    "The configuration",
    found.map(({ property, message }) => ({ path: property === "" ? undefined : property, message })),
  );
}

/** What `buildApp` and `synthesize` take besides the configuration. */
export function checkCall(
  call: string,
  given: Readonly<Record<string, readonly [value: unknown, need: Need]>>,
): void {
  const problems = Object.entries(given).flatMap(([property, [value, need]]) => {
    const { is, needed } = kinds[need];
    return is(value) ? [] : [{ property, message: `got ${shown(value)}; ${needed} is needed` }];
  });
  if (problems.length > 0) throw new InvalidInputError(call, problems, "cannot be called");
}

type Need = keyof typeof kinds;

const kinds = {
  text: { is: (value: unknown) => typeof value === "string" && value !== "", needed: "a text" },
  app: { is: (value: unknown) => isMapping(value) && App.isApp(value), needed: "an App of CDKTF" },
  stacks: {
    is: (value: unknown) =>
      isMapping(value) &&
      ["built-in", "streaming", "custom"].every((type) => typeof value[type] === "function"),
    needed: "an object with a class for built-in, streaming and custom, as workflowStacks,",
  },
  additions: {
    is: (value: unknown) => value === undefined || typeof value === "function",
    needed: "a function, or nothing,",
  },
  places: {
    is: (value: unknown) =>
      value === undefined || (isMapping(value) && typeof (value as { of?: unknown }).of === "function"),
    needed: "the places of readLocatedConfig, or nothing,",
  },
} as const;
