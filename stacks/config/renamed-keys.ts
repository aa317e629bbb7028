/** What a key of version 0.1.0 is called now. */
export interface Renamed {
  /** The key, or the keys below one another, that stand where the old one stood. */
  readonly now: string;
  /** What else is to change, as the end of a sentence. @default - the value stays as it is */
  readonly how?: string;
}

const seconds = (unit: string) => `, in seconds: what was 1 ${unit} is `;
const inTask = (key: string): Renamed => ({
  now: `customTask.${key}`,
  how: ": template and functions are written in customTask in every kind of workflow",
});

/**
 * Keys of version 0.1.0 by their names then. Of several new names the one counts that is known where the old one stands.
 * See docs/decisions/0040-one-vocabulary.md.
 */
export const renamedKeys: Readonly<Record<string, readonly Renamed[]>> = {
  cognito: [{ now: "userPool" }],
  cors: [inTask("cors")],
  custom: [{ now: "customTask" }],
  deadLetterQueue: [{ now: "deadLetterQueueArn" }],
  deletionWindowDays: [{ now: "deletionWindowInDays" }],
  exemptPrincipals: [{ now: "exemptPrincipalArns" }],
  functionRoles: [{ now: "functionRoleArns" }],
  functions: [{ now: "functionNames" }],
  identityProviders: [{ now: "supportedIdentityProviders" }],
  image: [{ now: "imageUri" }],
  key: [
    {
      now: "encryptionKey",
      how: ", a mapping everywhere: { existing: alias/<name> }, or { shared: <name> }",
    },
  ],
  keys: [{ now: "encryptionKeys" }],
  kmsKey: [{ now: "kmsKeyId" }],
  logRetentionDays: [{ now: "logRetentionInDays" }],
  maxSessionHours: [{ now: "maxSessionDuration", how: `${seconds("hour")}3600` }],
  memoryMegabytes: [{ now: "memorySize" }],
  objectVersion: [{ now: "s3ObjectVersion" }],
  oidc: [{ now: "oidcConfig" }],
  onlyOutputKeys: [{ now: "onlyOutputKeyArns" }],
  onlyVolumeKeys: [{ now: "onlyVolumeKeyArns" }],
  postAnnotation: [inTask("postAnnotation")],
  preAnnotation: [inTask("preAnnotation")],
  requestParameters: [{ now: "authenticationRequestExtraParams" }],
  requiredTags: [{ now: "requiredTagKeys" }],
  reservedConcurrency: [{ now: "reservedConcurrentExecutions" }],
  retentionDays: [
    { now: "retentionInDays" },
    { now: "messageRetentionSeconds", how: `${seconds("day")}86400` },
  ],
  roleName: [{ now: "role.name" }],
  rotationPeriodDays: [{ now: "rotationPeriodInDays" }],
  securityGroups: [{ now: "securityGroupIds" }],
  subnets: [{ now: "subnetIds" }],
  tags: [{ now: "workspaces.tags" }],
  template: [inTask("template")],
  timeoutSeconds: [{ now: "timeout" }],
  trustedBy: [{ now: "trustedPrincipalArns" }],
  volumeKey: [{ now: "encryptVolume" }],
  vpc: [{ now: "vpcConfig" }, { now: "workforceVpcConfig" }],
  vpcEndpoints: [{ now: "vpcEndpointIds" }],
  vpcs: [{ now: "vpcIds" }],
  workspace: [{ now: "workspaces" }],
};
