import { S3Location } from "../../lib/storage/s3-location";

/**
 * The folder that a template is put into: where the file says so, else `templates/` in the first input that is a folder and
 * holds no answers.
 *
 * @param outputs where the workflows of the file write answers
 */
export function templateLocation(
  { location }: { readonly location?: S3Location },
  inputs: readonly S3Location[],
  outputs: readonly S3Location[],
): S3Location {
  if (location !== undefined) return location;
  const folders = inputs.filter(({ isFile }) => !isFile).map((input) => below(input, "templates/"));
  // Of files only, the folder of the first: no input holds it, which is told of.
  return (
    folders.find((folder) => !isAmongAnswers(folder, outputs)) ?? below(firstFolder(inputs), "templates/")
  );
}

/** Whether a folder lies where one of the workflows writes answers. */
export function isAmongAnswers(folder: S3Location, outputs: readonly S3Location[]): boolean {
  return outputs.some((output) => output.contains(folder));
}

/** The first input that is a folder, or else the folder of the first file. */
export function firstFolder(inputs: readonly S3Location[]): S3Location {
  const { bucketName, prefix } = inputs[0]!;
  return inputs.find(({ isFile }) => !isFile) ?? new S3Location(bucketName, prefix.replace(/[^/]*$/, ""));
}

/** A folder in a folder. */
export function below({ bucketName, prefix }: S3Location, folder: string): S3Location {
  return new S3Location(bucketName, `${prefix}${folder}`);
}

/** The folder that an object is in. */
export function folderOf(uri: string): S3Location {
  return S3Location.parse(uri.slice(0, uri.lastIndexOf("/") + 1));
}
