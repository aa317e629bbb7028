import { readFileSync } from "node:fs";
import { TextDecoder } from "node:util";
import { found, projectPath } from "../functions/project-path";

/** Longest template that Ground Truth's own preview, `RenderUiTemplate`, takes. */
export const longestTemplate = 128_000;

/** A character of UTF-8 has four bytes at most. */
const mostBytes = 4 * longestTemplate;

/** The text of a template file. A file that can be none, by its size or its kind, is not read. */
export function templateText(file: string): { readonly content: string; readonly problem?: string } {
  const refused = (problem: string) => ({ content: "", problem });
  const path = projectPath(file);
  const stat = found(path);
  if (stat?.isDirectory() === false && !stat.isFile())
    return refused("is no file; the path of a template file is allowed");
  if (stat !== undefined && stat.size > mostBytes) {
    const allowed = `${longestTemplate} characters are allowed. Load scripts and styles from elsewhere`;
    return refused(`has ${stat.size} bytes; ${allowed}`);
  }
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reasons: Record<string, string> = { ENOENT: "is not there", EISDIR: "is a directory" };
    return refused(
      `${reasons[String(code)] ?? `cannot be read (${code})`}; the path of a template file is allowed`,
    );
  }
  try {
    const content = new TextDecoder("utf-8", { fatal: true }).decode(bytes).replaceAll("\r\n", "\n");
    // UTF-16 without a mark at its beginning is UTF-8 with a NUL in every other place.
    if (content.includes("\0")) return refused("holds NUL characters, as UTF-16 does; save it as UTF-8");
    if (content.trim() === "") return { content, problem: "is empty; HTML with a form in it is needed" };
    return { content };
  } catch {
    return refused("is not UTF-8 text; save it as UTF-8");
  }
}
