import {
  hashMapperHcl,
  listMapperHcl,
  numberToHclTerraform,
  stringToHclTerraform,
  TerraformResource,
  TerraformStack,
} from "cdktf";
import { Construct, type IConstruct } from "constructs";
import type { CreateLabelingJobRequest } from "./labeling-job-request";

/** The first version of the AWS provider that has the resource. */
export const oldestProviderWithJobs = "6.29.0";

/**
 * `aws_sagemaker_labeling_job`, which the AWS provider has since 6.29.0 and `@cdktf/provider-aws` has not.
 *
 * Its arguments are those of the request under Terraform's names; every structure is a block.
 */
export class LabelingJobResource extends TerraformResource {
  private readonly attributes: Record<string, unknown>;

  /** @param after everything that must be there before the job starts: what Terraform makes in these constructs */
  public constructor(
    scope: Construct,
    id: string,
    request: CreateLabelingJobRequest,
    private readonly after: readonly IConstruct[],
  ) {
    super(scope, id, {
      terraformResourceType: "aws_sagemaker_labeling_job",
      terraformGeneratorMetadata: { providerName: "aws" },
    });
    this.attributes = terraformArguments(request);
  }

  public get labelingJobArn(): string {
    return this.getStringAttribute("labeling_job_arn");
  }

  /** What a deployer's rights are made of, by the names that generated bindings have for it. */
  public get labelingJobNameInput(): string {
    return this.attributes.labeling_job_name as string;
  }

  public get roleArnInput(): string {
    return this.attributes.role_arn as string;
  }

  public get tagsInput(): Record<string, string> | undefined {
    return this.attributes.tags as Record<string, string> | undefined;
  }

  /** Only when all of the stack is there is it known what the job must wait for. */
  public override toTerraform(): unknown {
    const mine = TerraformStack.of(this);
    const before = this.after
      .filter((construct) => TerraformStack.of(construct) === mine)
      .flatMap((construct) => construct.node.findAll())
      .filter(
        (node): node is TerraformResource => TerraformResource.isTerraformResource(node) && node !== this,
      );
    this.dependsOn = [...new Set(before.map(addressOf))].sort();
    return super.toTerraform();
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return this.attributes;
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    return hclOf(this.attributes);
  }
}

function addressOf({ terraformResourceType, friendlyUniqueId }: TerraformResource): string {
  return `${terraformResourceType}.${friendlyUniqueId}`;
}

/** Those of `values` that stand in a tree of constructs, and not only look like one. */
export function constructsAmong(...values: readonly unknown[]): IConstruct[] {
  return values.filter((value): value is IConstruct => Construct.isConstruct(value));
}

/** Structures become blocks, tags a map. */
function terraformArguments(request: CreateLabelingJobRequest): Record<string, unknown> {
  const { Tags: tags, ...others } = request;
  return {
    ...(blockOf(others) as Record<string, unknown>),
    ...(tags && { tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) }),
  };
}

function blockOf(structure: object): object {
  return Object.fromEntries(
    Object.entries(structure).map(([key, value]: [string, unknown]) => [
      terraformName(key),
      typeof value === "object" && value !== null && !Array.isArray(value) ? [blockOf(value)] : value,
    ]),
  );
}

/** The same for `cdktf synth --hcl`, where each value says what it is. */
function hclOf(attributes: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, hclValue(value)]));
}

function hclValue(value: unknown): unknown {
  if (typeof value === "number") {
    return {
      value: numberToHclTerraform(value) as unknown,
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    };
  }
  if (typeof value === "string") {
    return {
      value: stringToHclTerraform(value) as unknown,
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    };
  }
  if (!Array.isArray(value)) {
    const map = hashMapperHcl(stringToHclTerraform)(value) as unknown;
    return { value: map, isBlock: false, type: "map", storageClassType: "stringMap" };
  }
  const isBlock = value.some((item) => typeof item === "object");
  if (isBlock) {
    const blocks = value.map((block: Record<string, unknown>) => hclOf(block));
    return { value: blocks, isBlock: true, type: "list", storageClassType: "list" };
  }
  const list = listMapperHcl(stringToHclTerraform, false)(value) as unknown;
  return { value: list, isBlock: false, type: "list", storageClassType: "stringList" };
}

/** `LabelCategoryConfigS3Uri`: label_category_config_s3_uri. */
function terraformName(name: string): string {
  return name
    .replace(/S3/g, "S3_")
    .replace(/([a-z0-9])(?=[A-Z])/g, "$1_")
    .replace(/_+/g, "_")
    .replace(/_$/, "")
    .toLowerCase();
}
