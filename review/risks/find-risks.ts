import type { Condition, Statement } from "../../lib/access/policy";
import { catalogued } from "../catalogue/catalogue";
import { glob, type ActionData } from "../actions/action-data";
import { actionsOf, growsBy, type StatementFinding } from "../growth/side";
import { standInAccount } from "../input/scope";
import { listed } from "../growth/statement-text";
import type { Estate, EstatePrincipal, PlacedPolicy } from "../estate/estate";
import { escalationPaths, type EscalationKind, type EscalationPath } from "./escalation-paths";
import { riskKinds, type Risk } from "./risk";

/** Everything in an estate that a reviewer wants to see, whether it changed or not: the gravest first. */
export function findRisks(estate: Estate, data: ActionData): readonly Risk[] {
  const risks = [
    ...estate.principals.flatMap((principal) => [
      ...waysOfOneKind(principal, openWays(principal)),
      ...widerThanNeeded(principal, data),
      ...trustRisks(principal),
    ]),
    ...estate.resources.flatMap((resource) =>
      resource.policies.flatMap((placed) =>
        principalRisks(placed, resource.arn, resource.name, resource.account, "resource"),
      ),
    ),
  ];
  return [...risks].sort((a, b) => riskKinds.indexOf(a.kind) - riskKinds.indexOf(b.kind));
}

const meaningOf: Readonly<Record<EscalationKind, string>> = {
  "self-escalation": "change its own rights",
  "principal-access": "act as another principal",
  "new-passrole": "run code as a role that it passes on",
  "existing-passrole": "run code as the role of something that exists",
};

/** One catalogued way that is open to a principal, with what opens it. */
export interface OpenWay {
  readonly path: EscalationPath;
  readonly finding: StatementFinding;
}

/** The publicly catalogued ways to raise one's rights that a principal can go. */
export function openWays({ identity, boundary, arn }: EstatePrincipal): readonly OpenWay[] {
  const policies = identity.map(({ policy }) => policy);
  const after = { policies, ...(boundary !== undefined && { limits: [[boundary.policy]] }) };
  const allows = policies.flatMap(({ statements }) => statements).filter(({ effect }) => effect === "Allow");
  const tried = new Map<string, StatementFinding | undefined>();
  const possible = (action: string): StatementFinding | undefined => {
    if (tried.has(action)) return tried.get(action);
    let found: StatementFinding | undefined;
    for (const statement of allows) {
      if (!coversAction(statement, action)) continue;
      found = growsBy(statement, action, { policies: [] }, after, { principal: arn });
      if (found !== undefined) break;
    }
    tried.set(action, found);
    return found;
  };
  return escalationPaths.flatMap((path): OpenWay[] => {
    if (!path.actions.every((action) => allows.some((statement) => coversAction(statement, action))))
      return [];
    const findings = path.actions.map(possible);
    const unsure = findings.find((found) => found?.result === "not decided");
    const finding = unsure ?? findings[0];
    return finding === undefined || findings.includes(undefined) ? [] : [{ path, finding }];
  });
}

/** Ways of one kind as one line for the reader. */
export function waysOfOneKind(principal: EstatePrincipal, ways: readonly OpenWay[]): readonly Risk[] {
  const { identity, arn, name, stack, address } = principal;
  const kinds = [...new Set(ways.map(({ path }) => path.kind))];
  return kinds.map((kind): Risk => {
    const its = ways.filter(({ path }) => path.kind === kind);
    const { path, finding } = its[0]!;
    const how = its.slice(0, 3).map((way) => `${way.path.actions.join(" with ")} (${way.path.id})`);
    const rest = its.length > 3 ? `; and ${its.length - 3} more` : "";
    const unsure = its.every((way) => way.finding.result === "not decided") ? ", if conditions allow it" : "";
    const on =
      finding.request === undefined
        ? ""
        : ` For one, ${finding.request.action} on ${finding.request.resource}.`;
    const place = identity.find(({ policy }) => policy.name === finding.statement.policy)?.place;
    return {
      kind: "way to raise rights",
      stack: place?.stack ?? stack,
      address: place?.address ?? address,
      about: name,
      arn,
      what: `It can ${meaningOf[kind]}${unsure}: by ${how.join("; ")}${rest}.${on}`,
      sid: finding.statement.sid,
      statement: finding.statement,
      request: finding.request,
      page: `https://pathfinding.cloud/paths/${path.id}`,
    };
  });
}

function coversAction({ action }: Statement, wanted: string): boolean {
  return action.patterns.some((pattern) => glob(pattern)(wanted)) !== action.not;
}

function widerThanNeeded(principal: EstatePrincipal, data: ActionData): readonly Risk[] {
  return principal.identity.flatMap(({ policy, place }) =>
    policy.statements.flatMap((statement): Risk[] => {
      if (statement.effect !== "Allow" || statement.resource === undefined) return [];
      const anywhere = !statement.resource.not && statement.resource.patterns.includes("*");
      const risk = (what: string): Risk => ({
        kind: "wider than needed",
        stack: place.stack,
        address: place.address,
        about: principal.name,
        arn: principal.arn,
        what,
        sid: statement.sid,
        statement,
      });
      const all = statement.action.patterns.filter((pattern) => pattern === "*" || pattern.endsWith(":*"));
      if (statement.action.not)
        return [risk("NotAction allows all that it does not name, actions of the future included.")];
      if (all.length > 0) return [risk(`${listed(all)} allows every action, those of the future included.`)];
      if (!anywhere || statement.conditions.length > 0) return [];
      // This library says at each of its own why there is nothing narrower.
      if (catalogued(statement)?.anyResourceBecause !== undefined) return [];
      const narrower = actionsOf(statement, data).filter((action) => !data.needsAnyResource(action));
      if (narrower.length === 0) return [];
      return [risk(`Resource "*", though ${listed(narrower)} can be allowed on named resources.`)];
    }),
  );
}

