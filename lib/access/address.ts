/** An IP address as a number, in the space of its version. */
export interface Address {
  readonly version: 4 | 6;
  readonly value: bigint;
}

/** From first to last address, both included. */
interface AddressRange {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

const bits = { 4: 32, 6: 128 } as const;

/** @param text `203.0.113.0/24`, `2001:db8::/32`, or one address */
export function addressRange(text: string): AddressRange | undefined {
  const [written = "", prefix] = text.split("/");
  const address = parseAddress(written);
  if (address === undefined) return undefined;
  const size = bits[address.version];
  if (prefix !== undefined && (!/^\d{1,3}$/.test(prefix) || Number(prefix) > size)) return undefined;
  const free = BigInt(size - Number(prefix ?? size));
  const first = (address.value >> free) << free;
  return { version: address.version, first, last: first + (1n << free) - 1n };
}

export function isWithin(address: Address, range: AddressRange): boolean {
  return address.version === range.version && address.value >= range.first && address.value <= range.last;
}

export function parseAddress(text: string): Address | undefined {
  return text.includes(":") ? parseVersion6(text) : parseVersion4(text);
}

export function addressText({ version, value }: Address): string {
  const group = version === 4 ? 8n : 16n;
  const groups: bigint[] = [];
  for (let shift = BigInt(bits[version]) - group; shift >= 0n; shift -= group) {
    groups.push((value >> shift) & ((1n << group) - 1n));
  }
  return version === 4 ? groups.join(".") : groups.map((part) => part.toString(16)).join(":");
}

/** The address before and the address after a range, where there is one. */
export function neighbours({ version, first, last }: AddressRange): Address[] {
  const around = [first - 1n, last + 1n];
  return around
    .filter((value) => value >= 0n && value < 1n << BigInt(bits[version]))
    .map((value) => ({ version, value }));
}

function parseVersion4(text: string): Address | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256))
    return undefined;
  return { version: 4, value: parts.reduce((value, part) => value * 256n + BigInt(part), 0n) };
}

function parseVersion6(text: string): Address | undefined {
  const [head = "", tail, ...more] = text.split("::");
  if (more.length > 0) return undefined;
  const groups = (part: string) => (part === "" ? [] : part.split(":"));
  const [before, after] = [groups(head), groups(tail ?? "")];
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...before, ...Array<string>(missing).fill("0"), ...after];
  if (!all.every((part) => /^[0-9a-f]{1,4}$/i.test(part))) return undefined;
  return { version: 6, value: all.reduce((value, part) => (value << 16n) + BigInt(`0x${part}`), 0n) };
}
