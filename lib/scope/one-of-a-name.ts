import { TerraformResource, type TerraformStack, Token } from "cdktf";
import { AwsPage } from "../aws-page";
import type { AwsScope } from "./aws-scope";

/** What AWS tells things of a type apart by. */
interface NamedType {
  /** The property that says the name. @default "name" */
  readonly property?: string;
  /** IAM: once in an account, in whatever case. @default - once in each region */
  readonly ofAccount?: boolean;
  /** A name is there once in each of these. */
  readonly within?: string;
}

const ofAccount: NamedType = { ofAccount: true };
const types: Readonly<Record<string, NamedType>> = {
  aws_iam_role: ofAccount,
  aws_iam_policy: ofAccount,
  aws_iam_user: ofAccount,
  aws_iam_group: ofAccount,
  aws_sns_topic: {},
  aws_sqs_queue: {},
  aws_kms_alias: {},
  aws_lambda_function: { property: "functionName" },
  aws_cloudwatch_event_rule: { within: "eventBusName" },
  aws_cloudwatch_metric_alarm: { property: "alarmName" },
  aws_cloudwatch_log_group: {},
  aws_sagemaker_workteam: { property: "workteamName" },
};

const watched = new WeakSet<TerraformStack>();

/**
 * Refuses two resources of a stack that AWS would take for one, at synth. SNS answers the second with the first, so both
 * would be applied and undo each other's policy for ever; of most others the second fails in the middle of an apply.
 *
 * @param placeOf account and region of a resource, as far as they are stated
 */
export function watchNames(
  stack: TerraformStack,
  placeOf: (resource: TerraformResource) => Partial<AwsScope>,
): void {
  if (watched.has(stack)) return;
  watched.add(stack);
  stack.node.addValidation({ validate: () => twins(stack, placeOf) });
}

function twins(stack: TerraformStack, placeOf: (resource: TerraformResource) => Partial<AwsScope>): string[] {
  const known = new Map<string, TerraformResource[]>();
  return stack.node.findAll().flatMap((node) => {
    if (!TerraformResource.isTerraformResource(node)) return [];
    const type = types[node.terraformResourceType];
    const { property = "name" } = type ?? {};
    const name = type && literal(node, property);
    if (type === undefined || name === undefined) return [];
    const within = type.within === undefined ? "" : (literal(node, type.within) ?? "");
    const key = [node.terraformResourceType, within, type.ofAccount ? name.toLowerCase() : name].join(" ");
    const others = known.get(key) ?? [];
    known.set(key, [...others, node]);
    const other = others.find((one) => mayMeet(placeOf(one), placeOf(node), type));
    if (other === undefined) return [];
    const theirs = literal(other, property);
    const rule = type.ofAccount
      ? `IAM takes each name once in an account, in whatever case (${AwsPage.iamNames})`
      : "there is one of each name in an account and region";
    return [
      `${node.node.path}: ${property}: got "${name}", the name of ${other.node.path} too${theirs === name ? "" : ` ("${theirs}")`}; ` +
        `${rule}. Give one of the two another name, or use one for both`,
    ];
  });
}

function mayMeet(
  one: Partial<AwsScope>,
  other: Partial<AwsScope>,
  { ofAccount: isGlobal }: NamedType,
): boolean {
  const parts = isGlobal ? (["account"] as const) : (["account", "region"] as const);
  return parts.every(
    (part) => one[part] === undefined || other[part] === undefined || one[part] === other[part],
  );
}

/** The value of a property, if it is a text that is known before Terraform runs. */
function literal(resource: TerraformResource, property: string): string | undefined {
  const value = (resource as unknown as Readonly<Record<string, unknown>>)[`${property}Input`];
  return typeof value === "string" && !Token.isUnresolved(value) ? value : undefined;
}
