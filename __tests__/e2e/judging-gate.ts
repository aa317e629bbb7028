import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { DeployedStack } from "../conformance/harness/deployed";
import type { Context, Principal } from "../conformance/harness/principal";
import { simulate } from "../conformance/harness/simulate";
import { elements } from "./emulated-aws";

/** A request of an AWS SDK, as far as it decides which right is needed. */
interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly service: string;
  /** Whose key signed it. */
  readonly accessKeyId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/**
 * Stands before the emulator, which lets everybody do everything, and refuses what the deployed policies do not allow,
 * as AWS would. Whoever signed a request is the one who is judged: sessions that are begun here are known by their keys.
 */
export class JudgingGate {
  /** Who did what, in order: `role signs-after sts:AssumeRole signs-execution`. */
  public readonly made: string[] = [];
  /** What was refused, in the same words. */
  public readonly refused: string[] = [];

  private readonly principals = new Map<string, Principal>();
  private server: Server | undefined;

  /** @param keyOf the key in `deployed` that stands for a key of the emulator, by its ARN there */
  public constructor(
    private readonly emulator: string,
    private readonly deployed: DeployedStack,
    private readonly keyOf: (arn: string) => string,
  ) {}

  /** @returns the address to give to SDKs */
  async open(): Promise<string> {
    const server = (this.server = createServer((request, response) => {
      this.pass(request, response).catch((error: unknown) => {
        response.writeHead(500).end(String(error));
      });
    }));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const { server } = this;
    if (server === undefined) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  /** Requests signed with this key are somebody's. */
  know(accessKeyId: string, principal: Principal): void {
    this.principals.set(accessKeyId, principal);
  }

  private async pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await read(incoming);
    const answer = await this.answer(request);
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(answer.body);
  }

  private async answer(request: SdkRequest): Promise<Answer> {
    const principal = this.principals.get(request.accessKeyId);
    if (principal === undefined) throw new Error(`Nobody here has the key ${request.accessKeyId}.`);
    if (request.service === "sts") return this.assumeRole(principal, request);
    if (request.service === "s3" && request.method === "GET") return this.getObject(principal, request);
    throw new Error(
      `Nobody has said what right this needs: ${request.service} ${request.method} ${request.path}`,
    );
  }

  private async assumeRole(principal: Principal, request: SdkRequest): Promise<Answer> {
    const form = new URLSearchParams(request.body.toString("utf8"));
    if (form.get("Action") !== "AssumeRole")
      throw new Error(`Nobody has said what right ${form.toString()} needs.`);
    const resource = form.get("RoleArn") ?? "";
    if (!(await this.allows(principal, "sts:AssumeRole", resource))) {
      const message = `${principal.requester} is not authorized to perform: sts:AssumeRole on resource: ${resource}`;
      return refusal(
        `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${message}</Message></Error>` +
          "</ErrorResponse>",
      );
    }
    const answer = await this.forward(request);
    const [accessKeyId = ""] = elements(answer.body.toString("utf8"), "AccessKeyId");
    const role = Object.values(this.deployed.roles).find(({ arn }) => arn === resource);
    if (role !== undefined) this.know(accessKeyId, role);
    return answer;
  }

  private async getObject(principal: Principal, request: SdkRequest): Promise<Answer> {
    const object = `arn:${this.deployed.partition}:s3:::${request.path.replace(/^\//, "")}`;
    const denied = refusal("<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>");
    if (!(await this.allows(principal, "s3:GetObject", object))) return denied;
    const answer = await this.forward(request);
    if (answer.status === 404) {
      // S3 tells that something is missing only to those who may list the bucket.
      const bucket = object.replace(/\/.*$/, "");
      return (await this.allows(principal, "s3:ListBucket", bucket)) ? answer : denied;
    }
    const key = answer.headers.get("x-amz-server-side-encryption-aws-kms-key-id");
    if (key === null) return answer;
    const through = { "kms:ViaService": `s3.${this.deployed.region}.amazonaws.com` };
    return (await this.allows(principal, "kms:Decrypt", this.keyOf(key), through)) ? answer : denied;
  }

  private async allows(
    principal: Principal,
    action: string,
    resource: string,
    context?: Context,
  ): Promise<boolean> {
    const { allowed } = await simulate({ principal, action, resource, context });
    const title = `${principal.title} ${action} ${resource.replace(/^arn:[^:]+:s3:::|^.*[:/](?=[^/]+$)/, "")}`;
    (allowed ? this.made : this.refused).push(
      action.startsWith("kms:") ? `${principal.title} ${action}` : title,
    );
    return allowed;
  }

  private async forward({ method, path, headers, body }: SdkRequest): Promise<Answer> {
    const { host: _host, connection: _connection, "content-length": _length, ...kept } = headers;
    const response = await fetch(this.emulator + path, {
      method,
      headers: kept,
      ...(body.length > 0 && { body: new Uint8Array(body) }),
    });
    const answered = Buffer.from(await response.arrayBuffer());
    const kinds = [...response.headers].filter(
      ([name]) => !/^(connection|content-(length|encoding)|transfer-encoding)$/.test(name),
    );
    return { status: response.status, headers: new Headers(kinds), body: answered };
  }
}

function refusal(xml: string): Answer {
  const headers = new Headers({ "content-type": "application/xml" });
  return { status: 403, headers, body: Buffer.from(`<?xml version="1.0"?>${xml}`) };
}

async function read(incoming: IncomingMessage): Promise<SdkRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, [value ?? ""].flat().join(", ")]),
  );
  const [, accessKeyId = "", service = ""] =
    /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\//.exec(headers["authorization"] ?? "") ?? [];
  const url = new URL(incoming.url ?? "/", "http://localhost");
  return {
    method: incoming.method ?? "",
    path: decodeURIComponent(url.pathname),
    service,
    accessKeyId,
    headers,
    body: Buffer.concat(chunks),
  };
}
