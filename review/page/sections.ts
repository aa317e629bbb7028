import { accessLevels } from "../actions/action-data";
import { changeClasses, classSlug, growthClasses } from "../growth/change";
import type { Report, ReportedAccess, ReportedChange, ReportedRisk } from "../report/report";
import { notJudgedNames, notJudgedTitle } from "../report/not-judged";
import { answersByResource } from "../report/who-holds";
import { markup, type Html } from "./html";
import type { ReportIndex } from "./index-of-report";
import { drawing, figures } from "./picture";
import { statementBlock, statementJsonBlock } from "./statement-block";

/** What grew, the gravest first; then what changed otherwise. */
export function changesSection(index: ReportIndex): Html {
  const { changes, comparedWith, accepted, acceptances } = index.report;
  if (comparedWith === "nothing") return markup``;
  const grew = changes.filter((change) => growthClasses.includes(change.class));
  const others = changes.filter((change) => !growthClasses.includes(change.class));
  const stale = [
    ...acceptances.unused.map((entry) => ({ entry, why: "matches nothing: take it out" })),
    ...acceptances.expired.map((entry) => ({ entry, why: `ended on ${entry.until}` })),
  ];
  return markup`<section id="grew" aria-labelledby="grew-title">
    <h2 id="grew-title">Grew <span class="count">${grew.length}</span></h2>
    ${
      grew.length === 0
        ? markup`<p class="good">
            Nothing is allowed that was not: proved for all requests, within what could be seen.
          </p>`
        : markup`<ol class="changes">
            ${grew.map((change) => changeItem(change, index))}
          </ol>`
    }
    ${
      others.length > 0 &&
      markup`<details class="fold">
        <summary>
          <h3>Otherwise changed <span class="count">${others.length}</span></h3>
        </summary>
        <ol class="changes">
          ${others.map((change) => changeItem(change, index))}
        </ol>
      </details>`
    }
    ${
      accepted.length > 0 &&
      markup`<details class="fold">
        <summary>
          <h3>Accepted growth <span class="count">${accepted.length}</span></h3>
        </summary>
        <ol class="changes">
          ${accepted.map(({ change, by }) =>
            changeItem(
              change,
              index,
              by.map((each) => `Accepted by ${each.by} until ${each.until}: ${each.reason}`).join(" "),
            ),
          )}
        </ol>
      </details>`
    }
    ${
      stale.length > 0 &&
      markup`<h3>Accepted growth that is no longer right</h3>
        <ul>
          ${stale.map(({ entry, why }) => markup`<li>${entry.reason} (${entry.by}): ${why}</li>`)}
        </ul>`
    }
  </section>`;
}

function changeItem(change: ReportedChange, { nodes }: ReportIndex, acceptance?: string): Html {
  const { class: kind, about, arn, sid, what, because, reason, page, request, statement, address } = change;
  const holder = nodes.get(`p ${arn}`)?.id;
  const held = nodes.get(`r ${arn}`)?.id ?? (request && nodes.get(`r ${request.resource.split("/")[0]}`)?.id);
  return markup`<li
    class="change ${classSlug(kind)}"
    data-item
    data-p="${holder ?? ""}"
    data-r="${held ?? ""}"
    data-text
  >
    <p class="head">
      <span class="class">${kind}</span>
      <strong>${about}</strong>${sid !== undefined && markup` <code>${sid}</code>`}
    </p>
    <p class="what">${what}</p>
    ${because !== undefined && markup`<p>${because}</p>`}
    ${reason !== undefined && markup`<p class="reason">Why the statement is there: ${reason}.</p>`}
    ${acceptance !== undefined && markup`<p class="good">${acceptance}</p>`}
    <p class="place"><code>${address}</code>${page !== undefined && markup` · ${page}`}</p>
    ${
      request !== undefined &&
      statementJsonBlock(
        {
          principal: request.principal,
          action: request.action,
          resource: request.resource,
          ...(request.context && Object.keys(request.context).length > 0 && { context: request.context }),
        },
        "The request that proves it",
      )
    }
    ${statement !== undefined && statementJsonBlock(statement, kind === "shrinks" ? "The statement before" : "The statement")}
  </li>`;
}

