/** A folder in S3; the prefix is empty or ends in `/`. Any other prefix is the key of one file. */
export interface S3Folder {
  readonly bucketName: string;
  readonly prefix: string;
}
