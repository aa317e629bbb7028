import { inheritedNames, oddValue } from "./odd-values";
import type { Random } from "./random";

type Holder = unknown[] | Record<string, unknown>;

/** One place in a configuration. */
interface Slot {
  readonly holder: Holder;
  readonly key: string;
}

/** Changes a few places of `config`, which stays nearly right: what is checked late is reached too. */
export function mutateTree(config: object, random: Random): void {
  for (let left = random.one([1, 1, 1, 2, 3, 8]); left > 0; left -= 1) {
    const slots = slotsOf(config);
    if (slots.length === 0) return;
    const slot = random.one(slots);
    random.one(mutations)(slot, random, slots);
  }
}

const mutations: readonly ((slot: Slot, random: Random, all: readonly Slot[]) => void)[] = [
  (slot, random) => put(slot, oddValue(random)),
  (slot, random) => put(slot, oddValue(random)),
  (slot) => remove(slot),
  // A value of somewhere else: often of the right kind.
  (slot, random, all) => put(slot, structuredClone(get(random.one(all)))),
  // The same key's value of somewhere else: mostly allowed, and together with the rest perhaps not.
  (slot, random, all) => {
    const same = all.filter(({ key }) => key === slot.key && !/^\d+$/.test(key));
    if (same.length > 0) put(slot, structuredClone(get(random.one(same))));
  },
  (slot, random) => put(slot, wrapped(get(slot), random)),
  (slot, random) => put(slot, edited(get(slot), random)),
  (slot, random) => put(slot, edited(get(slot), random)),
  (slot, random) => repeat(get(slot), random),
  (slot, random) => addKey(get(slot), random),
  (slot, random) => rename(slot, random),
];

function slotsOf(value: unknown, slots: Slot[] = []): Slot[] {
  if (typeof value !== "object" || value === null || slots.length > 5000) return slots;
  for (const key of Object.keys(value)) {
    slots.push({ holder: value as Holder, key });
    slotsOf((value as Record<string, unknown>)[key], slots);
  }
  return slots;
}

function get({ holder, key }: Slot): unknown {
  return (holder as Record<string, unknown>)[key];
}

function put({ holder, key }: Slot, value: unknown): void {
  define(holder, key, value);
}

/** Also a key such as `__proto__`, which an assignment would not write. */
function define(holder: object, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function remove({ holder, key }: Slot): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

function wrapped(value: unknown, random: Random): unknown {
  return random.one<() => unknown>([
    () => [value],
    () => ({ value }),
    () => [[value]],
    // An object of the tree may have a `toString` that is none.
    () => (typeof value === "string" ? value : JSON.stringify(value)),
  ])();
}

function edited(value: unknown, random: Random): unknown {
  if (typeof value === "number") return value + random.one([-1, 1, 0.5, 1e9, -1e9]);
  if (typeof value === "boolean") return random.one<unknown>([!value, String(value)]);
  if (typeof value !== "string") return value;
  const at = random.below(value.length + 1);
  const character = random.one(["a", "A", "0", "-", "_", "/", ".", ":", "*", " ", "${", "\u0000", "ß", "😀"]);
  return random.one([
    value.slice(0, at) + character + value.slice(at),
    value.slice(0, at) + value.slice(at + 1),
    value.toUpperCase(),
    `${value}${value}`,
    value.repeat(50),
    value.slice(at),
  ]);
}

function repeat(value: unknown, random: Random): void {
  if (!Array.isArray(value) || value.length === 0) return;
  for (let left = random.one([1, 1, 2, 100]); left > 0; left -= 1) {
    value.push(structuredClone(random.one(value as unknown[])));
    if (value.length > 300) return;
  }
}

function addKey(value: unknown, random: Random): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return;
  const key = random.one([...inheritedNames, "", "unknown", "<<", "0", "a.b", "größe"]);
  define(value, key, oddValue(random));
}

function rename(slot: Slot, random: Random): void {
  if (Array.isArray(slot.holder)) return;
  const value = get(slot);
  remove(slot);
  define(slot.holder, random.one([slot.key.toUpperCase(), `${slot.key}s`, ...inheritedNames]), value);
}
