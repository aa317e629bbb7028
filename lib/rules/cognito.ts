import { AwsPage } from "../aws-page";
import { arn } from "./arn";
import { count, list, type Place, text, type TextRule } from "./rule";

export const userPoolNameRule = text(
  "the name of a user pool has 1 to 128 letters, digits, spaces and _+=,.@-",
  /^[\w\s+=,.@-]{1,128}$/,
  { page: AwsPage.cognitoUserPool },
);

export const cognitoGroupRule = text(
  "the name of a group has 1 to 128 letters, digits, marks and symbols without spaces",
  /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u,
  {
    page: AwsPage.cognitoGroup,
    but: (name) => {
      const [, group] = /^[a-z0-9-]+_[0-9a-zA-Z]+\/(.+)$/.exec(name) ?? [];
      return group && `it looks like Terraform's id of a group, <pool id>/<group>; its name is "${group}"`;
    },
  },
);

/** Groups that make up a work team. */
export const teamGroupsRule = list("groups", cognitoGroupRule, { to: 10, page: AwsPage.createWorkTeamApi });

/** A pool's id begins with its region. */
export const userPoolIdRule: TextRule = {
  ...text("the id of a user pool is allowed, as in eu-west-1_a1B2c3D4e", /^[\w-]+_[0-9a-zA-Z]+$/, {
    page: AwsPage.createWorkforceApi,
    most: 55,
  }),
  elsewhere: (userPoolId: string, { region }: Partial<Place>) => {
    const there = userPoolId.slice(0, userPoolId.lastIndexOf("_"));
    if (region === undefined || [region, userPoolId].some((one) => one.includes("${"))) return undefined;
    return there === region
      ? undefined
      : `got "${userPoolId}", a pool in ${there}; a workforce and its pool are in one region, here ${region}`;
  },
};

const userPoolClientIdRule = text(
  "the id of a client of the user pool is allowed: letters and digits",
  /^\w{1,128}$/,
  { page: AwsPage.createWorkforceApi },
);

export const userPoolArnRule = arn({
  what: "the ARN of a user pool",
  service: "cognito-idp",
  resource: /^userpool\/[\w-]+_[0-9a-zA-Z]+$/,
  form: "userpool/<id>",
  page: AwsPage.privateWorkforce,
  region: { because: "a workforce and its pool are in one region" },
  account: { because: "a workforce and its pool are in one account" },
});

/** How a user pool for workers is made. */
export const userPoolRules = {
  domain: text(
    "a domain has 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end",
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    {
      page: AwsPage.cognitoDomain,
      but: (domain) => {
        const reserved = ["aws", "amazon", "cognito"].find((word) => domain.includes(word));
        return reserved && `the word ${reserved} is AWS's own in this place`;
      },
    },
  ),
  minimumPasswordLength: count("characters", 8, 99, AwsPage.cognitoPasswords),
  supportedIdentityProviders: list(
    "identity providers",
    text(
      "the name of an identity provider of the pool is allowed, or COGNITO for the pool itself",
      /^[^_\s][\p{L}\p{M}\p{S}\p{N}\p{P}]{0,31}$/u,
      { page: AwsPage.cognitoUserPool },
    ),
  ),
};

/** An e-mail to workers. */
export const workerMessageRules = {
  emailSubject: text("a subject of 1 to 140 characters, in one line, is allowed", /^[^\r\n]{1,140}$/, {
    page: AwsPage.cognitoMessages,
    free: true,
  }),
  emailMessage: text("a text of 6 to 20000 characters is allowed", /^[^]{6,20000}$/, {
    page: AwsPage.cognitoMessages,
    free: true,
  }),
};

/** A user pool that exists, and its client. */
export const existingUserPoolRules = { userPoolId: userPoolIdRule, clientId: userPoolClientIdRule };
