import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { commandsPage } from "../../tools/commands-page";
import { longPages, withContents } from "../../tools/contents";
import { withCostsTable } from "../../tools/costs-table";
import { customWorkflowTable } from "../../tools/custom-workflow-table";

/*
 * What readers follow from page to page: links, names of statements, and the way from a statement to its test.
 */
const root = resolve(__dirname, "..", "..");
const text = (...path: string[]) => readFileSync(join(root, ...path), "utf8");

function filesIn(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
    .sort();
}

const pages = [...readdirSync(root).filter((name) => name.endsWith(".md")), ...filesIn("docs", ".md")];

const withoutBlocks = (page: string) => page.replace(/^ *```[\s\S]*?^ *```$/gm, "");
const withoutCode = (page: string) => withoutBlocks(page).replace(/`[^`\n]*`/g, "code");

/** The anchors that GitHub gives to the headings of a page. */
function anchors(page: string): Set<string> {
  const titles = [...withoutBlocks(page).matchAll(/^#+ (.+)$/gm)].map(([, title]) => title!);
  return new Set(
    titles.map((title) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, "")
        .replace(/\s/g, "-"),
    ),
  );
}

function brokenLinks(page: string): string[] {
  const links = [...withoutCode(text(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [path, anchor] = link.split("#");
    const file = path === "" ? page : join(dirname(page), path!);
    if (!existsSync(join(root, file))) return true;
    return anchor !== undefined && file.endsWith(".md") && !anchors(text(file)).has(anchor);
  });
}

test.each(pages)("every link of %s leads somewhere", (page) => {
  expect(brokenLinks(page)).toEqual([]);
});

test("links of the pages in the package lead to what is in it", () => {
  const { files } = JSON.parse(text("package.json")) as { files: string[] };
  const packed = [...files, "README.md", "LICENSE", "package.json"];
  const isPacked = (file: string) => packed.some((one) => file === one || file.startsWith(`${one}/`));
  const outside = pages.filter(isPacked).flatMap((page) =>
    [...withoutCode(text(page)).matchAll(/\]\(([^)\s#]+)/g)]
      .map(([, link]) => link!)
      .filter((link) => !/^[a-z]+:/.test(link) && !isPacked(join(dirname(page), link)))
      .map((link) => `${page}: ${link}`),
  );
  expect(outside).toEqual([]);
});

interface Statement {
  readonly sid: string;
  readonly actions: readonly string[];
  /** AWS's own text, which other tests compare as a whole. */
  readonly asDocumented: boolean;
}

/** Every statement of permissions.md. */
function statementsOf(page: string): Statement[] {
  let asDocumented = false;
  return page.split("\n").flatMap((line) => {
    if (line.startsWith("#")) asDocumented = false;
    if (line === "As documented:") asDocumented = true;
    const [, sid, actions] = /^\| (\w+)(?: \(denies\))? \| (`.*?`) \| /.exec(line) ?? [];
    if (sid === undefined || actions === undefined) return [];
    return [{ sid, actions: [...actions.matchAll(/`([^`]+)`/g)].map(([, action]) => action!), asDocumented }];
  });
}

const statements = statementsOf(text("docs", "permissions.md"));

test.each(pages.filter((page) => text(page).includes("```mermaid")))(
  "the statements in the picture of %s exist",
  (page) => {
    const known = new Set(statements.map(({ sid }) => sid));
    const pictures = [...text(page).matchAll(/```mermaid\n([\s\S]*?)```/g)].map(([, picture]) => picture!);
    const named = pictures
      .flatMap((picture) => [...picture.matchAll(/[|(]"?([A-Z]\w+(?:, [A-Z]\w+)*)"?[|)]/g)])
      .flatMap(([, sids]) => sids!.split(", "));
    expect(named).not.toHaveLength(0);
    expect(named.filter((sid) => /[a-z][A-Z]/.test(sid) && !known.has(sid) && !isField(sid))).toEqual([]);
  },
);

/** Pictures also show fields of requests. */
function isField(name: string): boolean {
  return name === "WorkteamArn";
}

test("docs/commands.md is what the program says of itself; npm run docs writes it", async () => {
  expect(text("docs", "commands.md")).toBe(await commandsPage());
});

test.each(longPages())(
  "docs/%s, if it is long, has links to its sections; npm run docs writes them",
  (name) => {
    const page = text("docs", name);
    expect(withContents(page)).toBe(page);
  },
);

test("docs/costs.md has the keys and alarms of the examples as they are; npm run docs writes them", () => {
  const page = text("docs", "costs.md");
  expect(withCostsTable(page)).toBe(page);
});

test("docs/custom-workflow.md has the permissions of the code; npm run docs writes them", () => {
  expect(text("docs", "custom-workflow.md")).toContain(customWorkflowTable());
});

describe("three steps lead from a statement in a plan to its test", () => {
  const sources = filesIn("lib/permissions", ".ts")
    .map((file) => text(file))
    .join("\n");
  const tests = filesIn("__tests__/conformance", ".ts")
    .map((file) => text(file))
    .join("\n");

  test("its Sid is in docs/permissions.md and, as it stands, in one of the sources", () => {
    expect(statements.length).toBeGreaterThan(100);
    expect(statements.map(({ sid }) => sid).filter((sid) => !sources.includes(`"${sid}"`))).toEqual([]);
  });

  test("its actions are in the conformance tests", () => {
    const own = statements.filter(({ asDocumented }) => !asDocumented);
    const actions = new Set(own.flatMap((statement) => statement.actions));
    const untested = [...actions].filter((action) => !tests.includes(action.replace(/\*$/, "")));
    expect(untested.sort()).toEqual([]);
  });
});

test("the pages name files of this project by paths that exist", () => {
  const named = pages
    .filter((page) => !page.startsWith(join("docs", "decisions")))
    .flatMap((page) => [...text(page).matchAll(/`((?:lib|__tests__|stacks|tools|examples)\/[\w./-]+)`/g)])
    .map(([, path]) => path!);
  expect(named.filter((path) => !existsSync(join(root, path))).map((path) => relative(root, path))).toEqual(
    [],
  );
});
