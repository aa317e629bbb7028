import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emulatorEndpoint } from "../../local/endpoint";
import { emulatorEnvironment } from "../../local/environment";
import { inParallel } from "../../local/in-parallel";
import { localConfiguration } from "../../local/local-configuration";
import { findProviderMirror, mirroredProviders } from "../../local/provider-mirror";
import { selectStacks } from "../../local/synthesis";
import { providerInstallation } from "../../local/terraform-cli-config";
import { requireTools } from "../../local/tools";

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "local-"));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe("stack names", () => {
  const stacks = [{ name: "access" }, { name: "signs" }];

  test("none means all", () => {
    expect(selectStacks(stacks, [])).toEqual(stacks);
  });

  test("keep the order of the stacks", () => {
    expect(selectStacks(stacks, ["signs", "access"])).toEqual(stacks);
  });

  test("a star stands for anything, as for the cdktf CLI", () => {
    expect(selectStacks(stacks, ["s*s"]).map(({ name }) => name)).toEqual(["signs"]);
    expect(selectStacks(stacks, ["*"])).toEqual(stacks);
    expect(() => selectStacks(stacks, ["production-*"])).toThrow('There is no stack "production-*"');
    expect(() => selectStacks(stacks, ["s.gns"])).toThrow('There is no stack "s.gns"');
  });

  test("that are unknown bring up the list", () => {
    expect(() => selectStacks(stacks, ["sings", "signs"])).toThrow(
      'There is no stack "sings". Did you mean signs? Stacks: access, signs.',
    );
  });
});

describe("the provider mirror", () => {
  const nowhere = () => ({ HOME: join(directory, "home"), XDG_DATA_DIRS: join(directory, "share") });

  function mirrorAt(...path: string[]): string {
    const mirror = join(directory, ...path);
    mkdirSync(join(mirror, "registry.terraform.io", "hashicorp", "aws", "5.100.0"), { recursive: true });
    return mirror;
  }

  test("is found wherever it lies, the one nearest the top first", () => {
    mirrorAt("a", "b", "c", "deep");
    const near = mirrorAt("z", "plugins");
    expect(findProviderMirror(nowhere(), directory)).toBe(near);
  });

  test("is not looked for in dependencies, caches and kernel views", () => {
    mirrorAt("node_modules", "plugins");
    mirrorAt("work", ".terraform", "providers");
    mirrorAt("proc", "1");
    expect(findProviderMirror(nowhere(), directory)).toBeUndefined();
  });

  test("must hold the AWS provider", () => {
    mkdirSync(join(directory, "plugins", "registry.terraform.io", "hashicorp", "random"), {
      recursive: true,
    });
    expect(findProviderMirror(nowhere(), directory)).toBeUndefined();
  });

  test("is not looked for beyond the limits", () => {
    mirrorAt("a", "b", "c");
    const limits = { depth: 5, directories: 1000, milliseconds: 900 };
    expect(findProviderMirror(nowhere(), directory, { ...limits, depth: 2 })).toBeUndefined();
    expect(findProviderMirror(nowhere(), directory, { ...limits, directories: 2 })).toBeUndefined();
    expect(findProviderMirror(nowhere(), directory, { ...limits, milliseconds: -1 })).toBeUndefined();
  });

  test("in a place of Terraform's own comes before others", () => {
    mirrorAt("plugins");
    const own = mirrorAt("home", ".terraform.d", "plugins");
    expect(findProviderMirror(nowhere(), directory)).toBe(own);
  });

  test("that the user names comes first, and must be one", () => {
    mirrorAt("home", ".terraform.d", "plugins");
    const named = mirrorAt("named");
    expect(findProviderMirror({ ...nowhere(), GROUND_TRUTH_PROVIDER_MIRROR: named }, directory)).toBe(named);
    expect(() =>
      findProviderMirror({ ...nowhere(), GROUND_TRUTH_PROVIDER_MIRROR: join(directory, "home") }, directory),
    ).toThrow("GROUND_TRUTH_PROVIDER_MIRROR");
  });

  test("lists its providers", () => {
    const mirror = mirrorAt("plugins");
    mkdirSync(join(mirror, "registry.terraform.io", "hashicorp", "random"));
    expect(mirroredProviders(mirror).sort()).toEqual([
      "registry.terraform.io/hashicorp/aws",
      "registry.terraform.io/hashicorp/random",
    ]);
  });

  test("is written into a CLI configuration, in place of one that is missing", () => {
    const mirror = mirrorAt("plugins");
    const env = { ...nowhere(), TF_CLI_CONFIG_FILE: join(directory, "gone.rc") };
    const file = join(directory, ".local", "terraform.rc");
    expect(providerInstallation(join(directory, ".local"), env, () => mirror)).toEqual({
      TF_CLI_CONFIG_FILE: file,
    });
    const config = readFileSync(file, "utf8");
    expect(config).toContain(JSON.stringify(mirror));
    expect(config).toMatch(/include = \["registry.terraform.io\/hashicorp\/aws"\]/);
    expect(config).toMatch(/exclude = \["registry.terraform.io\/hashicorp\/aws"\]/);
  });

  test("gives way to the user's CLI configuration", () => {
    const own = join(directory, "own.rc");
    writeFileSync(own, "");
    const find = jest.fn();
    expect(providerInstallation(directory, { ...nowhere(), TF_CLI_CONFIG_FILE: own }, find)).toEqual({});
    mkdirSync(join(directory, "home"));
    writeFileSync(join(directory, "home", ".terraformrc"), "");
    expect(providerInstallation(directory, nowhere(), find)).toEqual({ TF_CLI_CONFIG_FILE: undefined });
    expect(find).not.toHaveBeenCalled();
  });

  test("may be missing: then the registry is asked, once", () => {
    const env = { ...nowhere(), TF_CLI_CONFIG_FILE: join(directory, "gone.rc") };
    const cache = join(directory, "home", ".terraform.d", "plugin-cache");
    expect(providerInstallation(directory, env, () => undefined)).toEqual({
      TF_CLI_CONFIG_FILE: undefined,
      TF_PLUGIN_CACHE_DIR: cache,
    });
    expect(existsSync(cache)).toBe(true);
  });
});

