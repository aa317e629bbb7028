/** Breaks a text at spaces; what is longer than a line, an ARN say, stays whole so that it can be copied. */
export function wrapped(text: string, indent: number, width: number): string[] {
  const space = " ".repeat(indent);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const next = line === "" ? word : `${line} ${word}`;
    if (line !== "" && visible(next) > width - indent) {
      lines.push(space + line);
      line = word;
    } else line = next;
  }
  return [...lines, space + line];
}

/** Characters that a terminal shows: colours take no room. */
function visible(text: string): number {
  const [first = "", ...coloured] = text.split("\u001b[");
  return coloured.reduce((length, part) => length + part.length - part.indexOf("m") - 1, first.length);
}
