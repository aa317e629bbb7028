/** What a key of version 0.1.0 is called now. */
export interface Renamed {
  /** The key, or the keys below one another, that stand where the old one stood. */
  readonly now: string;
  /** What else is to change, as the end of a sentence. */
  readonly how: string;
}

/** An old key, what stands in its place, and how. Of several the one counts that is known where the old one stands. */
const table = `
cognito > userPool
cors > customTask.cors: template and functions are written in customTask in every kind of workflow
custom > customTask
deadLetterQueue > deadLetterQueueArn
deletionWindowDays > deletionWindowInDays
exemptPrincipals > exemptPrincipalArns
functionRoles > functionRoleArns
functions > functionNames
identityProviders > supportedIdentityProviders
image > imageUri
key > encryptionKey, a mapping everywhere: { existing: alias/<name> }, or { shared: <name> }
keys > encryptionKeys
kmsKey > kmsKeyId
logRetentionDays > logRetentionInDays
maxSessionHours > maxSessionDuration, in seconds: what was 1 hour is 3600
memoryMegabytes > memorySize
objectVersion > s3ObjectVersion
oidc > oidcConfig
onlyOutputKeys > onlyOutputKeyArns
onlyVolumeKeys > onlyVolumeKeyArns
postAnnotation > customTask.postAnnotation: template and functions are written in customTask in every kind of workflow
preAnnotation > customTask.preAnnotation: template and functions are written in customTask in every kind of workflow
requestParameters > authenticationRequestExtraParams
requiredTags > requiredTagKeys
reservedConcurrency > reservedConcurrentExecutions
retentionDays > retentionInDays
retentionDays > messageRetentionSeconds, in seconds: what was 1 day is 86400
roleName > role.name
rotationPeriodDays > rotationPeriodInDays
securityGroups > securityGroupIds
subnets > subnetIds
tags > workspaces.tags
template > customTask.template: template and functions are written in customTask in every kind of workflow
timeoutSeconds > timeout
trustedBy > trustedPrincipalArns
volumeKey > encryptVolume
vpc > vpcConfig
vpc > workforceVpcConfig
vpcEndpoints > vpcEndpointIds
vpcs > vpcIds
workspace > workspaces
`;

/** Keys of version 0.1.0 by their names then. See docs/decisions/0040-one-vocabulary.md. */
export const renamedKeys: ReadonlyMap<string, readonly Renamed[]> = readTable();

function readTable(): ReadonlyMap<string, readonly Renamed[]> {
  const known = new Map<string, Renamed[]>();
  for (const [, old, now, how] of table.matchAll(/^(\w+) > ([\w.]+)(.*)$/gm)) {
    known.set(old!, [...(known.get(old!) ?? []), { now: now!, how: how! }]);
  }
  return known;
}
