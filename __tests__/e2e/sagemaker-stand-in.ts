import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Fields = Record<string, unknown>;
type Answer = { readonly status?: number; readonly body: Fields };

/**
 * Workforces and work teams, which moto does not know, in front of moto: everything else is passed on to it.
 *
 * It follows AWS's API reference as far as the provider uses it, and refuses what AWS refuses: a second workforce, a
 * workforce on a pool without domain or group, a team of a group that is not there, deletion in the wrong order, deletion
 * of a protected pool. It is no proof of what AWS does beyond that.
 */
export class SageMakerStandIn {
  /** Every request that made, changed or deleted something here or in Cognito, in order. */
  public readonly calls: string[] = [];

  private readonly workforces = new Map<string, Fields>();
  private readonly workteams = new Map<string, Fields>();

  private constructor(
    private readonly server: Server,
    private readonly moto: string,
  ) {}

  public static async before(moto: string): Promise<SageMakerStandIn> {
    const server = createServer((request, response) => void standIn.handle(request, response));
    const standIn = new SageMakerStandIn(server, moto);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return standIn;
  }

  public get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const target = String(request.headers["x-amz-target"] ?? "");
    const [service = "", action = ""] = target.split(".");
    const ours =
      service === "SageMaker" ? "sagemaker" : /CognitoIdentityProvider/.test(service) ? "cognito" : "";
    if (ours !== "" && !/^(Describe|List|Get)/.test(action)) this.calls.push(action);
    try {
      if (ours === "sagemaker") return reply(response, await this.sageMaker(action, parsed(body), request));
      if (action === "DeleteUserPool" || action === "DeleteUserPoolDomain")
        await this.mayDelete(parsed(body), request);
    } catch (error) {
      const type = error instanceof Refusal ? "ValidationException" : "InternalFailure";
      return reply(response, {
        status: 400,
        body: { __type: type, message: String((error as Error).message) },
      });
    }
    await this.passOn(request, body, response);
  }

  private async sageMaker(action: string, input: Fields, request: IncomingMessage): Promise<Answer> {
    const workforceName = String(input.WorkforceName);
    const workteamName = String(input.WorkteamName);
    const workforce = () =>
      this.workforces.get(workforceName) ?? refuse(`No workforce found for name ${workforceName}`);
    const workteam = () =>
      this.workteams.get(workteamName) ?? refuse(`The work team ${workteamName} doesn't exist`);
    switch (action) {
      case "CreateWorkforce": {
        if (this.workforces.size > 0) refuse("You can only create one workforce in a region");
        if (input.CognitoConfig !== undefined) await this.checkPool(input.CognitoConfig as Fields, request);
        this.workforces.set(workforceName, {
          ...workforceOf(input),
          WorkforceArn: `${arn}:workforce/${workforceName}`,
          SubDomain: "abcdef1234.labeling.eu-west-1.sagemaker.aws",
          Status: "Active",
        });
        return { body: { WorkforceArn: `${arn}:workforce/${workforceName}` } };
      }
      case "DescribeWorkforce":
        return { body: { Workforce: workforce() } };
      case "UpdateWorkforce":
        this.workforces.set(workforceName, { ...workforce(), ...workforceOf(input) });
        return { body: { Workforce: workforce() } };
      case "DeleteWorkforce":
        workforce();
        if (this.workteams.size > 0) refuse("Delete the work teams of the workforce first");
        this.workforces.delete(workforceName);
        return { body: {} };
      case "CreateWorkteam":
        workforce();
        await this.checkGroups(input.MemberDefinitions as Fields[], request);
        this.workteams.set(workteamName, { ...input, WorkteamArn: teamArn(workteamName) });
        return { body: { WorkteamArn: teamArn(workteamName) } };
      case "DescribeWorkteam":
        return { body: { Workteam: workteam() } };
      case "UpdateWorkteam":
        this.workteams.set(workteamName, { ...workteam(), ...input });
        return { body: { Workteam: workteam() } };
      case "DeleteWorkteam":
        workteam();
        this.workteams.delete(workteamName);
        return { body: { Success: true } };
      case "ListTags": {
        const team = [...this.workteams.values()].find(
          ({ WorkteamArn }) => WorkteamArn === input.ResourceArn,
        );
        return { body: { Tags: team?.Tags ?? [] } };
      }
      default:
        throw new Error(`The stand-in knows no ${action}`);
    }
  }

  private async checkPool({ UserPool, ClientId }: Fields, request: IncomingMessage): Promise<void> {
    const { UserPool: pool } = await this.cognito<{ UserPool: Fields }>(
      "DescribeUserPool",
      { UserPoolId: UserPool },
      request,
    );
    if (pool.Domain === undefined) refuse("The user pool has no domain");
    const { Groups } = await this.cognito<{ Groups: unknown[] }>(
      "ListGroups",
      { UserPoolId: UserPool },
      request,
    );
    if (Groups.length === 0) refuse("The user pool has no group");
    await this.cognito("DescribeUserPoolClient", { UserPoolId: UserPool, ClientId }, request);
  }

  private async checkGroups(members: readonly Fields[], request: IncomingMessage): Promise<void> {
    for (const { CognitoMemberDefinition: member } of members as { CognitoMemberDefinition?: Fields }[]) {
      if (member === undefined) continue;
      await this.cognito("GetGroup", { UserPoolId: member.UserPool, GroupName: member.UserGroup }, request);
    }
  }

  private async mayDelete({ UserPoolId }: Fields, request: IncomingMessage): Promise<void> {
    const users = [...this.workforces.values()].filter(
      ({ CognitoConfig }) => (CognitoConfig as Fields | undefined)?.UserPool === UserPoolId,
    );
    if (users.length > 0) refuse("The user pool belongs to a workforce");
    const { UserPool: pool } = await this.cognito<{ UserPool: Fields }>(
      "DescribeUserPool",
      { UserPoolId },
      request,
    );
    const isPool = String(request.headers["x-amz-target"]).endsWith(".DeleteUserPool");
    if (isPool && pool.DeletionProtection === "ACTIVE")
      refuse("The user pool cannot be deleted: deletion protection");
  }

  private async cognito<Result>(
    action: string,
    input: Fields,
    { headers }: IncomingMessage,
  ): Promise<Result> {
    const region = /\/\d{8}\/([\w-]+)\//.exec(String(headers.authorization))?.[1] ?? "";
    const response = await fetch(this.moto, {
      method: "POST",
      headers: {
        ...plain(headers),
        authorization: String(headers.authorization).replace(
          `/${region}/sagemaker/`,
          `/${region}/cognito-idp/`,
        ),
        "x-amz-target": `AWSCognitoIdentityProviderService.${action}`,
      },
      body: JSON.stringify(input),
    });
    if (!response.ok) refuse(`${action}: ${await response.text()}`);
    return (await response.json()) as Result;
  }

  private async passOn(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const hasBody = !["GET", "HEAD"].includes(request.method ?? "GET");
    const answer = await fetch(this.moto + (request.url ?? "/"), {
      method: request.method,
      headers: plain(request.headers),
      body: hasBody ? new Uint8Array(body) : undefined,
    });
    const kept = [...answer.headers].filter(([name]) => !hopByHop.has(name));
    response.writeHead(answer.status, Object.fromEntries(kept));
    response.end(Buffer.from(await answer.arrayBuffer()));
  }
}

class Refusal extends Error {}

function refuse(message: string): never {
  throw new Refusal(message);
}

const arn = "arn:aws:sagemaker:eu-west-1:111122223333";
const teamArn = (name: string) => `${arn}:workteam/private-crowd/${name}`;
const hopByHop = new Set([
  "connection",
  "content-encoding",
  "content-length",
  "host",
  "keep-alive",
  "transfer-encoding",
  "expect",
]);

function plain(headers: IncomingMessage["headers"]): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !hopByHop.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

/** What a description gives back of a request: all but the secret. */
function workforceOf({ OidcConfig, ...input }: Fields): Fields {
  const { ClientSecret: _secret, ...oidc } = (OidcConfig ?? {}) as Fields;
  return { ...input, ...(OidcConfig !== undefined && { OidcConfig: oidc }) };
}

function parsed(body: Buffer): Fields {
  return JSON.parse(body.toString("utf8") || "{}") as Fields;
}

function reply(response: ServerResponse, { status = 200, body }: Answer): void {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
  response.end(JSON.stringify(body));
}
