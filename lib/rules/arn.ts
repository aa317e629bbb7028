import { Token } from "cdktf";
import { partitionOfRegion, partitions } from "./partitions";
import { joined, type Place, type TextRule } from "./rule";
import { shown } from "./shown";

/** The parts of an ARN. `resource` is everything after the account. */
export interface ArnParts extends Place {
  /** As ARNs write it: `s3`, `states`. */
  readonly service: string;
  /** All that follows the account: `role/path/name`. */
  readonly resource: string;
}

const arnPattern = /^arn:([^:]+):([^:]+):([^:]*):([^:]*):(.+)$/s;

/** The parts of a literal ARN, or undefined if `text` is none. Region and account may be empty. */
export function parseArn(text: string): ArnParts | undefined {
  // In plain JavaScript it may be anything.
  const match = typeof text === "string" ? arnPattern.exec(text) : null;
  if (match === null) return undefined;
  const [, partition, service, region, account, resource] = match as unknown as string[];
  return {
    partition: partition!,
    service: service!,
    region: region!,
    account: account!,
    resource: resource!,
  };
}

/** An ARN from its parts. */
export function joinedArn(parts: ArnParts): string {
  return `arn:${parts.partition}:${parts.service}:${parts.region}:${parts.account}:${parts.resource}`;
}

/** The rule of an ARN, which also says how its place and the stack's go together. */
export interface ArnRule extends TextRule {
  readonly service: string;
  elsewhere(value: string, here: Partial<Place>): string | undefined;
}

interface ArnRuleOptions {
  /** "the ARN of a topic" */
  readonly what: string;
  readonly service: string;
  /** What follows the account. */
  readonly resource: RegExp;
  /** The same, as people read it: `function:<name>`. */
  readonly form: string;
  readonly page: string;
  /**
   * Whether the region must be the stack's, with the reason, which ends the sentence "it lies in us-east-1; …".
   * `none`: ARNs of the service have no region.
   */
  readonly region: "any" | "none" | { readonly because: string };
  /** Whether the account must be the stack's, in the same way. @default "any" */
  readonly account?: "any" | { readonly because: string };
  /** Words that stand in the place of an account. @default - none */
  readonly accountWords?: readonly string[];
  /** What is told of a resource that has the form and is not allowed: the second half of the error. */
  readonly but?: (resource: string) => string | undefined;
  readonly most?: number;
}

/** The rule of ARNs of one kind of resource. */
export function arn(options: ArnRuleOptions): ArnRule {
  const { what, service, resource, form, page, region, accountWords = [], but, most = 2048 } = options;
  const where = region === "none" ? ":" : "<region>:";
  const allowed = `${what} is allowed, as in arn:<partition>:${service}:${where}<account>:${form}`;
  const partition = `aws[a-z-]*`;
  const regionForm = region === "none" ? "" : "[a-z]{2,4}(-[a-z]+)+-\\d{1,2}";
  const account = ["\\d{12}", ...accountWords].join("|");
  const resourceForm = resource.source.replace(/\$\|\^/g, "|").replace(/^\^|\$$/g, "");

  /** What is literal is looked at, though a part of it is a token. */
  const fits = (part: string, form: RegExp) => Token.isUnresolved(part) || form.test(part);
  const wrong = (value: string): string | undefined => {
    const parts = parseArn(value);
    if (parts === undefined || parts.service !== service || value.length > most) return allowed;
    if (!fits(parts.resource, resource)) return but?.(parts.resource) ?? allowed;
    const exception = Token.isUnresolved(parts.resource) ? undefined : but?.(parts.resource);
    if (exception !== undefined) return exception;
    if (/\$\{(?!TfToken\[)|%\{/.test(parts.resource))
      return `${allowed}; \${ and %{ begin a template of Terraform's`;
    const unknown = unknownPartition(parts);
    if (unknown !== undefined) return unknown;
    if (!fits(parts.account, new RegExp(`^(${account})$`))) return allowed;
    if (!fits(parts.region, new RegExp(`^(${regionForm})$`))) return allowed;
    return partitionProblem(parts);
  };

  return {
    allowed,
    page,
    service,
    isFree: false,
    pattern: new RegExp(`^arn:${partition}:${service}:${regionForm}:(${account}):(${resourceForm})$`),
    problem: (value) => {
      if (typeof value !== "string")
        return Token.isUnresolved(value) ? undefined : `got ${shown(value)}; ${allowed}`;
      if (Token.isUnresolved(value) && parseArn(value) === undefined) return undefined;
      const message = wrong(value);
      return message === undefined ? undefined : joined(`got ${quoted(value)}`, message);
    },
    elsewhere: (value, here) => elsewhere(value, here, options),
  };
}

function unknownPartition({ partition }: ArnParts): string | undefined {
  if (Token.isUnresolved(partition) || partitions.includes(partition)) return undefined;
  return `no partition is named ${shown(partition)}; there are ${partitions.join(", ")}`;
}

/** What is wrong with the partition of an ARN: there is none of its name, or its region belongs to another. */
function partitionProblem(parts: ArnParts): string | undefined {
  const { partition, region } = parts;
  const unknown = unknownPartition(parts);
  if (unknown !== undefined || region === "") return unknown;
  if (Token.isUnresolved(region) || Token.isUnresolved(partition)) return undefined;
  const itsOwn = partitionOfRegion(region);
  return itsOwn === partition
    ? undefined
    : `the region ${region} belongs to the partition ${itsOwn}, and not to ${partition}`;
}

/** The same of a text, which may be no ARN at all. */
export function partitionProblemOf(text: string): string | undefined {
  const parts = parseArn(text);
  return parts && partitionProblem(parts);
}

/** What an ARN of another partition than the stack's is told. */
export function elsewhereInPartition(value: string, { partition: own }: Partial<Place>): string | undefined {
  const partition = parseArn(value)?.partition;
  const differs =
    partition !== undefined &&
    own !== undefined &&
    ![partition, own].some((one) => Token.isUnresolved(one)) &&
    partition !== own;
  return differs
    ? `got ${quoted(value)}, which is in the partition ${partition}; the stack is in ${own}, and nothing reaches from one into another`
    : undefined;
}

/** ARNs are long, and their ends tell them apart. */
function quoted(value: string): string {
  return value.length > 300 ? shown(value) : JSON.stringify(value);
}

function elsewhere(
  value: string,
  here: Partial<Place>,
  { region, account = "any", accountWords = [] }: ArnRuleOptions,
): string | undefined {
  const parts = parseArn(value);
  if (parts === undefined) return undefined;
  const differs = (part: keyof Place) => {
    const there = here[part];
    return (
      there !== undefined &&
      !Token.isUnresolved(there) &&
      !Token.isUnresolved(parts[part]) &&
      parts[part] !== there
    );
  };
  const outside = elsewhereInPartition(value, here);
  if (outside !== undefined) return outside;
  if (typeof region === "object" && differs("region")) {
    return `got ${quoted(value)}, which lies in ${parts.region}; ${region.because}, here ${here.region}`;
  }
  if (typeof account === "object" && differs("account") && !accountWords.includes(parts.account)) {
    return `got ${quoted(value)}, which is in the account ${parts.account} and not in ${here.account}; ${account.because}`;
  }
  return undefined;
}
