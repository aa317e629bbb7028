import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** An object of the stand-in, with what a HEAD request tells of it. */
interface StoredObject {
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** @default 200 */
  readonly status?: number;
}

/** Answers the SDK's requests to S3 as Amazon S3 does, from memory, two keys a page. */
export class S3StandIn {
  public readonly requests: string[] = [];
  /** What was put, by `bucket/key`. It is not there for later requests. */
  public readonly put = new Map<string, { readonly type?: string; readonly body: string }>();
  private server: Server | undefined;
  private readonly before = { ...process.env };

  /** @param buckets objects by key, by bucket @param regions of buckets; eu-west-1 by default */
  public constructor(
    private readonly buckets: Readonly<Record<string, Readonly<Record<string, StoredObject>>>>,
    private readonly regions: Readonly<Record<string, string>> = {},
  ) {}

  public async start(): Promise<void> {
    this.server = createServer((request, response) => this.answer(request, response));
    await new Promise<void>((resolve) => this.server!.listen(0, "127.0.0.1", resolve));
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_REGION: "eu-west-1",
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

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url!, "http://x");
    const [, bucket = "", ...rest] = decodeURIComponent(url.pathname).split("/");
    const key = rest.join("/");
    this.requests.push(`${request.method} ${bucket}/${key}`);
    const objects = this.buckets[bucket];
    if (objects === undefined) return void response.writeHead(404).end();
    if (request.method === "PUT") return void this.take(request, response, `${bucket}/${key}`);
    if (key !== "") {
      const stored = objects[key];
      if (stored === undefined) return void response.writeHead(404).end();
      const length = { "content-length": String(Buffer.byteLength(stored.body)) };
      response.writeHead(stored.status ?? 200, { ...length, ...stored.headers });
      return void response.end(request.method === "HEAD" ? undefined : stored.body);
    }
    if (request.method === "HEAD") {
      return void response
        .writeHead(200, { "x-amz-bucket-region": this.regions[bucket] ?? "eu-west-1" })
        .end();
    }
    const prefix = url.searchParams.get("prefix") ?? "";
    const after = url.searchParams.get("continuation-token") ?? "";
    const keys = Object.keys(objects)
      .filter((each) => each.startsWith(prefix) && each > after)
      .sort();
    const page = keys.slice(0, 2);
    const contents = page.map(
      (each) =>
        `<Contents><Key>${each}</Key><Size>${Buffer.byteLength(objects[each]!.body)}</Size></Contents>`,
    );
    const more =
      keys.length > 2
        ? `<IsTruncated>true</IsTruncated><NextContinuationToken>${page[1]}</NextContinuationToken>`
        : "";
    response.writeHead(200, { "content-type": "application/xml" });
    response.end(`<?xml version="1.0"?><ListBucketResult>${more}${contents.join("")}</ListBucketResult>`);
  }

  private async take(request: IncomingMessage, response: ServerResponse, place: string): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    // The SDK sends a checksum behind the body, in chunks of its own.
    const body = Buffer.concat(chunks).toString("latin1");
    this.put.set(place, { type: request.headers["content-type"], body });
    response.writeHead(200).end();
  }
}
