import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/** Makes the stack ask for at least this version of the AWS provider. CDKTF would pin the one that it was built with. */
export function requireProvider(construct: Construct, oldest: string): void {
  const [major] = oldest.split(".");
  TerraformStack.of(construct).addOverride(
    "terraform.required_providers.aws.version",
    `>= ${oldest}, < ${Number(major) + 1}.0.0`,
  );
}
