import { Token } from "cdktf";

/** A text that only Terraform knows. */
export const aToken = () => Token.asString({ resolve: () => "${var.x}" });

/** What is told of wrong input: a message for people, without a stack trace. */
export function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    expect((error as Error).stack).not.toMatch(/\n\s+at /);
    return (error as Error).message;
  }
  throw new Error("nothing was refused");
}
