import type { Statement } from "../../lib/access/policy";
import { accessLevels, glob, type AccessLevel, type ActionData } from "../actions/action-data";
import { compare } from "../estate/build-estate";
import type { Estate, EstateResource, ResourceKind } from "../estate/estate";

/** Somebody who is allowed something by name of the resource, as statements say it: denies and conditions stand beside. */
export interface AccessEdge {
  /** ARN of a principal of the input; else a service, an account, `*`. */
  readonly principal: string;
  readonly resource: string;
  readonly levels: readonly AccessLevel[];
  readonly statements: readonly Statement[];
  /** Whether every one of the statements has conditions. */
  readonly conditional: boolean;
}

/** Who or what stands at one end of an edge and is not in the input. */
export interface Outsider {
  readonly arn: string;
  readonly name: string;
  readonly kind: "service" | "account" | "everybody" | "principal" | ResourceKind;
}

export interface AccessPicture {
  readonly edges: readonly AccessEdge[];
  readonly outsidePrincipals: readonly Outsider[];
  readonly outsideResources: readonly Outsider[];
}

interface Target {
  readonly arn: string;
  readonly service: string;
  readonly aliases: readonly string[];
}

/** Who is allowed what, from identity policies and from policies of resources. */
export function accessPicture(estate: Estate, data: ActionData): AccessPicture {
  const targets = new Map<string, Target>();
  for (const { arn, aliases } of estate.resources)
    targets.set(arn, { arn, service: serviceOf(arn), aliases });
  const outsideResources = new Map<string, Outsider>();
  for (const arn of namedOutside(estate, [...targets.values()])) {
    targets.set(arn, { arn, service: serviceOf(arn), aliases: [] });
    outsideResources.set(arn, { arn, name: shortName(arn), kind: kindOfArn(arn) });
  }
  const byService = new Map<string, Target[]>();
  for (const target of targets.values()) {
    byService.set(target.service, [...(byService.get(target.service) ?? []), target]);
  }
  const edges = new Map<string, { levels: Set<AccessLevel>; statements: Set<Statement> }>();
  const add = (principal: string, resource: string, levels: readonly AccessLevel[], statement: Statement) => {
    if (levels.length === 0) return;
    const key = `${principal}\n${resource}`;
    const edge = edges.get(key) ?? { levels: new Set(), statements: new Set() };
    for (const level of levels) edge.levels.add(level);
    edge.statements.add(statement);
    edges.set(key, edge);
  };
  const levels = levelFinder(data);
  const fitting = targetFinder(byService);
  for (const { arn, identity } of estate.principals) {
    for (const statement of identity.flatMap(({ policy }) => policy.statements)) {
      if (statement.effect !== "Allow" || statement.resource === undefined) continue;
      for (const service of levels.services(statement, byService.keys())) {
        const here = levels.of(statement, service);
        if (here.length === 0) continue;
        for (const target of fitting(statement, service)) add(arn, target.arn, here, statement);
      }
    }
  }
  const outsidePrincipals = new Map<string, Outsider>();
  const own = new Set(estate.principals.map(({ arn }) => arn));
  for (const resource of estate.resources) {
    for (const statement of resource.policies.flatMap(({ policy }) => policy.statements)) {
      if (statement.effect !== "Allow" || statement.principal === undefined) continue;
      const here = levels.of(statement, serviceOf(resource.arn));
      for (const who of principalsOf(statement, resource)) {
        if (!own.has(who)) outsidePrincipals.set(who, outsider(who, resource.account));
        add(who, resource.arn, here, statement);
      }
    }
  }
  return {
    edges: [...edges]
      .map(([key, { levels: found, statements }]): AccessEdge => {
        const [principal = "", resource = ""] = key.split("\n");
        return {
          principal,
          resource,
          levels: accessLevels.filter((level) => found.has(level)),
          statements: [...statements],
          conditional: [...statements].every(({ conditions }) => conditions.length > 0),
        };
      })
      .sort((a, b) => compare(a.principal, b.principal) || compare(a.resource, b.resource)),
    outsidePrincipals: [...outsidePrincipals.values()].sort((a, b) => compare(a.arn, b.arn)),
    outsideResources: [...outsideResources.values()].sort((a, b) => compare(a.arn, b.arn)),
  };
}

