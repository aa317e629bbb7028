/** Where resources live: the three parts of an ARN that are not the resource's own. Each may be a CDKTF token. */
export interface AwsScope {
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition: string;
  /** The region, as in `eu-west-1`; may be a token. */
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
}
