import { postAnnotationHandler } from "cdktf-ground-truth/handlers";

/** Makes the answers of several workers into one label: the text that more than half of them typed, or null. */
export function agreedText({ answers }) {
  const votes = new Map();
  for (const { answer } of answers) {
    const text = answer?.text?.trim();
    if (text) votes.set(text, (votes.get(text) ?? 0) + 1);
  }
  const agreed = [...votes].find(([, workers]) => workers * 2 > answers.length);
  return { text: agreed?.[0] ?? null, workers: answers.length };
}

export const handler = postAnnotationHandler(agreedText);
