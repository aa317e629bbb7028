import { S3BucketCorsConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-cors-configuration";
import type { S3BucketCorsConfigurationCorsRule } from "@cdktf/provider-aws/lib/s3-bucket-cors-configuration";
import { Construct } from "constructs";
import { CorsVariant } from "./cors-variant";

/**
 * The whole CORS configuration of a bucket: exactly the rule that AWS documents for its labeling tasks.
 *
 * S3 keeps one configuration for a bucket. Any rule that the bucket had before is replaced.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-cors-update.html
 */
export class BucketCors extends Construct {
  private readonly resource: S3BucketCorsConfiguration;
  private variant: CorsVariant;

  public constructor(scope: Construct, id: string, bucketName: string, variant: CorsVariant) {
    super(scope, id);
    this.variant = variant;
    this.resource = new S3BucketCorsConfiguration(this, "Resource", {
      bucket: bucketName,
      corsRule: corsRules(variant),
    });
  }

  /** Serves one more kind of task: the rule of 3D and video frame tasks covers that of images. */
  public widenTo(variant: CorsVariant): void {
    if (variant !== CorsVariant.VIDEO_FRAME_AND_3D || this.variant === variant) return;
    this.variant = variant;
    this.resource.putCorsRule(corsRules(variant));
  }
}

/** The rule as S3 and its console take it: JSON. */
export function corsRulesJson(variant: CorsVariant): string {
  const capitalized = (key: string) => key.charAt(0).toUpperCase() + key.slice(1);
  return JSON.stringify(
    corsRules(variant).map((rule) =>
      Object.fromEntries(Object.entries(rule).map(([key, value]) => [capitalized(key), value as unknown])),
    ),
  );
}

/** The rule as Terraform takes it. */
export function corsRules(variant: CorsVariant): S3BucketCorsConfigurationCorsRule[] {
  switch (variant) {
    case CorsVariant.NONE:
      return [];
    case CorsVariant.IMAGE:
      return [
        {
          allowedMethods: ["GET"],
          allowedOrigins: ["*"],
          exposeHeaders: ["Access-Control-Allow-Origin"],
        },
      ];
    case CorsVariant.VIDEO_FRAME_AND_3D:
      return [
        {
          allowedHeaders: ["*"],
          allowedMethods: ["GET", "HEAD", "PUT"],
          allowedOrigins: ["*"],
          exposeHeaders: ["Access-Control-Allow-Origin"],
          maxAgeSeconds: 3000,
        },
      ];
  }
}
