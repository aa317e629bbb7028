import { createRequire } from "node:module";
import { join } from "node:path";
import type * as Iam from "@aws-sdk/client-iam";
import type * as Kms from "@aws-sdk/client-kms";
import type * as S3 from "@aws-sdk/client-s3";
import type * as SageMaker from "@aws-sdk/client-sagemaker";
import type * as Sns from "@aws-sdk/client-sns";
import type * as Sts from "@aws-sdk/client-sts";
import { UserError } from "../../review/user-error";

/** Clients of AWS that some options use. They are not installed with this package: most of it needs no AWS at all. */
interface Clients {
  readonly "@aws-sdk/client-iam": typeof Iam;
  readonly "@aws-sdk/client-kms": typeof Kms;
  readonly "@aws-sdk/client-s3": typeof S3;
  readonly "@aws-sdk/client-sagemaker": typeof SageMaker;
  readonly "@aws-sdk/client-sns": typeof Sns;
  readonly "@aws-sdk/client-sts": typeof Sts;
}

/**
 * A client of the AWS SDK for JavaScript, from this package's surroundings or the working directory's.
 *
 * @throws UserError saying how to install it
 */
export function awsSdk<Name extends keyof Clients>(name: Name): Clients[Name] {
  const found = installed(name);
  if (found === undefined) throw notInstalled([name]);
  return found as Clients[Name];
}

/**
 * Looks whether all clients are there that a command will load one after the other.
 *
 * @throws UserError with one line that installs all that are missing
 */
export function needAwsSdk(names: readonly (keyof Clients)[]): void {
  const missing = names.filter((name) => installed(name) === undefined);
  if (missing.length > 0) throw notInstalled(missing);
}

function installed(name: string): unknown {
  for (const from of [__filename, join(process.cwd(), "package.json")]) {
    try {
      return createRequire(from)(name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    }
  }
  return undefined;
}

function notInstalled(names: readonly string[]): UserError {
  const verb = names.length === 1 ? "is" : "are";
  return new UserError(
    `This asks AWS, for which ${names.join(", ")} ${verb} needed: npm install --save-dev ${names.join(" ")}`,
  );
}

/** Where and as whom AWS is asked. Whatever is left out is the SDK's business: environment, ~/.aws, roles. */
export interface AwsSettings {
  readonly region?: string;
  readonly profile?: string;
}

/** What a call to AWS failed with, as one line for people. */
export function awsFailure(error: unknown): string {
  const { name, message, $metadata } = error as Error & {
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode === undefined ? "" : ` (HTTP ${$metadata.httpStatusCode})`;
  const text = message.split("\n")[0]!;
  return text === "" || text === name ? `${name}${status}` : `${name}: ${text}${status}`;
}

/** Runs a call and tells what AWS answered. */
export async function asked<Answer>(what: string, call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${what}: ${awsFailure(error)}`);
  }
}
