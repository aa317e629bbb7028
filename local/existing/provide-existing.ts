import { zipSync } from "fflate";
import { emulatorRequest, formRequest } from "./emulator-request";
import type { Existing, ExistingKind } from "./find-existing";

/** Makes on the emulator what exists on AWS, as far as stacks use it: each thing by its name, and empty. */
export async function provideExisting(endpoint: string, things: readonly Existing[]): Promise<void> {
  for (const one of things) await make[one.kind](endpoint, one);
}

const trust = (service: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });

type Maker = (endpoint: string, thing: Existing) => Promise<unknown>;

const make: Readonly<Record<ExistingKind, Maker>> = {
  role: (endpoint, one) =>
    formRequest(endpoint, one, "iam", "CreateRole", {
      RoleName: one.name,
      AssumeRolePolicyDocument: trust("sagemaker.amazonaws.com"),
    }),
  group: (endpoint, one) => formRequest(endpoint, one, "iam", "CreateGroup", { GroupName: one.name }),
  user: (endpoint, one) => formRequest(endpoint, one, "iam", "CreateUser", { UserName: one.name }),
  policy: (endpoint, one) =>
    formRequest(endpoint, one, "iam", "CreatePolicy", {
      PolicyName: one.name,
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
      }),
    }),
  topic: (endpoint, one) => formRequest(endpoint, one, "sns", "CreateTopic", { Name: one.name }),
  queue: (endpoint, one) => formRequest(endpoint, one, "sqs", "CreateQueue", { QueueName: one.name }),
  bucket: makeBucket,
  object: (endpoint, one) =>
    emulatorRequest(endpoint, one, {
      service: "s3",
      operation: "PutObject",
      method: "PUT",
      path: `/${one.name}`,
      body: Buffer.from(emptyArchive()).toString("latin1"),
    }),
  function: makeFunction,
};

function makeBucket(endpoint: string, one: Existing): Promise<string> {
  const constraint =
    one.region === "us-east-1"
      ? ""
      : `<CreateBucketConfiguration><LocationConstraint>${one.region}</LocationConstraint></CreateBucketConfiguration>`;
  return emulatorRequest(endpoint, one, {
    service: "s3",
    operation: "CreateBucket",
    method: "PUT",
    path: `/${one.name}`,
    body: constraint,
    unless: /BucketAlreadyOwnedByYou|BucketAlreadyExists/,
  });
}

const functionRole = "existing-functions";

async function makeFunction(endpoint: string, one: Existing): Promise<void> {
  const [name = "", alias] = one.name.split(":");
  await formRequest(endpoint, one, "iam", "CreateRole", {
    RoleName: functionRole,
    AssumeRolePolicyDocument: trust("lambda.amazonaws.com"),
  });
  const lambda = (operation: string, path: string, body: object) =>
    emulatorRequest(endpoint, one, {
      service: "lambda",
      operation,
      path: `/2015-03-31/functions${path}`,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      unless: /ResourceConflictException|already exist/,
    });
  await lambda("CreateFunction", "", {
    FunctionName: name,
    Role: `arn:aws:iam::${one.account ?? "123456789012"}:role/${functionRole}`,
    Runtime: "nodejs22.x",
    Handler: "index.handler",
    Code: { ZipFile: Buffer.from(emptyArchive()).toString("base64") },
  });
  if (alias !== undefined)
    await lambda("CreateAlias", `/${name}/aliases`, { Name: alias, FunctionVersion: "$LATEST" });
}

function emptyArchive(): Uint8Array {
  return zipSync({ "index.js": new TextEncoder().encode("exports.handler = async () => ({});\n") });
}
