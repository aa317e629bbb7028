import { UserError } from "../user-error";

/** Where something is on the emulator. */
export interface Place {
  readonly region: string;
  /** @default - the account that the emulator takes everybody for */
  readonly account?: string;
}

interface Request {
  readonly service: string;
  readonly operation: string;
  readonly method?: "GET" | "POST" | "PUT";
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** An answer like this is as good: what should be made is there. */
  readonly unless?: RegExp;
}

/** Emulators check no signature; moto takes the account from a header. */
export async function emulatorRequest(endpoint: string, place: Place, request: Request): Promise<string> {
  const { service, operation, method = "POST", path = "/", headers, body, unless } = request;
  const credential = `Credential=emulator/20200101/${place.region}/${service}/aws4_request`;
  const response = await fetch(`${endpoint}${path}`, {
    method,
    body,
    headers: {
      Authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`,
      ...(place.account !== undefined && { "X-Moto-Account-Id": place.account }),
      ...headers,
    },
  });
  const text = await response.text();
  if (!response.ok && unless?.test(text) !== true)
    throw new UserError(`The emulator refused ${service}:${operation}: ${text}`);
  return text;
}

/** A request of the older services: all parameters in a form. */
export function formRequest(
  endpoint: string,
  place: Place,
  service: string,
  operation: string,
  parameters: Readonly<Record<string, string>>,
): Promise<string> {
  const version = { iam: "2010-05-08", sns: "2010-03-31", sqs: "2012-11-05" }[service] ?? "";
  return emulatorRequest(endpoint, place, {
    service,
    operation,
    headers: { "Content-Type": "application/x-www-form-urlencoded; charset=utf-8" },
    body: new URLSearchParams({ Action: operation, Version: version, ...parameters }).toString(),
    unless: /AlreadyExists|already exists|QueueNameExists/,
  });
}

/** A request of the services that speak JSON. */
export async function jsonRequest<Answer>(
  endpoint: string,
  place: Place,
  service: string,
  target: string,
  operation: string,
  parameters: object = {},
): Promise<Answer> {
  const text = await emulatorRequest(endpoint, place, {
    service,
    operation,
    headers: { "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": `${target}.${operation}` },
    body: JSON.stringify(parameters),
  });
  return JSON.parse(text) as Answer;
}
