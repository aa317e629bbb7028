import { DefaultTokenResolver, StringConcat, Token, Tokenization } from "cdktf";
import { Construct, RootConstruct } from "constructs";
import { calls, enums, functions, inputs, objects, structs } from "./input-shapes";
import { Problems } from "./problems";

/**
 * The one door of every public construct: refuses values that TypeScript would not have let through, before anything
 * looks into them. In plain JavaScript, or behind an `any`, a text stands where an object belongs, and `undefined` would
 * end in a policy.
 *
 * @param name `Class` or `Class.factory`, as lib/validation/input-shapes.ts has it
 * @param values props, or the parameters of a factory by their names
 * @throws InvalidInputError naming every value of a wrong kind
 */
export function checkInput(name: string, scope: Construct, id: string, values: object): void {
  const className = () => name.split(".")[0]!;
  checkPlace(className, scope, id);
  const problems = new Problems(() => `${className()} "${pathOf(scope, id)}"`);
  const given: unknown = values;
  if (!isObject(given)) {
    problems.add("props", `got ${shown(given)}; an object with its properties is needed`);
  } else {
    new KindCheck(scope, problems).struct("", given, inputs[name] ?? {});
  }
  problems.throwIfAny();
}

/**
 * Refuses what no construct can stand in, and an id that is none: CDKTF would fail somewhere inside.
 *
 * @throws InvalidInputError naming what is wrong
 */
export function checkPlace(what: () => string, scope: unknown, id: unknown): void {
  const problems = new Problems(() => (typeof id === "string" ? `${what()} "${id}"` : what()));
  if (!Construct.isConstruct(scope))
    problems.add("scope", `got ${shown(scope)}; a construct is needed, mostly \`this\``);
  if (typeof id !== "string" || id === "") problems.add("id", `got ${shown(id)}; a text is needed`);
  else if (Token.isUnresolved(id))
    problems.add("id", "got a token; an id is part of the address of resources, so a plain text is needed");
  problems.throwIfAny();
}

/**
 * The same for a public function. To be called first in it, with all of its parameters.
 *
 * @throws InvalidInputError naming every value of a wrong kind
 */
export function checkArguments(name: string, given: readonly unknown[]): void {
  checkParameters(name, functions[name]!, undefined, given);
}

/** A class with its methods, as JavaScript has them. */
interface Methods {
  readonly prototype: object;
}

type Method = (this: unknown, ...parameters: unknown[]) => unknown;

/**
 * The same for the public methods of a class: each refuses parameters of a wrong kind before it looks into them. To be
 * called once, below the class.
 */
export function checkCalls(type: Methods, name: string): void {
  for (const [call, parameters] of Object.entries(calls)) {
    if (!call.startsWith(`${name}.`)) continue;
    const method = call.slice(name.length + 1);
    const holder = (method in type.prototype ? type.prototype : type) as Record<string, Method>;
    const unchecked = holder[method]!;
    holder[method] = function (...given) {
      checkParameters(call, parameters, this, given);
      return unchecked.apply(this, given);
    };
  }
}

function checkParameters(
  call: string,
  parameters: Readonly<Record<string, string>>,
  callee: unknown,
  given: readonly unknown[],
): void {
  const construct = Construct.isConstruct(callee) ? callee : undefined;
  const of = () => (construct === undefined ? "" : ` of "${construct.node.path}"`);
  const problems = new Problems(() => `${call}${of()}`, "cannot be called");
  const check = new KindCheck(construct, problems);
  fieldsOf(parameters).forEach((field, index) => check.field("", field, given[index]));
  problems.throwIfAny();
}

/** One property of a struct: what it may be is read from its type once. */
interface Field {
  readonly name: string;
  readonly type: string;
  readonly isOptional: boolean;
  readonly check: Check;
}

type Check = (check: KindCheck, at: string, value: unknown) => void;

const knownFields = new WeakMap<object, readonly Field[]>();

function fieldsOf(types: Readonly<Record<string, string>>): readonly Field[] {
  const known = knownFields.get(types);
  if (known !== undefined) return known;
  const fields = Object.entries(types).map(([name, declared]) => {
    const isOptional = declared.endsWith("?");
    const type = isOptional ? declared.slice(0, -1) : declared;
    return { name, type, isOptional, check: checkOf(type) };
  });
  knownFields.set(types, fields);
  return fields;
}

function checkOf(type: string): Check {
  if (type === "any") return () => {};
  if (type in enums) return (check, at, value) => check.oneOf(at, value, enums[type]!);
  if (type.includes("|") && !type.endsWith("[]")) {
    const checks = new Map(type.split("|").map((one) => [one, checkOf(one)]));
    return (check, at, value) => checks.get(likeliest(value, [...checks.keys()]))!(check, at, value);
  }
  if (type.endsWith("[]")) {
    const [one, each] = [type.slice(0, -2), checkOf(type.slice(0, -2))];
    return (check, at, value) => check.list(at, value, one, each);
  }
  if (type.startsWith("{")) {
    const [one, each] = [type.slice(1, -1), checkOf(type.slice(1, -1))];
    return (check, at, value) => check.map(at, value, one, each);
  }
  if (type in structs) {
    return (check, at, value) => {
      if (check.isObject(at, value, type)) check.struct(at, value, structs[type]!);
    };
  }
  if (type in objects) return (check, at, value) => check.object(at, value, type);
  return (check, at, value) => check.plain(at, value, type);
}

