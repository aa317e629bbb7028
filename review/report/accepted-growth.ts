import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { changeClasses, classSlug } from "../growth/change";
import { UserError } from "../user-error";

/** Growth that somebody has looked at and accepted. */
export interface Acceptance {
  /** Pattern of ARNs with `*` and `?`. With `action` and `resource`: these requests count as allowed before. */
  readonly principal?: string;
  readonly action?: string;
  readonly resource?: string;
  /** Pattern of addresses, for what is no request: a setting, a loss, what cannot be decided. */
  readonly address?: string;
  /** Class of the change, as `--fail-on` names it. Required with `address`. */
  readonly class?: string;
  readonly reason: string;
  readonly by: string;
  /** Last day, `2027-01-31`. */
  readonly until: string;
}

/** Where accepted growth is kept: beside the configuration. */
export const acceptedGrowthFile = "accepted-growth.yaml";

const page = "docs/review.md, Accepted growth";

const entry = z
  .strictObject({
    principal: z.string().optional(),
    action: z.string().optional(),
    resource: z.string().optional(),
    address: z.string().optional(),
    class: z.enum(changeClasses.map(classSlug) as [string, ...string[]]).optional(),
    reason: z.string().min(1),
    by: z.string().min(1),
    until: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "a day as 2027-01-31"),
  })
  .refine(
    ({ principal, action, resource, address, class: kind }) =>
      address === undefined
        ? principal !== undefined && action !== undefined && resource !== undefined && kind === undefined
        : principal === undefined && action === undefined && resource === undefined && kind !== undefined,
    "either principal, action and resource, or address and class",
  );

const file = z.strictObject({ accepted: z.array(entry) });

/**
 * Reads accepted growth.
 * @returns nothing if the file was not named and is not there
 * @throws UserError that names each entry that is wrong
 */
export function readAcceptedGrowth(path: string | undefined): readonly Acceptance[] {
  const from = path ?? acceptedGrowthFile;
  if (!existsSync(from)) {
    if (path === undefined) return [];
    throw new UserError(`${from}: there is no such file.`);
  }
  let content: unknown;
  try {
    // Without core types a day stays a text.
    content = parse(readFileSync(from, "utf8"), { schema: "failsafe" }) as unknown;
  } catch (error) {
    throw new UserError(`${from}: ${error instanceof Error ? error.message.trim() : String(error)}`);
  }
  const result = file.safeParse(content);
  if (result.success) return result.data.accepted;
  const problems = result.error.issues.map(({ path: at, message }) => {
    const [list, index, ...rest] = at;
    const place = typeof index === "number" ? [`${String(list)}[${index}]`, ...rest] : at;
    return `  - ${place.map(String).join(".") || "the file"}: ${message}`;
  });
  throw new UserError(`${from} cannot be read:\n${problems.join("\n")}\nWhat an entry looks like: ${page}`);
}
