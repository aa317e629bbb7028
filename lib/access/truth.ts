/** `maybe`: what is documented does not decide it. */
export type Truth = "yes" | "no" | "maybe";

export const truthOf = (holds: boolean): Truth => (holds ? "yes" : "no");

export function negation(truth: Truth): Truth {
  if (truth === "maybe") return truth;
  return truth === "yes" ? "no" : "yes";
}

/** Stops at the first `no`. */
export function allHold<T>(items: Iterable<T>, test: (item: T) => Truth): Truth {
  let result: Truth = "yes";
  for (const item of items) {
    const truth = test(item);
    if (truth === "no") return truth;
    if (truth === "maybe") result = truth;
  }
  return result;
}

/** Stops at the first `yes`. */
export function someHolds<T>(items: Iterable<T>, test: (item: T) => Truth): Truth {
  return negation(allHold(items, (item) => negation(test(item))));
}
