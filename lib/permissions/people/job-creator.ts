import { AwsPage } from "../../aws-page";
import { labelingJobArn } from "../../iam/arn";
import { allow } from "../../iam/statement";
import { seeBuckets, useFolders, useKeys } from "./labeling-data";
import {
  createJobs,
  describeJobs,
  describeWorkteams,
  listJobs,
  passExecutionRole,
  stopJobs,
  tagJobs,
} from "./labeling-jobs";
import { foldersOf, type LabelingNeed } from "./labeling-need";
import type { PersonaSubject } from "./persona-subject";
import { fullAccessCoversS3, sagemakerFullAccess } from "./sagemaker-full-access";

/** A person or program that starts jobs of a workflow through the API, brings the input and reads the answers. */
export const jobCreator: PersonaSubject<LabelingNeed> = {
  leastPrivilege: (need, scope) => {
    const folders = foldersOf(need);
    return [
      createJobs(need, scope),
      tagJobs(need, scope),
      describeJobs(need, scope),
      stopJobs(need, scope),
      listJobs(),
      ...describeWorkteams(need, scope),
      passExecutionRole(need),
      ...seeBuckets(folders, scope),
      ...useFolders(folders, scope),
      ...useKeys(need.keys ?? [], scope),
    ];
  },
  // AWS prints no policy for this; these are the calls that its reference and Terraform's provider name.
  asDocumented: (need, scope) => [
    allow("LabelingJobs", {
      actions: [
        "sagemaker:AddTags",
        "sagemaker:CreateLabelingJob",
        "sagemaker:DescribeLabelingJob",
        "sagemaker:ListTags",
        "sagemaker:StopLabelingJob",
      ],
      resources: [labelingJobArn(scope, "*")],
      reason: "every labeling job of the account and region",
      page: AwsPage.sagemakerActions,
    }),
    passExecutionRole(need),
  ],
  beyondAwsManaged: (need, scope) => [
    ...useFolders(
      foldersOf(need).filter((folder) => !fullAccessCoversS3(folder)),
      scope,
    ),
    ...useKeys(need.keys ?? [], scope),
  ],
  awsManaged: [sagemakerFullAccess],
};
