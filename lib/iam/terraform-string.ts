import { Token } from "cdktf";

/*
 * What a policy contains ends up inside a string of Terraform JSON, where `${` and `%{` begin a template. CDKTF marks
 * its own tokens as `${TfToken[…]}`; every other `${` is IAM's (`${aws:username}`) and must reach AWS as it stands.
 */
const token = /\$\{TfToken\[[^\]]*\]\}/g;

/** `text` with IAM's own `${…}` protected from Terraform. CDKTF tokens stay. */
export function escapeForTerraform(text: string): string {
  return text.replace(/\$\{(?!TfToken\[)|%\{/g, (opening) => `${opening[0]}${opening}`);
}

/** `text` as it reaches AWS, but for its tokens. */
export function unescapeFromTerraform(text: string): string {
  return text.includes("{") ? text.replace(/\$\$\{|%%\{/g, (opening) => opening.slice(1)) : text;
}

/** True for values that can stand inside a policy: literal strings and string tokens. */
export function isRenderable(value: unknown): value is string {
  // A list token looks like ["#{TfToken[…]}"], a number token like a very negative number, a lazy value is an object.
  return typeof value === "string" && !value.includes("#{TfToken[") && !value.includes("&{TfToken[");
}

/** True if `text` holds a value that only Terraform will know. */
export function hasTokens(text: string): boolean {
  return Token.isUnresolved(text);
}

/** `text` with every token replaced. */
export function replaceTokens(text: string, by: string): string {
  return text.replace(token, () => by);
}
