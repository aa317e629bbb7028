import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** A text in the sources that a person may read. */
export interface Message {
  readonly file: string;
  readonly text: string;
}

/** All texts of more than one word in some folders; a value in a template is `…`. Names of what is wrong, as of `Problems`, are none. */
export function messagesIn(root: string, folders: readonly string[]): Message[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .flatMap((name) => {
        const file = `${folder}/${name.replaceAll("\\", "/")}`;
        const source = ts.createSourceFile(
          file,
          readFileSync(join(root, file), "utf8"),
          ts.ScriptTarget.ES2022,
          true,
        );
        return textsIn(source).map((text) => ({ file, text }));
      }),
  );
}

function textsIn(node: ts.Node): string[] {
  const text = textOf(node);
  const own = text?.includes(" ") === true && !isSubject(node) ? [text] : [];
  const inner: string[] = [];
  ts.forEachChild(node, (child) => void inner.push(...textsIn(child)));
  return [...own, ...inner];
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join("");
}

/** `BuiltInTask "…"`, `FunctionCode of …`: which construct of an app it is about. Of a configuration a key is named instead. */
function isSubject(node: ts.Node): boolean {
  return /^[A-Z]\w+( "…"(, [a-z ]+)?| of (the ready handler |s3:\/\/…\/)?…)$/.test(textOf(node) ?? "");
}
