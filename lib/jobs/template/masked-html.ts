import type { LiquidPart } from "./liquid-parts";

const openers = ["if", "unless", "case", "for", "tablerow"];

/**
 * The template as HTML of the same length, so that places in it are places in the template: outputs become words, each
 * another one, and tags become blank.
 *
 * @param branches `first` leaves out what stands after `else`, `elsif` and a second `when`: elements that each branch
 * begins anew would otherwise seem to be never closed
 */
export function maskedHtml(content: string, parts: readonly LiquidPart[], branches: "all" | "first"): string {
  let masked = "";
  let words = 0;
  const open: { name: string; whens: number; left: boolean }[] = [];
  for (const { kind, name, begin, end, content: inside } of parts) {
    if (kind === "tag") {
      const block = open.at(-1);
      if (openers.includes(name)) open.push({ name, whens: 0, left: false });
      else if (name.startsWith("end")) {
        if (openers.includes(name.slice(3))) open.pop();
      } else if (block !== undefined && name === "when") block.left = (block.whens += 1) > 1;
      else if (block !== undefined && ["else", "elsif"].includes(name)) block.left = true;
    }
    const isLeft = branches === "first" && open.some(({ left }) => left);
    if (kind === "text" && !isLeft) masked += inside;
    else if (kind === "output" && !isLeft) masked += word((words += 1), end - begin);
    else masked += content.slice(begin, end).replace(/[^\n]/g, " ");
  }
  return masked;
}

/** A word that no other output becomes, so that attributes out of outputs are not taken for the same one twice. */
function word(number: number, length: number): string {
  return `x${number.toString(36)}`.padEnd(length, "-").slice(0, length);
}
