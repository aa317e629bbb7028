import { Fn, Token } from "cdktf";
import { AwsPage } from "../aws-page";
import { InvalidInputError } from "../validation/problems";
import { functionAccounts } from "../permissions/function-accounts";

/** The account that hosts AWS's worker UIs, the same in every region. */
export const humanTaskUiAccount = "394669845002";

/** The account that hosts the algorithms of automated labeling, the same in every region. */
export const labelingAlgorithmAccount = "027400017018";

/** The regions with Ground Truth's annotation functions, in alphabetical order. */
export const labelingRegions: readonly string[] = Object.keys(functionAccounts);

/** True for a region with Ground Truth's annotation functions, and for a token: Terraform will know. */
export function isLabelingRegion(region: string): boolean {
  return Token.isUnresolved(region) || Object.hasOwn(functionAccounts, region);
}

/** What is wrong with labeling in `region`, if anything. Tokens pass. */
export function labelingRegionProblem(region: string): string | undefined {
  if (isLabelingRegion(region)) return undefined;
  return (
    `got "${region}", which has no Ground Truth annotation functions. ` +
    `Regions that have them: ${labelingRegions.join(", ")}.`
  );
}

/** @throws InvalidInputError naming `subject` and the regions there are, when `region` is not one of them */
export function requireLabelingRegion(region: string, subject: string): void {
  const message = labelingRegionProblem(region);
  if (message === undefined) return;
  throw new InvalidInputError(subject, [{ property: "region", message, page: AwsPage.humanTaskConfig }]);
}

/**
 * The account of the annotation functions in `region`, which must be a labeling region.
 *
 * When the region is a token, Terraform looks the account up while it plans. There is no default: in a region
 * that is not in the map the plan fails, and not the labeling job, hours later.
 */
export function functionAccount(region: string): string {
  if (Token.isUnresolved(region)) return Token.asString(Fn.lookup(functionAccounts, region));
  return functionAccounts[region]!;
}