describe("the copy of a stack for the emulator", () => {
  const region = "eu-west-1";
  const provider = (aws: unknown) => localConfiguration({ provider: { aws } }).provider?.["aws"];

  test.each([
    ["HCP Terraform", { cloud: { organization: "acme", workspaces: { name: "signs" } } }],
    ["a bucket", { backend: { s3: { bucket: "state", key: "signs", profile: "prod" } } }],
    ["another file", { backend: { local: { path: "signs.tfstate" } } }],
  ])("keeps its state here, not in %s", (_place, place) => {
    const required_providers = { aws: { source: "hashicorp/aws", version: ">= 5.100.0" } };
    expect(localConfiguration({ terraform: { required_providers, ...place } }).terraform).toEqual({
      required_providers,
      backend: { local: {} },
    });
  });

  test("keeps resources, data sources, outputs and other providers as they are", () => {
    const rest = { resource: { aws_iam_role: { r: { name: "r" } } }, output: { o: { value: 1 } }, data: {} };
    const copy = localConfiguration({ ...rest, provider: { aws: [{}], random: [{}] } });
    expect(copy).toMatchObject(rest);
    expect(copy.provider?.["random"]).toEqual([{}]);
  });

  test("goes without what moto does not give back", () => {
    const key = { description: "labels", enable_key_rotation: true, rotation_period_in_days: 365 };
    const resource = { aws_kms_key: { key }, aws_kms_alias: { key: { name: "alias/labels" } } };
    expect(localConfiguration({ resource }).resource).toEqual({
      ...resource,
      aws_kms_key: { key: { description: "labels", enable_key_rotation: true } },
    });
  });

  test("can be destroyed as a whole, whatever is protected", () => {
    const protection = { prevent_destroy: true };
    const resource = {
      aws_kms_key: {
        kept: { description: "labels", lifecycle: protection },
        changed: { lifecycle: { ...protection, ignore_changes: ["tags"] } },
      },
    };
    expect(localConfiguration({ resource }).resource).toEqual({
      aws_kms_key: {
        kept: { description: "labels" },
        changed: { lifecycle: { ignore_changes: ["tags"] } },
      },
    });
  });

  test("goes without what moto does not give back of a function", () => {
    const kept = { function_name: "votes", timeout: 60 };
    const forgotten = { dead_letter_config: { target_arn: "a" }, kms_key_arn: "k" };
    const resource = {
      aws_lambda_function: {
        stopped: { ...kept, ...forgotten, reserved_concurrent_executions: 0 },
        held: { ...kept, reserved_concurrent_executions: 5 },
      },
    };
    expect(localConfiguration({ resource }).resource).toEqual({
      aws_lambda_function: { stopped: kept, held: { ...kept, reserved_concurrent_executions: 5 } },
    });
  });

  test("goes without what moto does not know, and over white space that it adds", () => {
    const queue = { name: "answers", redrive_policy: "{}" };
    const resource = { aws_sqs_queue: { queue }, aws_sqs_queue_redrive_allow_policy: { allow: {} } };
    expect(localConfiguration({ resource }).resource).toEqual({
      aws_sqs_queue: { queue: { ...queue, lifecycle: { ignore_changes: ["redrive_policy"] } } },
    });
  });

  test("can put its own objects into buckets, which moto closes altogether on a denial under a condition", () => {
    const policy = (...more: object[]) => {
      const withoutTls = { Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } };
      return JSON.stringify({ Version: "2012-10-17", Statement: [...more, withoutTls] });
    };
    const allowed = { Effect: "Allow", Condition: { StringEquals: { "aws:PrincipalAccount": "1" } } };
    const always = { Effect: "Deny", Action: "s3:DeleteBucket" };
    const resource = {
      aws_s3_bucket: { own: { bucket: "own" }, still: { bucket: "still" } },
      aws_s3_bucket_policy: {
        own: { bucket: "${aws_s3_bucket.own.bucket}", policy: policy(allowed, always) },
        existing: { bucket: "existing", policy: policy() },
        still: { bucket: "${aws_s3_bucket.still.bucket}", policy: policy(allowed) },
      },
      aws_s3_object: { a: { bucket: "own", key: "a" }, b: { bucket: "existing", key: "b" } },
    };
    const of = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
    expect(localConfiguration({ resource }).resource).toEqual({
      ...resource,
      aws_s3_bucket_policy: {
        own: { bucket: "${aws_s3_bucket.own.bucket}", policy: of(allowed, always) },
        existing: { bucket: "existing", policy: of() },
        still: resource.aws_s3_bucket_policy.still,
      },
    });
  });

  test("reaches nothing but the emulator", () => {
    const aws = {
      region,
      profile: "prod",
      access_key: "AKIA",
      shared_config_files: ["config"],
      endpoints: [{ s3: "https://s3.example" }],
      assume_role: [{ role_arn: "arn:aws:iam::111122223333:role/deploy" }],
    };
    expect(provider([aws])).toEqual([
      {
        region,
        s3_use_path_style: true,
        skip_credentials_validation: true,
        skip_metadata_api_check: "true",
      },
    ]);
  });

  test("keeps what the provider block says about resources, in each of the blocks", () => {
    const tagged = { region, default_tags: [{ tags: { owner: "ml" } }] };
    const other = { alias: "virginia", region: "us-east-1", ignore_tags: [{ keys: ["cost"] }] };
    expect(provider([tagged, other])).toEqual([
      expect.objectContaining(tagged),
      expect.objectContaining(other),
    ]);
  });

  test("takes a single block, or none, for a list", () => {
    expect(provider({ region })).toEqual([expect.objectContaining({ region })]);
    expect(provider(undefined)).toEqual([expect.objectContaining({ s3_use_path_style: true })]);
  });

  test.each([
    ["eu-west-1", "aws"],
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
  ])("in %s works in the account that the stack is for", (region, partition) => {
    expect(provider([{ region, allowed_account_ids: ["111122223333"] }])).toEqual([
      expect.objectContaining({
        allowed_account_ids: ["111122223333"],
        assume_role: [{ role_arn: `arn:${partition}:iam::111122223333:role/local`, session_name: "local" }],
      }),
    ]);
  });
});

