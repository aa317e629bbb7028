import { UserError } from "./user-error";

const awsDomains = [
  /(^|\.)amazonaws\.com(\.cn)?$/,
  /(^|\.)api\.aws$/,
  /(^|\.)aws\.dev$/,
  /(^|\.)amazon\.com$/,
];

/** The emulator's address in `AWS_ENDPOINT_URL`, refused where it could be anything but an emulator. */
export function emulatorEndpoint(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const value = env["AWS_ENDPOINT_URL"];
  if (!value) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new UserError(
      `AWS_ENDPOINT_URL is "${value}". It must be a web address such as http://127.0.0.1:5000.`,
    );
  if (awsDomains.some((domain) => domain.test(url.hostname)))
    throw new UserError(
      `AWS_ENDPOINT_URL is ${value}, which is AWS itself. The local commands only work on an emulator.`,
    );
  if (!isLoopback(url.hostname) && env["GROUND_TRUTH_ALLOW_REMOTE_EMULATOR"] !== "1")
    throw new UserError(
      `AWS_ENDPOINT_URL is ${value}, which is not on this machine.\n` +
        `If an emulator runs there, set GROUND_TRUTH_ALLOW_REMOTE_EMULATOR=1; otherwise unset AWS_ENDPOINT_URL.`,
    );
  return url.origin;
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
