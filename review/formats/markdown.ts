import { changeClasses, growthClasses } from "../growth/change";
import type { Report, ReportedChange } from "../report/report";
import { notJudgedNames, notJudgedTitle } from "../report/not-judged";
import { answersByResource } from "../report/who-holds";

/** A comment on GitHub ends at 65,536 characters; there has to be room for what others put around it. */
export const commentLimit = 60_000;

/**
 * A review as a comment on a pull request, a merge request or a run: what grew first. Rows that no longer fit are counted,
 * never left out in silence.
 */
export function markdownReport(report: Report): string {
  const writer = new LimitedLines(commentLimit - 500);
  const { changes, notDecided, accepted, acceptances, risks, stacks } = report;
  const grew = changes.filter((change) => growthClasses.includes(change.class));
  const others = changes.filter((change) => !growthClasses.includes(change.class));
  writer.always(`## Access review: ${stacks.map(({ name }) => code(name)).join(", ")}`, "");
  writer.always(verdict(report, grew), "");
  for (const { name, changes: counts, notes } of stacks) {
    if (counts !== undefined) {
      const { add, change, destroy } = counts;
      writer.row(`- ${code(name)}: ${add} to add, ${change} to change, ${destroy} to destroy`);
    }
    for (const note of notes) writer.row(`- ${code(name)}: ${plain(note)}`);
  }
  for (const entry of acceptances.unused) {
    writer.row(`- Accepted, and not found: ${plain(entryTitle(entry))}, by ${plain(entry.by)}. Take it out.`);
  }
  for (const entry of acceptances.expired) {
    writer.row(
      `- Accepted until ${entry.until}, which is over: ${plain(entryTitle(entry))}, by ${plain(entry.by)}.`,
    );
  }
  table(
    writer,
    "### Not decided",
    ["What", "Why it cannot be seen"],
    notDecided,
    ({ about, why, seen = [] }) => [
      code(about),
      [why, ...seen.map((statement) => `can be seen: ${statement}`)].map(plain).join("<br>"),
    ],
  );
  if (report.notJudged.length > 0)
    writer.row(`\n${notJudgedTitle(report)}: ${notJudgedNames(report).map(code).join(", ")}.`);
  table(writer, "### Grew", ["Class", "Who or what", "Now allowed", "How"], grew, row);
  if (others.length > 0) {
    writer.always("", `<details><summary>Otherwise changed: ${others.length}</summary>`);
    table(writer, "", ["Class", "Who or what", "Change", "How"], others, row);
    writer.always("", "</details>");
  }
  if (accepted.length > 0) {
    writer.always("", `<details><summary>Accepted growth: ${accepted.length}</summary>`);
    table(writer, "", ["Class", "Who or what", "What", "Accepted"], accepted, ({ change, by }) => [
      change.class,
      code(change.about),
      plain(change.what),
      by.map(({ by: who, reason, until }) => `${plain(who)}, until ${until}: ${plain(reason)}`).join("<br>"),
    ]);
    writer.always("", "</details>");
  }
  if (risks.length > 0) {
    writer.always("", `<details><summary>To know: ${risks.length}</summary>`);
    table(writer, "", ["Kind", "Who or what", "What"], risks, ({ kind, about, sid, what, address }) => [
      kind,
      [code(about), sid === undefined ? "" : code(sid), code(address)].filter(Boolean).join("<br>"),
      plain(what),
    ]);
    writer.always("", "</details>");
  }
  const holders = answersByResource(report);
  if (holders.length > 0) {
    writer.always("", `<details><summary>Who holds the data and the keys: ${holders.length}</summary>`);
    table(writer, "", ["Resource", "Reads or uses", "Writes", "Says who may"], holders, (each) => [
      `${code(each.name)} ${each.kind}`,
      ...[each.reads, each.writes, each.decides].map((who) => who.map(code).join(", ") || "nobody here"),
    ]);
    writer.always("", "</details>");
  }
  return writer.text();
}

function verdict({ comparedWith, notDecided }: Report, grew: readonly ReportedChange[]): string {
  const unseen =
    notDecided.length === 0 ? "Everything could be seen." : `**Not decided: ${notDecided.length}.**`;
  if (comparedWith === "nothing") return `Nothing to compare with. ${unseen}`;
  if (grew.length === 0) {
    const limits = notDecided.length === 0 ? "" : " by what can be seen";
    return `**Nothing grew**${limits}, proved for all requests. ${unseen}`;
  }
  const counts = changeClasses.flatMap((kind) => {
    const count = grew.filter((change) => change.class === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  return `**Grew: ${grew.length}** (${counts.join(", ")}). ${unseen}`;
}

function row({
  class: kind,
  about,
  sid,
  address,
  what,
  because,
  reason,
  page,
}: ReportedChange): readonly string[] {
  return [
    kind,
    [code(about), sid === undefined ? "" : code(sid), code(address)].filter(Boolean).join("<br>"),
    plain(what),
    [because, reason === undefined ? undefined : `Why it is there: ${reason}.`, page]
      .flatMap((each) => (each === undefined ? [] : [plain(each)]))
      .join("<br>"),
  ];
}

function table<Row>(
  writer: LimitedLines,
  title: string,
  heads: readonly string[],
  rows: readonly Row[],
  cells: (row: Row) => readonly string[],
): void {
  if (rows.length === 0) return;
  writer.always("", ...(title === "" ? [] : [title, ""]));
  writer.always(`| ${heads.join(" | ")} |`, `| ${heads.map(() => "---").join(" | ")} |`);
  let left = 0;
  for (const each of rows) if (!writer.row(`| ${cells(each).join(" | ")} |`)) left += 1;
  if (left > 0)
    writer.always("", `And ${left} more, which did not fit: \`--format html\` or \`json\` has all.`);
}

/** Lines up to a number of characters; frames are always written, rows while there is room. */
class LimitedLines {
  private readonly lines: string[] = [];
  private length = 0;

  public constructor(private readonly limit: number) {}

  public always(...lines: readonly string[]): void {
    for (const line of lines) this.length += line.length + 1;
    this.lines.push(...lines);
  }

  public row(line: string): boolean {
    // What closes the tables needs room as well.
    if (this.length + line.length + 1 > this.limit - 2_000) return false;
    this.always(line);
    return true;
  }

  public text(): string {
    return `${this.lines.join("\n")}\n`;
  }
}

/** A name from the input as code: whatever it holds, it stays one cell and calls nobody. */
function code(text: string): string {
  // A bar would end the cell: behind a backslash of the input no escape helps.
  if (text.includes("|")) return `<code>${oneLine(text).replaceAll(/[&<>|*_`[\]~#@\\]/g, entity)}</code>`;
  const fence = "`".repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const space = fence.length > 1 ? " " : "";
  return `${fence}${space}${oneLine(text)}${space}${fence}`;
}

/** Text from the input: no Markdown or HTML of its own, no mention of a person. */
function plain(text: string): string {
  return oneLine(text)
    .replaceAll(/[&<|\\]/g, entity)
    .replaceAll(/[*_`[\]~]|(?<!&)#/g, "\\$&")
    .replaceAll("@", "@\u2060");
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, " ");

const entity = (character: string) => `&#${character.charCodeAt(0)};`;

function entryTitle({
  principal,
  action,
  resource,
  address,
  class: kind,
}: Report["acceptances"]["unused"][number]): string {
  return [principal, action, resource, address, kind].filter((each) => each !== undefined).join(", ");
}
