import { Token } from "cdktf";

export const account = "111122223333";

export const here = { region: "eu-west-1", account };

export const aToken = () => Token.asString({ resolve: () => "${var.x}" });

export function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was refused");
}
