import { join } from "node:path";

/** The file that says what stacks there are. It is written last: where it stands, everything it lists is whole. */
export const manifestFile = "manifest.json";

/** The folder of stacks, each of them where Terraform runs. */
export const stacksFolder = "stacks";

/**
 * The stacks that left the configuration: what they deployed can only be destroyed with their Terraform. As deep as
 * `stacks`, so that relative paths in them, of local state for one, lead to the same place.
 */
export const removedFolder = "removed";

/** Where everything is written first. In the output folder, since files can only be renamed inside one file system. */
export const stagingFolder = ".synth";

/** In the staging folder: the manifest of the output that is being replaced. */
export const replacedManifestFile = "replaced-manifest.json";

/** The configuration of a stack, as CDKTF calls it: JSON, or HCL with its metadata. */
export const stackFiles: readonly string[] = ["cdk.tf.json", "cdk.tf", "metadata.json"];

/** In the folder of a stack: archives and other files of resources. */
export const assetsFolder = "assets";

export function stackFolder(outdir: string, name: string): string {
  return join(outdir, stacksFolder, name);
}

export function removedStackFolder(outdir: string, name: string): string {
  return join(outdir, removedFolder, name);
}
