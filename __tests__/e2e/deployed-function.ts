import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";
import { elements, type EmulatedAws } from "./emulated-aws";
import { projectRoot } from "./throwaway-project";

/** As Lambda's GetFunction tells it, as far as it has to be known here. */
export interface FunctionConfiguration {
  readonly FunctionName: string;
  readonly FunctionArn: string;
  readonly Role: string;
  readonly Runtime: string;
  readonly Handler: string;
  readonly CodeSha256: string;
  readonly Timeout: number;
  readonly MemorySize: number;
  readonly Architectures: readonly string[];
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
}

/** What Lambda gives to whoever called: the answer, or an error. */
export interface Outcome {
  readonly result?: unknown;
  readonly error?: { readonly errorType: string; readonly errorMessage: string; readonly trace: string[] };
  /** Of the process: not 0 is what Lambda calls a function error. */
  readonly exitCode: number | null;
}

export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** What the emulator deployed under this name. */
export async function deployedFunction(aws: EmulatedAws, name: string): Promise<FunctionConfiguration> {
  const text = await aws.get("lambda", `/2015-03-31/functions/${name}`);
  return (JSON.parse(text) as { Configuration: FunctionConfiguration }).Configuration;
}

/** The session that Lambda begins in the name of the function's role. */
export async function sessionOf(
  aws: EmulatedAws,
  { Role, FunctionName }: FunctionConfiguration,
): Promise<Session> {
  const answer = await aws.query("sts", "AssumeRole", { RoleArn: Role, RoleSessionName: FunctionName });
  const only = (name: string) => elements(answer, name)[0] ?? "";
  return {
    accessKeyId: only("AccessKeyId"),
    secretAccessKey: only("SecretAccessKey"),
    sessionToken: only("SessionToken"),
  };
}

/** base64, as Lambda writes it. */
export function sha256Of(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("base64");
}

/** An archive unpacked as Lambda unpacks it, with nothing around but what the runtime brings. */
export class UnpackedFunction {
  public readonly files: readonly string[];

  private readonly root = mkdtempSync(join(tmpdir(), "ground-truth-lambda-"));
  private readonly task = join(this.root, "var", "task");
  private readonly runtime = join(this.root, "var", "runtime");

  public constructor(
    private readonly configuration: FunctionConfiguration,
    archive: string,
  ) {
    const files = unzipSync(new Uint8Array(readFileSync(archive)));
    this.files = Object.keys(files);
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.task, path)), { recursive: true });
      writeFileSync(join(this.task, path), content);
    }
    // The AWS SDK, which Lambda's Node.js brings, and nothing else of this project's packages.
    const modules = join(this.runtime, "node_modules");
    mkdirSync(modules, { recursive: true });
    symlinkSync(join(projectRoot, "node_modules", "@aws-sdk"), join(modules, "@aws-sdk"), "dir");
    symlinkSync(join(projectRoot, "node_modules", "@smithy"), join(modules, "@smithy"), "dir");
  }

  /** Calls the handler in a process of its own. */
  async call(event: unknown, session: Session, endpoint: string): Promise<Outcome> {
    const { FunctionName, FunctionArn, MemorySize, Timeout, Runtime } = this.configuration;
    const isPython = Runtime.startsWith("python");
    const program = isPython ? "python3" : process.execPath;
    const file = join(__dirname, isPython ? "lambda_runtime.py" : "lambda-runtime.js");
    const logStream = "2026/11/22/[$LATEST]0123456789abcdef0123456789abcdef";
    const context = isPython
      ? {
          function_name: FunctionName,
          function_version: "$LATEST",
          invoked_function_arn: FunctionArn,
          memory_limit_in_mb: String(MemorySize),
          aws_request_id: "11111111-2222-3333-4444-555555555555",
          log_group_name: `/aws/lambda/${FunctionName}`,
          log_stream_name: logStream,
        }
      : {
          functionName: FunctionName,
          functionVersion: "$LATEST",
          invokedFunctionArn: FunctionArn,
          memoryLimitInMB: String(MemorySize),
          awsRequestId: "11111111-2222-3333-4444-555555555555",
          logGroupName: `/aws/lambda/${FunctionName}`,
          logStreamName: logStream,
        };
    const child = spawn(program, [file], {
      cwd: this.task,
      env: this.environment(session, endpoint, logStream),
      // Unlike Lambda's own processor time, this machine is shared: the limit is there for what hangs.
      timeout: Math.max(Timeout, 30) * 1000,
      stdio: ["pipe", "inherit", "inherit", "pipe"],
    });
    child.stdin?.end(JSON.stringify({ event, context, deadline: Date.now() + Timeout * 1000 }));
    const told: Buffer[] = [];
    child.stdio[3]?.on("data", (chunk: Buffer) => told.push(chunk));
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    const text = Buffer.concat(told).toString("utf8");
    return { ...(text === "" ? {} : (JSON.parse(text) as Omit<Outcome, "exitCode">)), exitCode };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** The function's own variables and those of the runtime: nothing of this process but where programs lie. */
  private environment(session: Session, endpoint: string, logStream: string): NodeJS.ProcessEnv {
    const { FunctionName, FunctionArn, MemorySize, Runtime, Handler, Environment } = this.configuration;
    const region = FunctionArn.split(":")[3];
    return {
      ...Environment?.Variables,
      _HANDLER: Handler,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_EXECUTION_ENV: `AWS_Lambda_${Runtime}`,
      AWS_LAMBDA_FUNCTION_NAME: FunctionName,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize),
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${FunctionName}`,
      AWS_LAMBDA_LOG_STREAM_NAME: logStream,
      AWS_ACCESS_KEY_ID: session.accessKeyId,
      AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
      AWS_SESSION_TOKEN: session.sessionToken,
      // The one thing that Lambda does not set: where AWS is.
      AWS_ENDPOINT_URL: endpoint,
      LAMBDA_TASK_ROOT: this.task,
      LAMBDA_RUNTIME_DIR: this.runtime,
      NODE_PATH: join(this.runtime, "node_modules"),
      // The Node.js of this machine may be older than the one that the function will run on.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      LANG: "en_US.UTF-8",
      TZ: ":UTC",
      PATH: process.env["PATH"],
    };
  }
}
