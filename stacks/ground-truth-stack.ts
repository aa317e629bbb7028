import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { TerraformElement } from "cdktf";
import { TerraformStack } from "cdktf";
import type { Construct, Node } from "constructs";
import { addBackend, oldestTerraform } from "./backend";
import type { AccessConfig } from "./config/access-schema";
import type { BackendConfig } from "./config/backend-schema";
import type { GroundTruthConfig } from "./config/schema";
import type { WorkforceConfig } from "./config/workforce-schema";
import { ShortLogicalIds } from "../lib/scope/short-logical-ids";
import { checkStackInput, type Needs } from "./checked-input";
import { RequiredTerraform } from "./required-terraform";

/** What all stacks of a configuration have in common. */
export interface GroundTruthStackProps extends Omit<
  GroundTruthConfig,
  "workflows" | "shared" | "workforce" | "access" | "backend"
> {
  /** The people who label: a job of the only team needs no name of it. @default - not known */
  readonly workforce?: WorkforceConfig | undefined;
  /** Who may do what: keys let in those who bring data or read answers. @default - nobody */
  readonly access?: AccessConfig | undefined;
  /** Where Terraform keeps the stack's state. @default - state on this machine, beside the output directory */
  readonly backend?: BackendConfig;
}

/** The AWS providers that the resources of this library are the same in. CDKTF would pin the one it was built with. */
const awsProviders = { source: "hashicorp/aws", version: ">= 5.100.0, < 7.0.0" };

/**
 * A stack with provider and backend by the configuration, and with resource addresses that a reviewer can read.
 *
 * The addresses are a contract: they follow the ids of the constructs and carry no hash.
 */
export abstract class GroundTruthStack extends TerraformStack {
  /** Begins the names of the parameters that tell the outputs, where the configuration asks for them. */
  protected readonly ssmParameterPath?: string;
  private readonly ids = new ShortLogicalIds(this);

  /**
   * @param needs what the stack takes besides, and what may be wrong with it
   * @throws InvalidInputError naming everything in `props` that is not of the schema
   */
  protected constructor(scope: Construct, id: string, props: GroundTruthStackProps, needs: Needs = {}) {
    checkStackInput(new.target.name, scope, id, props, needs);
    super(scope, id);
    this.ssmParameterPath = props.ssmParameters ? `/${props.namePrefix}/${id}` : undefined;
    const backend = props.backend ?? { type: "local" };
    addBackend(this, backend);
    new RequiredTerraform(this, oldestTerraform(backend));
    this.addOverride("terraform.required_providers.aws", { ...awsProviders });
    // What stands here literally stands so in every ARN; the rest is read while planning: see lib/scope/stack-scope.ts.
    new AwsProvider(this, "AwsProvider", {
      region: props.region,
      allowedAccountIds: props.account === undefined ? undefined : [props.account],
      defaultTags: props.tags === undefined ? undefined : [{ tags: props.tags }],
    });
  }

  /** @throws Error when two elements would have the same address: the second would silently replace the first */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    return this.ids.allocate(element);
  }
}
