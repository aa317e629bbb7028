import {
  account,
  arn,
  existingKey,
  maybe,
  region,
  sharedBucket,
  some,
  teamNames,
  workflowNames,
} from "./made-parts";
import { madeBucket, madeWorkflows } from "./made-workflows";
import type { Random } from "./random";

/** A configuration of everything that there is. Parts fit each other mostly, so that many are accepted. */
export function madeConfig(random: Random): object {
  const hasShared = random.chance(0.5);
  const hasWorkforce = random.chance(0.3);
  const workflows = madeWorkflows({ hasShared }, random);
  return {
    namePrefix: "acme",
    region,
    account: random.chance(0.9) ? account : undefined,
    tags: maybe(random, 0.5, () => ({ team: "vision", "cost-center": "17" })),
    rolePath: maybe(random, 0.2, () => "/labeling/"),
    permissionsBoundary: maybe(random, 0.2, () => arn("iam", "policy/boundary")),
    shared: hasShared ? shared(random) : undefined,
    workflows,
    workforce: hasWorkforce ? workforce(random) : undefined,
    environments: maybe(random, 0.1, () => environments(random)),
    access: maybe(random, 0.4, () => some(random, personas(workflows.length, hasWorkforce, random))),
  };
}

/** The same stacks in several accounts or regions. */
function environments(random: Random): object {
  return {
    test: random.one([{}, { namePrefix: "acme-test", tags: { stage: "${environment}" }, access: null }]),
    prod: random.one<unknown>([
      { account: "444455556666", stackPrefix: "" },
      { ssmParameters: true, rolePath: "/${namePrefix}/" },
      null,
    ]),
  };
}

function shared(random: Random): object {
  return {
    keys: [{ name: "streets", dataUsers: maybe(random, 0.3, () => [arn("iam", "role/pipeline")]) }],
    buckets: {
      create: [
        {
          ...madeBucket(sharedBucket, true, random),
          encryptionKey: maybe(random, 0.3, () =>
            random.one<object>([{ shared: "streets" }, { existing: existingKey(random) }]),
          ),
        },
      ],
    },
  };
}

function workforce(random: Random): object {
  const isOwn = random.chance(0.6);
  return {
    ...(isOwn
      ? {
          userPool: {
            create: {
              domain: "acme-labeling",
              mfa: maybe(random, 0.3, () => random.one(["required", "optional", "none"])),
              signInByEmail: maybe(random, 0.3, () => true),
              threatProtection: maybe(random, 0.3, () => true),
              invitation: maybe(random, 0.5, () => ({
                emailSubject: random.one(["Welcome, ${name}", "Willkommen"]),
                emailMessage: "<p>{username}, your password is {####}. 100 %{}</p>",
              })),
              verification: maybe(random, 0.4, () => ({
                emailSubject: "Code",
                emailMessage: "Your code is {####}",
              })),
            },
          },
          ipRanges: maybe(random, 0.3, () => ["203.0.113.0/24"]),
          workforceVpcConfig: maybe(random, 0.2, () => ({
            vpcId: "vpc-0a",
            securityGroupIds: ["sg-0a"],
            subnets: ["subnet-0a"],
          })),
        }
      : {
          existing: {
            name: "default",
            userPool: { userPoolId: `${region}_a1B2c3D4e`, clientId: "1example23456789" },
          },
        }),
    teams: teamNames.slice(0, random.one([1, 2])).map((name) => ({
      name,
      description: "Who knows ${signs}",
      groups: maybe(random, 0.3, () => ["Я", "Ж", "experts", "Experts"]),
    })),
    notifications: maybe(random, 0.6, () =>
      random.one<object>([
        {},
        { encryptionKey: { create: {} } },
        { encryptionKey: { existing: existingKey(random) } },
        {
          topic: {
            existing: arn("sns", "work-teams"),
            encryptionKey: maybe(random, 0.5, () => ({ existing: existingKey(random) })),
          },
        },
      ]),
    ),
  };
}

function personas(workflows: number, hasWorkforce: boolean, random: Random): object[] {
  const names = workflowNames.slice(0, workflows);
  const holders = () =>
    random.one<object>([
      { permissionSet: true },
      {
        attachTo: {
          roles: ["labeling-lead", arn("iam", "role/people/lead")],
          groups: maybe(random, 0.4, () => ["leads"]),
        },
      },
      {
        createRole: {
          trustedServices: [
            {
              service: "states.amazonaws.com",
              sourceArns: maybe(random, 0.5, () => [arn("states", "stateMachine:*")]),
              sourceAccount: maybe(random, 0.4, () => true),
            },
          ],
          trustedPrincipalArns: maybe(random, 0.4, () => [arn("iam", "role/training")]),
        },
      },
    ]);
  const guardRails = () => ({
    noPublicCrowd: true,
    requiredTagKeys: maybe(random, 0.5, () => ["cost-center"]),
    requiredTagValues: maybe(random, 0.6, () => ({
      team: ["vision", "nlp-*"],
      "größe (x)": maybe(random, 0.1, () => ["a"]),
    })),
    onlyRegions: maybe(random, 0.3, () => [region]),
    onlyWorkTeams: maybe(random, 0.3, () =>
      hasWorkforce ? ["sign-experts"] : [arn("sagemaker", "workteam/private-crowd/sign-experts")],
    ),
  });
  const some_ = () => ({
    style: maybe(random, 0.3, () => random.one(["least-privilege", "as-documented", "aws-managed"])),
    workflows: maybe(random, 0.4, () => some(random, names)),
    guardRails: maybe(random, 0.4, guardRails),
    ...holders(),
  });
  return [
    {
      persona: "job-creator",
      waitsInStepFunctions: maybe(random, 0.6, () => true),
      labelingJobNamePrefix: maybe(random, 0.3, () => "acme"),
      ...some_(),
    },
    {
      persona: "console-user",
      customWorkflow: maybe(random, 0.5, () => true),
      privateWorkforce: maybe(random, 0.5, () => true),
      ...some_(),
    },
    { persona: "function-author", ...some_() },
    { persona: "key-administrator", mayChangeKeyPolicy: maybe(random, 0.4, () => true), ...some_() },
    { persona: "auditor", ...holders() },
    { persona: "job-operator", ...holders() },
    { persona: "deployer", stacks: maybe(random, 0.4, () => some(random, names)), ...holders() },
  ];
}
