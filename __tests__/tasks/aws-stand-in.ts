import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Operation, requestProblems, responseProblems } from "../jobs/model-problems";
import { account, region } from "../account";

type Fields = Record<string, unknown>;

/** What an account holds. Everything may be changed between two commands. */
export interface StandInWorld {
  /** Texts by `bucket/key`. */
  readonly objects: Record<string, string>;
  /** Keys that encrypt objects, by `bucket/key`. */
  readonly encrypted?: Record<string, string>;
  readonly bucketPolicies?: Record<string, object>;
  readonly cors?: Record<string, string>;
  readonly roles: Record<string, StandInRole>;
  readonly keys?: Record<
    string,
    { readonly policy: object; readonly aliases?: readonly string[]; readonly state?: string }
  >;
  readonly topics?: Record<string, object>;
  readonly teams?: readonly string[];
  /** Statuses by name. */
  readonly jobs: Record<string, StandInJob>;
  /** Operations that the caller may not call: `GetRole`, `GetBucketPolicy`. */
  readonly denied?: readonly string[];
}

interface StandInRole {
  readonly trust: object;
  readonly inline?: Record<string, object>;
  readonly attached?: Record<string, object>;
}

interface StandInJob {
  status: string;
  counters?: Record<string, number>;
  reason?: string;
  request?: Fields;
}

class Refusal extends Error {
  public constructor(
    public readonly type: string,
    message: string,
  ) {
    super(message);
  }
}

const ofConnection = new Set([
  ...[
    "connection",
    "content-encoding",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "transfer-encoding",
  ],
]);

/**
 * Answers the real SDK as AWS's API does, from memory. Requests to SageMaker are held against the API model, and so are the
 * answers.
 */
export class AwsStandIn {
  /** Operations in the order in which they were asked for. */
  public readonly calls: string[] = [];
  private server: Server | undefined;
  private readonly before = { ...process.env };

  /** @param emulator takes everything but SageMaker, if it is there; memory does otherwise */
  public constructor(
    public world: StandInWorld,
    private readonly emulator?: string,
  ) {}

  public get endpoint(): string {
    return `http://127.0.0.1:${(this.server!.address() as AddressInfo).port}`;
  }

