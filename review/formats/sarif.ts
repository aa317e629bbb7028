import { createHash } from "node:crypto";
import { pathToFileURL } from "node:url";
import { isAbsolute } from "node:path";
import { changeClasses, classSlug, growthClasses, type ChangeClass } from "../growth/change";
import type { Report, ReportedChange, ReportedRisk } from "../report/report";
import { riskKinds, type RiskKind } from "../risks/risk";

/*
 * SARIF 2.1.0, docs.oasis-open.org/sarif/sarif/v2.1.0: what code scanning of GitHub and others read. A plan has no lines
 * worth pointing to, so a result names the input and, as a logical location, the resource of Terraform.
 */

type Level = "error" | "warning" | "note";

interface Rule {
  readonly id: string;
  readonly text: string;
  readonly level: Level;
}

const changeTexts: Readonly<Record<ChangeClass, string>> = {
  "raises privilege": "Somebody can get or give rights that they could not.",
  "opens data to more principals": "Somebody reaches data, messages or a key whom nothing let in before.",
  "opens more data": "Somebody who was let in reaches more, or may do more with it.",
  "loses data or a key": "Data or a key is destroyed, or is easier to lose.",
  loosens: "A condition, a deny, encryption, a block of public access or a trust is weaker.",
  "not decided": "Whether something new is allowed cannot be told from the input.",
  renames: "A principal has another name.",
  shrinks: "Something is no longer allowed.",
  harmless: "The text changed; what is allowed is the same.",
};

const riskTexts: Readonly<Record<RiskKind, string>> = {
  everybody: "Everybody is let in.",
  "way to raise rights": "A publicly catalogued way to raise rights is open.",
  "another account": "Another account is let in.",
  "wider than needed": "A wildcard stands where something narrower exists.",
  "confused deputy": "A service may act for any of its customers.",
};

function levelOf(kind: ChangeClass): Level {
  if (kind === "raises privilege" || kind === "opens data to more principals") return "error";
  return growthClasses.includes(kind) ? "warning" : "note";
}

const rules: readonly Rule[] = [
  ...changeClasses.map((kind) => ({ id: classSlug(kind), text: changeTexts[kind], level: levelOf(kind) })),
  ...riskKinds.map((kind) => ({
    id: `risk-${kind.replaceAll(" ", "-")}`,
    text: riskTexts[kind],
    level: kind === "everybody" ? ("error" as const) : ("note" as const),
  })),
  { id: "not-seen", text: "The review could not see this.", level: "note" },
];

/** A report as SARIF. */
export function sarifReport(report: Report): string {
  const files = new Map(report.stacks.map(({ name, file }) => [name, file]));
  const result = (
    id: string,
    text: string,
    stack: string | undefined,
    name: string,
    more: object,
    fingerprint: string,
  ) => ({
    ruleId: id,
    ruleIndex: rules.findIndex((rule) => rule.id === id),
    level: rules.find((rule) => rule.id === id)!.level,
    message: { text },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(files.get(stack ?? "") ?? report.stacks[0]?.file ?? "-") },
          region: { startLine: 1 },
        },
        logicalLocations: [{ fullyQualifiedName: name, kind: "resource" }],
      },
    ],
    partialFingerprints: { "accessReview/v1": createHash("sha256").update(fingerprint).digest("hex") },
    ...more,
  });
  const ofChange = (change: ReportedChange, more: object = {}) =>
    result(
      classSlug(change.class),
      messageOf(change),
      change.stack,
      change.address,
      { ...more, properties: propertiesOf(change) },
      [change.class, change.address, change.arn, change.sid, JSON.stringify(change.statement)].join("\n"),
    );
  const results = [
    ...report.changes.map((change) => ofChange(change)),
    ...report.accepted.map(({ change, by }) =>
      ofChange(change, {
        suppressions: by.map(({ by: who, reason, until }) => ({
          kind: "external",
          justification: `${reason} (${who}, until ${until})`,
        })),
      }),
    ),
    ...report.risks.map((risk) =>
      result(
        `risk-${risk.kind.replaceAll(" ", "-")}`,
        messageOf(risk),
        risk.stack,
        risk.address,
        { properties: propertiesOf(risk) },
        [risk.kind, risk.address, risk.arn, risk.sid, risk.what].join("\n"),
      ),
    ),
    ...report.notDecided.map(({ about, stack, why }) =>
      result("not-seen", `${about}: ${why}.`, stack, about, {}, `not-seen\n${about}\n${why}`),
    ),
  ];
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "cdktf-ground-truth review",
            rules: rules.map(({ id, text, level }) => ({
              id,
              shortDescription: { text },
              defaultConfiguration: { level },
            })),
          },
        },
        results,
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function messageOf({
  about,
  sid,
  what,
  because,
}: Pick<ReportedChange, "about" | "sid" | "what" | "because">): string {
  return [`${about}${sid === undefined ? "" : `, ${sid}`}: ${what}`, because].filter(Boolean).join(" ");
}

function propertiesOf({ arn, sid, request, statement, reason, page }: ReportedChange | ReportedRisk): object {
  return { arn, sid, request, statement, reason, page };
}

function uriOf(file: string): string {
  if (file === "-") return "stdin";
  return isAbsolute(file)
    ? pathToFileURL(file).href
    : file.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
}
