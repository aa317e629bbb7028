import { InvalidInputError, type Problem } from "../lib/validation/problems";

/** Builds parts that do not need each other, and tells what is wrong with any of them in one error. */
export class ToldTogether {
  private readonly errors: InvalidInputError[] = [];

  /** @returns undefined when the part cannot be built */
  public build<Made>(make: () => Made): Made | undefined {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      this.errors.push(error);
      return undefined;
    }
  }

  /** @throws InvalidInputError naming everything that is wrong with any of the parts */
  public throwIfAny(): void {
    const [first, ...others] = this.errors;
    if (first === undefined) return;
    if (others.length === 0) throw first;
    const problems = this.errors.flatMap((error): readonly Problem[] => error.problems);
    throw new InvalidInputError(this.errors.map(({ subject }) => subject).join(", "), problems);
  }
}
