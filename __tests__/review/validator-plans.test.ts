import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { grows } from "../../lib/access/growth";
import { parsePolicy, type Policy } from "../../lib/access/policy";
import { whoCan } from "../../lib/access/world";
import { buildEstate } from "../../review/estate/build-estate";
import type { PlacedPolicy } from "../../review/estate/estate";
import { readInputs } from "../../review/input/read-inputs";
import { buildReport } from "../../review/report/build-report";
import { scratchFolder } from "../scratch-folder";

/** A plan of AWS's Terraform validator, with what Access Analyzer answered: `policyName` of each finding. */
interface Published {
  readonly name: string;
  readonly plan: object;
  readonly checks: readonly {
    readonly check: "CheckNoPublicAccess" | "CheckNoNewAccess" | "CheckAccessNotGranted";
    readonly type?: "identity" | "resource";
    readonly reference?: object;
    readonly actions?: readonly string[];
    readonly resources?: readonly string[];
    readonly findings: readonly string[];
  }[];
}

const published = readFileSync(
  join(__dirname, "..", "access", "published", "terraform-validator.jsonl"),
  "utf8",
)
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as Published);

/** What the review tells beyond Access Analyzer's findings, and why. */
const explained: Readonly<Record<string, string>> = {
  "aws_lambda_permission.with_sns":
    "its principal is *; the validator does not read permissions of functions",
};

const folder = scratchFolder();

const inputsOf = ({ name, plan }: Published) => {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(plan));
  return readInputs([file]);
};

/** `aws_iam_role.example.inline_policy.0` is a policy of that role. */
const addresses = (names: readonly string[]) =>
  names.map((name) => name.replace(/\.inline_policy\.\d+$/, "")).sort();

describe.each(published.map((each) => [each.name, each] as const))(
  "a plan of AWS's Terraform validator: %s",
  (_name, each) => {
    const policies = (): readonly (PlacedPolicy & { readonly type: "identity" | "resource" })[] => {
      const { principals, resources } = buildEstate(
        inputsOf(each).map(({ stack, scope, after: snapshot }) => ({ stack, scope, snapshot })),
      );
      return [
        ...principals.flatMap(({ identity, trust }) => [
          ...identity.map((placed) => ({ ...placed, type: "identity" as const })),
          ...(trust === undefined ? [] : [{ ...trust, type: "resource" as const }]),
        ]),
        ...resources.flatMap(({ policies: its }) =>
          its.map((placed) => ({ ...placed, type: "resource" as const })),
        ),
      ];
    };
    /** Whether the policy of a resource lets another account do it. */
    const grants = (policy: Policy, action: string, resource: string) => {
      const arns = policy.statements.flatMap((statement) => statement.resource?.patterns ?? []);
      const world = {
        principals: [],
        resources: arns.map((arn) => ({ arn, account: "999988887777", policy })),
      };
      return whoCan(world, action, resource).access.length > 0;
    };

    it.each(
      each.checks.map(
        (check) => [`${check.check} ${check.type ?? (check.actions ?? []).join()}`, check] as const,
      ),
    )("%s", async (_title, { check, type, reference, actions = ["*"], resources = ["*"], findings }) => {
      const found =
        check === "CheckNoPublicAccess"
          ? (await buildReport({ what: inputsOf(each), accepted: [], today: "2026-11-26" })).risks
              .filter(({ kind }) => kind === "everybody")
              .map(({ address }) => address)
              .filter((address) => explained[address] === undefined)
          : policies()
              .filter((placed) => check === "CheckAccessNotGranted" || placed.type === type)
              .filter(({ policy }) =>
                check === "CheckNoNewAccess"
                  ? grows({ policies: [parsePolicy("reference", reference)] }, { policies: [policy] })
                      .result === "grown"
                  : grants(policy, actions[0]!, resources[0]!),
              )
              .map(({ place }) => place.address);
      expect([...found].sort()).toEqual(addresses(findings));
    });
  },
);
