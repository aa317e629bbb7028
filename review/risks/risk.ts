import type { AccessRequest } from "../../lib/access/request";
import type { Statement } from "../../lib/access/policy";

/** What a reviewer wants to know of the rights as they are, changed or not. */
export const riskKinds = [
  "everybody",
  "way to raise rights",
  "another account",
  "wider than needed",
  "confused deputy",
] as const;

export type RiskKind = (typeof riskKinds)[number];

export interface Risk {
  readonly kind: RiskKind;
  readonly stack: string;
  readonly address: string;
  readonly about: string;
  readonly arn: string;
  readonly what: string;
  readonly sid?: string;
  readonly statement?: Statement;
  readonly request?: AccessRequest;
  readonly page?: string;
}
