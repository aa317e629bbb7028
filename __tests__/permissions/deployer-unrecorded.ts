/**
 * Actions of the deployer that applying and destroying the example on the emulator does not show, each with the reason why
 * it is needed all the same. An action without a reason fails the tests, and so does a reason without an action.
 */
const changed = (what: string) =>
  `an update: ${what} changes, while the example is made and destroyed as it is`;
const untagged = "an update: a tag is taken away from a resource that stays";
const provider6 =
  "version 6 of the provider (from 6.23) keeps the tags of buckets through S3 Control, else as before";

export const unrecorded: Readonly<Record<string, string>> = {
  "cloudwatch:UntagResource": untagged,
  "cognito-idp:TagResource": changed("a tag of a user pool"),
  "cognito-idp:UntagResource": untagged,
  "cognito-idp:UpdateGroup": changed("the description of a group"),
  "cognito-idp:UpdateUserPoolDomain": changed("the certificate or the look of a sign-in page"),
  "iam:CreatePolicyVersion": changed("the text of a policy"),
  "iam:DeletePolicyVersion":
    "a policy was updated before: versions beside the default one go first, the oldest of five",
  "iam:UntagPolicy": untagged,
  "iam:UntagRole": untagged,
  "iam:UpdateAssumeRolePolicy": changed("the trust policy of a role"),
  "iam:UpdateRole": changed("the longest session of a role"),
  "iam:UpdateRoleDescription": changed("the description of a role"),
  "kms:PutKeyPolicy": `${changed("the policy of a key")}; AWS also refuses CreateKey to whoever could not do it`,
  "kms:UntagResource": untagged,
  "kms:UpdateAlias": changed("the key behind an alias"),
  "kms:UpdateKeyDescription": changed("the description of a key"),
  "lambda:DeleteFunctionCodeSigningConfig": changed("a code signing configuration, which goes,"),
  "lambda:DeleteFunctionConcurrency": changed("a reserved concurrency, which goes,"),
  "lambda:PutFunctionConcurrency": "a reserved concurrency, which no function of the example has",
  "lambda:GetFunctionConcurrency":
    "version 6 of the provider reads the concurrency apart from the function (provider-calls.json)",
  "lambda:ListTags": "other versions of the provider ask for the tags apart from the function",
  "lambda:UntagResource": untagged,
  "lambda:UpdateFunctionCode": changed("the code of a function"),
  "lambda:UpdateFunctionConfiguration": changed("a setting of a function"),
  "lambda:GetFunctionConfiguration": "after an update the provider waits until the function is ready",
  "logs:AssociateKmsKey": changed("the key of a log group"),
  "logs:DeleteRetentionPolicy": changed("a retention, which goes,"),
  "logs:DisassociateKmsKey": changed("the key of a log group, which goes,"),
  "logs:UntagResource": untagged,
  "s3:DeleteObject": "an object in a bucket without versions: that of the example has them",
  "s3:DeleteObjectTagging": "an update: the last tag is taken away from an uploaded object that stays",
  "s3:ListTagsForResource": provider6,
  "s3:TagResource": provider6,
  "s3:UntagResource": provider6,
  "sagemaker:DeleteTags": untagged,
  "sagemaker:UpdateWorkforce": changed("the range of addresses that workers come from"),
  "sagemaker:UpdateWorkteam": changed("the description or the topic of a work team"),
  "sns:SetSubscriptionAttributes": changed("raw delivery of a subscription"),
  "sns:UntagResource": untagged,
  "sqs:UntagQueue": untagged,
};
