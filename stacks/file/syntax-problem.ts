export interface SyntaxProblem {
  readonly message: string;
  readonly offset: number;
}
