import { InvalidInputError, JobCreator, Persona, type PersonaRoleProps, S3Location } from "../../lib";
import { synthesized } from "../synthesized";
import { deployedStack } from "./harness/deployed";
import { mayAssume, mayDo, mayNotAssume, mayNotDo } from "./harness/sentences";
import { account, here, region } from "../account";

/* Programs that start jobs: who runs them, for whom, and what they may do; and guard rails on the tags of their jobs. */

const machine = `arn:aws:states:${region}:${account}:stateMachine:labeling`;
const rule = (name: string) => `arn:aws:events:${region}:${account}:rule/${name}`;
const job = (name: string) => `arn:aws:sagemaker:${region}:${account}:labeling-job/${name}`;
const team = { "sagemaker:WorkteamType": "private-crowd" };
const executionRole = `arn:aws:iam::${account}:role/signs-execution`;

const workflow = {
  labelingJobName: "signs-",
  labelingJobNameIsPrefix: true,
  executionRoleArn: executionRole,
  inputs: [S3Location.parse("s3://acme-raw/signs/")],
  output: S3Location.parse("s3://acme-labels/signs/"),
};
const json = synthesized((stack) => {
  const loop = new JobCreator(stack, "Loop", {
    policyName: "loop",
    workflows: [workflow],
    waitsInStepFunctions: true,
    guardRails: { requiredTagValues: { CostCenter: ["ml-*", "research"] } },
  });
  loop.createRole({
    name: "loop",
    trustedServices: [
      { service: "states.amazonaws.com", sourceArns: [machine] },
      { service: "scheduler.amazonaws.com" },
      { service: "lambda.amazonaws.com" },
    ],
  });
  new JobCreator(stack, "Plain", { policyName: "plain", workflows: [workflow] }).createRole({
    name: "plain",
    trustedPrincipalArns: [`arn:aws:iam::${account}:role/ci`],
  });
}, here);
const deployed = deployedStack(JSON.stringify(json), here);
const role = deployed.role("loop");
const states = deployed.service("states.amazonaws.com");
const scheduler = deployed.service("scheduler.amazonaws.com");
const from = (arn: string, of = account) => ({ "aws:SourceArn": arn, "aws:SourceAccount": of });
const tagged = (value: string) => ({ ...team, "aws:RequestTag/CostCenter": value });

describe("the role of a state machine", () => {
  mayAssume(role, [
    ["Step Functions, for the state machine", states, from(machine)],
    [
      "Scheduler, for the account",
      scheduler,
      from(`arn:aws:scheduler:${region}:${account}:schedule/default/x`),
    ],
    ["Lambda, which says no source", deployed.service("lambda.amazonaws.com")],
  ]);
  mayNotAssume(role, [
    ["Step Functions, for another state machine", states, from(`${machine}-2`)],
    ["Step Functions, for another account", states, from(machine, "444455556666")],
    ["Step Functions, without a source", states],
    [
      "Scheduler, for another account",
      scheduler,
      from(`arn:aws:scheduler:${region}:444455556666:schedule/default/x`, "444455556666"),
    ],
    ["SageMaker", deployed.service("sagemaker.amazonaws.com"), { "aws:SourceAccount": account }],
    ["a role of the account", deployed.anotherRole("admin")],
  ]);
  mayDo(role, [
    ["start a job with a tag", "sagemaker:CreateLabelingJob", job("signs-1"), tagged("ml-signs")],
    ["start one with the other value", "sagemaker:CreateLabelingJob", job("signs-1"), tagged("research")],
    ["see how it stands", "sagemaker:DescribeLabelingJob", job("signs-1")],
    ["stop it", "sagemaker:StopLabelingJob", job("signs-1")],
    [
      "pass the execution role",
      "iam:PassRole",
      executionRole,
      { "iam:PassedToService": "sagemaker.amazonaws.com" },
    ],
    ["be told of its end", "events:PutTargets", rule("StepFunctionsGetEventsForSageMakerLabelingJobsRule")],
    ["make the rule for that", "events:PutRule", rule("StepFunctionsGetEventsForSageMakerLabelingJobsRule")],
    [
      "look whether it is there",
      "events:DescribeRule",
      rule("StepFunctionsGetEventsForSageMakerLabelingJobsRule"),
    ],
  ]);
  mayNotDo(role, [
    ["start a job with another value", "sagemaker:CreateLabelingJob", job("signs-1"), tagged("sales")],
    [
      "start a job with a value that begins otherwise",
      "sagemaker:CreateLabelingJob",
      job("signs-1"),
      tagged("xml-1"),
    ],
    ["start a job without the tag", "sagemaker:CreateLabelingJob", job("signs-1"), team],
    ["start a job of another workflow", "sagemaker:CreateLabelingJob", job("lamps-1"), tagged("research")],
    ["take the tag away", "sagemaker:DeleteTags", job("signs-1"), { "aws:TagKeys": "CostCenter" }],
    ["change a rule of somebody else", "events:PutRule", rule("deploy-on-push")],
    ["delete the rule", "events:DeleteRule", rule("StepFunctionsGetEventsForSageMakerLabelingJobsRule")],
    [
      "pass the role to Lambda",
      "iam:PassRole",
      executionRole,
      { "iam:PassedToService": "lambda.amazonaws.com" },
    ],
    ["start a state machine", "states:StartExecution", machine],
  ]);
});

describe("a job creator that is no state machine", () => {
  mayNotDo(deployed.role("plain"), [
    ["make rules", "events:PutRule", rule("StepFunctionsGetEventsForSageMakerLabelingJobsRule")],
  ]);
});

describe("a role that would trust more than it names", () => {
  const refused = (props: Partial<PersonaRoleProps>): string => {
    try {
      synthesized((stack) => {
        new Persona(stack, "P", { policyName: "p" }).createRole({ name: "r", ...props });
      }, here);
    } catch (error) {
      if (error instanceof InvalidInputError) return error.message;
      throw error;
    }
    return "";
  };
  test.each([
    ["nobody", {}, /trustedPrincipalArns: got nobody/],
    ["every service", { trustedServices: [{ service: "*" }] }, /trustedServices\[0\]\.service/],
    [
      "somebody's web address",
      { trustedServices: [{ service: "evil.example" }] },
      /trustedServices\[0\]\.service/,
    ],
    [
      "things of another account",
      {
        trustedServices: [
          { service: "states.amazonaws.com", sourceArns: [machine.replace(account, "444455556666")] },
        ],
      },
      /sourceArns\[0\].*its own account/,
    ],
    [
      "whatever",
      { trustedServices: [{ service: "states.amazonaws.com", sourceArns: ["*"] }] },
      /sourceArns\[0\]/,
    ],
    [
      "a factor of a service",
      { requireMfa: true, trustedServices: [{ service: "states.amazonaws.com" }] },
      /requireMfa/,
    ],
  ])("%s: refused", (_title, props, message) => {
    expect(refused(props)).toMatch(message);
  });
});