describe("the environment of Terraform", () => {
  const endpoint = "http://127.0.0.1:5000";

  test("has nothing of the user's AWS settings", () => {
    const env = emulatorEnvironment(endpoint, {
      PATH: "/bin",
      AWS_PROFILE: "prod",
      AWS_ACCESS_KEY_ID: "AKIA",
      AWS_SESSION_TOKEN: "token",
      AWS_ENDPOINT_URL_S3: "https://s3.example",
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true",
      AWS_ROLE_ARN: "arn:aws:iam::111122223333:role/x",
      TF_CLI_ARGS_apply: "-destroy",
      TF_WORKSPACE: "prod",
      TF_VAR_size: "1",
    });
    expect(env).toMatchObject({ PATH: "/bin", TF_VAR_size: "1", AWS_ENDPOINT_URL: endpoint });
    expect(
      Object.keys(env)
        .filter((name) => /^(AWS_|TF_(CLI|WORK))/.test(name))
        .sort(),
    ).toEqual([
      "AWS_ACCESS_KEY_ID",
      "AWS_CONFIG_FILE",
      "AWS_EC2_METADATA_DISABLED",
      "AWS_ENDPOINT_URL",
      "AWS_REGION",
      "AWS_SECRET_ACCESS_KEY",
      "AWS_SHARED_CREDENTIALS_FILE",
    ]);
    expect(env["AWS_ACCESS_KEY_ID"]).not.toBe("AKIA");
  });

  test("has the user's region for stacks that name none", () => {
    expect(emulatorEnvironment(endpoint, { AWS_DEFAULT_REGION: "eu-west-1" })["AWS_REGION"]).toBe(
      "eu-west-1",
    );
    expect(emulatorEnvironment(endpoint, {})["AWS_REGION"]).toBe("us-east-1");
  });
});

