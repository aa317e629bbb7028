import { AwsPage } from "../aws-page";
import { count, text, type TextRule } from "./rule";

const bucketForms: readonly { holds: (name: string) => boolean; allowed: string }[] = [
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
    holds: (name) => !/(-s3alias|--ols?-s3|\.mrap|--x-s3|--table-s3)$/.test(name),
    allowed: "AWS keeps names that end in -s3alias, --ol-s3, .mrap, --x-s3 or --table-s3 for itself",
  },
];

const bucketForm = /^[a-z0-9.-]{3,63}$/;

function bucketFault(name: string): string | undefined {
  return bucketForm.test(name) ? bucketForms.find(({ holds }) => !holds(name))?.allowed : undefined;
}

/** The name of a general purpose bucket. */
export const bucketNameRule = text(
  "a bucket name has 3 to 63 lower-case letters, digits, dots and hyphens",
  bucketForm,
  {
    page: AwsPage.s3BucketNames,
    but: bucketFault,
  },
);

/** A bucket that is made here. */
export const newBucketNameRule = text(bucketNameRule.allowed, bucketForm, {
  page: AwsPage.s3BucketNames,
  but: (name) => {
    if (!bucketForm.test(name)) return undefined;
    if (name.endsWith("-an"))
      return "only buckets of an account's regional namespace end in -an, and Terraform makes none";
    return bucketFault(name);
  },
});

/** Most bytes of an object's key. */
export const longestKey = 1024;

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const notInPolicies = /[*?\\\u0000-\u001f\u007f]|\$\{(?!TfToken\[)|%\{/;

/** What is wrong with the key of an object, or the beginning of one, as the second half of an error. */
function keyFault(what: string, key: string): string | undefined {
  // IAM reads `*` and `?` as wildcards and `${` as a variable: such a key would open more than it names.
  const bad = notInPolicies.exec(key);
  if (bad !== null)
    return `${what} cannot hold ${JSON.stringify(bad[0])}, which a policy would not take literally`;
  if (key.startsWith("/")) return `${what} does not begin with /`;
  // S3 takes it, and `frames/ ` would then be another folder than `frames/`.
  if (/^\s|\s$/.test(key)) return `${what} does not begin or end with white space`;
  if (Buffer.byteLength(key) > longestKey) {
    return `${what} has ${Buffer.byteLength(key)} bytes here; S3 keys have at most ${longestKey}`;
  }
  return undefined;
}

/** A folder in a bucket: empty, or the beginning of keys. */
export const prefixRule = text("a prefix is allowed, as in images/", /^/, {
  page: AwsPage.s3ObjectKeys,
  but: (prefix) => keyFault("a prefix", prefix),
});

/** Bucket and key of an S3 URI. */
export const s3UriForm = /^s3:\/\/([^/]+)(?:\/(.*))?$/s;

function s3UriRule(
  allowed: string,
  form: RegExp,
  page: string,
  keyIs: string,
  otherFault: (key: string) => string | undefined = () => undefined,
): TextRule {
  return text(allowed, form, {
    page,
    but: (uri) => {
      const [, bucket, key = ""] = s3UriForm.exec(uri) ?? [];
      if (bucket === undefined) return undefined;
      return (
        bucketNameRule.problem(bucket)?.replace(/^got "[^"]*"; /, "") ??
        keyFault(keyIs, key) ??
        otherFault(key)
      );
    },
  });
}

/** A folder, or one file, of S3. */
export const s3LocationRule = s3UriRule(
  "an S3 location looks like s3://bucket/prefix/",
  /^s3:\/\/[^/]+/,
  AwsPage.s3ObjectKeys,
  "a prefix",
);

/** Whether a key is that of a file: it has an extension, like input.manifest, and no slash at its end. */
export function namesFile(key: string): boolean {
  return /(^|\/)[^/]*[^/.]\.(?=[0-9]*[A-Za-z])[A-Za-z0-9]{1,16}$/.test(key);
}

/** A folder, where one file would be of no use. */
export const s3FolderRule = s3UriRule(
  "an S3 location looks like s3://bucket/prefix/",
  /^s3:\/\/[^/]+/,
  AwsPage.s3ObjectKeys,
  "a prefix",
  (key) => (namesFile(key) ? ", which looks like a file; a folder is allowed here: end it in /" : undefined),
);

/** How the keys of objects end that S3 tells of. */
export const eventSuffixRule = text("the end of object keys is allowed, like .jpg", /^[^]+$/, {
  page: AwsPage.s3NotificationFilters,
  but: filterFault,
});

function filterFault(filter: string): string | undefined {
  // As "\ud83d" in quotes: there is no way to encode it.
  if (/\p{Surrogate}/u.test(filter)) return "a filter has whole characters, and this one has half of one";
  if (filter.includes("*"))
    return "S3 takes no wildcard in a filter: name the beginning or the end of keys, like .jpg";
  const length = Buffer.byteLength(encodedFilter(filter));
  return length > longestKey ? `a filter has at most ${longestKey} bytes, this one ${length}` : undefined;
}

/** A filter as S3 wants it: a space as +, and special characters percent-encoded. */
export function encodedFilter(filter: string): string {
  return encodeURIComponent(filter).replace(/%20/g, "+").replace(/%2F/g, "/").replace(/~/g, "%7E");
}

/** One object that a job reads as template. */
export const templateUriRule = text(
  "the S3 URI of one object is allowed, as in s3://bucket/folder/template.liquid.html",
  /^s3:\/\/.+\/[^/]+$/s,
  {
    page: AwsPage.uiConfig,
    most: 1024,
    but: (uri) => {
      const folder = /^(s3:\/\/[^/]+\/)(.*\/)?[^/]+$/s.exec(uri);
      if (folder === null) return undefined;
      if (uri.length > 1024) return "at most 1024 characters are allowed";
      return s3LocationRule.problem(uri)?.replace(/^got "[^;]*; /s, "");
    },
  },
);

/** One object that Lambda takes code from. */
export const archiveUriRule = s3UriRule(
  "the URI of a zip file in S3 is allowed, as in s3://bucket/key.zip",
  /^s3:\/\/[^/]+\/.*[^/]$/s,
  AwsPage.s3ObjectKeys,
  "a key",
);

/** The key of an object. */
export const objectKeyRule = text(`the key of an object has 1 to ${longestKey} bytes`, /[^]/, {
  page: AwsPage.s3ObjectKeys,
  but: (key) => (key === "" ? undefined : keyFault("a key", key)),
});

export const objectVersionRule = text("the version id of an S3 object is allowed", /^[!-~]{1,1024}$/, {
  page: AwsPage.lambdaCode,
});

/** The longest time that S3 counts in a lifecycle rule. */
export const lifecycleDaysRule = count("days", 1, 2_147_483_647, AwsPage.s3Lifecycle);
