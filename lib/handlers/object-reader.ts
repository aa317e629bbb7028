/**
 * Reads objects of S3 as text.
 *
 * Handlers know no more of AWS than this. In Lambda it is S3; in a test, or on a laptop, it can be a folder of files.
 */
export interface ObjectReader {
  /** Reads one object as text. @param uri `s3://bucket/key` */
  read(uri: string): Promise<string>;
}
