/** What a key of version 0.1.0, or of a job before its keys were AWS's words, is called now. */
export interface Renamed {
  /** The key, or the keys below one another, that stand where the old one stood. */
  readonly now: string;
  /** What else is to change, as the end of a sentence. */
  readonly how: string;
}

/** An old key, what stands in its place, and how. Of several the one counts that is known where the old one stands. */
const table = `
availabilitySeconds > taskAvailabilityLifetimeInSeconds
cognito > userPool
cors > customTask.cors: template and functions of a workflow stand under customTask
custom > customTask
deadLetterQueue > deadLetterQueueArn
deletionWindowDays > deletionWindowInDays
description > taskDescription
edits > editsAllowed
exemptPrincipals > exemptPrincipalArns
full > fullInstruction
functionRoles > functionRoleArns
functions > functionNames
humanLabeledObjects > maxHumanLabeledObjectCount
identityProviders > supportedIdentityProviders
image > imageUri
initialModelArn > initialActiveLearningModelArn
jobName > labelingJobName
jobNamePrefix > labelingJobNamePrefix
key > encryptionKey, a mapping everywhere: { existing: alias/<name> }, or { shared: <name> }
keys > encryptionKeys
keywords > taskKeywords
kmsKey > kmsKeyId
labeledPercentage > maxPercentageOfInputDatasetLabeled
labelFile > labelCategoryConfigS3Uri
logRetentionDays > logRetentionInDays
manifest > manifestS3Uri
maxConcurrentTasks > maxConcurrentTaskCount
maxSessionHours > maxSessionDuration, in seconds: what was 1 hour is 3600
memoryMegabytes > memorySize
objectVersion > s3ObjectVersion
oidc > oidcConfig
onlyOutputKeys > onlyOutputKeyArns
onlyVolumeKeys > onlyVolumeKeyArns
postAnnotation > customTask.postAnnotation: template and functions of a workflow stand under customTask
preAnnotation > customTask.preAnnotation: template and functions of a workflow stand under customTask
requestParameters > authenticationRequestExtraParams
required > isRequired
requiredTags > requiredTagKeys
reservedConcurrency > reservedConcurrentExecutions
retentionDays > retentionInDays
retentionDays > messageRetentionSeconds, in seconds: what was 1 day is 86400
roleName > role.name
rotationPeriodDays > rotationPeriodInDays
securityGroups > securityGroupIds
short > shortInstruction
subnets > subnetIds
tags > workspaces.tags
template > customTask.template: template and functions of a workflow stand under customTask
timeLimitSeconds > taskTimeLimitInSeconds
timeoutSeconds > timeout
title > taskTitle
trustedBy > trustedPrincipalArns
values > enum
volumeKey > encryptVolume
vpc > vpcConfig
vpc > workforceVpcConfig
vpcEndpoints > vpcEndpointIds
vpcs > vpcIds
workersPerObject > numberOfHumanWorkersPerDataObject
workspace > workspaces
`;

/**
 * Words that AWS, Terraform and other tools have for what stands here under another key, and that key. Written without
 * capitals and underscores: `kms_key_id` is `kmskeyid`.
 */
const foreignWords = `
arn > existing
executionrolearn > executionRole.existing
iamrolearn > executionRole.existing
inputmanifest > job.manifestS3Uri
inputmanifests3uri > job.manifestS3Uri
kmskey > encryptionKey.existing
kmskeyarn > encryptionKey.existing
kmskeyid > encryptionKey.existing
kmskeyid > existing
kmsmasterkeyid > encryptionKey.existing
labelcategories > job.labels
logretention > logGroup.retentionInDays
logretentionindays > logGroup.retentionInDays
outputkmskeyid > encryptionKey.existing
outputpath > output
role > executionRole
rolearn > executionRole.existing
rolearn > existing
rolename > executionRole.name
rolename > name
s3outputpath > output
stackname > name
volumekmskeyid > automatedLabeling.encryptVolume, true or false: it is the workflow's key
workflowname > name
workteamarn > job.workTeam
`;

/** Older names of keys. See docs/decisions/0040-one-vocabulary.md and 0078-a-job-in-the-words-of-aws.md. */
export const renamedKeys: ReadonlyMap<string, readonly Renamed[]> = readTable(table);

/** What a key of another tool is called here. */
export const foreignKeys: ReadonlyMap<string, readonly Renamed[]> = readTable(foreignWords);

function readTable(words: string): ReadonlyMap<string, readonly Renamed[]> {
  const known = new Map<string, Renamed[]>();
  for (const [, old, now, how] of words.matchAll(/^(\w+) > ([\w.]+)(.*)$/gm)) {
    known.set(old!, [...(known.get(old!) ?? []), { now: now!, how: how! }]);
  }
  return known;
}
