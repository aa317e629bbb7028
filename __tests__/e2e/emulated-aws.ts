import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { WorkDirectory } from "../../local/work-directory";

/** The account that moto plays when nobody says otherwise. */
const motoAccount = "123456789012";

interface RoleCredentials {
  readonly accessKeyId: string;
  readonly sessionToken: string;
}

/** Plain AWS requests to moto, which checks no signature: a few milliseconds each, where the AWS CLI takes a second. */
export class EmulatedAws {
  constructor(
    private readonly endpoint: string,
    private readonly account: string,
    private readonly region: string,
    private readonly session?: RoleCredentials,
  ) {}

  /** AWS as the stack's provider sees it. */
  static of(endpoint: string, stack: WorkDirectory): EmulatedAws {
    const config = JSON.parse(readFileSync(join(stack.directory, "cdk.tf.json"), "utf8"));
    const provider = config.provider.aws[0];
    return new EmulatedAws(endpoint, provider.allowed_account_ids?.[0] ?? motoAccount, provider.region);
  }

  /** AWS as somebody sees it who has assumed a role. */
  async assumeRole(RoleArn: string): Promise<EmulatedAws> {
    const answer = await this.query("sts", "AssumeRole", { RoleArn, RoleSessionName: "e2e" });
    const [accessKeyId = ""] = elements(answer, "AccessKeyId");
    const [sessionToken = ""] = elements(answer, "SessionToken");
    return new EmulatedAws(this.endpoint, this.account, this.region, { accessKeyId, sessionToken });
  }

  /** For services that speak in forms and XML. */
  query(service: string, Action: string, parameters: Record<string, string> = {}): Promise<string> {
    const body = new URLSearchParams({ Action, ...parameters });
    return this.send(service, "/", { method: "POST", body });
  }

  /** For services that speak in JSON. */
  async json<Answer>(service: string, target: string, parameters: object = {}): Promise<Answer> {
    const headers = { "X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.1" };
    const body = JSON.stringify(parameters);
    return JSON.parse(await this.send(service, "/", { method: "POST", headers, body })) as Answer;
  }

  get(service: string, path: string): Promise<string> {
    return this.send(service, path, {});
  }

  put(
    service: string,
    path: string,
    body: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    return this.send(service, path, { method: "PUT", body, headers });
  }

  delete(service: string, path: string): Promise<string> {
    return this.send(service, path, { method: "DELETE" });
  }

  private async send(service: string, path: string, request: RequestInit): Promise<string> {
    const accessKey = this.session?.accessKeyId ?? "emulator";
    const credential = `${accessKey}/20200101/${this.region}/${service}/aws4_request`;
    // Credentials of a role belong to its account; made-up ones must be told theirs.
    const caller: Record<string, string> = this.session
      ? { "X-Amz-Security-Token": this.session.sessionToken }
      : { "X-Moto-Account-Id": this.account };
    const response = await fetch(this.endpoint + path, {
      ...request,
      headers: {
        ...request.headers,
        Authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`,
        ...caller,
      },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${service} ${path} ${JSON.stringify(request.body)}: ${text}`);
    return text;
  }
}

/** The texts of all elements of this name. */
export function elements(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map(([, text = ""]) =>
    unescapeXml(text),
  );
}

function unescapeXml(text: string): string {
  const characters: Record<string, string> = {
    lt: "<",
    gt: ">",
    quot: '"',
    apos: "'",
    "#34": '"',
    "#39": "'",
  };
  return text.replace(
    /&([^;&]+);/g,
    (entity, name: string) => characters[name] ?? (name === "amp" ? "&" : entity),
  );
}
