import type { Hardening } from "./hardening";
import { PermissionStyle } from "./style";

/** What a hardening cannot narrow in a style, as a warning. Undefined where each one narrows something. */
export function idleHardening(style: PermissionStyle, hardening: Hardening): string | undefined {
  const idle = (Object.keys(hardening) as (keyof Hardening)[]).filter(
    (name) => hardening[name] === true && idleIn[style].includes(name),
  );
  if (idle.length === 0) return undefined;
  const why =
    style === PermissionStyle.AS_DOCUMENTED
      ? "AWS's text stays as it is"
      : "the policy of AWS that the role has allows the same without the condition";
  return `${idle.join(", ")}: changes nothing in the style ${style}, as ${why}. Leave it out, or use ${PermissionStyle.LEAST_PRIVILEGE}`;
}

const idleIn: Readonly<Record<PermissionStyle, readonly (keyof Hardening)[]>> = {
  [PermissionStyle.LEAST_PRIVILEGE]: [],
  [PermissionStyle.AS_DOCUMENTED]: [
    "listOnlyLocations",
    "metricNamespace",
    "kmsViaService",
    "grantsForAwsResources",
  ],
  [PermissionStyle.AWS_MANAGED]: ["listOnlyLocations", "metricNamespace"],
};
