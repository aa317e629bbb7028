/** What a key of version 0.1.0 is called now. */
export interface Renamed {
  /** The key, or the keys below one another, that stand where the old one stood. */
  readonly now: string;
  /** What else is to change, as the end of a sentence. @default - the value stays as it is */
  readonly how?: string;
}

const inTask = ": template and functions are written in customTask in every kind of workflow";
const asMapping = ", a mapping everywhere: { existing: alias/<name> }, or { shared: <name> }";

/** Old keys, and what stands in their place. Of several the one counts that is known where the old one stands. */
const table: Readonly<Record<string, string | readonly string[]>> = {
  cognito: "userPool",
  cors: `customTask.cors${inTask}`,
  custom: "customTask",
  deadLetterQueue: "deadLetterQueueArn",
  deletionWindowDays: "deletionWindowInDays",
  exemptPrincipals: "exemptPrincipalArns",
  functionRoles: "functionRoleArns",
  functions: "functionNames",
  identityProviders: "supportedIdentityProviders",
  image: "imageUri",
  key: `encryptionKey${asMapping}`,
  keys: "encryptionKeys",
  kmsKey: "kmsKeyId",
  logRetentionDays: "logRetentionInDays",
  maxSessionHours: "maxSessionDuration, in seconds: what was 1 hour is 3600",
  memoryMegabytes: "memorySize",
  objectVersion: "s3ObjectVersion",
  oidc: "oidcConfig",
  onlyOutputKeys: "onlyOutputKeyArns",
  onlyVolumeKeys: "onlyVolumeKeyArns",
  postAnnotation: `customTask.postAnnotation${inTask}`,
  preAnnotation: `customTask.preAnnotation${inTask}`,
  requestParameters: "authenticationRequestExtraParams",
  requiredTags: "requiredTagKeys",
  reservedConcurrency: "reservedConcurrentExecutions",
  retentionDays: ["retentionInDays", "messageRetentionSeconds, in seconds: what was 1 day is 86400"],
  roleName: "role.name",
  rotationPeriodDays: "rotationPeriodInDays",
  securityGroups: "securityGroupIds",
  subnets: "subnetIds",
  tags: "workspaces.tags",
  template: `customTask.template${inTask}`,
  timeoutSeconds: "timeout",
  trustedBy: "trustedPrincipalArns",
  volumeKey: "encryptVolume",
  vpc: ["vpcConfig", "workforceVpcConfig"],
  vpcEndpoints: "vpcEndpointIds",
  vpcs: "vpcIds",
  workspace: "workspaces",
};

/** Keys of version 0.1.0 by their names then. See docs/decisions/0040-one-vocabulary.md. */
export const renamedKeys: Readonly<Record<string, readonly Renamed[]>> = Object.fromEntries(
  Object.entries(table).map(([key, said]) => [
    key,
    [said].flat().map((one) => {
      const now = /^[\w.]+/.exec(one)![0];
      return { now, how: one.slice(now.length) };
    }),
  ]),
);
