/** Resources of a type that the review judges by nothing but policies in them and roles that they act as. */
export interface NotJudged {
  readonly type: string;
  readonly count: number;
}
