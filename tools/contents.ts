import { readdirSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../stacks/project-root";

/** Shorter pages are seen as a whole. */
const fewestLines = 100;

const begin = "On this page: ";

/** A long page with links to its sections below its first paragraph, which is its summary. */
export function withContents(page: string): string {
  const lines = page.split("\n").filter((line) => !line.startsWith(begin));
  const titles = sections(lines);
  if (lines.length < fewestLines || titles.length < 3) return page;
  const links = titles.map((title) => `[${title.replaceAll("`", "")}](#${anchor(title)})`);
  const paragraph = lines.findIndex(
    (line, index) => index > 0 && line === "" && lines[index - 1] !== "" && index > 2,
  );
  const rest = lines.slice(paragraph);
  while (rest[0] === "") rest.shift();
  return [...lines.slice(0, paragraph), "", `${begin}${links.join(" · ")}`, "", ...rest].join("\n");
}

/** Titles of the second level, outside of blocks of code. */
function sections(lines: readonly string[]): string[] {
  let isCode = false;
  return lines.flatMap((line) => {
    if (line.startsWith("```")) isCode = !isCode;
    return isCode || !line.startsWith("## ") ? [] : [line.slice(3)];
  });
}

/** As GitHub makes it. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");
}

/** Pages that people write. Those that are made as a whole have a table in the beginning. */
export function longPages(): string[] {
  const made = ["commands.md", "permissions.md"];
  return readdirSync(join(projectRoot(), "docs")).filter(
    (name) => name.endsWith(".md") && !made.includes(name),
  );
}
