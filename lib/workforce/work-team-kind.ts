import { parseArn } from "../iam/arn";

/** Where the people of a work team come from. */
export enum WorkTeamKind {
  /** Your own people, who sign in through Amazon Cognito or your identity provider. */
  PRIVATE = "private",
  /** A company of AWS Marketplace. */
  VENDOR = "vendor",
  /** Amazon Mechanical Turk, which closed in September 2026: refused wherever a work team is taken. */
  PUBLIC = "public",
}

const kinds: Readonly<Record<string, WorkTeamKind>> = {
  "private-crowd": WorkTeamKind.PRIVATE,
  "vendor-crowd": WorkTeamKind.VENDOR,
  "public-crowd": WorkTeamKind.PUBLIC,
};

/** The kind of a work team by its ARN, or undefined if the text is not the ARN of a work team. */
export function workTeamKind(workTeamArn: string): WorkTeamKind | undefined {
  const arn = parseArn(workTeamArn);
  const [, crowd] = /^workteam\/([a-z]+-crowd)\/.+$/.exec(arn?.resource ?? "") ?? [];
  return arn?.service === "sagemaker" && crowd !== undefined ? kinds[crowd] : undefined;
}
