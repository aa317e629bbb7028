import { AwsPage } from "../../aws-page";
import { vendorWorkTeamsArn } from "../../iam/arn";
import { allow, type PolicyStatement } from "../../iam/statement";
import type { AwsScope } from "../../scope/aws-scope";
import { describeSubscribed } from "./labeling-jobs";
import type { PersonaSubject } from "./persona-subject";
import { sagemakerFullAccess } from "./sagemaker-full-access";

/** What a console user has on top to work with vendors that others subscribed to. */
export const vendorWorkforceUser: PersonaSubject<void> = {
  leastPrivilege: (_, scope) => [viewSubscriptions(), ...vendorTeams(scope)],
  asDocumented: () => [documentedMarketplace()],
  beyondAwsManaged: () => [],
  awsManaged: [sagemakerFullAccess],
};

/** Somebody who signs contracts with vendors in AWS Marketplace. No AWS managed policy is for that alone. */
export const vendorSubscriber: PersonaSubject<void> = {
  leastPrivilege: subscriber,
  asDocumented: () => [documentedMarketplace(), documentedApis()],
  beyondAwsManaged: subscriber,
  awsManaged: [],
};

function subscriber(_: void, scope: AwsScope): PolicyStatement[] {
  return [subscribe(), viewSubscriptions(), ...vendorTeams(scope)];
}

const marketplaceHasNone = "subscriptions of AWS Marketplace have no resource type: any product can be meant";

function subscribe(): PolicyStatement {
  return allow("SubscribeToVendors", {
    actions: ["aws-marketplace:Subscribe", "aws-marketplace:Unsubscribe"],
    resources: ["*"],
    anyResourceBecause: marketplaceHasNone,
    reason: "takes up and ends a subscription to a vendor's work team, which costs money",
    page: AwsPage.consoleAccess,
  });
}

function viewSubscriptions(): PolicyStatement {
  return allow("ViewVendorSubscriptions", {
    actions: ["aws-marketplace:ViewSubscriptions"],
    resources: ["*"],
    anyResourceBecause: marketplaceHasNone,
    reason: "shows which vendors the account is subscribed to",
    page: AwsPage.consoleAccess,
  });
}

function vendorTeams(scope: AwsScope): PolicyStatement[] {
  return [
    allow("ListVendorWorkteams", {
      actions: ["sagemaker:ListSubscribedWorkteams"],
      resources: ["*"],
      anyResourceBecause: "sagemaker:ListSubscribedWorkteams has no resource type",
      reason: "finds the work teams of vendors",
      page: AwsPage.vendorWorkforce,
    }),
    ...describeSubscribed([vendorWorkTeamsArn(scope)]),
  ];
}

/** AWS's older page has `aws-marketplace:DescribeListings` besides, which the current one dropped. */
function documentedMarketplace(): PolicyStatement {
  return allow("AccessAwsMarketplaceSubscriptions", {
    actions: [
      "aws-marketplace:Subscribe",
      "aws-marketplace:Unsubscribe",
      "aws-marketplace:ViewSubscriptions",
    ],
    resources: ["*"],
    anyResourceBecause: "as AWS prints it",
    reason: "subscribes to vendors, and shows the subscriptions",
    page: AwsPage.consoleAccess,
  });
}

function documentedApis(): PolicyStatement {
  return allow("SageMakerVendorWorkteamApis", {
    actions: ["sagemaker:ListSubscribedWorkteams", "sagemaker:DescribeSubscribedWorkteam"],
    resources: ["*"],
    anyResourceBecause: "as AWS prints it",
    reason: "lists and describes the work teams of vendors",
    page: AwsPage.vendorWorkforce,
  });
}
