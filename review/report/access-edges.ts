import type { Statement } from "../../lib/access/policy";
import { accessLevels, glob, type AccessLevel, type ActionData } from "../actions/action-data";
import { compare } from "../estate/build-estate";
import type { Estate, EstateResource, ResourceKind } from "../estate/estate";

/** Somebody who is allowed something by name of the resource, as statements say it: denies and conditions stand beside. */
interface AccessEdge {
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

interface AccessPicture {
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
  const held = estate.resources.map(({ arn, aliases }): Target => ({
    arn,
    service: serviceOf(arn),
    aliases,
  }));
  const outsideResources = new Map<string, Outsider>();
  const outside = namedOutside(estate, new Targets(held)).map((arn): Target => {
    outsideResources.set(arn, { arn, name: shortName(arn), kind: kindOfArn(arn) });
    return { arn, service: serviceOf(arn), aliases: [] };
  });
  const targets = new Targets([...held, ...outside]);
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
  for (const { arn, identity } of estate.principals) {
    for (const statement of identity.flatMap(({ policy }) => policy.statements)) {
      if (statement.effect !== "Allow" || statement.resource === undefined) continue;
      for (const service of levels.services(statement, targets.services())) {
        const here = levels.of(statement, service);
        if (here.length === 0) continue;
        for (const target of targets.of(statement, service)) add(arn, target.arn, here, statement);
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

/** Finds targets by the patterns of statements. */
class Targets {
  private readonly byArn = new Map<string, Target>();
  private readonly byService = new Map<string, Target[]>();
  private readonly known = new Map<string, readonly Target[]>();

  public constructor(targets: Iterable<Target>) {
    for (const target of targets) {
      this.byArn.set(target.arn, target);
      const list = this.byService.get(target.service) ?? [];
      list.push(target);
      this.byService.set(target.service, list);
    }
  }

  public services(): Iterable<string> {
    return this.byService.keys();
  }

  /** What a statement speaks of in one service. */
  public of({ resource, conditions }: Statement, service: string): readonly Target[] {
    const { patterns, not } = resource!;
    const named = new Set(patterns.flatMap((pattern) => this.matching(pattern)));
    const all = this.byService.get(service) ?? [];
    const found = not
      ? all.filter((target) => !named.has(target))
      : [...named].filter((each) => each.service === service);
    const aliases = conditions.find((each) => /^kms:(ResourceAliases|RequestAlias)$/i.test(each.key));
    if (aliases === undefined) return found;
    const names = aliases.values.map((value) => glob(value, true));
    return found.filter((target) => target.aliases.some((alias) => names.some((name) => name(alias))));
  }

  /** What a pattern speaks of, or of something in it: `arn:aws:s3:::b/images/*` speaks of the bucket b. */
  public matching(pattern: string): readonly Target[] {
    const found = this.known.get(pattern) ?? this.find(pattern);
    this.known.set(pattern, found);
    return found;
  }

  private find(pattern: string): readonly Target[] {
    if (pattern === "*") return [...this.byArn.values()];
    const service = serviceOf(pattern);
    const found = new Set<Target>();
    const add = (arn: string) => {
      const target = this.byArn.get(arn);
      if (target !== undefined) found.add(target);
    };
    const head = service === "s3" ? pattern.split("/")[0]! : pattern;
    const wild = head.search(/[*?]/);
    if (wild < 0) add(head);
    // Streams of a log group, versions of a function: what goes before a separator is the resource.
    for (const { index } of pattern.slice(0, wild < 0 ? undefined : wild).matchAll(/[:/]/g))
      add(pattern.slice(0, index));
    if (wild >= 0) {
      const matches = glob(head, true);
      const begin = head.slice(0, wild);
      const candidates = /[*?]/.test(service) ? this.byArn.values() : (this.byService.get(service) ?? []);
      for (const target of candidates)
        if (target.arn.startsWith(begin) && matches(target.arn)) found.add(target);
    }
    return [...found];
  }
}

/** Resources that statements name exactly and the input does not hold. */
function namedOutside(estate: Estate, targets: Targets): readonly string[] {
  const found = new Set<string>();
  for (const { identity } of estate.principals) {
    for (const { resource, effect } of identity.flatMap(({ policy }) => policy.statements)) {
      if (effect !== "Allow" || resource === undefined || resource.not) continue;
      for (const pattern of resource.patterns) {
        const arn = serviceOf(pattern) === "s3" ? pattern.split("/")[0]! : pattern;
        if (/[*?$]/.test(arn) || !arn.startsWith("arn:") || kindOfArn(arn) === "other") continue;
        if (targets.matching(pattern).length > 0) continue;
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
