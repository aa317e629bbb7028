import { Construct } from "constructs";
import type { ILabelingKey } from "../encryption/labeling-key";
import { BucketCors } from "./bucket-cors";
import type { CorsVariant } from "./cors-variant";
import { S3Location } from "./s3-location";

/** A bucket that holds the data of labeling jobs. */
export interface ILabelingBucket {
  readonly bucketName: string;

  /** The key that encrypts what lies in the bucket. @default - none that a role must be granted */
  readonly encryptionKey?: ILabelingKey;

  /** A folder of the bucket. @param prefix the whole bucket, if left out */
  location(prefix?: string): S3Location;

  /**
   * Gives the bucket the CORS rule of a task type, which workers' browsers need to load its objects.
   *
   * @returns false when the bucket's CORS configuration is managed elsewhere, so that the rule must be set there
   */
  requireCors(variant: CorsVariant): boolean;
}

/** What buckets made here and buckets brought in have in common. */
export abstract class LabelingBucketBase extends Construct implements ILabelingBucket {
  public abstract readonly bucketName: string;
  public abstract readonly encryptionKey?: ILabelingKey;

  /** The bucket as its CORS configuration names it, or undefined when that configuration is managed elsewhere. */
  protected abstract readonly bucketOfCors?: string;

  private cors?: BucketCors;

  public location(prefix?: string): S3Location {
    return new S3Location(this.bucketName, prefix);
  }

  public requireCors(variant: CorsVariant): boolean {
    if (this.bucketOfCors === undefined) return false;
    if (this.cors === undefined) this.cors = new BucketCors(this, "Cors", this.bucketOfCors, variant);
    else this.cors.widenTo(variant);
    return true;
  }
}
