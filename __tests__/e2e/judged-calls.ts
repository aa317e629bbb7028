import type { DeployedStack } from "../conformance/harness/deployed";
import type { DeployedRole } from "../conformance/harness/roles";
import { requireAllowed } from "../conformance/harness/sentences";
import { elements, type EmulatedAws } from "./emulated-aws";

type Parameters = Readonly<Record<string, unknown>>;

/**
 * Calls with the credentials of a role. The emulator lets everybody do everything, so each call is first judged by the
 * deployed policies, from the parameters that are sent, and is not made when AWS would refuse it.
 */
export class JudgedCalls {
  /** What was allowed and made, in order: `sqs:CreateQueue GroundTruth-street-signs`. */
  public readonly made: string[] = [];

  private constructor(
    private readonly aws: EmulatedAws,
    private readonly role: DeployedRole,
  ) {}

  /** Assumes a role of the stack, by its name. */
  static async as(aws: EmulatedAws, stack: DeployedStack, roleName: string): Promise<JudgedCalls> {
    const role = stack.role(roleName);
    return new JudgedCalls(await aws.assumeRole(role.arn), role);
  }

  /** Who the emulator takes the calls to come from. */
  async caller(): Promise<string> {
    return elements(await this.aws.query("sts", "GetCallerIdentity"), "Arn")[0] ?? "";
  }

  async sqs<Answer>(action: string, parameters: Parameters): Promise<Answer> {
    const { QueueUrl, QueueName } = parameters as { QueueUrl?: string; QueueName?: string };
    const { partition, region, account } = this.role.stack;
    const name = QueueName ?? QueueUrl?.split("/").at(-1) ?? "";
    await this.judge(`sqs:${action}`, `arn:${partition}:sqs:${region}:${account}:${name}`);
    return this.aws.json<Answer>("sqs", `AmazonSQS.${action}`, parameters);
  }

  async sns(action: string, parameters: Record<string, string>): Promise<string> {
    const { TopicArn = "*", Protocol, Endpoint } = parameters;
    await this.judge(`sns:${action}`, TopicArn, {
      ...(Protocol !== undefined && { "sns:Protocol": Protocol }),
      ...(Endpoint !== undefined && { "sns:Endpoint": Endpoint }),
    });
    return this.aws.query("sns", action, parameters);
  }

  /** What a service does with a key in the name of the caller. The emulator encrypts nothing. */
  async useKey(action: string, keyArn: string, service: string): Promise<void> {
    const through = { "kms:ViaService": `${service}.${this.role.stack.region}.amazonaws.com` };
    await this.judge(`kms:${action}`, keyArn, through);
  }

  private async judge(action: string, resource: string, context?: Record<string, string>): Promise<void> {
    await requireAllowed({ principal: this.role, action, resource, context });
    this.made.push(`${action} ${resource.split(/[:/]/).at(-1)}`);
  }
}
