import {
  createServer,
  request as ask,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it was sent. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
}

/** After this time without an answer, what only reads is asked once more. */
const patience = 20_000;

/**
 * Stands in front of the emulator, passes everything on and keeps each request, in order: what whoever deploys must be
 * allowed to do. The emulator's own recorder loses requests that come at the same moment.
 *
 * Each request has a connection of its own. Once in some thousand requests the emulator never answers: a request that only
 * reads is asked again then; one that writes is not, as it may have been carried out.
 */
export class RecordingProxy {
  private readonly sent: SentRequest[] = [];

  private constructor(
    private readonly server: Server,
    private readonly emulator: string,
  ) {}

  public static async before(emulator: string): Promise<RecordingProxy> {
    const server = createServer((request, response) => void proxy.pass(request, response));
    const proxy = new RecordingProxy(server, emulator);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  /** The address to give to Terraform. */
  public get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What came until now. */
  public get requests(): readonly SentRequest[] {
    return this.sent;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await whole(incoming);
      const method = incoming.method ?? "GET";
      const headers = Object.fromEntries(
        Object.entries(incoming.headers).map(([name, value]) => [name, [value ?? ""].flat().join(", ")]),
      );
      this.sent.push({ method, url: incoming.url ?? "/", headers, body: body.toString("utf8") });
      const reads = onlyReads(method, headers, body);
      const answer = await this.forward(incoming, body, reads ? patience : undefined).catch(
        (error: unknown) => (reads ? this.forward(incoming, body) : Promise.reject(error as Error)),
      );
      response.writeHead(answer.status, answer.headers).end(answer.body);
    } catch (error) {
      // As if nobody were there: Terraform says so, with the service that it wanted to reach.
      response.destroy(error as Error);
    }
  }

  private forward(incoming: IncomingMessage, body: Buffer, timeout?: number): Promise<Answer> {
    const { method, url, headers } = incoming;
    return new Promise((resolve, reject) => {
      const options = { method, headers: { ...headers, connection: "close" }, agent: false, timeout };
      const asked = ask(new URL(url ?? "/", this.emulator), options, (answer) => {
        whole(answer).then(
          (content) =>
            resolve({ status: answer.statusCode ?? 500, headers: kept(answer.headers), body: content }),
          reject,
        );
      });
      asked.on("timeout", () => asked.destroy(new Error(`no answer from the emulator to ${method} ${url}`)));
      asked.on("error", reject);
      asked.end(body);
    });
  }
}

async function whole(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function onlyReads(method: string, headers: Readonly<Record<string, string>>, body: Buffer): boolean {
  if (method === "GET" || method === "HEAD") return true;
  const operation =
    headers["x-amz-target"]?.split(".").at(-1) ??
    new URLSearchParams(body.toString("utf8")).get("Action") ??
    "";
  return /^(Get|List|Describe)/.test(operation);
}

/** Those of the connection belong to the connection with the emulator. */
function kept({ connection: _, "keep-alive": __, "transfer-encoding": ___, ...headers }: Answer["headers"]) {
  return headers;
}
