/** HTML that is safe to insert: what came from an input was escaped on its way in. */
export class Html {
  public constructor(public readonly text: string) {}
}

type Piece = Html | string | number | undefined | false | readonly (Html | string)[];

/** Writes HTML; every value that is no `Html` itself is escaped. */
export function markup(strings: TemplateStringsArray, ...values: readonly Piece[]): Html {
  let text = strings[0] ?? "";
  values.forEach((value, index) => {
    text += written(value) + (strings[index + 1] ?? "");
  });
  return new Html(text);
}

function written(value: Piece): string {
  if (value === undefined || value === false) return "";
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return (value as readonly (Html | string)[]).map(written).join("");
  return escaped(`${value as string | number}`);
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
