import { AwsPage } from "../../aws-page";
import { allow, type PolicyStatement } from "../../iam/statement";
import type { AwsScope } from "../../scope/aws-scope";

/** An AWS service that runs a program of the account: Step Functions, Scheduler, a build system, Lambda. */
export interface TrustedService {
  /** Principal of the service: `states.amazonaws.com`. */
  readonly service: string;
  /**
   * For which of its resources it may assume the role (`aws:SourceArn`), with `*` in the last part if need be:
   * `arn:aws:states:eu-west-1:111122223333:stateMachine:labeling`.
   * @default - for each of the account
   */
  readonly sourceArns?: string[];
  /**
   * Whether the service must say that it acts for the stack's account (`aws:SourceAccount`).
   * @default true for services whose pages print it: CodeBuild, ECS tasks, EventBridge, Pipes, SageMaker, Scheduler, Step Functions; and with `sourceArns`
   */
  readonly sourceAccount?: boolean;
}

/** Services of which AWS's pages print a trust policy with a source. Lambda and EC2 say none: a role is passed to them inside the account. */
const sayTheirSource: ReadonlySet<string> = new Set([
  "codebuild.amazonaws.com",
  "ecs-tasks.amazonaws.com",
  "events.amazonaws.com",
  "pipes.amazonaws.com",
  "sagemaker.amazonaws.com",
  "scheduler.amazonaws.com",
  "states.amazonaws.com",
]);

/** Programs that assume the role of a persona. */
export function assumedByPrograms(services: readonly TrustedService[], scope: AwsScope): PolicyStatement[] {
  return services.map(({ service, sourceArns = [], sourceAccount }) => {
    const ofAccount = sourceAccount ?? (sourceArns.length > 0 || sayTheirSource.has(service));
    const when = {
      ...(ofAccount && { StringEquals: { "aws:SourceAccount": [scope.account] } }),
      ...(sourceArns.length > 0 && { ArnLike: { "aws:SourceArn": sourceArns } }),
    };
    return allow("AssumedByProgram", {
      principal: { service: [service] },
      actions: ["sts:AssumeRole"],
      ...(Object.keys(when).length > 0 && { when }),
      reason: "a program of the account works with the role, run by this service",
      page: AwsPage.confusedDeputyOfServices,
    });
  });
}
