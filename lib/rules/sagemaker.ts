import { AwsPage } from "../aws-page";
import { arn, type ArnRule } from "./arn";
import { either, list, text } from "./rule";

export const workforceNameRule = text(
  "the name of a workforce has 1 to 63 letters, digits and hyphens, beginning with a letter or digit",
  /^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/,
  { page: AwsPage.createWorkforceApi },
);

export const workTeamNameRule = text(
  "the name of a team has 1 to 63 letters, digits and hyphens, with a letter or digit at either end",
  /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/,
  { page: AwsPage.createWorkTeamApi, most: 63 },
);

/** AWS takes capitals too, and does not say whether it keeps them in the ARN. */
export const newWorkTeamNameRule = text(
  "a team's name has 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end",
  /^[a-z0-9](-*[a-z0-9])*$/,
  { page: AwsPage.createWorkTeamApi, most: 63 },
);

export const workTeamDescriptionRule = text("1 to 200 characters in one line are allowed", /^.{1,200}$/, {
  page: AwsPage.createWorkTeamApi,
  free: true,
});

const noPublicCrowd = (resource: string): string | undefined =>
  resource.startsWith("workteam/public-crowd/")
    ? ", the public workforce, Amazon Mechanical Turk, which closed in September 2026 and was open to strangers; take a private or a vendor team"
    : undefined;

const team = {
  service: "sagemaker",
  form: "workteam/<private-crowd or vendor-crowd>/<name>",
  page: AwsPage.createLabelingJobApi,
  region: { because: "a job and its work team are in one region" },
  but: noPublicCrowd,
  most: 256,
} as const;

/** A private or a vendor team that labels data. */
export const workTeamArnRule = arn({
  ...team,
  what: "the ARN of a private or vendor work team",
  resource: /^workteam\/(private|vendor)-crowd\/[a-zA-Z0-9-]{1,126}$/,
});

/** The same, of a private team in the stack's account: teams of vendors are in the vendors' accounts. */
export const jobTeamArnRule: ArnRule = {
  ...workTeamArnRule,
  elsewhere: (value, here) =>
    (value.includes(":workteam/private-crowd/") ? privateWorkTeamArnRule : workTeamArnRule).elsewhere(
      value,
      here,
    ),
};

/** The same by name, if it is private, or by ARN. */
export const workTeamRule = either(
  "the name of a private work team is allowed, or the ARN of a private or vendor team; the public crowd never gets data",
  /^arn:/,
  jobTeamArnRule,
  workTeamNameRule,
);

const privateWorkTeamArnRule = arn({
  ...team,
  what: "the ARN of a private work team",
  resource: /^workteam\/private-crowd\/[a-zA-Z0-9-]{1,126}$/,
  account: { because: "private teams label for their own account only" },
});

const namePattern = (what: string, page: string) =>
  text(`${what} is allowed, or the beginning of names with * at its end`, /^[a-zA-Z0-9][\w-]{0,63}\*?$/, {
    page,
  });

/** Names of functions of which one may end in `*`. */
export const functionNamesRule = list(
  "names of functions",
  namePattern("the name of a function", AwsPage.lambdaFunctionNames),
);

export const workTeamNamesRule = list(
  "names of private work teams",
  text(
    "the name of a private work team is allowed, or the beginning of names with * at its end",
    /^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}\*?$/,
    { page: AwsPage.privateWorkforce },
  ),
  { page: AwsPage.privateWorkforce },
);

/** A job, or how the names of jobs begin. */
export const jobNameBeginningRule = text(
  "the beginning of job names has 1 to 63 letters, digits and hyphens, and begins with a letter or digit",
  /^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/,
  { page: AwsPage.createLabelingJobApi },
);

/** The same, with room for what tells one job from another. */
export const jobNamePrefixRule = text(
  "the beginning of job names has 1 to 47 letters, digits and hyphens, and begins with a letter or digit",
  /^[a-zA-Z0-9][a-zA-Z0-9-]{0,46}$/,
  { page: AwsPage.createLabelingJobApi },
);

export const workflowNameRule = text(
  "1 to 63 lower-case letters and digits, with hyphens between them, are allowed",
  /^(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
);

export const templateNameRule = text("a template name has 1 to 64 letters, digits, - and _", /^[\w-]{1,64}$/);

export const regionNameRule = text("a region looks like eu-west-1", /^[a-z]{2,}(-[a-z]+)+-\d+$/, {
  page: AwsPage.deniedRegions,
});
