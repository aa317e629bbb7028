import type { AccessRequest } from "../../lib/access/request";
import type { Statement } from "../../lib/access/policy";

/** What a change does, from the gravest to the one that nobody need look at. */
export const changeClasses = [
  "raises privilege",
  "opens data to more principals",
  "opens more data",
  "loses data or a key",
  "loosens",
  "not decided",
  "renames",
  "shrinks",
  "harmless",
] as const;

export type ChangeClass = (typeof changeClasses)[number];

/** A class as a program names it: `opens-more-data`. */
export function classSlug(of: ChangeClass): string {
  return of.replaceAll(" ", "-");
}

/** Classes by which something can happen that could not: what `--fail-on growth` stands for. */
export const growthClasses: readonly ChangeClass[] = [
  "raises privilege",
  "opens data to more principals",
  "opens more data",
  "loses data or a key",
  "loosens",
  "not decided",
];

/** One thing that a change does. */
export interface Change {
  readonly class: ChangeClass;
  readonly stack: string;
  /** Resource of Terraform that holds the statement or setting. */
  readonly address: string;
  /** Name of the principal or resource that it is about, for people. */
  readonly about: string;
  /** Its ARN. */
  readonly arn: string;
  readonly sid?: string;
  /** The statement now; of something that is gone, the statement before. */
  readonly statement?: Statement;
  /** The request that is allowed now and was not. */
  readonly request?: AccessRequest;
  /** One sentence: what is possible now. */
  readonly what: string;
  /** What in the document made it so. */
  readonly because?: string;
  /** Page of a publicly catalogued way to raise rights. */
  readonly page?: string;
}
