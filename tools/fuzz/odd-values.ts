import type { Random } from "./random";

/** Names that every object of JavaScript has: plain look-ups find something there that nobody wrote. */
export const inheritedNames: readonly string[] = [
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "prototype",
  "then",
  "toJSON",
  "toString",
  "valueOf",
];

const texts: readonly string[] = [
  "",
  " ",
  "null",
  "undefined",
  "[object Object]",
  "a\u0000b",
  "a\nb",
  "größe",
  "签名",
  "\u202e\u200b\ufeff",
  "😀",
  "\ud800",
  "${aws:username}",
  "${self.id}",
  "%{ if true }",
  "{{ task.input }}",
  "../../../etc/passwd",
  "/dev/null",
  "alias/aws/s3",
  "arn:aws:s3:::",
  "arn:aws:iam::111122223333:root",
  "arn:aws-cn:kms:cn-north-1:111122223333:key/x",
  "s3://",
  "s3://b",
  "s3://acme-raw/*/",
  "*",
  "'\"\\",
  "-",
  "1e400",
  "2001-01-01",
  "2001-12-14t21:59:43.10-05:00",
  "0o17",
  "1_000",
  "12:30:45",
  "aGVsbG8=",
  "\u0130\u00df\ufb03",
  "e\u0301\u0301\u0301",
  "true",
];

const numbers: readonly number[] = [
  0,
  -0,
  -1,
  1.5,
  1e21,
  2 ** 53,
  -(2 ** 53),
  Number.MAX_VALUE,
  Number.MIN_VALUE,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
];

/** A value that hardly any key allows. */
export function oddValue(random: Random, depth = 0): unknown {
  switch (random.below(depth > 2 ? 5 : 10)) {
    case 0:
      return null;
    case 1:
      return random.chance(0.5);
    case 2:
      return random.one(numbers);
    case 3:
      return random.one(texts);
    case 4:
      return random.one(texts).repeat(random.one([1, 2, 100, 5000]));
    case 5:
      return [];
    case 6:
      return {};
    case 7:
      return inherited(random, depth);
    case 8:
      return Array.from({ length: random.one([1, 2, 3, 200]) }, () => oddValue(random, depth + 2));
    default:
      return nested(random);
  }
}

/** A mapping with a key such as `toString`: what turns it into text meets a value that is no function. */
function inherited(random: Random, depth: number): object {
  const name = random.one(inheritedNames);
  const value = random.chance(0.5) ? "x" : oddValue(random, depth + 1);
  return Object.defineProperty({}, name, { value, enumerable: true, configurable: true, writable: true });
}

function nested(random: Random): unknown {
  let value: unknown = random.one(texts);
  const isList = random.chance(0.5);
  for (let depth = random.one([3, 50, 500]); depth > 0; depth -= 1) value = isList ? [value] : { a: value };
  return value;
}
