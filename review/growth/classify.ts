import type { AccessSide, Surroundings } from "../../lib/access/growth";
import type { Statement } from "../../lib/access/policy";
import { glob, type ActionData } from "../actions/action-data";
import { isRaising } from "../risks/raising-actions";
import type { ChangeClass } from "./change";
import { actionsOf, growsBy, statementsOf, type StatementFinding } from "./side";
import { conditionText } from "./statement-text";

/** Whose policies are compared. */
export type SideKind = "identity" | "resource" | "trust";

export interface Comparison {
  readonly kind: SideKind;
  readonly before: AccessSide;
  readonly after: AccessSide;
  readonly surroundings: Surroundings;
  /** Whether the principal or resource was there before. */
  readonly existed: boolean;
}

interface Judged {
  readonly class: ChangeClass;
  readonly finding: StatementFinding;
}

/** Of a long list of actions so many are tried one by one. */
const triedActions = 40;

/** To which class a finding belongs: the gravest that one of its actions proves. */
export function classify(finding: StatementFinding, comparison: Comparison, data: ActionData): Judged {
  if (finding.result === "not decided") return { class: "not decided", finding };
  const { kind, before, existed } = comparison;
  if (finding.deniedBefore.length > 0) return { class: "loosens", finding };
  if (existed && conditionWeakened(finding, statementsOf(before))) return { class: "loosens", finding };
  if (kind === "trust") return { class: existed ? "loosens" : "opens data to more principals", finding };
  const raising = raisingFinding(finding, comparison, data);
  if (raising !== undefined) return { class: "raises privilege", finding: raising };
  if (!existed) return { class: "opens data to more principals", finding };
  if (kind === "identity") return { class: "opens more data", finding };
  const knownBefore = statementsOf(before).some(
    (statement) =>
      statement.effect === "Allow" && finding.request && names(statement, finding.request.principal),
  );
  return { class: knownBefore ? "opens more data" : "opens data to more principals", finding };
}

/** The same statement with a request that raises rights, if it newly allows one. */
function raisingFinding(
  finding: StatementFinding,
  { kind, before, after, surroundings }: Comparison,
  data: ActionData,
): StatementFinding | undefined {
  const { statement, request, actions } = finding;
  if (statement === undefined) return undefined;
  // A statement that names an account leaves it to the account's own policies, which are judged by themselves.
  if (kind === "resource" && finding.delegated === true) return undefined;
  if (request !== undefined && isRaising(request.action, kind, data)) return finding;
  const grown =
    actions.length === 0 ? statement : { ...statement, action: { not: false, patterns: actions } };
  const candidates = actionsOf(grown, data).filter((action) => isRaising(action, kind, data));
  for (const action of candidates.slice(0, triedActions)) {
    const found = growsBy(statement, action, before, after, surroundings);
    if (found?.result === "grown") return { ...found, statement };
  }
  return undefined;
}

/** Whether a statement of before allowed it already, on a condition that the request does not meet. */
function conditionWeakened({ statement, request }: StatementFinding, before: readonly Statement[]): boolean {
  if (request === undefined || statement === undefined) return false;
  const now = new Set(statement.conditions.map(conditionText));
  return before.some(
    (old) =>
      old.effect === "Allow" &&
      old.conditions.some((condition) => !now.has(conditionText(condition))) &&
      covers(old, request.action, request.resource) &&
      names(old, request.principal),
  );
}

function covers({ action, resource }: Statement, wantedAction: string, wantedResource: string): boolean {
  const actionFits = action.patterns.some((pattern) => glob(pattern)(wantedAction)) !== action.not;
  if (!actionFits) return false;
  if (resource === undefined) return true;
  return resource.patterns.some((pattern) => glob(pattern, true)(wantedResource)) !== resource.not;
}

/** Whether the `Principal` of a statement speaks of somebody; identity policies speak of their holder. */
function names({ principal }: Statement, who: string): boolean {
  if (principal === undefined) return true;
  const role = who.replace(/^(arn:[\w-]+):sts:(:\d*):assumed-role\/([^/]+)\/.*$/, "$1:iam:$2:role/$3");
  const named = principal.names.some(
    ({ name }) =>
      name === "*" || name === who || name === role || (name.endsWith(":root") && sameAccount(name, role)),
  );
  return named !== principal.not;
}

function sameAccount(root: string, principal: string): boolean {
  const account = principal.split(":")[4];
  return account !== undefined && account !== "" && root.split(":")[4] === account;
}
