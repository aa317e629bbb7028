import { AwsPage } from "../aws-page";
import { list, text } from "./rule";

const characters = "letters, digits, spaces and _.:/=+-@ are allowed";

export const tagKeyRule = text(
  "a tag key has 1 to 128 letters, digits, spaces and _.:/=+-@, and does not begin with aws:",
  /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u,
  {
    page: AwsPage.tags,
    but: (key) => {
      if (key.length < 1 || key.length > 128)
        return `a tag key has 1 to 128 characters, this one ${key.length}`;
      if (/^aws:/i.test(key)) return "keys that begin with aws: belong to AWS";
      return /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(key) ? undefined : characters;
    },
  },
);

export const tagValueRule = text(
  "a tag value is text, in quotes if it looks like a number",
  /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u,
  {
    page: AwsPage.tags,
    but: (value) =>
      value.length > 256
        ? `a tag value has at most 256 characters, this one ${value.length}`
        : /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(value)
          ? undefined
          : characters,
  },
);

/** A value, or a pattern of values. */
export const tagPatternRule = text(
  "a tag value is allowed, 1 to 256 letters, digits, spaces and _.:/=+-@, with * and ? as wildcards; * alone says nothing",
  /^(?![*?]*$)[\p{L}\p{Z}\p{N}_.:/=+\-@*?]{1,256}$/u,
  { page: AwsPage.tags },
);

export const requiredTagsRule = list("tag keys", tagKeyRule, { page: AwsPage.sagemakerActions });
