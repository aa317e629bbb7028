import type { ReportedStatement } from "../report/report";
import { markup, type Html } from "./html";

/** One statement, a key or a click away: what it says in one line, and all of it behind. */
export function statementBlock(statement: ReportedStatement): Html {
  const { sid, statement: json, reason, anyResourceBecause, page, policy, address } = statement;
  const { Effect, Action, NotAction } = json as { Effect: string; Action?: unknown; NotAction?: unknown };
  const actions = [Action ?? NotAction].flat().map(String);
  const shown =
    actions.slice(0, 3).join(", ") + (actions.length > 3 ? ` and ${actions.length - 3} more` : "");
  return markup`<details class="statement" data-text>
    <summary>
      <span class="sid">${sid ?? "(no Sid)"}</span>
      <span class="effect">${Effect === "Deny" ? "denies" : "allows"}</span>
      <span class="actions">${NotAction === undefined ? "" : "all but "}${shown}</span>
    </summary>
    <div class="inside">
      ${reason !== undefined && markup`<p class="reason">${capital(reason)}.</p>`}
      ${anyResourceBecause !== undefined && markup`<p>Resource *: ${anyResourceBecause}.</p>`}
      <p class="place">
        <code>${address}</code>${/ \([^()]*\)$/.exec(policy)?.[0]}
      </p>
      ${page !== undefined && markup`<p class="place">${page}</p>`}
      <pre tabindex="0" role="region" aria-label="${`Statement ${sid ?? ""}`}">
${JSON.stringify(json, undefined, 2)}</pre>
    </div>
  </details>`;
}

/** A statement that stands alone, under a change. */
export function statementJsonBlock(json: object, title: string): Html {
  return markup`<details class="statement">
    <summary><span class="sid">${title}</span></summary>
    <div class="inside">
      <pre tabindex="0" role="region" aria-label="${title}">${JSON.stringify(json, undefined, 2)}</pre>
    </div>
  </details>`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
