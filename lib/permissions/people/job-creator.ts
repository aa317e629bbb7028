import { AwsPage } from "../../aws-page";
import { labelingJobArn } from "../../iam/arn";
import { allow } from "../../iam/statement";
import {
  denyOverwriting,
  readFolders,
  seeBuckets,
  useKeys,
  writeInputs,
  writeJobFiles,
} from "./labeling-data";
import {
  createJobs,
  describeJobs,
  describeWorkTeams,
  listJobs,
  passExecutionRole,
  stopJobs,
  tagJobs,
} from "./labeling-jobs";
import { foldersOf, type LabelingNeed, withAnswers } from "./labeling-need";
import type { PersonaSubject } from "./persona-subject";
import { isNotCovered, sagemakerFullAccess } from "./sagemaker-full-access";

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
      ...describeWorkTeams(need, scope),
      passExecutionRole(need),
      ...seeBuckets(folders, scope),
      ...readFolders(folders, scope),
      ...writeInputs(need.inputs, scope),
      writeJobFiles(need.output, scope),
      ...denyOverwriting(withAnswers(need), scope),
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
    ...readFolders(foldersOf(need).filter(isNotCovered), scope),
    ...writeInputs(need.inputs.filter(isNotCovered), scope),
    ...(isNotCovered(need.output) ? [writeJobFiles(need.output, scope)] : []),
    ...denyOverwriting(withAnswers(need), scope),
    ...useKeys(need.keys ?? [], scope),
  ],
  awsManaged: [sagemakerFullAccess],
};
