import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from "node:http";
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

/** Milliseconds without an answer, after which a request is given up. The emulator takes some for each. */
const patience = 30_000;

/**
 * Stands in front of the emulator, passes everything on and keeps each request, in order: what whoever deploys must be
 * allowed to do. The emulator's own recorder loses requests that come at the same moment.
 *
 * It asks the emulator one thing at a time, each on a connection of its own: moto has threads, but its dictionaries are not made for
 * them. Of 3,600 requests, ten at the same moment, one failed with "dictionary changed size during iteration", and now and then one
 * was never answered, for which Terraform waits five minutes. Should that happen all the same, a request that only reads is asked
 * again. One that writes may have been carried out: its connection ends, and Terraform does what it does when one to AWS breaks.
 */
export class RecordingProxy {
  private readonly sent: SentRequest[] = [];
  private last: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly server: Server,
    private readonly emulator: string,
  ) {}

  public static async before(emulator: string): Promise<RecordingProxy> {
    const server = createServer((incoming, response) => void proxy.pass(incoming, response));
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
      const ask = () => this.inTurn(() => this.forward(incoming, body));
      const answer = await (onlyReads(method, headers, body) ? ask().catch(ask) : ask());
      response.writeHead(answer.status, answer.headers).end(answer.body);
    } catch (error) {
      // As if nobody were there: Terraform says so, with the service that it wanted to reach.
      response.destroy(error as Error);
    }
  }

  private inTurn(ask: () => Promise<Answer>): Promise<Answer> {
    const answer = this.last.then(ask);
    this.last = answer.catch(() => undefined);
    return answer;
  }

  private forward(incoming: IncomingMessage, body: Buffer): Promise<Answer> {
    const { method, url, headers } = incoming;
    return new Promise((resolve, reject) => {
      const options = {
        method,
        headers: { ...headers, connection: "close" },
        agent: false,
        timeout: patience,
      };
      const asked = request(new URL(url ?? "/", this.emulator), options, (answer) => {
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
