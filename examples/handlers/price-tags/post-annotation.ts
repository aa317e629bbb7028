import { type AnnotatedObject, postAnnotationHandler } from "cdktf-ground-truth/handlers";
import { readPrice } from "./read-price";

/** The price that more than half of the workers read; none where they do not agree. */
export function agreedPrice({ answers }: Pick<AnnotatedObject, "answers">) {
  const votes = new Map<number, number>();
  for (const { answer } of answers) {
    const cents = priceIn(answer);
    if (cents !== undefined) votes.set(cents, (votes.get(cents) ?? 0) + 1);
  }
  const agreed = [...votes].find(([, workers]) => workers * 2 > answers.length);
  return { cents: agreed?.[0] ?? null, agreeing: agreed?.[1] ?? 0, workers: answers.length };
}

export const handler = postAnnotationHandler(agreedPrice);

/** A worker's form: `{"price": "1,99", "unreadable": {"on": false}}`. */
function priceIn(answer: unknown): number | undefined {
  const { price, unreadable } = (answer ?? {}) as { price?: unknown; unreadable?: { on?: unknown } };
  return typeof price === "string" && unreadable?.on !== true ? readPrice(price) : undefined;
}
