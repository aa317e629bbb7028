/** They stand for what an environment says. */
const placeholder = /\$\{(environment|account|region|namePrefix)\}/g;

export function hasPlaceholder(text: string): boolean {
  return text.search(placeholder) >= 0;
}

/** What was probably meant, for kinds of slips that every value can have. A whole sentence, or nothing. */
export function hintFor(value: unknown, message: string, hasPlaceholders = false): string | undefined {
  if (typeof value === "number") return secondsHint(value, "minutes", 60, message);
  if (value === true && /^a mapping is allowed, with keys of /.test(message))
    return /\bkeys of [^.]*\benabled\b/.test(message)
      ? "Write { enabled: true }"
      : "Write {} for its defaults, or the keys that you want";
  if (typeof value !== "string") return undefined;
  const rule = message.replaceAll(value, "");
  const text = hasPlaceholders ? value.replaceAll(placeholder, "") : value;
  // Variables of IAM have a colon.
  const variable = /\$\{[^}:]*\}|\$[A-Z][A-Z0-9_]*|\{\{ *[\w.]+ *\}\}/.exec(text);
  if (variable !== null && !message.includes("stands for nothing")) return variableHint(variable[0]);
  if (/[\u201c\u201d\u2018\u2019\u201e\u00ab\u00bb]/.test(value))
    return 'These are typographic quotes: type straight ones, "…"';
  if (/^<.*>$|^(x{3,}|todo|tbd|change-?me|your-.*)$/i.test(value))
    return "This stands for a value of yours: put it in its place";
  const [, before, comment] = /^(\S+?)(#\S*.*)$/.exec(value) ?? [];
  if (comment !== undefined && !/^(arn|https?|s3):/.test(value))
    return `If ${comment} is a comment, put a space before it: ${before} ${comment}`;
  const session = /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(value);
  if (session !== null && /\bARN\b/.test(rule))
    return `This is a session of a role. Its role, if it has no path: arn:${session[1]}:iam::${session[2]}:role/${session[3]}`;
  if (/^[^@\s:/]+@[^@\s:/]+\.[a-z]+$/i.test(value))
    return "This is an e-mail address: subscribe it to a topic, with aws sns subscribe, and name the topic here";
  if (rule.includes("s3://bucket/")) return s3Hint(value);
  if (/A prefix cannot hold "\*"/i.test(rule) && value.endsWith("/*"))
    return `A location has all that lies below it. Did you mean ${value.slice(0, -1)}?`;
  if (/^a bucket name has/i.test(rule) && /^s3:\/\/[^/]+\/?$/.test(value))
    return `The name alone is wanted here: ${value.replace(/^s3:\/\/|\/$/g, "")}`;
  const types = /^a mapping is allowed, with a type; .* is one of (.*)$/.exec(rule)?.[1]?.split(", ");
  if (types?.includes(value) === true) return `Write { type: ${value} }`;
  if (/^a mapping is allowed, with keys of ([^.]*, )?name\b/.test(rule) && /^[\w.-]+$/.test(value))
    return `Write { name: ${value} }`;
  if (/\ba bucket name has/i.test(rule) && /[A-Z_ ]/.test(value))
    return `Did you mean ${value.replace(/^(s3:\/\/)?[^/]+/, asBucketName)}?`;
  if (rule.includes("alias/<name>") && /^[\w-]+$/.test(value) && !/^[0-9a-f]{8}-/.test(value)) {
    return `Did you mean alias/${value}?`;
  }
  if (rule.startsWith("a mapping is allowed") && /\bexisting\b/.test(rule) && /^(alias\/|arn:)/.test(value)) {
    return `Write { existing: ${JSON.stringify(value)} }`;
  }
  const duration = durationHint(value, rule);
  if (duration !== undefined) return duration;
  const meant = text === value ? meantWord(value, rule) : undefined;
  if (meant !== undefined) return `Did you mean ${meant}?`;
  // A value of another place is an ARN where one may stand.
  if (/\b(lies in|is in the partition|belongs to the account)\b/.test(rule)) return undefined;
  const wantsArn = /\barn:|\bARN\b/.test(rule) && !rule.includes("is named by its ARN");
  const isArn = value.startsWith("arn:");
  // What is wrong with an ARN may be anything but its form.
  if (isArn && !wantsArn && /\d+ to \d+ .*letters/.test(rule)) {
    const name = /[^/:]+$/.exec(value)?.[0];
    return name === undefined ? undefined : `This is an ARN; the name alone is wanted here: ${name}`;
  }
  if (!isArn && wantsArn && /^[\w+=,.@/-]+$/.test(value) && !/alias\//.test(rule))
    return `"${value}" is a name; its ARN is wanted here`;
  return undefined;
}

function asBucketName(text: string): string {
  return text.replace(/\$\{\w+\}|[^$]+/g, (part) =>
    part.startsWith("${") ? part : part.toLowerCase().replace(/[_ ]/g, "-"),
  );
}

/** What a variable of a shell, of CI or of a template is told. */
export function variableHint(variable: string): string {
  return (
    `Nothing replaces ${variable} in this file. Write the value itself; where it differs from one account or region ` +
    "to the next, describe environments (docs/environments.md): there ${account}, ${region} and ${environment} are replaced"
  );
}

const regionsByPlace: Readonly<Record<string, string>> = {
  tokyo: "ap-northeast-1",
  seoul: "ap-northeast-2",
  mumbai: "ap-south-1",
  singapore: "ap-southeast-1",
  sydney: "ap-southeast-2",
  canada: "ca-central-1",
  frankfurt: "eu-central-1",
  ireland: "eu-west-1",
  london: "eu-west-2",
  virginia: "us-east-1",
  ohio: "us-east-2",
  oregon: "us-west-2",
};

/** The same in the letters that the rule wants. */
function meantWord(value: string, rule: string): string | undefined {
  if (/region with Ground Truth/.test(rule))
    return Object.entries(regionsByPlace).find(([place]) => value.toLowerCase().includes(place))?.[1];
  if (/^An account id|\ban account id/i.test(rule)) {
    const digits = value.replace(/\D/g, "");
    return digits.length === 12 && digits !== value ? `"${digits}"` : undefined;
  }
  const most = /1 to (\d+) lower-case letters, digits and hyphens/.exec(rule)?.[1];
  if (most === undefined || value.startsWith("arn:")) return undefined;
  const word = value
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "");
  return word !== "" && word !== value && word.length <= Number(most) ? word : undefined;
}

