import type { Construct } from "constructs";
import { Annotations } from "cdktf";
import { AwsPage } from "../aws-page";
import { InvalidInputError, type Problem } from "../validation/problems";
import { ArchiveAsset } from "./archive-asset";
import { packagedDirectory } from "./directory-code";
import { packagedEntry } from "./entry-code";
import type { ArchiveProps, EntryProps, ImageProps, S3ObjectProps } from "./function-code-props";
import { packagedImage } from "./image-code";
import type { PackagedCode } from "./packaged-code";
import type { ReadyHandler } from "./ready-handler";
import { readyHandlerFile } from "./ready-handler-file";
import { packagedS3Object } from "./s3-object-code";
import { packagedZip } from "./zip-code";
import { checkCalls } from "../validation/check-input";
import type { FunctionCodeConfig } from "./function-code-config";

export type { FunctionCodeConfig } from "./function-code-config";

/** What code is to know of the function that it is for. */
export interface CodeSurroundings {
  /** Whether layers come with the function: they may bring what the archive lacks. @default false */
  readonly hasLayers?: boolean;
}

/**
 * Where the code of an annotation function comes from.
 *
 * A relative path starts at the directory of `cdktf.json`, which is looked for in the working directory and above it;
 * without one, at the working directory. Archives are made while the app is built, byte for byte the same on every
 * machine, and lie beside the stack's Terraform.
 *
 * Python and Node.js code that is at hand must have the file and the function that the handler names. Other languages,
 * images, archives in S3 and what layers bring are not looked at.
 */
export abstract class FunctionCode {
  /**
   * A TypeScript or JavaScript file, bundled by esbuild with everything that it imports, except for the AWS SDK, which
   * the runtime brings. Types are not checked: that is the compiler's task.
   *
   * @see docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
   */
  public static fromEntry(entry: string, props: EntryProps = {}): FunctionCode {
    return new DescribedCode(`FunctionCode of ${entry}`, () => packagedEntry(entry, props));
  }

  /**
   * A directory with everything that the function needs, in any runtime. Its content becomes the top of the archive.
   *
   * Left out are `__pycache__`, `*.pyc`, `.DS_Store` and `.git`. A symbolic link is followed if it stays inside. Files
   * that their owner may execute stay executable.
   *
   * @see docs.aws.amazon.com/lambda/latest/dg/configuration-function-zip.html
   */
  public static fromDirectory(path: string, props: ArchiveProps): FunctionCode {
    return new DescribedCode(`FunctionCode of ${path}`, () => packagedDirectory(path, props));
  }

  /** A zip file that was made elsewhere, taken as it is. */
  public static fromZip(path: string, props: ArchiveProps): FunctionCode {
    return new DescribedCode(`FunctionCode of ${path}`, () => packagedZip(path, props));
  }

  /**
   * A zip file in S3: needed for archives beyond 50 MB. Whoever runs Terraform must be allowed to read it.
   *
   * Give `objectVersion` or `sourceCodeHash`, or else Terraform does not see a new upload.
   */
  public static fromS3Object(props: S3ObjectProps): FunctionCode {
    return new DescribedCode(`FunctionCode of s3://${props.s3Bucket}/${props.s3Key}`, () =>
      packagedS3Object(props),
    );
  }

  /**
   * A container image in a private ECR repository of the function's region, with tag or digest. Only a digest
   * stands for one image: Terraform does not see another image under the same tag.
   *
   * @see docs.aws.amazon.com/lambda/latest/dg/images-create.html
   */
  public static fromImage(imageUri: string, props: ImageProps = {}): FunctionCode {
    return new DescribedCode(`FunctionCode of ${imageUri}`, (scope) => packagedImage(imageUri, props, scope));
  }

  /** A handler that comes with this package. */
  public static ready(handler: ReadyHandler): FunctionCode {
    return new DescribedCode(`FunctionCode of the ready handler ${handler}`, () =>
      packagedEntry(readyHandlerFile(handler), {}),
    );
  }

  /**
   * What is wrong with the code, for a function that tells it beside its own problems. `bind` throws it otherwise. Each
   * property begins with `code`: `code.runtime`.
   */
  public abstract problems(scope: Construct, surroundings?: CodeSurroundings): Problem[];

  /**
   * To be called once, by the function: adds a construct `Code` that writes the archive beside the stack's Terraform.
   *
   * @throws InvalidInputError with all of `problems`
   */
  public abstract bind(scope: Construct, surroundings?: CodeSurroundings): FunctionCodeConfig;
}

checkCalls(FunctionCode, "FunctionCode");

class DescribedCode extends FunctionCode {
  public constructor(
    private readonly subject: string,
    private readonly packaged: (scope: Construct) => PackagedCode,
  ) {
    super();
  }

  public override problems(scope: Construct, { hasLayers = false }: CodeSurroundings = {}): Problem[] {
    const { problems, missingFile } = this.packaged(scope);
    if (missingFile === undefined || hasLayers) return [...problems];
    const message = `${missingFile} The function would fail at every call.`;
    return [...problems, { property: "code.handler", message, page: AwsPage.lambdaFunctionNames }];
  }

  public override bind(scope: Construct, surroundings: CodeSurroundings = {}): FunctionCodeConfig {
    const problems = this.problems(scope, surroundings);
    if (problems.length > 0) throw new InvalidInputError(this.subject, problems);
    const { warnings, missingFile, config, archive } = this.packaged(scope);
    for (const warning of warnings) Annotations.of(scope).addWarning(warning);
    if (missingFile !== undefined) {
      const message = `${missingFile} The function fails when it is called, unless a layer brings that file`;
      Annotations.of(scope).addWarning(message);
    }
    if (archive === undefined) return config;
    const asset = new ArchiveAsset(scope, "Code", archive);
    return { ...config, filename: asset.path, sourceCodeHash: archive.sha256 };
  }
}