class KindCheck {
  public constructor(
    private readonly scope: Construct | undefined,
    private readonly problems: Problems,
  ) {}

  public struct(at: string, value: object, types: Readonly<Record<string, string>>): void {
    for (const field of fieldsOf(types)) {
      this.field(at, field, (value as Record<string, unknown>)[field.name]);
    }
  }

  public field(at: string, { name, type, isOptional, check }: Field, value: unknown): void {
    if (value === undefined && isOptional) return;
    const property = at === "" ? name : `${at}.${name}`;
    if (value !== undefined) check(this, property, value);
    else this.problems.add(property, `is missing; ${needed(type)} is needed`);
  }

  /** A text, a number, or true or false. A number that is a token is a number too. */
  public plain(at: string, value: unknown, type: string): void {
    if (typeof value !== type || Number.isNaN(value)) this.complain(at, value, type);
    else if (typeof value !== "boolean") this.checkIterator(at, value);
  }

  public oneOf(at: string, value: unknown, allowed: readonly string[]): void {
    if (typeof value === "string" && (allowed.length === 0 || allowed.includes(value))) return;
    // That a token is none of them is found where it is used.
    if (typeof value === "string" && Token.isUnresolved(value)) return this.checkIterator(at, value);
    this.problems.add(at, `got ${shown(value)}; allowed are ${allowed.join(", ")}`);
  }

  public list(at: string, value: unknown, type: string, check: Check): void {
    if (!Array.isArray(value)) return this.complain(at, value, `${type}[]`);
    if (!Token.isUnresolved(value)) {
      value.forEach((item: unknown, index) => check(this, `${at}[${index}]`, item));
    } else if (isTextual(type)) {
      this.checkIterator(at, value);
    } else {
      // CDKTF writes such a list with one text in it, which has nothing of what is needed.
      this.problems.add(at, `got a list that only Terraform knows; ${needed(`${type}[]`)} is needed`);
    }
  }

  public map(at: string, value: unknown, type: string, check: Check): void {
    if (!this.isObject(at, value, `{${type}}`)) return;
    for (const [name, item] of Object.entries(value)) check(this, `${at}.${name}`, item);
  }

  public object(at: string, value: unknown, type: string): void {
    if (!this.isObject(at, value, type)) return;
    const missing = objects[type]!.filter((name) => !(name in value));
    if (missing.length === 0) return;
    this.problems.add(at, `got an object without ${missing.join(", ")}; ${needed(type)} is needed`);
  }

  public isObject(at: string, value: unknown, type: string): value is object {
    if (isObject(value)) return true;
    this.complain(at, value, type);
    return false;
  }

  private complain(at: string, value: unknown, type: string): void {
    this.problems.add(at, `got ${shown(value)}; ${needed(type)} is needed`);
  }

  /** `each.value` means something only inside the one resource that is repeated, and a construct here makes several. */
  private checkIterator(at: string, value: unknown): void {
    if (!Token.isUnresolved(value) || !/\beach\.(key|value)\b/.test(this.resolved(value))) return;
    this.problems.add(
      at,
      "got a value of a TerraformIterator, which Terraform knows only inside the one resource that is repeated. " +
        "Make the construct in a loop over the values, for each of them once",
    );
  }

  private resolved(value: unknown): string {
    try {
      const resolver = new DefaultTokenResolver(new StringConcat());
      return (
        JSON.stringify(Tokenization.resolve(value, { scope: this.scope ?? new RootConstruct(), resolver })) ??
        ""
      );
    } catch {
      // What is not known yet is no value of an iterator.
      return "";
    }
  }
}

/** What a text can stand for. */
function isTextual(type: string): boolean {
  return type === "any" || type.split("|").some((one) => one === "string" || one in enums);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Of several types the one whose members a value has, else the last: what is wrong is told of that one. */
function likeliest(value: unknown, types: readonly string[]): string {
  const fits = (type: string) => isObject(value) && objects[type]?.every((name) => name in value) === true;
  return types.find(fits) ?? types.at(-1)!;
}

/** `a text`, `an S3Location`, `a list of texts`. */
function needed(type: string): string {
  const bare = type.replace(/\?$/, "");
  if (bare.endsWith("[]")) return `a list, each of it ${needed(bare.slice(0, -2))},`;
  if (bare.startsWith("{")) return `an object, each value of it ${needed(bare.slice(1, -1))},`;
  if (bare in enums) return `one of ${enums[bare]!.join(", ")}`;
  if (bare.includes("|")) return needed(bare.split("|").at(-1)!);
  const words: Readonly<Record<string, string>> = {
    string: "a text",
    number: "a number",
    boolean: "true or false",
  };
  return words[bare] ?? `${/^[AEIO]/.test(bare) ? "an" : "a"} ${bare}`;
}

/** A value in the words of whoever wrote it. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "function") return "a function";
  if (typeof value === "number" && Token.isUnresolved(value)) return "a token that is no text";
  if (typeof value === "object") return Token.isUnresolved(value) ? "a token that is no text" : "an object";
  if (typeof value === "string") return JSON.stringify(value.slice(0, 100));
  const isPlain = typeof value === "number" || typeof value === "boolean" || typeof value === "bigint";
  return isPlain ? String(value) : `a ${typeof value}`;
}

function pathOf(scope: Construct, id: string): string {
  const { path } = scope.node;
  return path === "" ? id : `${path}/${id}`;
}
