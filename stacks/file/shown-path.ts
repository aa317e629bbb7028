/** A path as it is written in code: `workflows[1].taskType`. */
export function shownPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((before, step) => {
    if (typeof step === "number") return `${before}[${step}]`;
    const word = String(step);
    if (!/^[\w-]+$/.test(word)) return `${before}[${JSON.stringify(word)}]`;
    return before === "" ? word : `${before}.${word}`;
  }, "");
}
