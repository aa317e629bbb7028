import { growthClasses } from "../growth/change";
import type { Report, ReportedChange, ReportedRisk } from "../report/report";
import { notJudgedNames, notJudgedTitle } from "../report/not-judged";
import { answersByResource } from "../report/who-holds";
import type { Ink } from "./ink";
import { wrapped } from "./wrapped";

/** How many of a kind a terminal shows; all of them stand in the page and in the JSON. */
const shownOfAKind = 20;

/** A review for a terminal: what grew first, each with one request. */
export function textReport(report: Report, ink: Ink, width: number): string {
  const lines: string[] = [];
  const section = (title: string) => lines.push("", `  ${ink.bold(title)}`);
  const noted = new Map<string, readonly string[]>();
  for (const { name, kind, changes, notes } of report.stacks) {
    const counts =
      changes === undefined
        ? kind === "state"
          ? "state"
          : "synthesized"
        : `${changes.add} to add, ${changes.change} to change, ${changes.destroy} to destroy`;
    lines.push(`  ${ink.bold(name)}: ${counts}.`);
    for (const note of notes) noted.set(note, [...(noted.get(note) ?? []), name]);
  }
  for (const [note, stacks] of noted) {
    const of = report.stacks.length > 1 ? ` (${stacks.join(", ")})` : "";
    lines.push(...wrapped(ink.warn(`${note}${of}`), 4, width));
  }
  section(`Not decided: ${report.notDecided.length === 0 ? "nothing" : report.notDecided.length}`);
  for (const { about, why, seen = [] } of report.notDecided.slice(0, shownOfAKind)) {
    lines.push(...wrapped(`${about}: ${why}`, 4, width));
    for (const statement of seen.slice(0, 4))
      lines.push(...wrapped(ink.dim(`to be seen: ${statement}`), 6, width));
    if (seen.length > 4) lines.push(ink.dim(`      and ${seen.length - 4} more statements`));
  }
  lines.push(...more(report.notDecided.length, ink));
  if (report.notJudged.length > 0)
    lines.push(
      ...wrapped(ink.dim(`${notJudgedTitle(report)}: ${notJudgedNames(report).join(", ")}.`), 4, width),
    );
  if (report.comparedWith === "nothing") {
    section("Grew");
    lines.push(...wrapped("There is nothing to compare with: give a plan, or --against.", 4, width));
  } else {
    const grew = report.changes.filter((change) => growthClasses.includes(change.class));
    const others = report.changes.filter((change) => !growthClasses.includes(change.class));
    section(`Grew: ${grew.length === 0 ? "nothing" : grew.length}`);
    for (const change of grew.slice(0, shownOfAKind)) lines.push(...changeLines(change, ink, width));
    lines.push(...more(grew.length, ink));
    if (others.length > 0) section(`Otherwise changed: ${others.length}`);
    for (const change of others.slice(0, shownOfAKind)) lines.push(...changeLines(change, ink, width));
    lines.push(...more(others.length, ink));
    if (report.accepted.length > 0) section(`Accepted growth: ${report.accepted.length}`);
    for (const { change, by } of report.accepted.slice(0, shownOfAKind)) {
      const who = by.map(({ by: name, until, reason }) => `${name}, until ${until}: ${reason}`).join("; ");
      lines.push(...wrapped(`${change.class}  ${change.about}  ${change.sid ?? ""} (${who})`, 4, width));
    }
  }
  for (const { by, reason, ...entry } of report.acceptances.unused) {
    lines.push(
      ...wrapped(
        ink.warn(`Accepted, and not found: ${titleOf(entry)} (${by}: ${reason}). Take it out.`),
        2,
        width,
      ),
    );
  }
  for (const { by, until, ...entry } of report.acceptances.expired) {
    lines.push(
      ...wrapped(ink.warn(`Accepted by ${by} until ${until}, which is over: ${titleOf(entry)}.`), 2, width),
    );
  }
  if (report.risks.length > 0) {
    section(`To know: ${report.risks.length}`);
    for (const risk of report.risks.slice(0, shownOfAKind)) lines.push(...riskLines(risk, ink, width));
    lines.push(...more(report.risks.length, ink));
  }
  const holders = answersByResource(report);
  if (holders.length > 0) section("Who holds the data and the keys");
  for (const { name, kind, reads, writes, decides } of holders.slice(0, shownOfAKind)) {
    lines.push(`    ${name} ${ink.dim(kind)}`);
    for (const [what, who] of [
      [kind === "key" ? "uses" : "reads", reads],
      ["writes", writes],
      ["says who may", decides],
    ] as const) {
      if (who.length > 0) lines.push(...wrapped(`${what}: ${who.join(", ")}`, 6, width));
    }
  }
  lines.push(...more(holders.length, ink));
  return `${lines.join("\n")}\n`;
}

function changeLines(change: ReportedChange, ink: Ink, width: number): string[] {
  const { class: kind, about, sid, what, because, address, reason, page } = change;
  const paint =
    kind === "raises privilege" || kind === "opens data to more principals" ? ink.grave : ink.warn;
  const title = growthClasses.includes(kind) ? paint(kind) : ink.good(kind);
  return [
    `    ${title}  ${ink.bold(about)}${sid === undefined ? "" : `  ${sid}`}`,
    ...wrapped(what, 6, width),
    ...(because === undefined ? [] : wrapped(because, 6, width)),
    ...(reason === undefined ? [] : wrapped(`Why it is there: ${reason}.`, 6, width)),
    ...wrapped(ink.dim([address, page].filter((each) => each !== undefined).join("  ")), 6, width),
  ];
}

function riskLines({ kind, about, sid, what, address }: ReportedRisk, ink: Ink, width: number): string[] {
  return [
    `    ${ink.warn(kind)}  ${ink.bold(about)}${sid === undefined ? "" : `  ${sid}`}`,
    ...wrapped(what, 6, width),
    ...wrapped(ink.dim(address), 6, width),
  ];
}

function more(count: number, ink: Ink): string[] {
  if (count <= shownOfAKind) return [];
  return [ink.dim(`    and ${count - shownOfAKind} more: --format html or json shows all.`)];
}

function titleOf(entry: Readonly<Record<string, unknown>>): string {
  return Object.entries(entry)
    .filter(([name, value]) => name !== "reason" && name !== "until" && value !== undefined)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(", ");
}