const unitSeconds: Readonly<Record<string, readonly [unit: string, seconds: number]>> = {
  m: ["minutes", 60],
  h: ["hours", 3600],
  d: ["days", 86_400],
};

/** Seconds that were written with their unit, or in another one. */
function secondsHint(count: number, unit: string, each: number, rule: string): string | undefined {
  const [, from, to] = /(?:seconds?\b.*?|^)from (\d+) to (\d+)(?=.*)/i.exec(rule) ?? [];
  const seconds = count * each;
  if (!/\bseconds\b/i.test(rule) || from === undefined || seconds < Number(from) || seconds > Number(to))
    return undefined;
  return `${count} ${unit} are ${seconds} seconds`;
}

/** `2h`, `90 min`, `1.5h`. */
function durationHint(value: string, rule: string): string | undefined {
  const [, count, letter] = /^(\d+(?:\.\d+)?) ?([mhd])[a-z]*$/i.exec(value) ?? [];
  if (letter === undefined) return undefined;
  const [unit, each] = unitSeconds[letter.toLowerCase()]!;
  return secondsHint(Number(count), unit, each, rule);
}

/** Other ways to write a place in S3. */
function s3Hint(value: string): string | undefined {
  const written =
    /^arn:[^:]*:s3:::(.+)$/.exec(value)?.[1] ??
    /^s3:\/{0,3}([a-z0-9].*)$/i.exec(value)?.[1] ??
    /^https:\/\/([^./]+)\.s3[.-][^/]*\/(.*)$/.exec(value)?.slice(1).join("/") ??
    /^([a-z0-9][a-z0-9.-]{2,62}(?:\/[^\s:]*)?)$/.exec(value)?.[1];
  return written === undefined
    ? undefined
    : `Did you mean s3://${written}${written.includes("/") ? "" : "/"}?`;
}
