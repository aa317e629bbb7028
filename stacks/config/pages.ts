/** Pages that only the configuration refers to, beside those of the library. */
export const Page = {
  accountId: "docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html",
  alarms: "docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
  tags: "docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html",
  terraformS3: "developer.hashicorp.com/terraform/language/backend/s3",
  terraformCloud: "developer.hashicorp.com/terraform/language/block/terraform",
} as const;