describe("AWS_ENDPOINT_URL", () => {
  const endpoint = (AWS_ENDPOINT_URL: string, more = {}) => emulatorEndpoint({ AWS_ENDPOINT_URL, ...more });
  const remote = { GROUND_TRUTH_ALLOW_REMOTE_EMULATOR: "1" };

  test.each(["http://127.0.0.1:5000", "http://localhost:4566", "http://[::1]:5000"])("may be %s", (url) => {
    expect(endpoint(`${url}/`)).toBe(url);
  });

  test("may be left out", () => {
    expect(emulatorEndpoint({})).toBeUndefined();
    expect(endpoint("")).toBeUndefined();
  });

  test.each(["http://10.0.0.1:5000", "http://localhost.example.com", "http://localstack:4566"])(
    "must not be %s unless that is allowed",
    (url) => {
      expect(() => endpoint(url)).toThrow("not on this machine");
      expect(endpoint(url, remote)).toBe(url);
    },
  );

  test.each([
    "https://sts.amazonaws.com",
    "https://s3.eu-west-1.amazonaws.com",
    "https://iam.cn-north-1.amazonaws.com.cn",
    "https://sqs.us-east-1.api.aws",
  ])("is never %s", (url) => {
    expect(() => endpoint(url, remote)).toThrow("AWS itself");
  });

  test.each(["localhost:5000", "moto", "ftp://127.0.0.1"])("is not %s", (url) => {
    expect(() => endpoint(url)).toThrow("must be a web address");
  });
});

describe("tools", () => {
  test("that are missing are all named, with where to get them", () => {
    const find = () => requireTools(["terraform", "moto_server"], { PATH: directory });
    expect(find).toThrow(/developer.hashicorp.com\/terraform\/install/);
    expect(find).toThrow("pip install 'moto[server]'");
  });

  test("must be programs", () => {
    mkdirSync(join(directory, "terraform"));
    writeFileSync(join(directory, "moto_server"), "");
    const find = (...tools: ("terraform" | "moto_server")[]) => requireTools(tools, { PATH: directory });
    expect(() => find("terraform")).toThrow("terraform is not on the PATH");
    expect(() => find("moto_server")).toThrow("moto_server is not on the PATH");
    chmodSync(join(directory, "moto_server"), 0o755);
    expect(() => find("moto_server")).not.toThrow();
  });
});

describe("work in parallel", () => {
  test("is all done in order, with no more than the limit at a time, whatever fails", async () => {
    const begun: number[] = [];
    let running = 0;
    let most = 0;
    const failures = await inParallel([1, 2, 3, 4, 5], 2, async (item) => {
      begun.push(item);
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running--;
      if (item % 2 === 0) throw new Error(`${item}`);
    });
    expect(begun).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
    expect(failures).toEqual([new Error("2"), new Error("4")]);
  });
});
