import { Token } from "cdktf";

/** What is wrong with the name of a general purpose bucket, if anything. Tokens pass. */
export function bucketNameProblem(name: string): string | undefined {
  if (Token.isUnresolved(name)) return undefined;
  const rule = rules.find(({ holds }) => !holds(name));
  return rule && `got "${name}"; ${rule.allowed}`;
}

const rules: readonly { holds: (name: string) => boolean; allowed: string }[] = [
  {
    holds: (name) => /^[a-z0-9.-]{3,63}$/.test(name),
    allowed: "a bucket name has 3 to 63 lower-case letters, digits, dots and hyphens",
  },
  {
    holds: (name) => /^[a-z0-9]/.test(name) && /[a-z0-9]$/.test(name),
    allowed: "a bucket name begins and ends with a letter or digit",
  },
  { holds: (name) => !name.includes(".."), allowed: "a bucket name has no two dots in a row" },
  {
    holds: (name) => !/^\d{1,3}(\.\d{1,3}){3}$/.test(name),
    allowed: "a bucket name does not look like an IP address",
  },
  {
    holds: (name) => !/^(xn--|sthree-|amzn-s3-demo-)/.test(name),
    allowed: "AWS keeps names that begin with xn--, sthree- or amzn-s3-demo- for itself",
  },
  {
    holds: (name) => !/(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name),
    allowed: "AWS keeps names that end in -s3alias, --ol-s3, .mrap, --x-s3 or --table-s3 for itself",
  },
];
