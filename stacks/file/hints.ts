/** What was probably meant, for kinds of slips that every value can have. A whole sentence, or nothing. */
export function hintFor(value: unknown, message: string): string | undefined {
  if (typeof value !== "string") return undefined;
  const rule = message.replaceAll(value, "");
  const variable = /\$\{?([A-Z][A-Z0-9_]*)\}?|\{\{ *([\w.]+) *\}\}/.exec(value);
  if (variable !== null) {
    return (
      `Nothing replaces ${variable[0]} in this file. Write the value itself; where it differs from one account or region ` +
      "to the next, write a file for each, and name one with the environment variable GROUND_TRUTH_CONFIG"
    );
  }
  if (/[\u201c\u201d\u2018\u2019\u201e\u00ab\u00bb]/.test(value))
    return 'These are typographic quotes: type straight ones, "…"';
  if (rule.includes("s3://bucket/")) return s3Hint(value);
  if (rule.includes("alias/<name>") && /^[\w-]+$/.test(value) && !/^[0-9a-f]{8}-/.test(value)) {
    return `Did you mean alias/${value}?`;
  }
  if (rule.startsWith("a mapping is allowed") && /\bexisting\b/.test(rule) && /^(alias\/|arn:)/.test(value)) {
    return `Write { existing: ${JSON.stringify(value)} }`;
  }
  const wantsArn = /\barn:|\bARN\b/.test(rule);
  const isArn = value.startsWith("arn:");
  if (isArn && !wantsArn) {
    const name = /[^/:]+$/.exec(value)?.[0];
    return name === undefined ? undefined : `This is an ARN; the name alone is wanted here: ${name}`;
  }
  if (!isArn && wantsArn && /^[\w+=,.@/-]+$/.test(value) && !/alias\//.test(rule))
    return `"${value}" is a name; its ARN is wanted here`;
  return undefined;
}

/** Other ways to write a place in S3. */
function s3Hint(value: string): string | undefined {
  const written =
    /^arn:[^:]*:s3:::(.+)$/.exec(value)?.[1] ??
    /^https:\/\/([^./]+)\.s3[.-][^/]*\/(.*)$/.exec(value)?.slice(1).join("/") ??
    /^([a-z0-9][a-z0-9.-]{2,62}(?:\/[^\s:]*)?)$/.exec(value)?.[1];
  return written === undefined
    ? undefined
    : `Did you mean s3://${written}${written.includes("/") ? "" : "/"}?`;
}
