import { Token } from "cdktf";
import type { Construct } from "constructs";
import { AwsPage } from "../aws-page";
import { StackScope } from "../scope/stack-scope";
import type { Problem } from "../validation/problems";
import type { ImageProps } from "./function-code-props";
import type { PackagedCode } from "./packaged-code";

/** A container image. */
export function packagedImage(imageUri: string, props: ImageProps, scope: Construct): PackagedCode {
  const message = imageProblem(imageUri, scope);
  const problems: Problem[] =
    message === undefined ? [] : [{ property: "code.imageUri", message, page: AwsPage.lambdaImages }];
  if (props.command?.length === 0) {
    problems.push({
      property: "code.command",
      message: "got an empty list; leave it out to keep the command of the image.",
    });
  }
  return { problems, warnings: [], config: { imageUri, imageCommand: props.command } };
}

const privateRepository =
  /^\d{12}\.dkr(?:\.|-)(ecr|ecr-fips)\.([a-z0-9-]+)\.(?:[a-z0-9-]+\.)+[a-z]+\/([a-z0-9._/-]+)(:[\w.-]{1,128})?(@sha256:[0-9a-f]{64})?$/;

function imageProblem(imageUri: string, scope: Construct): string | undefined {
  if (Token.isUnresolved(imageUri)) return undefined;
  const match = privateRepository.exec(imageUri);
  if (match === null) {
    return (
      `got "${imageUri}"; Lambda takes images from private ECR repositories only: ` +
      `111122223333.dkr.ecr.us-east-1.amazonaws.com/repository:tag, or @sha256: and the digest after the repository.`
    );
  }
  const [, service, region, , tag, digest] = match;
  if (service === "ecr-fips")
    return `got "${imageUri}"; Lambda takes no images from FIPS endpoints. Use dkr.ecr.`;
  if (tag === undefined && digest === undefined) {
    return `got "${imageUri}"; add a tag (:v1) or, better, a digest (@sha256:…), which stands for one image for ever.`;
  }
  const here = StackScope.of(scope).region;
  if (Token.isUnresolved(here) || here === region) return undefined;
  return `got an image in ${region}; the function is made in ${here}, and Lambda takes images of its own region only.`;
}
