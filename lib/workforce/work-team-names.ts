import { Token } from "cdktf";
import { AwsPage } from "../aws-page";
import { WorkTeamKind, workTeamKind } from "./work-team-kind";

/** What is wrong with the name of a work team, if anything. Tokens pass. */
export function workTeamNameProblem(name: string): string | undefined {
  if (Token.isUnresolved(name)) return undefined;
  if (name.length <= 63 && /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/.test(name)) return undefined;
  const rule = "1 to 63 letters, digits and hyphens are allowed, with a letter or digit at either end";
  return `got "${name}"; ${rule}`;
}

/** What is wrong with the ARN of a work team that should label data, if anything. Tokens pass. */
export function workTeamArnProblem(
  workTeamArn: string,
): { readonly message: string; readonly page: string } | undefined {
  if (Token.isUnresolved(workTeamArn)) return undefined;
  const kind = workTeamKind(workTeamArn);
  if (kind === WorkTeamKind.PUBLIC) {
    const why =
      "the public workforce, Amazon Mechanical Turk, which closed in September 2026 and was open to strangers";
    return {
      message: `got "${workTeamArn}", ${why}; take a private or a vendor team`,
      page: AwsPage.publicWorkforce,
    };
  }
  const isArn = /^arn:aws[a-z-]*:sagemaker:[a-z0-9-]+:\d{12}:workteam\//.test(workTeamArn);
  if (kind !== undefined && isArn && workTeamArn.length <= 256) return undefined;
  const form = "arn:<partition>:sagemaker:<region>:<account>:workteam/<private-crowd or vendor-crowd>/<name>";
  const rule = `the ARN of a work team is allowed: ${form}, up to 256 characters`;
  return { message: `got "${workTeamArn}"; ${rule}`, page: AwsPage.createLabelingJobApi };
}
