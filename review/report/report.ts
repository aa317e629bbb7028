import type { AccessRequest } from "../../lib/access/request";
import type { AccessLevel } from "../actions/action-data";
import type { PrincipalKind, ResourceKind, Unseen } from "../estate/estate";
import type { ChangeClass } from "../growth/change";
import type { Changes } from "../input/plan-input";
import type { RiskKind } from "../risks/risk";
import type { Acceptance } from "./accepted-growth";
import type { NotJudged } from "./not-judged-type";
import type { Outsider } from "./access-edges";

/** What a review found, in plain values: `--format json` writes it as it is. docs/review.md describes each member. */
export interface Report {
  readonly format: "cdktf-ground-truth review";
  /** Goes up when a member changes its meaning or goes away. */
  readonly version: 1;
  readonly stacks: readonly ReportedStack[];
  /** What the state after the change was compared with. */
  readonly comparedWith: "nothing" | "the state before the plan" | "another input";
  readonly notDecided: readonly Unseen[];
  /** What changed, or is there, and is judged by nothing but policies in it and roles that it acts as. */
  readonly notJudged: readonly NotJudged[];
  readonly changes: readonly ReportedChange[];
  readonly accepted: readonly { readonly change: ReportedChange; readonly by: readonly Acceptance[] }[];
  readonly acceptances: { readonly unused: readonly Acceptance[]; readonly expired: readonly Acceptance[] };
  readonly risks: readonly ReportedRisk[];
  readonly principals: readonly ReportedPrincipal[];
  readonly resources: readonly ReportedResource[];
  readonly outsiders: readonly Outsider[];
  readonly access: readonly ReportedAccess[];
  readonly statements: readonly ReportedStatement[];
}

interface ReportedStack {
  readonly name: string;
  readonly file: string;
  readonly kind: "plan" | "state" | "synthesized";
  readonly account: string;
  readonly region: string;
  readonly changes?: Changes;
  readonly notes: readonly string[];
}

/** One statement with everything that is known of it. Others refer to it by its number. */
export interface ReportedStatement {
  readonly id: number;
  readonly stack: string;
  readonly address: string;
  readonly policy: string;
  readonly sid?: string;
  /** As IAM writes it. */
  readonly statement: object;
  /** Why it is there, if it is of this library. */
  readonly reason?: string;
  readonly anyResourceBecause?: string;
  readonly page?: string;
}

export interface ReportedChange {
  readonly class: ChangeClass;
  readonly stack: string;
  readonly address: string;
  readonly about: string;
  readonly arn: string;
  readonly what: string;
  readonly because?: string;
  readonly sid?: string;
  readonly request?: AccessRequest;
  readonly statement?: object;
  readonly reason?: string;
  readonly page?: string;
}

export interface ReportedRisk {
  readonly kind: RiskKind;
  readonly stack: string;
  readonly address: string;
  readonly about: string;
  readonly arn: string;
  readonly what: string;
  readonly sid?: string;
  readonly request?: AccessRequest;
  readonly statement?: object;
  readonly reason?: string;
  readonly page?: string;
}

export interface ReportedPrincipal {
  readonly arn: string;
  readonly name: string;
  readonly kind: PrincipalKind;
  readonly stack: string;
  readonly address: string;
  readonly made: boolean;
  readonly statements: readonly number[];
  readonly trust: readonly number[];
  readonly boundary?: string;
}

export interface ReportedResource {
  readonly arn: string;
  readonly name: string;
  readonly kind: ResourceKind;
  readonly type: string;
  readonly stack: string;
  readonly address: string;
  readonly made: boolean;
  readonly statements: readonly number[];
}

export interface ReportedAccess {
  readonly principal: string;
  readonly resource: string;
  readonly levels: readonly AccessLevel[];
  readonly statements: readonly number[];
  readonly conditional: boolean;
  /** Whether all of the statements say `Resource: "*"`: nothing ties the two together. */
  readonly anyResource: boolean;
}