/** What the review could not see comes before all that it saw. */
export function notDecidedSection({ report }: ReportIndex): Html {
  return markup`<section id="not-decided" aria-labelledby="not-decided-title">
    <h2 id="not-decided-title">Not decided <span class="count">${report.notDecided.length}</span></h2>
    ${
      report.notDecided.length === 0
        ? markup`<p class="good">Every policy of the input could be read.</p>`
        : markup`<ul class="unseen">
            ${report.notDecided.map(
              ({ about, why, seen = [] }) =>
                markup`<li data-item data-text>
                  <code>${about}</code><br />${why}${
                    seen.length > 0 &&
                    markup`<details class="statement">
                      <summary>
                        <span class="sid">What can be seen of it</span> ${seen.length} statements
                      </summary>
                      <ul class="inside">
                        ${seen.map((each) => markup`<li>${each}</li>`)}
                      </ul>
                    </details>`
                  }
                </li>`,
            )}
          </ul>`
    }
    ${report.notJudged.length > 0 && markup`<p class="note">${notJudgedTitle(report)}: ${notJudgedNames(report).join(", ")}.</p>`}
    <p class="note">
      Never in a plan: service and resource control policies of the organization, session policies, and what
      exists outside of these stacks. A deny of theirs can only take away from what stands here.
    </p>
  </section>`;
}

/** Rights that a reviewer wants to know of, changed or not. */
export function risksSection(index: ReportIndex): Html {
  const { risks } = index.report;
  if (risks.length === 0) return markup``;
  return markup`<section id="risks" aria-labelledby="risks-title">
    <h2 id="risks-title">To know <span class="count">${risks.length}</span></h2>
    <ol class="changes">
      ${risks.map((risk) => riskItem(risk, index))}
    </ol>
  </section>`;
}

function riskItem(risk: ReportedRisk, { nodes }: ReportIndex): Html {
  const { kind, about, arn, sid, what, address, page, statement } = risk;
  return markup`<li
    class="change risk"
    data-item
    data-p="${nodes.get(`p ${arn}`)?.id ?? ""}"
    data-r="${nodes.get(`r ${arn}`)?.id ?? ""}"
    data-text
  >
    <p class="head">
      <span class="class">${kind}</span>
      <strong>${about}</strong>${sid !== undefined && markup` <code>${sid}</code>`}
    </p>
    <p class="what">${what}</p>
    <p class="place"><code>${address}</code>${page !== undefined && markup` · ${page}`}</p>
    ${statement !== undefined && statementJsonBlock(statement, "The statement")}
  </li>`;
}

/** The drawings. */
export function pictureSection(index: ReportIndex): Html {
  const { drawn, left } = figures(index);
  if (drawn.length === 0) return markup``;
  return markup`<section id="picture" aria-labelledby="picture-title">
    <h2 id="picture-title">Picture</h2>
    <p class="legend">
      Letters at a line: <b>L</b> list, <b>R</b> read, <b>T</b> tag, <b>W</b> write, <b>P</b> say who may.
      The thicker a line, the more it allows; dashed: only on conditions.
    </p>
    <div class="figures">${drawn.map((figure) => drawing(figure, index))}</div>
    ${left > 0 && markup`<p class="note">${left} more drawings are left out; the tables below have everything.</p>`}
  </section>`;
}

/** A table for each principal: what it may do to what, and each statement behind it. */
export function principalsSection(index: ReportIndex): Html {
  const { principals, accessOf, report } = index;
  return markup`<section id="principals" aria-labelledby="principals-title">
    <h2 id="principals-title">Principals <span class="count">${principals.length}</span></h2>
    ${principals.map((principal) => {
      const { id, name, kind, arn, address, stack, made, statements, trust, boundary } = principal;
      const access = accessOf.get(arn) ?? [];
      return markup`<details
        class="card"
        id="${id}"
        data-item
        data-p="${id}"
        data-r="${idsOf(access, index)}"
        data-l="${levelsOf(access)}"
        data-text
      >
        <summary>
          <strong>${name}</strong> <span class="kind">${kind}${made ? "" : ", exists already"}</span
          ><span class="sum">${stack}</span>
        </summary>
        <div class="inside">
          <p class="place"><code>${arn}</code> · <code>${address}</code></p>
          ${boundary !== undefined && markup`<p>Permissions boundary: <code>${boundary}</code></p>`}
          ${access.length > 0 && accessTable(access, index, "resource")}
          ${statements.length > 0 && markup`<h4>Statements <span class="count">${statements.length}</span></h4>`}
          ${statements.map((number) => statementBlock(report.statements[number]!))}
          ${trust.length > 0 && markup`<h4>Who may assume it</h4>`}
          ${trust.map((number) => statementBlock(report.statements[number]!))}
        </div>
      </details>`;
    })}
  </section>`;
}

