import { InvalidInputError } from "../lib/validation/problems";
import type { PostAnnotationConfig } from "./config/function-schema";

/** Properties of functions and their code that the configuration calls otherwise. */
const called: Readonly<Record<string, string>> = {
  "code.bucketName": "s3",
  "code.command": "command",
  "code.handler": "handler",
  "code.imageUri": "image",
  "code.key": "s3",
  "code.objectVersion": "objectVersion",
  "code.runtime": "runtime",
  functionArn: "existing",
  functionName: "name",
  "role.roleName": "roleName",
  "settings.layerArns": "settings.layers",
  "settings.memorySize": "settings.memoryMegabytes",
  "settings.operation.deadLetterQueueArn": "settings.deadLetterQueue",
  "settings.operation.deadLetterQueueKey": "settings.deadLetterQueueKey",
  "settings.operation.logRetentionInDays": "settings.logRetentionDays",
  "settings.operation.reservedConcurrentExecutions": "settings.reservedConcurrency",
  "settings.timeout": "settings.timeoutSeconds",
  "settings.vpc.securityGroupIds": "settings.vpc.securityGroups",
  "settings.vpc.subnetIds": "settings.vpc.subnets",
};

/** Properties that stand elsewhere in the configuration; a slash begins a key of the whole of it. */
const elsewhere: Readonly<Record<string, string>> = {
  encryptionKey: "key",
  "role.path": "/rolePath",
  "role.permissionsBoundaryArn": "/permissionsBoundary",
};

/**
 * Builds a part of a workflow, and tells what is wrong with it by the keys of its configuration.
 *
 * @param path where the part stands in the workflow
 * @throws InvalidInputError
 */
export function inTermsOfConfiguration<Made>(
  path: string,
  config: Partial<PostAnnotationConfig>,
  build: () => Made,
): Made {
  try {
    return build();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const problems = error.problems.map((problem) => ({
      ...problem,
      property: elsewhere[problem.property] ?? `${path}.${nameOf(problem.property, config)}`,
    }));
    throw new InvalidInputError(error.subject, problems);
  }
}

function nameOf(property: string, config: Partial<PostAnnotationConfig>): string {
  // One of a list: `settings.layerArns[1]`.
  const [, head, rest] = /^(.*?)((?:\[\d+\])*)$/.exec(property)!;
  if (head! in called) return `${called[head!]}${rest}`;
  const source = (["entry", "directory", "zip", "ready"] as const).find((key) => config[key] !== undefined);
  return /^code\b/.test(head!) && source !== undefined ? source : property;
}
