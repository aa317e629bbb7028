import type { HeadBucketCommandOutput, HeadObjectCommandOutput, S3Client } from "@aws-sdk/client-s3";
import { AwsPage } from "../../lib/aws-page";
import { TaskFamily } from "../../lib/jobs/task-family";
import { UserError } from "../../review/user-error";
import type { Fault } from "../manifest/fault";
import type { ObjectToFind } from "../manifest/check-manifest";
import type { PictureSource } from "../answers/pictures";
import { asked, awsFailure, awsSdk, type AwsSettings } from "./aws-sdk";
import { isS3Uri, s3Place } from "./s3-uri";

/** An object of a listing. */
interface ListedObject {
  readonly bucket: string;
  readonly key: string;
  readonly bytes: number;
}

/** Requests that are under way at once. */
const atOnce = 32;
const mostImageBytes = 40 * 1024 * 1024;

/** What S3 holds, for people who make and check manifests. */
export class S3Objects {
  private client: S3Client | undefined;
  private readonly regions = new Map<string, Promise<string | undefined>>();

  public constructor(private readonly settings: AwsSettings) {}

  /** The bytes of an object. Needs `s3:GetObject`. */
  public async read(uri: string): Promise<AsyncIterable<Uint8Array>> {
    const { bucket, key } = s3Place(uri);
    const { GetObjectCommand } = awsSdk("@aws-sdk/client-s3");
    const { Body } = await asked(`${uri} cannot be read`, () =>
      this.s3().send(new GetObjectCommand({ Bucket: bucket, Key: key })),
    );
    return Body as unknown as AsyncIterable<Uint8Array>;
  }

  /** Puts an object there, over whatever is there. Needs `s3:PutObject`, and the rights of the bucket's key. */
  public async put(uri: string, body: Uint8Array | string, contentType: string): Promise<void> {
    const { bucket, key } = s3Place(uri);
    const { PutObjectCommand } = awsSdk("@aws-sdk/client-s3");
    await asked(`${uri} cannot be written`, () =>
      this.s3().send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType }),
      ),
    );
  }

  /** Images, as far as they are there and may be read. */
  public pictures(): PictureSource {
    return {
      read: async (uri) => {
        if (!isS3Uri(uri)) return undefined;
        const { bucket, key } = s3Place(uri);
        const { GetObjectCommand } = awsSdk("@aws-sdk/client-s3");
        try {
          const { Body } = await this.s3().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
          return Body === undefined ? undefined : Buffer.from(await Body.transformToByteArray());
        } catch (error) {
          missing(error);
          return undefined;
        }
      },
    };
  }

  /** All objects whose keys begin so, in the order of S3. Needs `s3:ListBucket`. */
  public async *list(uri: string): AsyncGenerator<ListedObject> {
    const { bucket, key } = s3Place(uri);
    const { ListObjectsV2Command } = awsSdk("@aws-sdk/client-s3");
    let token: string | undefined;
    do {
      const page = await asked(`${uri} cannot be listed`, () =>
        this.s3().send(new ListObjectsV2Command({ Bucket: bucket, Prefix: key, ContinuationToken: token })),
      );
      for (const each of page.Contents ?? []) yield { bucket, key: each.Key ?? "", bytes: each.Size ?? 0 };
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }

  /** What is wrong with objects that lines name. Needs `s3:GetObject`, and `s3:ListBucket` to tell a missing one from a closed one. */
  public async find(
    objects: readonly ObjectToFind[],
    { family, region }: { readonly family?: TaskFamily; readonly region?: string },
  ): Promise<Fault[]> {
    const faults: Fault[] = [];
    let next = 0;
    const worker = async () => {
      for (let index = next++; index < objects.length; index = next++) {
        const fault = await this.faultOf(objects[index]!, family, region);
        if (fault !== undefined) faults.push(fault);
      }
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, objects.length) }, worker));
    return faults.sort((a, b) => a.line - b.line);
  }

  private async faultOf(
    { line, bucket, key }: ObjectToFind,
    family: TaskFamily | undefined,
    region: string | undefined,
  ): Promise<Fault | undefined> {
    const fault = (message: string, page?: string): Fault => ({
      line,
      kind: "object",
      message: `has source-ref "s3://${bucket}/${key}": ${message}`,
      page,
    });
    const there = await this.regionOf(bucket);
    if (region !== undefined && there !== undefined && there !== region) {
      return fault(
        `its bucket lies in ${there}, and the job's data must lie in ${region}`,
        AwsPage.inputManifest,
      );
    }
    const { HeadObjectCommand } = awsSdk("@aws-sdk/client-s3");
    let head: HeadObjectCommandOutput;
    try {
      head = await this.s3().send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    } catch (error) {
      return fault(missing(error));
    }
    const { ContentLength: bytes = 1, StorageClass: storage, Restore: restore } = head;
    if (bytes === 0) return fault("the object is empty");
    if (/^(GLACIER|DEEP_ARCHIVE)$/.test(storage ?? "") && !/ongoing-request="false"/.test(restore ?? "")) {
      return fault(`the object is archived (${storage}): restore it first`);
    }
    if (family === TaskFamily.IMAGE && bytes > mostImageBytes) {
      return fault(
        `the image has ${(bytes / 1024 / 1024).toFixed(1)} MB, 40 are allowed`,
        AwsPage.inputQuotas,
      );
    }
    return undefined;
  }

  /** Undefined where S3 does not tell. Asked once for each bucket. */
  private regionOf(bucket: string): Promise<string | undefined> {
    const known = this.regions.get(bucket);
    if (known !== undefined) return known;
    const { HeadBucketCommand } = awsSdk("@aws-sdk/client-s3");
    const told = this.s3()
      .send(new HeadBucketCommand({ Bucket: bucket }))
      .then(
        ({ BucketRegion }: HeadBucketCommandOutput) => BucketRegion,
        (error: { readonly $response?: { readonly headers?: Readonly<Record<string, string>> } }) =>
          error.$response?.headers?.["x-amz-bucket-region"],
      );
    // A manifest names few buckets; one that names thousands shall not fill the memory.
    if (this.regions.size < 1000) this.regions.set(bucket, told);
    return told;
  }

  private s3(): S3Client {
    const { S3Client } = awsSdk("@aws-sdk/client-s3");
    this.client ??= new S3Client({ ...this.settings, followRegionRedirects: true });
    return this.client;
  }
}

/** @throws UserError when S3 was not asked, or does not know who asks: the next object would fare no better */
function missing(error: unknown): string {
  const status = (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata
    ?.httpStatusCode;
  if (status === 404) return "there is no such object";
  if (status === 403) return "you may not see whether it is there (HTTP 403); the workflow's role is another";
  throw new UserError(`Objects cannot be looked for: ${awsFailure(error)}`);
}