/** A table for each resource: who may do what to it. */
export function resourcesSection(index: ReportIndex): Html {
  const { resources, accessTo, report } = index;
  const shown = resources.filter(
    ({ kind, statements, arn }) => kind !== "other" || statements.length > 0 || accessTo.has(arn),
  );
  return markup`<section id="resources" aria-labelledby="resources-title">
    <h2 id="resources-title">Data, keys and the rest <span class="count">${shown.length}</span></h2>
    ${shown.map(({ id, name, kind, arn, address, stack, statements }) => {
      const access = accessTo.get(arn) ?? [];
      const holders = access.map(({ principal }) => index.nodes.get(`p ${principal}`)?.id ?? "").join(" ");
      return markup`<details
        class="card"
        id="${id}"
        data-item
        data-r="${id}"
        data-p="${holders}"
        data-l="${levelsOf(access)}"
        data-text
      >
        <summary>
          <strong>${name}</strong> <span class="kind">${kind}</span><span class="sum">${stack}</span>
        </summary>
        <div class="inside">
          <p class="place"><code>${arn}</code> · <code>${address}</code></p>
          ${access.length > 0 ? accessTable(access, index, "principal") : markup`<p>Nobody in the input is allowed anything by its name.</p>`}
          ${statements.length > 0 && markup`<h4>Its own policy</h4>`}
          ${statements.map((number) => statementBlock(report.statements[number]!))}
        </div>
      </details>`;
    })}
  </section>`;
}

