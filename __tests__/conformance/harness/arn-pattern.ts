/** One place in a pattern: a character, one character of any kind, or any number of them. */
type Token =
  { readonly is: "char"; readonly char: string } | { readonly is: "one" | "many"; readonly plain: boolean };

/**
 * Whether some ARN fits both a policy's resource (`*`, `?` and policy variables) and a resource type's template
 * (`arn:${Partition}:sqs:${Region}:${Account}:${QueueName}`).
 */
export function arnFits(resource: string, template: string): boolean {
  const parts = partsOf(resource);
  return partsOf(template).every((part, index) => {
    return meet(tokens(parts[index] ?? "", "policy"), tokens(part, "template"));
  });
}

/** The six parts of an ARN; the last may hold further colons. */
function partsOf(arn: string): readonly string[] {
  const [arnWord = "", partition = "", service = "", region = "", account = "", ...rest] =
    arn.split(/:(?![^{]*\})/);
  return [arnWord, partition, service, region, account, rest.join(":")];
}

function tokens(part: string, kind: "policy" | "template"): readonly Token[] {
  const pieces = part.match(/\$\{[^}]*\}|[\s\S]/g) ?? [];
  // A bucket is no object: a name that is the whole part holds no separator.
  const plain = kind === "template" && pieces.length === 1;
  return pieces.flatMap((piece): readonly Token[] => {
    if (piece.startsWith("${")) {
      const many: Token = { is: "many", plain };
      return kind === "template" ? [{ is: "one", plain }, many] : [many];
    }
    if (kind === "policy" && piece === "*") return [{ is: "many", plain: false }];
    if (kind === "policy" && piece === "?") return [{ is: "one", plain: false }];
    return [{ is: "char", char: piece }];
  });
}

/** Whether two patterns have a text in common. */
function meet(a: readonly Token[], b: readonly Token[], i = 0, j = 0, seen = new Set<number>()): boolean {
  const state = i * (b.length + 1) + j;
  if (seen.has(state)) return false;
  seen.add(state);
  const [first, second] = [a[i], b[j]];
  if (first === undefined && second === undefined) return true;
  const go = (di: number, dj: number) => meet(a, b, i + di, j + dj, seen);
  if (first?.is === "many" && go(1, 0)) return true;
  if (second?.is === "many" && go(0, 1)) return true;
  if (first === undefined || second === undefined || !compatible(first, second)) return false;
  return go(first.is === "many" ? 0 : 1, second.is === "many" ? 0 : 1);
}

function compatible(a: Token, b: Token): boolean {
  if (a.is === "char" && b.is === "char") return a.char === b.char;
  if (a.is === "char") return !(b as { plain: boolean }).plain || !":/".includes(a.char);
  return b.is !== "char" || compatible(b, a);
}
