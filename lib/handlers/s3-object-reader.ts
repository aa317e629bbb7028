import { HandlerFault } from "./handler-fault";
import type { ObjectReader } from "./object-reader";
import { parseS3Uri } from "./s3-uri";
import { shownValue } from "./shown-value";

/** The role that a reader assumes. */
export interface AssumedRole {
  /** ARN of the role that reads the object. */
  readonly roleArn: string;
  /** Shown by CloudTrail beside each read. */
  readonly sessionName: string;
}

type ReadObject = (bucket: string, key: string) => Promise<string>;

/**
 * Reads from S3 with the AWS SDK that Lambda's Node runtimes bring, loaded at the first read.
 *
 * Endpoints of an emulator come from `AWS_ENDPOINT_URL` and `AWS_ENDPOINT_URL_S3`, as for every AWS SDK.
 */
export class S3ObjectReader implements ObjectReader {
  private readObject: Promise<ReadObject> | undefined;

  /** @param assumed the role to assume; the function's own if left out */
  public constructor(private readonly assumed?: AssumedRole) {}

  /** Reads one object as text. @throws HandlerFault saying which right is missing, whose it is, and for which object */
  public async read(uri: string): Promise<string> {
    const location = parseS3Uri(uri);
    if (location === undefined) {
      throw new HandlerFault("Reading from S3", [
        `got ${shownValue(uri.replace(/[?#].*$/s, "?…"))}; it looks like s3://bucket/key`,
      ]);
    }
    this.readObject ??= this.connected();
    try {
      return await (
        await this.readObject
      )(location.bucket, location.key);
    } catch (error) {
      if (error instanceof HandlerFault) throw error;
      throw new HandlerFault(`Reading ${uri}`, [this.explained(error, uri)]);
    }
  }

  private async connected(): Promise<ReadObject> {
    const { S3Client, GetObjectCommand } = await loaded(
      "@aws-sdk/client-s3",
      () => import("@aws-sdk/client-s3"),
    );
    // Emulators are reached by an address that has no room for a bucket's name.
    const forcePathStyle = Boolean(process.env["AWS_ENDPOINT_URL"] || process.env["AWS_ENDPOINT_URL_S3"]);
    const { assumed } = this;
    // The SDK asks for new credentials when the old ones are about to expire, and not before.
    const client = new S3Client({
      forcePathStyle,
      ...(assumed !== undefined && { credentials: () => credentialsOf(assumed) }),
    });
    return async (bucket, key) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return (await Body?.transformToString()) ?? "";
    };
  }

  private explained(error: unknown, uri: string): string {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    const reader =
      this.assumed === undefined
        ? "the function's own role"
        : `the execution role ${this.assumed.roleArn}, which the function assumed,`;
    if (isDenied(error)) {
      return (
        `${reader} may not read it (S3 says: ${message}). The role needs s3:GetObject on ${uri}, and kms:Decrypt on the ` +
        "key if the object is encrypted with one, in its policy and in the key's. A role without s3:ListBucket is told " +
        "the same of an object that does not exist"
      );
    }
    if (name === "NoSuchKey" || name === "NoSuchBucket") {
      return `there is no such ${name === "NoSuchKey" ? "object" : "bucket"} (${name}), asked for by ${reader.replace(/,$/, "")}`;
    }
    return `${name}: ${message}`;
  }
}

async function credentialsOf({ roleArn, sessionName }: AssumedRole): Promise<{
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
}> {
  const { STSClient, AssumeRoleCommand } = await loaded(
    "@aws-sdk/client-sts",
    () => import("@aws-sdk/client-sts"),
  );
  try {
    const { Credentials: given } = await new STSClient({}).send(
      new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: sessionName }),
    );
    return {
      accessKeyId: given?.AccessKeyId ?? "",
      secretAccessKey: given?.SecretAccessKey ?? "",
      sessionToken: given?.SessionToken,
      expiration: given?.Expiration,
    };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    const what = isDenied(error)
      ? `STS refuses (${message}). The function's role needs sts:AssumeRole on ${roleArn}, and the trust policy of that ` +
        "role must name the function's role"
      : `${name}: ${message}`;
    throw new HandlerFault(`Assuming the execution role ${roleArn}`, [what]);
  }
}

function isDenied(error: unknown): boolean {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  return name === "AccessDenied" || name === "AccessDeniedException" || $metadata?.httpStatusCode === 403;
}

async function loaded<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    throw new HandlerFault("Reading from S3", [
      `${name} cannot be loaded (${error instanceof Error ? error.message : String(error)}). Lambda's Node runtimes bring ` +
        `it; a container image, or a program on your own machine, has to install it: npm install ${name}`,
    ]);
  }
}