function accessTable(
  access: readonly ReportedAccess[],
  { nodes, report }: ReportIndex,
  end: "principal" | "resource",
): Html {
  const mark = (edge: ReportedAccess, level: (typeof accessLevels)[number]) =>
    edge.levels.includes(level) ? markup`<td class="mark">yes</td>` : markup`<td class="mark none">–</td>`;
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Access">
    <table>
      <thead>
        <tr>
          <th scope="col">${end === "resource" ? "On" : "Who"}</th>
          ${accessLevels.map(
            (level) =>
              markup`<th scope="col" class="mark">
                ${level === "Permissions management" ? "Says who may" : level}
              </th>`,
          )}
          <th scope="col">By</th>
        </tr>
      </thead>
      <tbody>
        ${access.map((edge) => {
          const node = nodes.get(end === "resource" ? `r ${edge.resource}` : `p ${edge.principal}`);
          const name = node?.name ?? (end === "resource" ? edge.resource : edge.principal);
          const link =
            node === undefined || node.id.startsWith("o")
              ? markup`${name}`
              : markup`<a href="#${node.id}">${name}</a>`;
          const sids = edge.statements.map((number) => report.statements[number]?.sid ?? "(no Sid)");
          return markup`<tr>
            <th scope="row">${link}</th>
            ${accessLevels.map((level) => mark(edge, level))}
            <td>${[...new Set(sids)].join(", ")}${edge.conditional ? ", on conditions" : ""}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

function idsOf(access: readonly ReportedAccess[], { nodes }: ReportIndex): string {
  return access.map(({ resource }) => nodes.get(`r ${resource}`)?.id ?? "").join(" ");
}

function levelsOf(access: readonly ReportedAccess[]): string {
  const letters = { List: "L", Read: "R", Tagging: "T", Write: "W", "Permissions management": "P" } as const;
  return [...new Set(access.flatMap(({ levels }) => levels.map((level) => letters[level])))].join("");
}

/** What one must know, on one screen, to be signed. */
export function summarySection(index: ReportIndex, digest: string): Html {
  const { report } = index;
  const grew = report.changes.filter((change) => growthClasses.includes(change.class));
  const holders = answersByResource(report).filter(
    ({ kind }) => kind === "data" || kind === "key" || kind === "secret",
  );
  const shown = holders.slice(0, 6);
  const notes = [...new Set(report.stacks.flatMap((stack) => stack.notes))];
  const perClass = changeClasses.flatMap((kind) => {
    const count = grew.filter((change) => change.class === kind).length;
    return count === 0
      ? []
      : [markup`<li class="${classSlug(kind)}"><span class="number">${count}</span> ${kind}</li>`];
  });
  return markup`<section id="summary" aria-labelledby="summary-title">
    <h2 id="summary-title" class="hidden">Summary</h2>
    <div class="tiles">
      ${grownTile(report, grew)}
      ${tile("#not-decided", "Not decided", report.notDecided.length, "could not be seen", report.notDecided.length > 0 ? "warn" : "good")}
      ${tile(report.risks.length > 0 ? "#risks" : undefined, "To know", report.risks.length, "changed or not")}
      ${tile("#principals", "Principals", report.principals.length, "roles, users, permission sets")}
      ${tile("#resources", "Data and keys", report.resources.filter(({ kind }) => kind === "data" || kind === "key").length, "made or named here")}
    </div>
    ${
      perClass.length > 0 &&
      markup`<ul class="classes">
        ${perClass}
      </ul>`
    }
    ${notes.map((note) => markup`<p class="note">${note}</p>`)}
    ${
      shown.length > 0 &&
      markup`<div class="scroll" tabindex="0" role="region" aria-label="Who holds the data and the keys">
          <table class="holders">
            <caption>
              Who holds the data and the keys
            </caption>
            <thead>
              <tr>
                <th scope="col">Resource</th>
                <th scope="col">Reads or uses</th>
                <th scope="col">Writes</th>
                <th scope="col">Says who may</th>
              </tr>
            </thead>
            <tbody>
              ${shown.map(
                ({ name, kind, reads, writes, decides }) =>
                  markup`<tr>
                    <th scope="row">${name} <span class="kind">${kind}</span></th>
                    ${[reads, writes, decides].map((who) => markup`<td>${few(who)}</td>`)}
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>
        ${holders.length > shown.length && markup`<p class="note"><a href="#resources">And ${holders.length - shown.length} more</a></p>`}`
    }
    <dl class="sign">
      <div>
        <dt>Decision</dt>
        <dd></dd>
      </div>
      <div>
        <dt>Name</dt>
        <dd></dd>
      </div>
      <div>
        <dt>Date</dt>
        <dd></dd>
      </div>
      <div class="digest">
        <dt>Report</dt>
        <dd><code>${digest}</code></dd>
      </div>
    </dl>
  </section>`;
}

const gravest: readonly ReportedChange["class"][] = [
  "raises privilege",
  "opens data to more principals",
  "loses data or a key",
];

function grownTile({ comparedWith }: Report, grew: readonly ReportedChange[]): Html {
  if (comparedWith === "nothing") return tile(undefined, "Grew", "–", "nothing to compare with");
  if (grew.length === 0) return tile("#grew", "Grew", 0, "proved for all requests", "good");
  const tone = grew.some((change) => gravest.includes(change.class)) ? "grave" : "warn";
  return tile("#grew", "Grew", grew.length, "allowed now and was not", tone);
}

/** @param href where more of it stands. @default - nowhere */
function tile(
  href: string | undefined,
  title: string,
  value: string | number,
  note: string,
  tone: "grave" | "warn" | "good" | "" = "",
): Html {
  const inside = markup`<span class="title">${title}</span><span class="value">${value}</span><span class="note">${note}</span>`;
  return href === undefined
    ? markup`<div class="tile">${inside}</div>`
    : markup`<a class="tile ${tone}" href="${href}">${inside}</a>`;
}

function few(names: readonly string[]): string {
  if (names.length === 0) return "nobody here";
  return names.length <= 3
    ? names.join(", ")
    : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
}
