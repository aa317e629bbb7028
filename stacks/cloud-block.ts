import { TerraformBackend, type TerraformRemoteState, type TerraformStack } from "cdktf";

interface CloudBlockProps {
  readonly organization: string;
  /** @default - HCP Terraform */
  readonly hostname?: string;
  readonly workspaces: { readonly name?: string; readonly project?: string; readonly tags?: string[] };
}

/**
 * The `cloud` block of HCP Terraform.
 *
 * CDKTF's own CloudBackend starts `terraform version` for each stack at synth, and fails without a Terraform on the
 * machine. Here the stack's `required_version` asks for a Terraform that knows the block, where one is needed at all.
 */
export class CloudBlock extends TerraformBackend {
  public constructor(
    stack: TerraformStack,
    private readonly props: CloudBlockProps,
  ) {
    super(stack, "backend", "cloud");
  }

  public override toTerraform(): unknown {
    return { terraform: { cloud: this.props } };
  }

  public override toHclTerraform(): unknown {
    const { workspaces, ...plain } = this.props;
    const block = { value: workspaces, isBlock: true, type: "map", storageClassType: "stringMap" };
    return { terraform: { cloud: { ...plain, workspaces: block } } };
  }

  public override toMetadata(): Record<string, unknown> {
    const isHcp = (this.props.hostname ?? "app.terraform.io").startsWith("app.terraform.io");
    return { ...(super.toMetadata() as object), cloud: isHcp ? "tfc" : "tfe" };
  }

  public override getRemoteStateDataSource(): TerraformRemoteState {
    throw new Error("Stacks of labeling workflows stand alone: none reads the state of another.");
  }
}