/** Which levels a statement gives in one service. */
function levelFinder(data: ActionData) {
  const known = new Map<string, readonly AccessLevel[]>();
  const of = ({ action }: Statement, service: string): readonly AccessLevel[] => {
    const key = `${service} ${action.not} ${action.patterns.join(" ")}`;
    const found = known.get(key) ?? find(action.not, action.patterns, service);
    known.set(key, found);
    return found;
  };
  const find = (not: boolean, patterns: readonly string[], service: string): readonly AccessLevel[] => {
    const matches = patterns.map((pattern) => glob(pattern));
    const actions = data
      .matching(`${service}:*`)
      .filter((action) => matches.some((match) => match(action)) !== not);
    const levels = new Set(actions.map((action) => data.levelOf(action)));
    return accessLevels.filter((level) => levels.has(level));
  };
  const services = ({ action }: Statement, all: Iterable<string>): readonly string[] => {
    if (action.not || action.patterns.includes("*")) return [...all];
    return [
      ...new Set(action.patterns.map((pattern) => pattern.slice(0, pattern.indexOf(":")).toLowerCase())),
    ];
  };
  return { of, services };
}

/** Which targets a statement speaks of. */
function targetFinder(byService: ReadonlyMap<string, readonly Target[]>) {
  const known = new Map<string, readonly Target[]>();
  return ({ resource, conditions }: Statement, service: string): readonly Target[] => {
    const { patterns, not } = resource!;
    const key = `${service} ${not} ${patterns.join(" ")}`;
    const all = byService.get(service) ?? [];
    const found =
      known.get(key) ?? all.filter(({ arn }) => patterns.some((pattern) => speaksOf(pattern, arn)) !== not);
    known.set(key, found);
    const aliases = conditions.find((each) => /^kms:(ResourceAliases|RequestAlias)$/i.test(each.key));
    if (aliases === undefined) return found;
    const names = aliases.values.map((value) => glob(value, true));
    return found.filter((target) => target.aliases.some((alias) => names.some((name) => name(alias))));
  };
}

/** Whether a pattern speaks of a resource or of something in it: `arn:aws:s3:::b/images/*` speaks of the bucket b. */
function speaksOf(pattern: string, arn: string): boolean {
  if (glob(pattern, true)(arn)) return true;
  if (serviceOf(arn) === "s3") {
    const bucket = pattern.split("/")[0] ?? pattern;
    return pattern.includes("/") && glob(bucket, true)(arn);
  }
  // Log groups are named with a star for their streams, secrets with six unknown characters.
  return pattern.startsWith(`${arn}:`) || pattern.startsWith(`${arn}/`);
}

/** Resources that statements name exactly and the input does not hold. */
function namedOutside(estate: Estate, targets: readonly Target[]): readonly string[] {
  const found = new Set<string>();
  for (const { identity } of estate.principals) {
    for (const { resource, effect } of identity.flatMap(({ policy }) => policy.statements)) {
      if (effect !== "Allow" || resource === undefined || resource.not) continue;
      for (const pattern of resource.patterns) {
        const arn = serviceOf(pattern) === "s3" ? pattern.split("/")[0]! : pattern;
        if (/[*?$]/.test(arn) || !arn.startsWith("arn:") || kindOfArn(arn) === "other") continue;
        if (targets.some((target) => speaksOf(pattern, target.arn) || target.arn === arn)) continue;
        found.add(arn);
      }
    }
  }
  return [...found].sort(compare);
}

function principalsOf({ principal }: Statement, resource: EstateResource): readonly string[] {
  if (principal === undefined) return [];
  if (principal.not) return ["*"];
  return principal.names
    .map(({ name, kind }) => (kind === "CanonicalUser" ? `canonical user ${name}` : name))
    .filter((name) => name !== "" && resource.arn !== "");
}

function outsider(who: string, own: string): Outsider {
  if (who === "*") return { arn: who, name: "everybody", kind: "everybody" };
  const account = /^arn:[\w-]+:iam::(\d{12}):root$/.exec(who)?.[1];
  if (account !== undefined) {
    const name = account === own ? "the account itself" : `account ${account}`;
    return { arn: who, name, kind: "account" };
  }
  if (!who.startsWith("arn:")) return { arn: who, name: who, kind: "service" };
  return { arn: who, name: shortName(who), kind: "principal" };
}

function serviceOf(arn: string): string {
  return arn.split(":")[2] ?? "";
}

function shortName(arn: string): string {
  return (
    arn
      .split(":")
      .slice(5)
      .join(":")
      .replace(/^(role|user|function|repository|table|secret):?\/?/, "") || arn
  );
}

function kindOfArn(arn: string): ResourceKind {
  const kinds: Readonly<Record<string, ResourceKind>> = {
    s3: "data",
    dynamodb: "data",
    ecr: "data",
    kms: "key",
    sns: "messages",
    sqs: "messages",
    kinesis: "messages",
    lambda: "function",
    secretsmanager: "secret",
  };
  return kinds[serviceOf(arn)] ?? "other";
}
