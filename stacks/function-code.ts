import { FunctionCode } from "../lib/functions/function-code";
import type { PostAnnotationConfig, PreAnnotationConfig } from "./config/function-schema";
import { inProject } from "./in-project";

/** The code of a function that is made, from the one place that its configuration names. */
export function functionCode(config: PreAnnotationConfig | PostAnnotationConfig): FunctionCode {
  const { entry, directory, zip, s3, imageUri, ready } = config;
  const { runtime, handler, external, minify, s3ObjectVersion, command } = config;
  if (entry !== undefined)
    return FunctionCode.fromEntry(inProject(entry), { runtime, handler, external, minify });
  if (ready !== undefined) return FunctionCode.ready(ready);
  if (imageUri !== undefined) return FunctionCode.fromImage(imageUri, { command });
  // The schema asks for both where an archive is named.
  const archive = { runtime: runtime!, handler: handler! };
  if (directory !== undefined) return FunctionCode.fromDirectory(inProject(directory), archive);
  if (zip !== undefined) return FunctionCode.fromZip(inProject(zip), archive);
  const [, bucketName, key] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(s3!)!;
  return FunctionCode.fromS3Object({ ...archive, s3Bucket: bucketName!, s3Key: key!, s3ObjectVersion });
}
