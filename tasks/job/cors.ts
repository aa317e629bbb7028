import type { CORSRule } from "@aws-sdk/client-s3";
import { corsRules } from "../../lib/storage/bucket-cors";
import type { CorsVariant } from "../../lib/storage/cors-variant";

/** What a bucket's CORS configuration lacks for the tasks of a variant. */
export function corsProblem(rules: readonly CORSRule[], variant: CorsVariant): string | undefined {
  if (rules.length === 0) return "has no CORS rule for the worker portal";
  const needed = corsRules(variant).flatMap(({ allowedMethods }) => allowedMethods);
  // The portal's address has a part that only the workforce knows.
  const forPortal = rules.filter(({ AllowedOrigins = [] }) =>
    AllowedOrigins.some((origin) => origin === "*" || origin.endsWith("sagemaker.aws")),
  );
  if (forPortal.length === 0) return "has CORS rules, and none for the origin of the worker portal";
  const missing = needed.filter(
    (method) => !forPortal.some(({ AllowedMethods = [] }) => AllowedMethods.includes(method)),
  );
  return missing.length === 0
    ? undefined
    : `has no CORS rule for ${missing.join(" and ")} from the worker portal`;
}