  public async start(): Promise<void> {
    this.server = createServer((request, response) => void this.answer(request, response));
    await new Promise<void>((resolve) => this.server!.listen(0, "127.0.0.1", resolve));
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_EC2_METADATA_DISABLED: "true",
    });
  }

  public async stop(): Promise<void> {
    process.env = this.before;
    await new Promise((resolve) => {
      this.server!.close(resolve);
      this.server!.closeAllConnections();
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const body = bytes.toString("utf8");
    const [service, operation] = String(request.headers["x-amz-target"] ?? "").split(".");
    if (this.emulator !== undefined && service !== "SageMaker") return this.passOn(request, bytes, response);
    if (operation !== undefined) return this.json(service!, operation, body, response);
    if (String(request.headers["content-type"]).includes("x-www-form-urlencoded"))
      return this.query(body, response);
    return this.s3(request, response);
  }

  private async passOn(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const headers = Object.entries(request.headers).filter(([name]) => !ofConnection.has(name));
    const answer = await fetch(`${this.emulator}${request.url}`, {
      method: request.method,
      headers: { ...Object.fromEntries(headers), "x-moto-account-id": account } as Record<string, string>,
      body: ["GET", "HEAD"].includes(request.method ?? "GET") ? undefined : new Uint8Array(body),
      redirect: "manual",
    });
    const kept = [...answer.headers].filter(([name]) => !ofConnection.has(name));
    response.writeHead(answer.status, Object.fromEntries(kept));
    response.end(Buffer.from(await answer.arrayBuffer()));
  }

  private json(service: string, operation: string, body: string, response: ServerResponse): void {
    const send = (status: number, answer: Fields) => {
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(answer));
    };
    try {
      this.called(operation);
      const input = JSON.parse(body) as Fields;
      send(200, service === "SageMaker" ? this.sageMaker(operation, input) : this.kms(operation, input));
    } catch (error) {
      const { type = "InternalFailure", message } = error as Partial<Refusal>;
      send(400, { __type: type, message });
    }
  }

  private sageMaker(operation: string, input: Fields): Fields {
    if (operation === "DescribeWorkteam") {
      const name = String(input.WorkteamName);
      if (this.world.teams?.includes(name) !== true)
        refuse("ValidationException", `The work team ${name} doesn't exist: not found`);
      return {
        Workteam: {
          WorkteamName: name,
          WorkteamArn: teamArn(name),
          Description: "People",
          MemberDefinitions: [],
        },
      };
    }
    const wrong = requestProblems(operation as Operation, input);
    if (wrong.length > 0) refuse("ValidationException", wrong.join("; "));
    const name = String(input.LabelingJobName);
    const [known, job] =
      Object.entries(this.world.jobs).find(([other]) => other.toLowerCase() === name.toLowerCase()) ?? [];
    switch (operation) {
      case "CreateLabelingJob":
        if (known !== undefined)
          refuse(
            "ResourceInUse",
            `Labeling job name must be unique within an AWS account and region: ${known}`,
          );
        this.world.jobs[name] = { status: "Initializing", request: input };
        return { LabelingJobArn: jobArn(name) };
      case "StopLabelingJob":
        if (job === undefined) refuse("ResourceNotFound", `Could not find requested labeling job: ${name}`);
        job.status = "Stopping";
        return {};
      case "DescribeLabelingJob": {
        if (job === undefined) refuse("ResourceNotFound", `Could not find requested labeling job: ${name}`);
        const { LabelingJobAlgorithmsConfig, ...echoed } = job.request ?? this.anyRequest(name);
        const answer: Fields = {
          ...echoed,
          ...(LabelingJobAlgorithmsConfig !== undefined && { LabelingJobAlgorithmsConfig }),
          LabelingJobName: name,
          LabelingJobArn: jobArn(name),
          LabelingJobStatus: job.status,
          LabelCounters: job.counters ?? {
            TotalLabeled: 0,
            HumanLabeled: 0,
            MachineLabeled: 0,
            FailedNonRetryableError: 0,
            Unlabeled: 0,
          },
          JobReferenceCode: "abc",
          CreationTime: 1_700_000_000,
          LastModifiedTime: 1_700_000_000,
          ...(job.reason !== undefined && { FailureReason: job.reason }),
          ...(job.status === "Completed" && {
            LabelingJobOutput: {
              OutputDatasetS3Uri: `s3://acme-labels/signs/${name}/manifests/output/output.manifest`,
            },
          }),
        };
        const odd = responseProblems(answer);
        if (odd.length > 0) throw new Error(`The stand-in answers as AWS does not: ${odd.join("; ")}`);
        return answer;
      }
      default:
        throw new Error(`The stand-in knows no ${operation}`);
    }
  }

  private anyRequest(name: string): Fields {
    return {
      LabelingJobName: name,
      LabelAttributeName: "a",
      InputConfig: { DataSource: { S3DataSource: { ManifestS3Uri: "s3://acme-raw/a" } } },
      OutputConfig: { S3OutputPath: "s3://acme-labels/" },
      RoleArn: `arn:aws:iam::${account}:role/a-role`,
      HumanTaskConfig: {
        WorkteamArn: teamArn("a"),
        UiConfig: {},
        TaskTitle: "a",
        TaskDescription: "a",
        NumberOfHumanWorkersPerDataObject: 1,
        TaskTimeLimitInSeconds: 30,
      },
    };
  }

  private kms(operation: string, input: Fields): Fields {
    const id = String(input.KeyId).replace(/^.*:key\//, "");
    const { keys = {} } = this.world;
    const alias = id.replace(/^.*:alias\//, "alias/");
    const [name, key] =
      Object.entries(keys).find(([other, { aliases = [] }]) => other === id || aliases.includes(alias)) ??
      refuse("NotFoundException", `Key ${id} does not exist`);
    const arn = `arn:aws:kms:${region}:${account}:key/${name}`;
    if (operation === "DescribeKey")
      return { KeyMetadata: { KeyId: name, Arn: arn, KeyState: key.state ?? "Enabled" } };
    if (operation === "GetKeyPolicy") return { Policy: JSON.stringify(key.policy), PolicyName: "default" };
    return { Aliases: (key.aliases ?? []).map((AliasName) => ({ AliasName, TargetKeyId: name })) };
  }

  /** IAM and SNS. */
  private query(body: string, response: ServerResponse): void {
    const input = new URLSearchParams(body);
    const operation = input.get("Action")!;
    const xml = (status: number, text: string) => {
      response.writeHead(status, { "content-type": "text/xml" });
      response.end(text);
    };
    try {
      this.called(operation);
      const result = operation === "GetTopicAttributes" ? this.topic(input) : this.iam(operation, input);
      xml(
        200,
        `<${operation}Response><${operation}Result>${result}</${operation}Result></${operation}Response>`,
      );
    } catch (error) {
      const { type = "InternalFailure", message } = error as Partial<Refusal>;
      xml(
        type === "AccessDenied" ? 403 : 404,
        `<ErrorResponse><Error><Type>Sender</Type><Code>${type}</Code><Message>${message}</Message></Error></ErrorResponse>`,
      );
    }
  }

  private topic(input: URLSearchParams): string {
    const name = input.get("TopicArn")!.replace(/^.*:/, "");
    const policy = this.world.topics?.[name] ?? refuse("NotFound", "Topic does not exist");
    return `<Attributes><entry><key>Policy</key><value>${escaped(JSON.stringify(policy))}</value></entry></Attributes>`;
  }

  private iam(operation: string, input: URLSearchParams): string {
    const { roles } = this.world;
    const policies = Object.fromEntries(
      Object.values(roles).flatMap(({ attached = {} }) => Object.entries(attached)),
    );
    const document = (value: object | undefined) => encodeURIComponent(JSON.stringify(value));
    if (operation === "GetPolicy" || operation === "GetPolicyVersion") {
      const arn = input.get("PolicyArn")!;
      const found =
        policies[arn.replace(/^.*\//, "")] ?? refuse("NoSuchEntity", `Policy ${arn} does not exist`);
      return operation === "GetPolicy"
        ? `<Policy><Arn>${arn}</Arn><DefaultVersionId>v1</DefaultVersionId></Policy>`
        : `<PolicyVersion><VersionId>v1</VersionId><Document>${document(found)}</Document></PolicyVersion>`;
    }
    const name = input.get("RoleName")!;
    const role = roles[name] ?? refuse("NoSuchEntity", `The role with name ${name} cannot be found.`);
    switch (operation) {
      case "GetRole":
        return `<Role><RoleName>${name}</RoleName><Arn>arn:aws:iam::${account}:role/${name}</Arn><AssumeRolePolicyDocument>${document(role.trust)}</AssumeRolePolicyDocument></Role>`;
      case "ListAttachedRolePolicies": {
        const members = Object.keys(role.attached ?? {}).map(
          (one) =>
            `<member><PolicyName>${one}</PolicyName><PolicyArn>arn:aws:iam::${account}:policy/${one}</PolicyArn></member>`,
        );
        return `<AttachedPolicies>${members.join("")}</AttachedPolicies><IsTruncated>false</IsTruncated>`;
      }
      case "ListRolePolicies": {
        const members = Object.keys(role.inline ?? {}).map((one) => `<member>${one}</member>`);
        return `<PolicyNames>${members.join("")}</PolicyNames><IsTruncated>false</IsTruncated>`;
      }
      case "GetRolePolicy": {
        const policy = input.get("PolicyName")!;
        return `<RoleName>${name}</RoleName><PolicyName>${policy}</PolicyName><PolicyDocument>${document(role.inline?.[policy])}</PolicyDocument>`;
      }
      default:
        throw new Error(`The stand-in knows no ${operation}`);
    }
  }

  private s3(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url!, "http://x");
    const [, bucket = "", ...rest] = decodeURIComponent(url.pathname).split("/");
    const key = rest.join("/");
    const { objects, encrypted = {}, bucketPolicies = {}, cors = {} } = this.world;
    const fail = (status: number, code: string) => {
      response.writeHead(status, { "content-type": "application/xml" });
      response.end(
        request.method === "HEAD"
          ? undefined
          : `<Error><Code>${code}</Code><Message>${code}</Message></Error>`,
      );
    };
    const operation =
      key !== ""
        ? request.method === "HEAD"
          ? "HeadObject"
          : "GetObject"
        : url.searchParams.has("policy")
          ? "GetBucketPolicy"
          : "GetBucketCors";
    try {
      this.called(operation);
    } catch {
      return fail(403, "AccessDenied");
    }
    if (operation === "GetBucketPolicy") {
      const policy = bucketPolicies[bucket];
      if (policy === undefined) return fail(404, "NoSuchBucketPolicy");
      return void response.writeHead(200).end(JSON.stringify(policy));
    }
    if (operation === "GetBucketCors") {
      if (cors[bucket] === undefined) return fail(404, "NoSuchCORSConfiguration");
      response.writeHead(200, { "content-type": "application/xml" });
      return void response.end(`<CORSConfiguration>${cors[bucket]}</CORSConfiguration>`);
    }
    const body = objects[`${bucket}/${key}`];
    if (body === undefined) return fail(404, "NoSuchKey");
    const kmsKey = encrypted[`${bucket}/${key}`];
    response.writeHead(200, {
      "content-length": String(Buffer.byteLength(body)),
      "x-amz-server-side-encryption": kmsKey === undefined ? "AES256" : "aws:kms",
      ...(kmsKey !== undefined && {
        "x-amz-server-side-encryption-aws-kms-key-id": `arn:aws:kms:${region}:${account}:key/${kmsKey}`,
      }),
    });
    response.end(request.method === "HEAD" ? undefined : body);
  }

  private called(operation: string): void {
    this.calls.push(operation);
    if (this.world.denied?.includes(operation) === true) {
      refuse(
        "AccessDenied",
        `User: arn:aws:iam::${account}:user/me is not authorized to perform: ${operation}`,
      );
    }
  }
}

function refuse(type: string, message: string): never {
  throw new Refusal(type, message);
}

const teamArn = (name: string) => `arn:aws:sagemaker:${region}:${account}:workteam/private-crowd/${name}`;
const jobArn = (name: string) => `arn:aws:sagemaker:${region}:${account}:labeling-job/${name.toLowerCase()}`;

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
