import { AwsPage } from "../../aws-page";
import { allow, type PolicyStatement } from "../../iam/statement";
import {
  denyOverwriting,
  describeKeys,
  readFolders,
  seeBuckets,
  useKeys,
  writeJobFiles,
  writeInputs,
} from "./labeling-data";
import {
  createJobs,
  describeJobs,
  describeWorkTeams,
  listJobs,
  listWorkTeams,
  passExecutionRole,
  stopJobs,
  tagJobs,
} from "./labeling-jobs";
import { foldersOf, type LabelingNeed, withAnswers } from "./labeling-need";
import type { PersonaSubject } from "./persona-subject";
import { cognitoActions } from "./private-workforce";
import { isNotCovered, sagemakerFullAccess } from "./sagemaker-full-access";

/** Somebody who prepares, starts, watches and stops jobs of a workflow in the console, and reads their answers. */
export const consoleUser: PersonaSubject<LabelingNeed> = {
  leastPrivilege: (need, scope) => {
    const { keys = [] } = need;
    const folders = foldersOf(need);
    return [
      createJobs(need, scope),
      tagJobs(need, scope),
      describeJobs(need, scope),
      stopJobs(need, scope),
      listJobs(),
      ...describeWorkTeams(need, scope),
      listWorkTeams(),
      passExecutionRole(need),
      listRoles(),
      consoleJobs(),
      previewTemplate(),
      ...seeBuckets(folders, scope),
      ...readFolders(folders, scope),
      ...writeInputs(need.inputs, scope),
      writeJobFiles(need.output, scope),
      ...denyOverwriting(withAnswers(need), scope),
      listBuckets(),
      listAliases(),
      ...describeKeys(keys),
      ...useKeys(keys, scope),
    ];
  },
  asDocumented: documented,
  beyondAwsManaged: (need, scope) => [
    ...readFolders(foldersOf(need).filter(isNotCovered), scope),
    ...writeInputs(need.inputs.filter(isNotCovered), scope),
    ...(isNotCovered(need.output) ? [writeJobFiles(need.output, scope)] : []),
    ...denyOverwriting(withAnswers(need), scope),
    ...useKeys(need.keys ?? [], scope),
  ],
  awsManaged: [sagemakerFullAccess],
  documentedWarning:
    "AWS's policy for the console attaches any policy to any role (iam:AttachRolePolicy) and passes any role to SageMaker: " +
    `whoever has it can become administrator of the account (${AwsPage.consoleAccess})`,
};

/** What the console does behind its forms. The actions of Ground Truth Plus (projects, batches) are left out. */
function consoleJobs(): PolicyStatement {
  return allow("GroundTruthConsole", {
    actions: [
      "groundtruthlabeling:AssociatePatchToManifestJob",
      "groundtruthlabeling:DescribeConsoleJob",
      "groundtruthlabeling:GenerateLIDARPreviewTaskConfigJob",
      "groundtruthlabeling:ListDatasetObjects",
      "groundtruthlabeling:RunFilterOrSampleDatasetJob",
      "groundtruthlabeling:RunGenerateManifestByCrawlingJob",
      "groundtruthlabeling:RunGenerateManifestMetricsJob",
    ],
    resources: ["*"],
    anyResourceBecause: "groundtruthlabeling has no resource types",
    reason: "the console makes, samples and patches manifests, and previews tasks",
    page: AwsPage.groundTruthConsoleActions,
  });
}

function previewTemplate(): PolicyStatement {
  return allow("PreviewWorkerTemplate", {
    actions: ["sagemaker:RenderUiTemplate"],
    resources: ["*"],
    anyResourceBecause: "sagemaker:RenderUiTemplate has no resource type",
    reason: "shows a task as workers will see it, with the execution role that is passed",
    page: AwsPage.sagemakerActions,
  });
}

function listRoles(): PolicyStatement {
  return allow("ListRoles", {
    actions: ["iam:ListRoles"],
    resources: ["*"],
    anyResourceBecause: "iam:ListRoles has no resource type",
    reason:
      "the form for a new job offers a list of execution roles; which of them can be passed is another matter",
    page: AwsPage.consoleAccess,
  });
}

function listBuckets(): PolicyStatement {
  return allow("ListBuckets", {
    actions: ["s3:ListAllMyBuckets"],
    resources: ["*"],
    anyResourceBecause: "s3:ListAllMyBuckets has no resource type",
    reason: "the form for a new job browses buckets by name",
    page: AwsPage.consoleAccess,
  });
}

function listAliases(): PolicyStatement {
  return allow("ListKeyAliases", {
    actions: ["kms:ListAliases"],
    resources: ["*"],
    anyResourceBecause: "kms:ListAliases has no resource type",
    reason: "the form for a new job offers keys by their aliases",
    page: AwsPage.consoleAccess,
  });
}

const asPrinted = "as AWS prints it";

/** AWS's policy for all features of the console. It takes no note of what the person works on. */
function documented(): PolicyStatement[] {
  const about = { anyResourceBecause: asPrinted, page: AwsPage.consoleAccess };
  const anything = { ...about, resources: ["*"] };
  return [
    allow("SageMakerApis", { ...anything, actions: ["sagemaker:*"], reason: "everything in SageMaker" }),
    allow("KmsKeysForCreateForms", {
      ...anything,
      actions: ["kms:DescribeKey", "kms:ListAliases"],
      reason: "the form for a new job offers keys",
    }),
    allow("AccessAwsMarketplaceSubscriptions", {
      ...anything,
      actions: ["aws-marketplace:ViewSubscriptions"],
      reason: "shows vendors with whom there is a contract",
    }),
    allow("SecretsManager", {
      ...anything,
      actions: ["secretsmanager:CreateSecret", "secretsmanager:DescribeSecret", "secretsmanager:ListSecrets"],
      reason: "AWS gives none",
    }),
    allow("ListAndCreateExecutionRoles", {
      ...anything,
      actions: ["iam:ListRoles", "iam:CreateRole", "iam:CreatePolicy", "iam:AttachRolePolicy"],
      reason: "the console can make an execution role; so can whoever has this, with any rights",
    }),
    allow("PassRoleForExecutionRoles", {
      ...anything,
      actions: ["iam:PassRole"],
      when: { StringEquals: { "iam:PassedToService": ["sagemaker.amazonaws.com"] } },
      reason: "hands any role to SageMaker",
    }),
    allow("GroundTruthConsole", {
      ...anything,
      actions: [
        "groundtruthlabeling:*",
        "lambda:InvokeFunction",
        "lambda:ListFunctions",
        "s3:GetObject",
        "s3:PutObject",
        "s3:ListBucket",
        "s3:GetBucketCors",
        "s3:PutBucketCors",
        "s3:ListAllMyBuckets",
        ...cognitoActions,
      ],
      reason: "data, functions, workers and the console's own jobs, all over the account",
    }),
  ];
}