function trustRisks({ trust, arn, name }: EstatePrincipal): readonly Risk[] {
  if (trust === undefined) return [];
  return principalRisks(trust, arn, name, arn.split(":")[4] ?? "", "trust");
}

/** Condition keys by which a statement says who may call, whoever is named. */
const narrowing =
  /^(aws:(principalorgid|principalorgpaths|principalaccount|principalarn|sourcearn|sourceaccount|sourceorgid|sourceorgpaths|sourcevpc|sourcevpce|sourceip|userid|viaawsservice|calledvia)|kms:(calleraccount|viaservice)|s3:dataaccesspointarn|s3:dataaccesspointaccount|sts:externalid|lambda:eventsourcetoken)$/i;

/** For whom a service asks. Logs and SNS tell a key in the encryption context whose data they bring. */
const deputyKeys =
  /^(aws:(sourcearn|sourceaccount|sourceorgid|sourceorgpaths)|lambda:eventsourcetoken|kms:encryptioncontext:.*)$/i;

function principalRisks(
  { policy, place }: PlacedPolicy,
  arn: string,
  name: string,
  account: string,
  kind: "resource" | "trust",
): readonly Risk[] {
  return policy.statements.flatMap((statement): Risk[] => {
    const { principal, effect, conditions } = statement;
    if (effect !== "Allow" || principal === undefined) return [];
    const risk = (riskKind: Risk["kind"], what: string): Risk => ({
      kind: riskKind,
      stack: place.stack,
      address: place.address,
      about: name,
      arn,
      what,
      sid: statement.sid,
      statement,
    });
    const narrowed = conditions.some((condition) => isNarrowing(condition, narrowing));
    const actions = `${statement.action.not ? "all but " : ""}${listed(statement.action.patterns)}`;
    if (principal.not) return [risk("everybody", `All but those named may do ${actions}.`)];
    return principal.names.flatMap((who): Risk[] => {
      if (who.name === "*") {
        if (narrowed) return [];
        const on = conditions.length > 0 ? ", on conditions that say nothing of who asks" : "";
        return [risk("everybody", `Everybody may do ${actions}${on}.`)];
      }
      if (who.kind === "Service") {
        const owner = conditions.some((condition) => isNarrowing(condition, deputyKeys));
        // A role is given to a service by whoever may pass it: iam:PassRole is what is to be watched.
        if (owner || kind === "trust") return [];
        return [
          risk(
            "confused deputy",
            `${who.name} may do ${actions} for any of its customers: no aws:SourceArn or aws:SourceAccount says for whom.`,
          ),
        ];
      }
      if (who.kind === "Federated") {
        return conditions.some((condition) => namesTheSignedIn(condition, who.name))
          ? []
          : [risk("everybody", `Everybody whom ${who.name} lets sign in may assume it.`)];
      }
      const its = who.name.split(":")[4] ?? "";
      if (who.kind !== "AWS" || !/^\d{12}$/.test(its) || its === account) return [];
      const foreign = who.name.endsWith(":root") ? `Whomever account ${its} chooses` : who.name;
      const unsure =
        account === standInAccount ? ", if that is another account: this one's is not known" : "";
      return [risk("another account", `${foreign} may do ${actions}${unsure}.`)];
    });
  });
}

/** Whether a condition on an identity provider's claims says who: for whom a token was made does not, anybody may ask for it. */
function namesTheSignedIn(condition: Condition, provider: string): boolean {
  const claim = condition.key.slice(condition.key.indexOf(":") + 1).toLowerCase();
  if (claim === condition.key.toLowerCase() || !isDemand(condition)) return false;
  // The pool of identities is the audience of Cognito; what SAML asserts names the role itself.
  const audienceSays = provider === "cognito-identity.amazonaws.com" || provider.includes(":saml-provider/");
  if (!audienceSays && (claim === "aud" || claim === "iss")) return false;
  // `repo:*` is everybody's.
  return condition.values.every((value) => !/^([\w-]+:)?[*?]/.test(value));
}

function isNarrowing(condition: Condition, keys: RegExp): boolean {
  return isDemand(condition) && keys.test(condition.key) && condition.values.every((value) => !isOpen(value));
}

/** Whether it asks for something to be there and to match. */
const isDemand = ({ operator, ifExists, set }: Condition) =>
  !ifExists && set !== "ForAllValues" && !/^(Null|.*Not.*)$/i.test(operator);

/** A value that everybody meets: any text, any address, an ARN of any account. */
function isOpen(value: string): boolean {
  if (/^[*?]+$/.test(value) || /^(0\.0\.0\.0|::)\/0$/.test(value)) return true;
  if (!value.startsWith("arn:")) return false;
  const [, , , , account = "", ...resource] = value.split(":");
  return account === "" ? /^[*?]/.test(resource.join(":")) : /[*?]/.test(account);
}
